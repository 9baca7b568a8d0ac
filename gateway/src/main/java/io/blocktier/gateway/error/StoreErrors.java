package io.blocktier.gateway.error;

import io.blocktier.blockstore.AccessRefusedException;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.OutOfSpaceException;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.UnsupportedByStoreException;
import java.io.IOException;

/** What errors of a store are for S3. */
public final class StoreErrors {

  private StoreErrors() {}

  /** Returns what an error is for S3. Nothing of a store's own words goes out. */
  public static S3Exception translate(IOException error) {
    return switch (error) {
      case S3Exception known -> known;
      case BlockStoreException store -> new S3Exception(codeOf(store));
      default -> new S3Exception(S3ErrorCode.INTERNAL_ERROR);
    };
  }

  private static S3ErrorCode codeOf(BlockStoreException error) {
    return switch (error) {
      case BlockNotFoundException _ -> S3ErrorCode.NO_SUCH_KEY;
      case PreconditionFailedException _ -> S3ErrorCode.CONDITIONAL_REQUEST_CONFLICT;
      case StoreUnavailableException _ -> S3ErrorCode.SLOW_DOWN;
      case StoreClosedException _ -> S3ErrorCode.SERVICE_UNAVAILABLE;
      case OutOfSpaceException _ -> S3ErrorCode.INSUFFICIENT_STORAGE;
      case UnsupportedByStoreException _ -> S3ErrorCode.NOT_IMPLEMENTED;
      case InvalidRequestException _ -> S3ErrorCode.INVALID_REQUEST;
      case AccessRefusedException _, CorruptBlockException _, OutcomeUnknownException _ ->
          S3ErrorCode.INTERNAL_ERROR;
    };
  }
}
