package io.blocktier.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Counts what a gateway does in meters of Micrometer. Thread-safe.
 *
 * <ul>
 *   <li>timer {@code blocktier.gateway.requests} by {@code operation} and {@code status}: the time
 *       to the end of the answer, with a histogram;
 *   <li>counter {@code blocktier.gateway.bytes} by {@code direction}, {@code in} and {@code out}:
 *       bodies as they are on the wire;
 *   <li>counter {@code blocktier.gateway.errors} by {@code code}, as S3 spells it;
 *   <li>counter {@code blocktier.gateway.refused}: requests whose signature, key or rights did not
 *       suffice;
 *   <li>gauges {@code blocktier.gateway.connections}, {@code blocktier.gateway.body.memory} and
 *       {@code blocktier.gateway.answers.active}: what a {@link GatewayStatus} says.
 * </ul>
 *
 * Closing removes the gauges.
 */
public final class GatewayMeters implements Telemetry, AutoCloseable {

  private static final String NAME = "blocktier.gateway.";

  /** The bounds of the histogram: from a hit in memory to what clients give up on. */
  private static final Duration[] BOUNDS =
      List.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000).stream()
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final Supplier<String> exposition;
  private final Counter bytesIn;
  private final Counter bytesOut;
  private final Counter refused;
  private final Map<Series, Timer> timers = new ConcurrentHashMap<>();
  private final Map<String, Counter> errors = new ConcurrentHashMap<>();
  private final List<Meter> gauges = new CopyOnWriteArrayList<>();

  private record Series(String operation, int status) {}

  /**
   * Counts in a registry.
   *
   * @param registry where the meters are; outlives the gateway
   * @param exposition tells all figures of the registry as Prometheus reads them
   */
  @SuppressWarnings("exports") // only who meters needs Micrometer, not every reader of this module
  public GatewayMeters(MeterRegistry registry, Supplier<String> exposition) {
    this.registry = registry;
    this.exposition = exposition;
    this.bytesIn = bytes("in");
    this.bytesOut = bytes("out");
    this.refused =
        Counter.builder(NAME + "refused")
            .description("Requests whose signature, key or rights did not suffice")
            .register(registry);
  }

  /**
   * Begins to tell what a gateway is doing.
   *
   * @param status asks the gateway that reports to this
   */
  public void observe(Supplier<GatewayStatus> status) {
    gauge(status, "connections", "Open connections", GatewayStatus::connections);
    gauge(status, "body.memory", "Bytes on their way to the store", GatewayStatus::bodyBytes);
    gauge(status, "answers.active", "Answers with bytes", GatewayStatus::answersWithBytes);
  }

  private void gauge(
      Supplier<GatewayStatus> status,
      String name,
      String description,
      ToDoubleFunction<GatewayStatus> figure) {
    gauges.add(
        Gauge.builder(NAME + name, () -> figure.applyAsDouble(status.get()))
            .description(description)
            .register(registry));
  }

  private Counter bytes(String direction) {
    return Counter.builder(NAME + "bytes")
        .description("Bodies as they are on the wire")
        .baseUnit("bytes")
        .tag("direction", direction)
        .register(registry);
  }

  @Override
  public String exposition() {
    return exposition.get();
  }

  @Override
  public void answered(Exchange exchange) {
    timers
        .computeIfAbsent(new Series(exchange.operation(), exchange.status()), this::timer)
        .record(exchange.duration());
    bytesIn.increment((double) exchange.bytesIn());
    bytesOut.increment((double) exchange.bytesOut());
    if (exchange.error().isPresent()) {
      errors.computeIfAbsent(exchange.error().get(), this::errorsOf).increment();
    }
    if (exchange.senderRefused()) {
      refused.increment();
    }
  }

  private Timer timer(Series series) {
    return Timer.builder(NAME + "requests")
        .description("Requests, to the end of the answer")
        .tag("operation", series.operation())
        .tag("status", Integer.toString(series.status()))
        .serviceLevelObjectives(BOUNDS)
        .register(registry);
  }

  private Counter errorsOf(String code) {
    return Counter.builder(NAME + "errors")
        .description("Answers that are errors")
        .tag("code", code)
        .register(registry);
  }

  @Override
  public void close() {
    gauges.forEach(registry::remove);
    gauges.clear();
  }
}
