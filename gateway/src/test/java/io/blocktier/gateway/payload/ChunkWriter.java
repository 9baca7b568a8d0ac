package io.blocktier.gateway.payload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.blocktier.gateway.auth.SentHead;
import io.blocktier.gateway.auth.TestSigner;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;

/** Writes bodies in chunks of any sizes, signed or not, as a client would. */
final class ChunkWriter {

  private static final String NOTHING = TestSigner.sha256(new byte[0]);

  private final TestSigner signer = TestSigner.EXAMPLE;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final boolean signs;
  private String previous;

  private ChunkWriter(String seed) {
    signs = !seed.isEmpty();
    previous = seed;
  }

  static ChunkWriter unsigned() {
    return new ChunkWriter("");
  }

  /** Begins with the signature of a head. */
  static ChunkWriter signed(SentHead signedHead) {
    String authorization = signedHead.header("authorization").orElseThrow();
    return new ChunkWriter(authorization.substring(authorization.indexOf("Signature=") + 10));
  }

  ChunkWriter chunks(byte[] data, int... sizes) {
    int at = 0;
    for (int size : sizes) {
      chunk(Arrays.copyOfRange(data, at, at + size));
      at += size;
    }
    if (at < data.length) {
      chunk(Arrays.copyOfRange(data, at, data.length));
    }
    return this;
  }

  ChunkWriter chunk(byte[] data) {
    line(header(data));
    body.writeBytes(data);
    return line("");
  }

  /** Ends without trailers. */
  byte[] end() {
    line(header(new byte[0]));
    line("");
    return body.toByteArray();
  }

  /** Ends with a trailer, and its signature if chunks are signed. */
  byte[] end(String name, String value) {
    line(header(new byte[0]));
    line(name + ":" + value);
    if (signs) {
      String lines = name.toLowerCase(Locale.ROOT) + ":" + value + "\n";
      line(
          "x-amz-trailer-signature:"
              + sign("TRAILER", TestSigner.sha256(lines.getBytes(ISO_8859_1))));
    }
    line("");
    return body.toByteArray();
  }

  ChunkWriter line(String text) {
    body.writeBytes((text + "\r\n").getBytes(ISO_8859_1));
    return this;
  }

  byte[] bytes() {
    return body.toByteArray();
  }

  private String header(byte[] data) {
    String size = Integer.toHexString(data.length);
    return signs
        ? size + ";chunk-signature=" + sign("PAYLOAD", NOTHING + "\n" + TestSigner.sha256(data))
        : size;
  }

  private String sign(String kind, String digests) {
    previous =
        signer.sign(
            String.join(
                "\n",
                "AWS4-HMAC-SHA256-" + kind,
                signer.timestamp(),
                signer.scope(),
                previous,
                digests));
    return previous;
  }
}
