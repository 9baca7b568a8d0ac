package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.AccessRefusedException;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutOfSpaceException;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.RangeNotSatisfiableException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.UnsupportedByStoreException;
import io.blocktier.blockstore.s3.directory.TooManyAppends;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a refusal means for the caller, by error code first and by HTTP status where the
 * code is unknown or missing. Message texts are not looked at.
 */
final class S3Errors {

  private static final String LATER = "try again later";
  private static final String FEWER = "send fewer requests at a time";

  private final Object store;

  S3Errors(Object store) {
    this.store = store;
  }

  /**
   * Translates a refusal.
   *
   * @param call what was asked
   * @param refusal what was answered
   * @param cause the SDK's exception, or null
   * @return what to throw
   */
  BlockStoreException of(Call call, Refusal refusal, @Nullable Throwable cause) {
    Failure failure = call.failure(store, refusal.detail());
    return switch (refusal.code()) {
      case "BadDigest",
          "InvalidDigest",
          "XAmzContentSHA256Mismatch",
          "XAmzContentChecksumMismatch" ->
          new CorruptBlockException(failure.remedy("the bytes changed on their way"), cause);
      case "RequestTimeout", "IncompleteBody" ->
          new StoreUnavailableException(failure.remedy(LATER), cause);
      case "InsufficientStorage", "QuotaExceeded", "XMinioStorageFull" ->
          new OutOfSpaceException(failure.remedy("free space or raise the quota"), cause);
      case "ExpiredToken", "InvalidToken", "TokenRefreshRequired" ->
          new AccessRefusedException(failure.remedy("renew the session token"), cause);
      case "RequestTimeTooSkewed" ->
          new AccessRefusedException(failure.remedy("set this machine's clock"), cause);
      case "AuthorizationHeaderMalformed", "PermanentRedirect", "IllegalLocationConstraint" ->
          new InvalidRequestException(failure.remedy(region(refusal)), cause);
      case "InvalidObjectState" ->
          new InvalidRequestException(
              failure.remedy("restore the object from its archive class"), cause);
      case Refusal.NO_SUCH_UPLOAD ->
          new InvalidRequestException(failure.remedy("the upload is over; start again"), cause);
      case "InvalidWriteOffset" -> conditionFailed(failure, cause);
      case "TooManyParts" ->
          new InvalidRequestException(
              failure.remedy("copy the block onto itself, then append"), new TooManyAppends());
      case "InvalidRange" -> beyondTheEnd(failure, cause);
      case "NotImplemented", "MethodNotAllowed" -> unsupported(failure, cause);
      default -> byStatus(call, refusal, failure, cause);
    };
  }

  private static BlockStoreException byStatus(
      Call call, Refusal refusal, Failure failure, @Nullable Throwable cause) {
    int status = refusal.meaning();
    return switch (status) {
      case 401, 403 ->
          new AccessRefusedException(
              failure.remedy("check the credentials and the bucket's policy"), cause);
      case 404 -> missing(call, refusal, failure, cause);
      case 405, 501 -> unsupported(failure, cause);
      case 408 -> new StoreUnavailableException(failure.remedy(LATER), cause);
      case 409 -> contended(failure, cause);
      case 412 -> conditionFailed(failure, cause);
      case 416 -> beyondTheEnd(failure, cause);
      case 429 ->
          StoreUnavailableException.throttled(failure.remedy(FEWER), cause, refusal.retryAfter());
      case 507 -> new OutOfSpaceException(failure.remedy("free space or raise the quota"), cause);
      default ->
          status >= 500
              ? broken(call, refusal, failure, cause)
              : new InvalidRequestException(
                  failure.remedy("the server does not accept this request as it is"), cause);
    };
  }

  private static BlockStoreException missing(
      Call call, Refusal refusal, Failure failure, @Nullable Throwable cause) {
    if (refusal.code().equals(Refusal.NO_SUCH_BUCKET)) {
      return new BlockNotFoundException(
          failure.remedy("create the bucket, or correct the setting 'bucket'"), cause);
    }
    if (call.operation() == Operation.LIST) {
      // a bucket's listing is never missing: the server tripped over an object deleted meanwhile
      return new StoreUnavailableException(failure.remedy(LATER), cause);
    }
    return call.conditional()
        ? conditionFailed(failure, cause)
        : new BlockNotFoundException(failure.remedy("list what there is"), cause);
  }

  private static BlockStoreException conditionFailed(Failure failure, @Nullable Throwable cause) {
    return new PreconditionFailedException(
        failure.remedy("look at the block's version, then decide again"), cause);
  }

  private static BlockStoreException beyondTheEnd(Failure failure, @Nullable Throwable cause) {
    return new RangeNotSatisfiableException(
        failure.remedy("ask for the block's size first"), cause);
  }

  /** Another request to the same object came between: the store is up, and wants fewer at once. */
  private static BlockStoreException contended(Failure failure, @Nullable Throwable cause) {
    return StoreUnavailableException.throttled(failure.remedy(LATER), cause, null);
  }

  /** A server that breaks while it changes something has not said whether it did. */
  private static BlockStoreException broken(
      Call call, Refusal refusal, Failure failure, @Nullable Throwable cause) {
    boolean throttled = refusal.meaning() == 503;
    if (call.changes()) {
      Failure what = failure.remedy("look whether it took effect before trying again");
      return throttled
          ? OutcomeUnknownException.throttled(what, cause, refusal.retryAfter())
          : new OutcomeUnknownException(what, cause);
    }
    return throttled
        ? StoreUnavailableException.throttled(failure.remedy(FEWER), cause, refusal.retryAfter())
        : new StoreUnavailableException(failure.remedy(LATER), cause);
  }

  private static BlockStoreException unsupported(Failure failure, @Nullable Throwable cause) {
    return new UnsupportedByStoreException(
        failure.remedy("the server does not offer this; a probe finds out what it does"), cause);
  }

  private static String region(Refusal refusal) {
    return refusal.region().isEmpty()
        ? "correct the setting 'region'"
        : "set 'region' to " + refusal.region();
  }
}
