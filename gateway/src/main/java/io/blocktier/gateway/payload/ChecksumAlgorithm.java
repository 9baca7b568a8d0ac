package io.blocktier.gateway.payload;

import io.blocktier.gateway.auth.RequestHead;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.util.Locale;
import java.util.Optional;

/** The checksums that S3 keeps with objects. */
public enum ChecksumAlgorithm {
  /** The CRC of zip files. */
  CRC32(4, Optional.of(CyclicCode.CRC32)),
  /** Castagnoli's CRC. */
  CRC32C(4, Optional.of(CyclicCode.CRC32C)),
  /** The CRC of NVM Express, which S3 prefers. */
  CRC64NVME(8, Optional.of(CyclicCode.CRC64NVME)),
  /** SHA-1. */
  SHA1(20, Optional.empty()),
  /** SHA-256. */
  SHA256(32, Optional.empty()),
  /** SHA-512. */
  SHA512(64, Optional.empty()),
  /** MD5. */
  MD5(16, Optional.empty());

  static final String HEADER_PREFIX = "x-amz-checksum-";

  private final int bytes;
  private final Optional<CyclicCode> code;

  ChecksumAlgorithm(int bytes, Optional<CyclicCode> code) {
    this.bytes = bytes;
    this.code = code;
  }

  /**
   * Returns the algorithm of a name.
   *
   * @param name as in {@code x-amz-checksum-algorithm}, in any case
   * @return the algorithm, or empty if there is none of this name
   */
  public static Optional<ChecksumAlgorithm> named(String name) {
    for (ChecksumAlgorithm algorithm : values()) {
      if (algorithm.name().equalsIgnoreCase(name)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the algorithm that a request asks for.
   *
   * @param head the request
   * @return the algorithm, or empty if it asks for none
   * @throws S3Exception if it asks for one that is not kept
   */
  public static Optional<ChecksumAlgorithm> asked(RequestHead head) throws S3Exception {
    Optional<String> name = head.header(HEADER_PREFIX + "algorithm");
    Optional<ChecksumAlgorithm> algorithm = name.flatMap(ChecksumAlgorithm::named);
    if (name.isPresent() && algorithm.isEmpty()) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST, "Checksum algorithm provided is unsupported");
    }
    return algorithm;
  }

  /**
   * Returns the header with checksums of this algorithm.
   *
   * @return in lower case
   */
  public String header() {
    return HEADER_PREFIX + name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the size of a checksum.
   *
   * @return in bytes
   */
  public int bytes() {
    return bytes;
  }

  /**
   * Returns whether the checksum of an object follows from those of its parts.
   *
   * @return true for all CRCs
   */
  public boolean combines() {
    return code.isPresent();
  }

  Optional<CyclicCode> code() {
    return code;
  }

  /**
   * Starts a checksum.
   *
   * @return of no bytes yet
   */
  public RunningChecksum start() {
    return switch (this) {
      case CRC32 -> new RunningCrc(new java.util.zip.CRC32(), bytes);
      case CRC32C -> new RunningCrc(new java.util.zip.CRC32C(), bytes);
      case CRC64NVME -> new RunningCrc(new Crc64Nvme(), bytes);
      case SHA1 -> new RunningDigest("SHA-1");
      case SHA256 -> new RunningDigest("SHA-256");
      case SHA512 -> new RunningDigest("SHA-512");
      case MD5 -> new RunningDigest("MD5");
    };
  }
}
