package io.blocktier.gateway.payload;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** Several checksums of the same bytes in one pass. Not thread-safe. */
final class Tally {

  private final Map<ChecksumAlgorithm, RunningChecksum> running =
      new EnumMap<>(ChecksumAlgorithm.class);

  Tally(Set<ChecksumAlgorithm> algorithms) {
    algorithms.forEach(algorithm -> running.put(algorithm, algorithm.start()));
  }

  void update(byte[] bytes, int offset, int length) {
    running.values().forEach(checksum -> checksum.update(bytes, offset, length));
  }

  ComputedChecksums finish() {
    Map<ChecksumAlgorithm, byte[]> finished = new EnumMap<>(ChecksumAlgorithm.class);
    running.forEach((algorithm, checksum) -> finished.put(algorithm, checksum.finish()));
    return new ComputedChecksums(finished);
  }
}
