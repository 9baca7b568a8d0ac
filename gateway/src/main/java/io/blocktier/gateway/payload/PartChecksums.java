package io.blocktier.gateway.payload;

import java.util.Base64;
import java.util.List;

/** Checksums of objects that were sent in parts. */
public final class PartChecksums {

  private PartChecksums() {}

  /**
   * Computes the checksum of the whole object, without its bytes.
   *
   * @param algorithm one that {@linkplain ChecksumAlgorithm#combines combines}
   * @param parts the parts in their order, with checksums of this algorithm
   * @return the checksum of the object
   */
  public static Checksum fullObject(ChecksumAlgorithm algorithm, List<PartChecksum> parts) {
    CyclicCode code =
        algorithm
            .code()
            .orElseThrow(
                () -> new IllegalArgumentException(algorithm + " does not follow from parts"));
    long combined = 0;
    for (PartChecksum part : parts) {
      combined = code.combine(combined, CyclicCode.value(bytes(algorithm, part)), part.length());
    }
    return Checksum.of(algorithm, CyclicCode.bytes(combined, algorithm.bytes()));
  }

  /**
   * Computes the checksum of the checksums of the parts.
   *
   * @param algorithm any
   * @param parts the parts in their order, with checksums of this algorithm
   * @return with the number of parts at its end
   */
  public static Checksum composite(ChecksumAlgorithm algorithm, List<PartChecksum> parts) {
    RunningChecksum running = algorithm.start();
    for (PartChecksum part : parts) {
      running.update(bytes(algorithm, part), 0, algorithm.bytes());
    }
    String value = Base64.getEncoder().encodeToString(running.finish());
    return new Checksum(algorithm, value + "-" + parts.size());
  }

  private static byte[] bytes(ChecksumAlgorithm algorithm, PartChecksum part) {
    if (part.checksum().algorithm() != algorithm) {
      throw new IllegalArgumentException(
          "a part has a " + part.checksum().algorithm() + " instead of a " + algorithm);
    }
    return part.checksum().bytes();
  }
}
