package io.blocktier.gateway.payload;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/** Several checksums of the same bytes in one pass. Not thread-safe. */
final class Tally {

  /** From here on the slowest of them gains more from a task of its own than that costs. */
  private static final long LARGE = 256 << 10;

  private final Map<ChecksumAlgorithm, RunningChecksum> running =
      new EnumMap<>(ChecksumAlgorithm.class);

  private Tally(Set<ChecksumAlgorithm> algorithms) {
    algorithms.forEach(algorithm -> running.put(algorithm, algorithm.start()));
  }

  /** Computes everything while the bytes pass. */
  static Tally of(Set<ChecksumAlgorithm> algorithms) {
    return new Tally(algorithms);
  }

  /** Leaves the MD5 of many bytes to another task. */
  static Tally of(Set<ChecksumAlgorithm> algorithms, long length, Executor helper) {
    Tally tally = new Tally(algorithms);
    if (length >= LARGE) {
      tally.running.computeIfPresent(
          ChecksumAlgorithm.MD5, (any, md5) -> new ChecksumLane(md5, helper));
    }
    return tally;
  }

  void update(byte[] bytes, int offset, int length) {
    for (RunningChecksum checksum : running.values()) {
      checksum.update(bytes, offset, length);
    }
  }

  ComputedChecksums finish() {
    Map<ChecksumAlgorithm, byte[]> finished = new EnumMap<>(ChecksumAlgorithm.class);
    running.forEach((algorithm, checksum) -> finished.put(algorithm, checksum.finish()));
    return new ComputedChecksums(finished);
  }
}
