package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Operation;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts and times every call of a store that does I/O, those on its listings and uploads included:
 *
 * <ul>
 *   <li>timer {@code blocktier.store.operations}, tags {@code store}, {@code operation} (such as
 *       {@code delete-all}) and {@code outcome}: {@code ok}, or the type of the exception, such as
 *       {@code block-not-found};
 *   <li>summary {@code blocktier.store.bytes}, tags {@code store} and {@code direction} ({@code
 *       read} or {@code written}): the payload of each read, write, append and uploaded part that
 *       succeeded;
 *   <li>gauge {@code blocktier.store.operations.active}, tag {@code store}: calls under way.
 * </ul>
 *
 * Time is that of the registry's clock. Closing the store removes the gauge.
 */
public final class MeteredBlockStore extends InterceptingBlockStore {

  private static final String OPERATIONS = "blocktier.store.operations";
  private static final String BYTES = "blocktier.store.bytes";
  private static final String OK = "ok";

  private record Series(Operation operation, String outcome) {}

  private final MeterRegistry registry;
  private final String storeName;
  private final Map<Series, Timer> timers = new ConcurrentHashMap<>();
  private final AtomicInteger active = new AtomicInteger();
  private final Gauge activeGauge;
  private final DistributionSummary bytesRead;
  private final DistributionSummary bytesWritten;

  /**
   * Wraps a store.
   *
   * @param inner the store to measure
   * @param registry where the meters are; outlives the store
   * @param storeName the value of the tag {@code store}, different for each store of a registry
   */
  @SuppressWarnings("exports") // only who meters needs Micrometer, not every reader of this module
  public MeteredBlockStore(BlockStore inner, MeterRegistry registry, String storeName) {
    super(inner);
    this.registry = registry;
    this.storeName = storeName;
    this.activeGauge =
        Gauge.builder(OPERATIONS + ".active", active, AtomicInteger::get)
            .description("Calls under way")
            .tag("store", storeName)
            .register(registry);
    this.bytesRead = bytes("read");
    this.bytesWritten = bytes("written");
  }

  @Override
  public void close() throws BlockStoreException {
    try {
      inner().close();
    } finally {
      registry.remove(activeGauge);
    }
  }

  @Override
  <T> T run(Call call, Call.Action<T> action) throws BlockStoreException {
    long start = registry.config().clock().monotonicTime();
    active.incrementAndGet();
    String outcome = OK;
    try {
      T result = action.run();
      countBytes(call, result);
      return result;
    } catch (BlockStoreException | RuntimeException | Error e) {
      outcome = label(e);
      throw e;
    } finally {
      active.decrementAndGet();
      long nanos = registry.config().clock().monotonicTime() - start;
      timer(call.operation(), outcome).record(nanos, TimeUnit.NANOSECONDS);
    }
  }

  private void countBytes(Call call, Object result) {
    switch (call.operation()) {
      case READ -> bytesRead.record((double) Call.bytesReceived(result));
      case WRITE, APPEND, UPLOAD_PART -> bytesWritten.record((double) call.bytesSent());
      default -> {}
    }
  }

  private Timer timer(Operation operation, String outcome) {
    return timers.computeIfAbsent(new Series(operation, outcome), this::timer);
  }

  private Timer timer(Series series) {
    return Timer.builder(OPERATIONS)
        .description("Calls of the store")
        .tag("store", storeName)
        .tag("operation", series.operation().label())
        .tag("outcome", series.outcome())
        .register(registry);
  }

  private DistributionSummary bytes(String direction) {
    return DistributionSummary.builder(BYTES)
        .description("Payload of the calls that succeeded")
        .baseUnit("bytes")
        .tag("store", storeName)
        .tag("direction", direction)
        .register(registry);
  }

  /** Turns {@code BlockNotFoundException} into {@code block-not-found}. */
  private static String label(Throwable thrown) {
    String name = thrown.getClass().getSimpleName().replaceFirst("Exception$", "");
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }
}
