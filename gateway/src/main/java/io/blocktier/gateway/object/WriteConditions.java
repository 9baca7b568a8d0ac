package io.blocktier.gateway.object;

import io.blocktier.blockstore.Precondition;
import io.blocktier.gateway.attribute.StoredObject;
import io.blocktier.gateway.auth.RequestHead;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.util.Map;
import java.util.Optional;

/**
 * The conditions of a write.
 *
 * @param ifAbsent whether there must be no object
 * @param match what the object's ETag has to be
 */
public record WriteConditions(boolean ifAbsent, Optional<EtagList> match) {

  /** Reads the conditions of a request. */
  public static WriteConditions of(RequestHead head) throws S3Exception {
    Optional<EtagList> none = head.header("if-none-match").map(EtagList::parse);
    Optional<EtagList> match = head.header("if-match").map(EtagList::parse);
    if (none.isPresent() && (match.isPresent() || !none.get().any())) {
      throw new S3Exception(
          S3ErrorCode.NOT_IMPLEMENTED, "A write takes If-None-Match: * or If-Match, not both");
    }
    return new WriteConditions(none.isPresent(), match);
  }

  /** Returns what the store has to hold to, given the object as it was seen. */
  public Precondition on(Optional<StoredObject> current) throws S3Exception {
    if (ifAbsent) {
      if (current.isPresent()) {
        throw failed("If-None-Match");
      }
      return Precondition.IF_ABSENT;
    }
    if (match.isEmpty()) {
      return Precondition.NONE;
    }
    StoredObject object = current.orElseThrow(() -> new S3Exception(S3ErrorCode.NO_SUCH_KEY));
    if (!match.get().matches(object.attributes().etag())) {
      throw failed("If-Match");
    }
    return Precondition.ifMatch(object.stat().etag());
  }

  /**
   * Returns the error where the store found that the object had changed since it was seen: the
   * condition does not hold any more, or it would hold for the version that came between.
   */
  public S3Exception lost(Optional<StoredObject> now) {
    boolean holdsAgain =
        ifAbsent
            ? now.isEmpty()
            : now.isPresent()
                && match.isPresent()
                && match.get().matches(now.get().attributes().etag());
    return holdsAgain
        ? new S3Exception(S3ErrorCode.CONDITIONAL_REQUEST_CONFLICT)
        : failed(ifAbsent ? "If-None-Match" : "If-Match");
  }

  /** Returns the error of a condition that does not hold. */
  public static S3Exception failed(String condition) {
    return new S3Exception(
        S3ErrorCode.PRECONDITION_FAILED,
        S3ErrorCode.PRECONDITION_FAILED.text(),
        Map.of("Condition", condition));
  }
}
