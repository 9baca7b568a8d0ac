package io.blocktier.gateway.route;

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
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.Headers;
import io.blocktier.gateway.xml.XmlWriter;
import java.io.IOException;

/** What clients are told of errors. */
public final class ErrorAnswers {

  private static final int NOT_MODIFIED = 304;

  private ErrorAnswers() {}

  /** Returns what an error is for S3. Nothing of a store's own words goes out. */
  public static S3Exception translate(IOException error) {
    return switch (error) {
      case S3Exception known -> known;
      case BlockStoreException store -> new S3Exception(codeOf(store));
      default -> new S3Exception(S3ErrorCode.INTERNAL_ERROR);
    };
  }

  /** Returns the answer that an error is. */
  public static Answer of(S3Exception error, String resource, String requestId, String hostId) {
    int status = error.code().status();
    if (status == NOT_MODIFIED) {
      return Answer.empty(status);
    }
    XmlWriter xml = XmlWriter.plain("Error");
    xml.text("Code", error.code().code()).text("Message", String.valueOf(error.getMessage()));
    error.details().forEach(xml::text);
    xml.text("Resource", resource).text("RequestId", requestId).text("HostId", hostId);
    return Answer.xml(status, new Headers(), xml.finish());
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
