package io.blocktier.gateway.payload;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The body as the server hands it over. A client that is gone has not sent all of it. */
final class RawBody {

  private final InputStream in;

  RawBody(InputStream in) {
    this.in = in;
  }

  /** Reads at least one byte, or returns -1 at the end. */
  int read(byte[] target, int offset, int length) throws IOException {
    try {
      return in.read(target, offset, length);
    } catch (EOFException e) {
      S3Exception incomplete = new S3Exception(S3ErrorCode.INCOMPLETE_BODY);
      incomplete.initCause(e);
      throw incomplete;
    }
  }

  /** Reads at least one byte. */
  int readSome(byte[] target, int offset, int length) throws IOException {
    int count = read(target, offset, length);
    if (count < 0) {
      throw new S3Exception(S3ErrorCode.INCOMPLETE_BODY);
    }
    return count;
  }
}
