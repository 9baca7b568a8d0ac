package io.blocktier.gateway.bucket;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.request.S3Request;
import java.util.Optional;
import java.util.Set;

/**
 * Whose the objects of a bucket are. One rule is in force in all buckets: a request may state it,
 * and no other.
 */
final class Ownership {

  private static final String HEADER = "x-amz-object-ownership";
  private static final String ENFORCED = "BucketOwnerEnforced";
  private static final String WRITER = "ObjectWriter";
  private static final Set<String> RULES = Set.of(ENFORCED, WRITER, "BucketOwnerPreferred");

  private Ownership() {}

  /** Returns the rule: with lists of rights, an object is its writer's. */
  static String inForce(StatedAcls acls) {
    return acls.areInForce() ? WRITER : ENFORCED;
  }

  /** Tells whether S3 has such a rule. */
  static boolean isRule(String asked) {
    return RULES.contains(asked);
  }

  /** Refuses a rule that is not in force. */
  static void require(String asked, StatedAcls acls) throws S3Exception {
    if (!asked.equals(inForce(acls))) {
      throw new S3Exception(
          S3ErrorCode.NOT_IMPLEMENTED,
          "The ownership of objects is " + inForce(acls) + " in all buckets of this server");
    }
  }

  /** Refuses what a request states of a bucket that is to be. */
  static void requireOfNewBucket(S3Request request, StatedAcls acls) throws S3Exception {
    Optional<String> asked = request.header(HEADER);
    if (asked.isPresent()) {
      if (!isRule(asked.get())) {
        throw new S3Exception(S3ErrorCode.INVALID_ARGUMENT, "Invalid " + HEADER + " header");
      }
      require(asked.get(), acls);
    }
  }
}
