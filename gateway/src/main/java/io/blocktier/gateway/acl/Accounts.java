package io.blocktier.gateway.acl;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.util.Map;
import java.util.Set;

/**
 * The accounts that there are, which a list of rights may name.
 *
 * @param ids what they are called
 */
public record Accounts(Set<String> ids) {

  /** Copies the names. */
  public Accounts {
    ids = Set.copyOf(ids);
  }

  /** Returns an account that has to be there. */
  Grantee user(String id) throws S3Exception {
    if (!ids.contains(id)) {
      throw new S3Exception(
          S3ErrorCode.INVALID_ARGUMENT,
          "Invalid id",
          Map.of("ArgumentName", "CanonicalUser/ID", "ArgumentValue", id));
    }
    return new Grantee.User(id);
  }

  /** Returns a group that has to be there. */
  static Grantee group(String uri) throws S3Exception {
    return Grantee.Group.of(uri)
        .orElseThrow(() ->
            new S3Exception(
                S3ErrorCode.INVALID_ARGUMENT,
                "Invalid group uri",
                Map.of("ArgumentName", "Group/URI", "ArgumentValue", uri)));
  }

  /** No account here has an address. */
  static S3Exception unresolvable() {
    return new S3Exception(S3ErrorCode.UNRESOLVABLE_GRANT_BY_EMAIL_ADDRESS);
  }
}
