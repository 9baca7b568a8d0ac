package io.blocktier.gateway.payload;

import io.blocktier.gateway.auth.RequestHead;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.util.Map;
import java.util.Optional;

/** How many bytes a body carries, which every client has to say before it. */
final class PayloadLength {

  private PayloadLength() {}

  static long plain(RequestHead head) throws S3Exception {
    Optional<String> length = head.header("content-length");
    if (length.isEmpty() && !head.headers("transfer-encoding").isEmpty()) {
      throw new S3Exception(S3ErrorCode.MISSING_CONTENT_LENGTH);
    }
    return parse(length.orElse("0"));
  }

  static long chunked(RequestHead head) throws S3Exception {
    return parse(head.header("x-amz-decoded-content-length").orElse(""));
  }

  static long atMost(long max, long length) throws S3Exception {
    if (length > max) {
      throw new S3Exception(
          S3ErrorCode.ENTITY_TOO_LARGE,
          S3ErrorCode.ENTITY_TOO_LARGE.text(),
          Map.of("ProposedSize", Long.toString(length), "MaxSizeAllowed", Long.toString(max)));
    }
    return length;
  }

  private static long parse(String text) throws S3Exception {
    try {
      long length = Long.parseLong(text);
      if (length >= 0) {
        return length;
      }
    } catch (NumberFormatException e) {
      // Told below, like a length that is less than nothing.
    }
    throw new S3Exception(S3ErrorCode.MISSING_CONTENT_LENGTH);
  }
}
