package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockStore;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Shows what a store tells of itself ({@link ForwardingBlockStore#figures()}) in meters of
 * Micrometer, each called {@code blocktier.store.} and its name, with the tag {@code store}:
 * function counters for counts, time gauges for times. Thread-safe; closing removes the meters.
 */
public final class FigureMeters implements AutoCloseable {

  private static final String NAME = "blocktier.store.";

  private final MeterRegistry registry;
  private final Map<Figure, Meter> own; // and the figures, which a counter refers to weakly

  private FigureMeters(MeterRegistry registry, Map<Figure, Meter> own) {
    this.registry = registry;
    this.own = own;
  }

  /**
   * Shows the figures of a store that is open.
   *
   * @param store what tells them, with its layers
   * @param registry where the meters are; outlives the store
   * @param storeName the value of the tag {@code store}
   * @return what removes the meters
   */
  @SuppressWarnings("exports") // only who meters needs Micrometer, not every reader of this module
  public static FigureMeters bind(BlockStore store, MeterRegistry registry, String storeName) {
    List<Figure> figures =
        store instanceof ForwardingBlockStore layer ? layer.figures() : List.of();
    Map<Figure, Meter> own = new LinkedHashMap<>();
    figures.forEach(figure -> own.put(figure, meter(figure, registry, storeName)));
    return new FigureMeters(registry, Collections.unmodifiableMap(own));
  }

  private static Meter meter(Figure figure, MeterRegistry registry, String storeName) {
    String name = NAME + figure.name();
    return switch (figure.kind()) {
      case COUNT ->
          FunctionCounter.builder(name, figure, told -> told.value().getAsDouble())
              .description(figure.description())
              .tag("store", storeName)
              .register(registry);
      case SECONDS ->
          TimeGauge.builder(name, () -> figure.value().getAsDouble(), TimeUnit.SECONDS)
              .description(figure.description())
              .tag("store", storeName)
              .strongReference(true)
              .register(registry);
    };
  }

  @Override
  public void close() {
    own.values().forEach(registry::remove);
  }
}
