package io.blocktier.blockstore.s3;

import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * The answer to one object request.
 *
 * @param head status and headers
 * @param body the bytes behind the head, empty where there are none
 * @param guard the time limits that hold while the body is read
 */
record Answer(SdkHttpResponse head, InputStream body, CallGuard guard) {

  static Answer of(HttpExecuteResponse response, CallGuard guard) {
    InputStream body =
        response.responseBody().<InputStream>map(in -> in).orElseGet(InputStream::nullInputStream);
    return new Answer(response.httpResponse(), body, guard);
  }

  int status() {
    return head.statusCode();
  }

  Optional<String> header(String name) {
    return head.firstMatchingHeader(name);
  }

  /** The number of bytes of the body, or empty where the server does not say. */
  OptionalLong contentLength() {
    return header(S3Headers.CONTENT_LENGTH).map(Numbers::parseLong).orElse(OptionalLong.empty());
  }
}
