package io.blocktier.benchmarks.harness;

import io.blocktier.benchmarks.measure.Acknowledgement;
import io.blocktier.benchmarks.measure.DurableLag;
import io.blocktier.benchmarks.measure.Sample;
import io.blocktier.benchmarks.measure.Spread;
import io.blocktier.benchmarks.trial.Figure;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What one contender did in one cell. Immutable.
 *
 * @param contender its name
 * @param samples what came of each round; none where it failed
 * @param failure why, where it did
 */
public record Row(String contender, List<Sample> samples, Optional<String> failure) {

  /** Copies the samples. */
  public Row {
    samples = List.copyOf(samples);
  }

  /** Returns the figures of all rounds. */
  public List<Double> values(Figure figure) {
    return samples.stream().map(figure::of).toList();
  }

  /** Returns processor time for each operation, in microseconds. */
  public Spread cpuMicros() {
    return spread(sample -> sample.cpuSeconds() * 1e6 / sample.operations());
  }

  /** Returns what each operation allocated, if there is a heap. */
  public Optional<Spread> allocatedBytes() {
    return samples.stream().allMatch(sample -> sample.allocatedBytes().isPresent())
        ? Optional.of(
            spread(sample -> sample.allocatedBytes().orElse(0L) / (double) sample.operations()))
        : Optional.empty();
  }

  /** Returns how many bytes the disk was given for each of the payload, if that is known. */
  public Optional<Spread> writtenForEach() {
    return samples.stream()
            .allMatch(sample -> sample.writtenBytes().isPresent() && sample.payloadBytes() > 0)
        ? Optional.of(
            spread(sample -> sample.writtenBytes().orElse(0L) / (double) sample.payloadBytes()))
        : Optional.empty();
  }

  /** Returns the most memory that the process had. */
  public double peakMebibytes() {
    return samples.stream().mapToLong(Sample::peakBytes).max().orElse(0) / (double) (1 << 20);
  }

  /** Returns the medians of the times of acknowledgements, with the lag of the last round. */
  public Optional<Acknowledgement> acknowledgement() {
    List<Acknowledgement> all =
        samples.stream().flatMap(sample -> sample.acknowledgement().stream()).toList();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    DurableLag lag = all.getLast().lag();
    return Optional.of(
        new Acknowledgement(
            Spread.of(all.stream().map(Acknowledgement::p50Micros).toList()).median(),
            Spread.of(all.stream().map(Acknowledgement::p99Micros).toList()).median(),
            lag));
  }

  private Spread spread(ToDoubleFunction<Sample> figure) {
    return Spread.of(samples.stream().map(figure::applyAsDouble).toList());
  }
}
