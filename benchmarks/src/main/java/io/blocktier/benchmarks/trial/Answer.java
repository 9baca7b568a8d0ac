package io.blocktier.benchmarks.trial;

import io.blocktier.benchmarks.measure.Sample;
import java.util.Optional;

/**
 * What a worker answers, one line of JSON each. Immutable.
 *
 * @param sample what came of a round
 * @param failure why an order could not be followed
 */
public record Answer(Optional<Sample> sample, Optional<String> failure) {

  static Answer done() {
    return new Answer(Optional.empty(), Optional.empty());
  }

  static Answer of(Sample sample) {
    return new Answer(Optional.of(sample), Optional.empty());
  }

  static Answer failed(Throwable cause) {
    return new Answer(Optional.empty(), Optional.of(cause.toString()));
  }
}
