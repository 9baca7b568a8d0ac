package io.blocktier.gateway.payload;

import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;

/**
 * The checksums of bytes, as far as they were asked for.
 *
 * @param bytes most significant first
 */
record ComputedChecksums(Map<ChecksumAlgorithm, byte[]> bytes) {

  Checksum checksum(ChecksumAlgorithm algorithm) {
    return Checksum.of(algorithm, of(algorithm));
  }

  String hex(ChecksumAlgorithm algorithm) {
    return HexFormat.of().formatHex(of(algorithm));
  }

  private byte[] of(ChecksumAlgorithm algorithm) {
    return Objects.requireNonNull(bytes.get(algorithm), algorithm::name);
  }
}
