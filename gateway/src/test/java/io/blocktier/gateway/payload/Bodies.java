package io.blocktier.gateway.payload;

import io.blocktier.gateway.auth.Authentication;
import io.blocktier.gateway.auth.Examples;
import io.blocktier.gateway.auth.SentHead;
import io.blocktier.gateway.auth.TestSigner;
import io.blocktier.gateway.error.S3Exception;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;

/** Requests with bodies, signed by the key of the examples. */
final class Bodies {

  static final PayloadRules OBJECT = PayloadRules.ofObject(1 << 30);

  private Bodies() {}

  static SentHead put(String payload, long contentLength, String... headers) {
    SentHead head =
        SentHead.of(
            "PUT",
            "/b/k",
            "Host",
            "h",
            "x-amz-content-sha256",
            payload,
            "Content-Length",
            Long.toString(contentLength));
    for (int i = 0; i < headers.length; i += 2) {
      head = head.with(headers[i], headers[i + 1]);
    }
    return head;
  }

  static Authentication signed(SentHead head) throws S3Exception {
    return Examples.authenticator().authenticate(TestSigner.EXAMPLE.sign(head));
  }

  static Payload plain(byte[] body, String... headers) throws S3Exception {
    return Payload.of(
        signed(put("UNSIGNED-PAYLOAD", body.length, headers)),
        new ByteArrayInputStream(body),
        OBJECT);
  }

  static byte[] random(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Reads to the end in pieces of random sizes. */
  static byte[] readInPieces(Payload payload, Random random) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    byte[] buffer = new byte[3000];
    while (true) {
      int offset = random.nextInt(100);
      int count = payload.read(buffer, offset, 1 + random.nextInt(buffer.length - offset));
      if (count < 0) {
        return read.toByteArray();
      }
      read.write(buffer, offset, count);
    }
  }

  /** Hands over what there is in pieces of random sizes, as sockets do. */
  static InputStream trickle(byte[] bytes, Random random) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(length, 1 + random.nextInt(200)));
      }
    };
  }
}
