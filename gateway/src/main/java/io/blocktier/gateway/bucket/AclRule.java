package io.blocktier.gateway.bucket;

import io.blocktier.gateway.auth.RequestHead;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.xml.XmlNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What lists of rights may say where they are not in force, as in a bucket of S3 whose owner's
 * ownership is enforced: that the owner has full control, and no more.
 */
final class AclRule {

  private static final String FULL_CONTROL = "FULL_CONTROL";

  private static final Set<String> OF_THE_OWNER = Set.of("private", "bucket-owner-full-control");
  private static final String GRANT = "x-amz-grant-";

  private AclRule() {}

  /** Refuses headers that give somebody else a right. */
  static void check(RequestHead head) throws S3Exception {
    check(head, S3ErrorCode.ACCESS_CONTROL_LIST_NOT_SUPPORTED);
  }

  /** Refuses the same of a bucket that is to be, which has a code of its own. */
  static void checkNewBucket(RequestHead head) throws S3Exception {
    check(head, S3ErrorCode.INVALID_BUCKET_ACL_WITH_OBJECT_OWNERSHIP);
  }

  /** Refuses a document that gives somebody else a right, or the owner less than all. */
  static void check(XmlNode policy, String owner) throws S3Exception {
    List<XmlNode> grants =
        policy
            .named("AccessControlPolicy")
            .first("AccessControlList")
            .orElseThrow(() -> new S3Exception(S3ErrorCode.MALFORMED_XML))
            .all("Grant");
    boolean ofTheOwner =
        !grants.isEmpty() && grants.stream().allMatch(grant -> isOfTheOwner(grant, owner));
    if (!ofTheOwner) {
      throw new S3Exception(S3ErrorCode.ACCESS_CONTROL_LIST_NOT_SUPPORTED);
    }
  }

  private static void check(RequestHead head, S3ErrorCode refusal) throws S3Exception {
    boolean others =
        head.header("x-amz-acl").filter(acl -> !OF_THE_OWNER.contains(acl)).isPresent();
    if (others || grants(head)) {
      throw new S3Exception(refusal);
    }
  }

  private static boolean grants(RequestHead head) {
    return head.headerNames().stream().anyMatch(name -> name.startsWith(GRANT));
  }

  private static boolean isOfTheOwner(XmlNode grant, String owner) {
    Optional<String> grantee = grant.first("Grantee").flatMap(node -> node.textOf("ID"));
    return grantee.filter(owner::equals).isPresent()
        && grant.textOf("Permission").filter(FULL_CONTROL::equals).isPresent();
  }
}
