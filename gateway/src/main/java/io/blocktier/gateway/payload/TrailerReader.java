package io.blocktier.gateway.payload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads what follows the last chunk.
 *
 * @param announced the names that the head announces, in lower case
 */
record TrailerReader(Set<String> announced) {

  /** An announced checksum, its signature, and a blank line between them that some clients send. */
  private static final int MAX_LINES = 4;

  private static final String SIGNATURE = "x-amz-trailer-signature";

  Map<String, String> read(FramedInput in, ChunkGuard guard) throws IOException {
    Map<String, String> trailers = new HashMap<>();
    StringBuilder signed = new StringBuilder();
    String signature = "";
    for (int i = 0; i < MAX_LINES; i++) {
      String line = in.readLine();
      boolean waiting = guard.signsTrailers() && signature.isEmpty();
      if (line.isEmpty() && !waiting) {
        break;
      }
      if (!line.isEmpty()) {
        Trailer trailer = Trailer.parse(line);
        if (trailer.name.equals(SIGNATURE) && waiting) {
          signature = trailer.value;
        } else {
          add(trailer, trailers);
          signed.append(trailer.name).append(':').append(trailer.value).append('\n');
        }
      }
    }
    if (guard.signsTrailers()) {
      guard.endTrailers(signed.toString().getBytes(ISO_8859_1), signature);
    }
    if (trailers.size() < announced.size()) {
      throw malformed("an announced trailer is missing");
    }
    return trailers;
  }

  private void add(Trailer trailer, Map<String, String> trailers) throws S3Exception {
    if (!announced.contains(trailer.name)) {
      throw malformed("x-amz-trailer does not announce " + trailer.name);
    }
    if (trailers.putIfAbsent(trailer.name, trailer.value) != null) {
      throw malformed(trailer.name + " is there twice");
    }
  }

  private record Trailer(String name, String value) {

    static Trailer parse(String line) throws S3Exception {
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw malformed("a line is no trailer");
      }
      return new Trailer(
          line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip());
    }
  }

  private static S3Exception malformed(String what) {
    return new S3Exception(
        S3ErrorCode.MALFORMED_TRAILER, S3ErrorCode.MALFORMED_TRAILER.text() + ": " + what);
  }
}
