package io.blocktier.benchmarks.measure;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one contender did in one round. Immutable.
 *
 * @param operations how many were done
 * @param seconds in what time, without what was paid later
 * @param payloadBytes how many bytes they were about
 * @param cpuSeconds processor time of user and system, with what was paid later
 * @param allocatedBytes what was allocated on the heap; nothing where there is none
 * @param writtenBytes what the disk was given; nothing where that is not known
 * @param peakBytes the most memory of the process until now
 * @param acknowledgement how long each took, where that is an acknowledgement
 * @param figures what else there is, by name
 */
public record Sample(
    long operations,
    double seconds,
    long payloadBytes,
    double cpuSeconds,
    Optional<Long> allocatedBytes,
    Optional<Long> writtenBytes,
    long peakBytes,
    Optional<Acknowledgement> acknowledgement,
    Map<String, Double> figures) {

  /**
   * Copies the figures.
   *
   * @throws IllegalArgumentException if nothing was done, or in no time
   */
  public Sample {
    if (operations <= 0 || !(seconds > 0)) {
      throw new IllegalArgumentException(
          "nothing was done in a round: " + operations + " operations in " + seconds + " s");
    }
    figures = Map.copyOf(figures);
  }

  /**
   * Sums up a round of this very process.
   *
   * @param operations how many were done
   * @param seconds in what time
   * @param payloadBytes how many bytes they were about
   * @param before what the process had taken at the beginning
   * @param after what it had taken at the end
   * @return the round
   */
  public static Sample ofProcess(
      long operations,
      double seconds,
      long payloadBytes,
      ProcessFigures before,
      ProcessFigures after) {
    return new Sample(
        operations,
        seconds,
        payloadBytes,
        after.cpuSeconds() - before.cpuSeconds(),
        Optional.of(after.allocatedBytes() - before.allocatedBytes()),
        after.writtenBytes().flatMap(now -> before.writtenBytes().map(then -> now - then)),
        after.peakBytes(),
        Optional.empty(),
        Map.of());
  }

  /** Returns the same with times of acknowledgements. */
  public Sample acknowledged(Acknowledgement times) {
    return new Sample(
        operations,
        seconds,
        payloadBytes,
        cpuSeconds,
        allocatedBytes,
        writtenBytes,
        peakBytes,
        Optional.of(times),
        figures);
  }

  /** Returns the same of a process beside this one: no heap, and memory of its own. */
  public Sample ofOther(long peakOfOther) {
    return new Sample(
        operations,
        seconds,
        payloadBytes,
        cpuSeconds,
        Optional.empty(),
        writtenBytes,
        peakOfOther,
        acknowledgement,
        figures);
  }

  /** Returns the same with one more figure. */
  public Sample with(String name, double value) {
    Map<String, Double> more = new TreeMap<>(figures);
    more.put(name, value);
    return new Sample(
        operations,
        seconds,
        payloadBytes,
        cpuSeconds,
        allocatedBytes,
        writtenBytes,
        peakBytes,
        acknowledgement,
        more);
  }

  /** Returns operations a second. */
  public double rate() {
    return operations / seconds;
  }
}
