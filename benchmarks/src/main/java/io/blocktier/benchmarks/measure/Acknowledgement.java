package io.blocktier.benchmarks.measure;

/**
 * How long acknowledgements took, which nobody gets without the lag of what is durable: alone, it
 * would make whoever promises least look best. Immutable.
 *
 * @param p50Micros what half of them did not exceed
 * @param p99Micros what 99 of 100 did not exceed
 * @param lag how far what is durable lags behind
 */
public record Acknowledgement(double p50Micros, double p99Micros, DurableLag lag) {

  /**
   * Refuses times alone.
   *
   * @throws IllegalArgumentException if there is no lag
   */
  public Acknowledgement {
    if (lag == null) {
      throw new IllegalArgumentException(
          "the latency of an acknowledgement is refused without the durable lag beside it");
    }
  }
}
