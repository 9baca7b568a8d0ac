package io.blocktier.gateway.acl;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.xml.XmlNode;
import io.blocktier.gateway.xml.XmlWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists of rights as documents. */
public final class AclDocument {

  private static final String INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";
  private static final int MAX_GRANTS = 100;

  private AclDocument() {}

  /** Writes a list. */
  public static byte[] write(Acl acl) {
    XmlWriter xml = XmlWriter.of("AccessControlPolicy");
    user(xml.start("Owner"), acl.owner()).end().start("AccessControlList");
    for (AclGrant grant : acl.grants()) {
      xml.start("Grant").start("Grantee").namespace("xsi", INSTANCE);
      switch (grant.grantee()) {
        case Grantee.User(String id) -> user(xml.attribute("xsi:type", "CanonicalUser"), id);
        case Grantee.Group group -> xml.attribute("xsi:type", "Group").text("URI", group.uri());
      }
      xml.end().text("Permission", grant.permission().name()).end();
    }
    return xml.finish();
  }

  /**
   * Reads a list.
   *
   * @param owner whose the bucket or the object is, and stays
   */
  public static Acl read(XmlNode root, String owner, Accounts accounts) throws S3Exception {
    XmlNode list =
        root.first("AccessControlList")
            .filter(any -> root.name().equals("AccessControlPolicy"))
            .orElseThrow(AclDocument::malformed);
    String named =
        root.first("Owner").flatMap(node -> node.textOf("ID")).orElseThrow(AclDocument::malformed);
    if (!named.equals(owner)) {
      throw new S3Exception(S3ErrorCode.ACCESS_DENIED, "The owner cannot be changed");
    }
    List<AclGrant> grants = new ArrayList<>();
    for (XmlNode grant : list.all("Grant")) {
      grants.add(new AclGrant(grantee(grant, accounts), permission(grant)));
    }
    if (grants.size() > MAX_GRANTS) {
      throw malformed();
    }
    return new Acl(owner, grants);
  }

  private static XmlWriter user(XmlWriter xml, String id) {
    return xml.text("ID", id).text("DisplayName", id);
  }

  private static Grantee grantee(XmlNode grant, Accounts accounts) throws S3Exception {
    XmlNode grantee = grant.first("Grantee").orElseThrow(AclDocument::malformed);
    Optional<String> id = grantee.textOf("ID");
    if (id.isPresent()) {
      return accounts.user(id.get());
    }
    if (grantee.first("EmailAddress").isPresent()) {
      throw Accounts.unresolvable();
    }
    return Accounts.group(grantee.textOf("URI").orElseThrow(AclDocument::malformed));
  }

  private static Permission permission(XmlNode grant) throws S3Exception {
    String name = grant.textOf("Permission").orElse("");
    for (Permission permission : Permission.values()) {
      if (permission.name().equals(name)) {
        return permission;
      }
    }
    throw malformed();
  }

  private static S3Exception malformed() {
    return new S3Exception(S3ErrorCode.MALFORMED_ACL);
  }
}
