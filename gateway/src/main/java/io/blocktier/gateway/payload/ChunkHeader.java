package io.blocktier.gateway.payload;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.util.HexFormat;

/**
 * The line before a chunk.
 *
 * @param size the bytes of the chunk
 * @param signature its signature in hexadecimal, or empty
 */
record ChunkHeader(long size, String signature) {

  private static final String SIGNATURE = "chunk-signature=";

  static ChunkHeader parse(String line) throws S3Exception {
    int semicolon = line.indexOf(';');
    String size = semicolon < 0 ? line : line.substring(0, semicolon);
    String extension = semicolon < 0 ? "" : line.substring(semicolon + 1).strip();
    String signature =
        extension.startsWith(SIGNATURE) ? extension.substring(SIGNATURE.length()) : "";
    return new ChunkHeader(size(size.strip()), signature);
  }

  private static long size(String hex) throws S3Exception {
    try {
      long size = HexFormat.fromHexDigitsToLong(hex);
      if (!hex.isEmpty() && size >= 0) {
        return size;
      }
    } catch (IllegalArgumentException e) {
      // Told below, like a size that no body can have.
    }
    throw new S3Exception(
        S3ErrorCode.INCOMPLETE_BODY, "A chunk of the body does not begin with its size");
  }
}
