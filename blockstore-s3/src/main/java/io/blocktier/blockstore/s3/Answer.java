package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.s3.wire.ResponseHead;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The answer to one object request.
 *
 * @param head status and headers
 * @param body the bytes behind the head, empty where there are none
 * @param guard the time limits that hold while the body is read
 */
record Answer(ResponseHead head, InputStream body, CallGuard guard) {

  int status() {
    return head.status();
  }

  Optional<String> header(String name) {
    return head.header(name);
  }

  /** The number of bytes of the body, or empty where the server does not say. */
  OptionalLong contentLength() {
    return header(S3Headers.CONTENT_LENGTH).map(Numbers::parseLong).orElse(OptionalLong.empty());
  }
}
