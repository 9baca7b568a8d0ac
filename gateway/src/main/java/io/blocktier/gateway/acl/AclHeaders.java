package io.blocktier.gateway.acl;

import io.blocktier.gateway.auth.RequestHead;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the headers of a request say of rights. */
public final class AclHeaders {

  private static final String CANNED = "x-amz-acl";
  private static final String GRANT = "x-amz-grant-";
  private static final Map<String, Permission> PERMISSIONS =
      Map.of(
          "read", Permission.READ,
          "write", Permission.WRITE,
          "read-acp", Permission.READ_ACP,
          "write-acp", Permission.WRITE_ACP,
          "full-control", Permission.FULL_CONTROL);
  private static final Pattern GRANTEE =
      Pattern.compile("\\s*(id|uri|emailAddress)\\s*=\\s*\"?([^\",]+)\"?\\s*");

  private AclHeaders() {}

  /** Tells whether a request says something of rights in its headers. */
  public static boolean areIn(RequestHead head) {
    return head.headerNames().stream()
        .anyMatch(name -> name.equals(CANNED) || name.startsWith(GRANT));
  }

  /**
   * Reads the list that a request states.
   *
   * @param owner whose the bucket or the object is
   * @param bucketOwner whose the bucket is
   * @return the list; empty where the headers say nothing
   */
  public static Optional<Acl> read(
      RequestHead head, String owner, String bucketOwner, Accounts accounts) throws S3Exception {
    Optional<String> canned = head.header(CANNED);
    List<AclGrant> grants = grants(head, accounts);
    if (canned.isPresent() && !grants.isEmpty()) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST,
          "Specifying both Canned ACLs and Header Grants is not allowed");
    }
    if (canned.isPresent()) {
      return Optional.of(canned(canned.get(), owner, bucketOwner));
    }
    return grants.isEmpty() ? Optional.empty() : Optional.of(new Acl(owner, grants));
  }

  private static Acl canned(String name, String owner, String bucketOwner) throws S3Exception {
    List<AclGrant> grants = new ArrayList<>(Acl.ofOwner(owner).grants());
    switch (name) {
      case "private" -> {
        // the owner's right is all
      }
      case "public-read" -> grants.add(new AclGrant(Grantee.Group.ALL_USERS, Permission.READ));
      case "public-read-write" -> {
        grants.add(new AclGrant(Grantee.Group.ALL_USERS, Permission.READ));
        grants.add(new AclGrant(Grantee.Group.ALL_USERS, Permission.WRITE));
      }
      case "authenticated-read" ->
          grants.add(new AclGrant(Grantee.Group.AUTHENTICATED_USERS, Permission.READ));
      case "bucket-owner-read" -> grants.add(toUser(bucketOwner, owner, Permission.READ));
      case "bucket-owner-full-control" ->
          grants.add(toUser(bucketOwner, owner, Permission.FULL_CONTROL));
      default ->
          throw new S3Exception(
              S3ErrorCode.INVALID_ARGUMENT,
              S3ErrorCode.INVALID_ARGUMENT.text(),
              Map.of("ArgumentName", CANNED, "ArgumentValue", name));
    }
    return new Acl(owner, grants);
  }

  /** The owner needs no smaller right beside the largest. */
  private static AclGrant toUser(String id, String owner, Permission permission) {
    return new AclGrant(
        new Grantee.User(id), id.equals(owner) ? Permission.FULL_CONTROL : permission);
  }

  private static List<AclGrant> grants(RequestHead head, Accounts accounts) throws S3Exception {
    List<AclGrant> grants = new ArrayList<>();
    for (String name : head.headerNames()) {
      if (!name.startsWith(GRANT)) {
        continue;
      }
      Permission permission = PERMISSIONS.get(name.substring(GRANT.length()));
      if (permission == null) {
        throw new S3Exception(S3ErrorCode.INVALID_ARGUMENT, "There is no header " + name);
      }
      for (String value : head.headers(name)) {
        for (String one : value.split(",", -1)) {
          grants.add(new AclGrant(grantee(one, accounts), permission));
        }
      }
    }
    return grants;
  }

  private static Grantee grantee(String text, Accounts accounts) throws S3Exception {
    Matcher matcher = GRANTEE.matcher(text);
    if (!matcher.matches()) {
      throw new S3Exception(
          S3ErrorCode.INVALID_ARGUMENT, "A grantee is id=, uri= or emailAddress=, not: " + text);
    }
    String value = matcher.group(2).strip();
    return switch (matcher.group(1)) {
      case "id" -> accounts.user(value);
      case "uri" -> Accounts.group(value);
      default -> throw Accounts.unresolvable();
    };
  }
}
