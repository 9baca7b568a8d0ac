package io.blocktier.gateway;

/** Who counts what a gateway does. Implementations are thread-safe, fast, and never fail. */
@FunctionalInterface
public interface Telemetry {

  /** Counts nothing and has nothing to tell. */
  Telemetry NONE = () -> "";

  /**
   * Returns the figures that the health address tells.
   *
   * @return lines as Prometheus reads them
   */
  String exposition();

  /**
   * Takes notice of an answer, on the request's own thread.
   *
   * @param exchange what was asked and answered
   */
  default void answered(Exchange exchange) {}
}
