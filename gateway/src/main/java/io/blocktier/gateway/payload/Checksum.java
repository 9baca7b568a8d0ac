package io.blocktier.gateway.payload;

import java.util.Base64;
import java.util.Optional;

/**
 * A checksum as S3 writes it.
 *
 * @param algorithm what it was computed with
 * @param value in base64; for a checksum of the checksums of parts, a hyphen and their number
 *     follow
 */
public record Checksum(ChecksumAlgorithm algorithm, String value) {

  /**
   * Writes a checksum.
   *
   * @param algorithm what it was computed with
   * @param bytes most significant byte first
   * @return the checksum
   */
  public static Checksum of(ChecksumAlgorithm algorithm, byte[] bytes) {
    return new Checksum(algorithm, Base64.getEncoder().encodeToString(bytes));
  }

  /**
   * Reads what a client sent.
   *
   * @param algorithm what it was computed with
   * @param value what it sent
   * @return the checksum, or empty if that is not base64 or has another size
   */
  public static Optional<Checksum> parse(ChecksumAlgorithm algorithm, String value) {
    return Base64Text.decode(value, algorithm.bytes()).map(bytes -> of(algorithm, bytes));
  }

  byte[] bytes() {
    return Base64.getDecoder().decode(value);
  }
}
