package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.tck.FaultKind;
import io.blocktier.blockstore.tck.FaultPlan;
import io.blocktier.blockstore.tck.FaultRule;
import io.blocktier.blockstore.tck.FaultyBlockStore;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.ManualClock;
import io.blocktier.cache.index.HeapIndex;
import io.blocktier.cache.index.OpenedIndex;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the meters and the status say, against what is known to be true. */
@Timeout(60)
class CacheMetersTest {

  private static final Offset<Double> ONE_PERCENT_OF_SECONDS = within(0.05);
  private static final Duration SOON = Duration.ofSeconds(60);

  private final ManualClock clock = ManualClock.standing();
  private final Effects real = CacheFixture.EFFECTS;
  private final Effects effects =
      new Effects(clock, clock, real.random(), real.sleeper(), real.executor());
  private final MemoryLog log = new MemoryLog(10, 20);
  private final InMemoryBlockStore beneath = new InMemoryBlockStore(effects);
  private final Gate gate = new Gate(beneath);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private WriteBackBlockStore cache = open(gate);
  private CacheMeters meters = CacheMeters.bind(cache, registry, "test");

  /** Lets writes through when the test says so. */
  private static final class Gate extends ForwardingBlockStore {
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    Gate(BlockStore store) {
      super(store);
    }

    @Override
    public Receipt write(BlockKey key, Content content, WriteOptions how)
        throws BlockStoreException {
      arrived.countDown();
      try {
        assertThat(opened.await(60, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      return super.write(key, content, how);
    }
  }

  private WriteBackBlockStore open(BlockStore store) {
    try {
      CacheOptions options = CacheFixture.OPTIONS;
      OpenedIndex index = new OpenedIndex(new HeapIndex(options.maxBlocks()), false);
      CacheEffects own = new CacheEffects(effects, Signals.ofThreads(), effects.executor());
      return WriteBackBlockStore.of(
          new CachingBlockStore(
              new Unclosed(store),
              options,
              CacheParts.of(
                  new Unclosed(store),
                  options,
                  own,
                  CacheOpening.watch(options, own),
                  _ -> index,
                  log::open)));
    } catch (BlockStoreException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void close() throws Exception {
    gate.opened.countDown();
    meters.close();
    cache.close();
  }

  private double gauge(String name, String... tags) {
    return registry.get("blocktier.cache." + name).tags(tags).gauge().value();
  }

  private Timer timer(String name, String... tags) {
    return registry.get("blocktier.cache." + name).tags(tags).timer();
  }

  private Receipt write(String key, int bytes) throws Exception {
    return cache.write(BlockKey.of(key), Content.of(new byte[bytes]), WriteOptions.DEFAULT);
  }

  @Test
  void blocksAndBytesAreCountedByState() throws Exception {
    write("a", 10);
    write("b", 32);
    assertThat(gauge("blocks", "state", "dirty")).isEqualTo(2);
    assertThat(gauge("bytes", "state", "dirty")).isEqualTo(42);
    assertThat(gauge("risk")).isEqualTo(42);
    assertThat(gauge("risk.max")).isEqualTo((double) CacheFixture.OPTIONS.maxAtRiskBytes());
    gate.opened.countDown();
    cache.flush(KeyPrefix.ALL);
    while (cache.status().dirtyBlocks() > 0 || cache.status().cleanBlocks() < 2) {
      Thread.onSpinWait(); // a block is counted a moment after it is known where it is
    }
    assertThat(gauge("blocks", "state", "dirty")).isZero();
    assertThat(gauge("blocks", "state", "clean")).isEqualTo(2);
    assertThat(gauge("bytes", "state", "clean")).isEqualTo(42);
    assertThat(gauge("risk")).isZero();
    CacheStatus status = cache.status();
    assertThat(status.cleanBlocks()).isEqualTo(2);
    assertThat(status.cleanBytes()).isEqualTo(42);
  }

  @Test
  void whatTheStoreRefusesIsCountedAsQuarantined() throws Exception {
    FaultPlan plan = FaultPlan.of(1, FaultRule.of(FaultKind.REFUSED, 100, Operation.WRITE));
    replace(new FaultyBlockStore(beneath, plan, effects));
    Receipt refused = write("a", 10);
    assertThat(refused).isNotNull();
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> refused.await(Durability.REMOTE, SOON))
        .isInstanceOf(BlockStoreException.class);
    while (cache.status().quarantinedBlocks() < 1) {
      Thread.onSpinWait();
    }
    assertThat(gauge("blocks", "state", "quarantined")).isEqualTo(1);
    assertThat(gauge("bytes", "state", "quarantined")).isEqualTo(10);
  }

  private void replace(BlockStore store) throws Exception {
    meters.close();
    cache.close();
    cache = open(store);
    meters = CacheMeters.bind(cache, registry, "test");
  }

  @Test
  void theAgeOfTheOldestAndTheLagAreThoseThatPassed() throws Exception {
    write("a", 1);
    gate.arrived.await();
    clock.advance(Duration.ofSeconds(3));
    write("b", 1);
    clock.advance(Duration.ofSeconds(2));
    assertThat(gauge("risk.age")).isEqualTo(5);
    assertThat(cache.status().oldestAtRisk()).isEqualTo(Duration.ofSeconds(5));
    gate.opened.countDown();
    cache.flush(KeyPrefix.ALL);
    assertThat(gauge("risk.age")).isZero();
    while (timer("durable.lag").count() < 2) {
      Thread.onSpinWait(); // a block is clean a moment before its arrival is counted
    }
    assertThat(timer("durable.lag").totalTime(TimeUnit.SECONDS)).isEqualTo(7);
    assertThat(timer("durable.lag").max(TimeUnit.SECONDS)).isEqualTo(5);
    Latency lag = cache.status().durableLag();
    assertThat(lag.count()).isEqualTo(2);
    assertThat(lag.p50().toNanos() / 1e9).isEqualTo(2, ONE_PERCENT_OF_SECONDS);
    assertThat(lag.p99().toNanos() / 1e9).isEqualTo(5, ONE_PERCENT_OF_SECONDS);
  }

  @Test
  void acknowledgementsAreTimedByTheirLevel() throws Exception {
    write("a", 1);
    Future<Receipt> remote =
        real.executor()
            .submit(() ->
                cache.write(
                    BlockKey.of("b"),
                    Content.of(new byte[1]),
                    WriteOptions.DEFAULT.with(Durability.REMOTE)));
    while (cache.status().dirtyBlocks() < 2) {
      Thread.onSpinWait();
    }
    clock.advance(Duration.ofSeconds(4));
    gate.opened.countDown();
    remote.get();
    cache.write(BlockKey.of("c"), 0, Content.of(new byte[1]), Durability.MEMORY);
    assertThat(timer("acknowledgements", "level", "local").count()).isEqualTo(1);
    assertThat(timer("acknowledgements", "level", "local").totalTime(TimeUnit.SECONDS)).isZero();
    assertThat(timer("acknowledgements", "level", "memory").count()).isEqualTo(1);
    assertThat(timer("acknowledgements", "level", "remote").count()).isEqualTo(1);
    assertThat(timer("acknowledgements", "level", "remote").totalTime(TimeUnit.SECONDS))
        .isEqualTo(4);
    Latency latency = cache.status().acknowledgements().get(Durability.REMOTE);
    assertThat(latency).isNotNull();
    assertThat(latency.p99().toNanos() / 1e9).isEqualTo(4, ONE_PERCENT_OF_SECONDS);
  }

  @Test
  void whatIsLeftFromTheLastTimeIsAsOldAsItIs() throws Exception {
    write("a", 1);
    clock.advance(Duration.ofMinutes(1));
    meters.close();
    cache = open(gate);
    meters = CacheMeters.bind(cache, registry, "test");
    clock.advance(Duration.ofSeconds(1));
    assertThat(gauge("risk.age")).isEqualTo(61);
  }

  private double reads(String found) {
    return registry.get("blocktier.cache.reads").tags("found", found).functionCounter().count();
  }

  /** Micrometer keeps weakly what a counter is asked of. */
  @Test
  void readsAreCountedBehindAGarbageCollection() throws Exception {
    gate.opened.countDown();
    Blocks.write(beneath, BlockKey.of("of the store"), new byte[10]);
    WeakReference<Object> unused = new WeakReference<>(new Object());
    while (unused.get() != null) {
      System.gc();
    }
    Blocks.readAll(cache, BlockKey.of("of the store"));
    assertThat(reads("store")).isEqualTo(1);
    assertThat(gauge("risk.age")).isZero();
    assertThat(gauge("disk.wait")).isZero();
  }

  private double misses() {
    return registry.get("blocktier.cache.memory.misses").functionCounter().count();
  }

  @Test
  void readsAreCountedByWhereTheyFoundTheirBlock() throws Exception {
    gate.opened.countDown();
    Blocks.write(beneath, BlockKey.of("of the store"), new byte[10]);
    Blocks.readAll(cache, BlockKey.of("of the store"));
    assertThat(reads("store")).isEqualTo(1);
    assertThat(misses()).isEqualTo(1);
    assertThat(gauge("buffer")).isEqualTo(10);
    write("staged", 10);
    Blocks.readAll(cache, BlockKey.of("staged"));
    double found = reads("memory") + reads("disk");
    assertThat(found).isEqualTo(1);
    Blocks.readAll(cache, BlockKey.of("staged"));
    Blocks.readAll(cache, BlockKey.of("staged"));
    assertThat(reads("memory") + reads("disk")).isEqualTo(3);
    assertThat(reads("memory")).isGreaterThanOrEqualTo(2);
    assertThat(reads("store")).isEqualTo(1);
    assertThat(misses()).isEqualTo((double) cache.status().reads().memoryMisses());
    assertThat(gauge("memory")).isEqualTo((double) cache.status().reads().memoryBytes());
    assertThat(gauge("memory")).isGreaterThanOrEqualTo(10);
  }

  @Test
  void oneStateOfTheFlusherHolds() {
    assertThat(gauge("disk.state", "state", "sound")).isEqualTo(1);
    assertThat(gauge("disk.state", "state", "stalled")).isZero();
    assertThat(gauge("flush.state", "state", "running")).isEqualTo(1);
    assertThat(gauge("flush.state", "state", "paused")).isZero();
    cache.pauseFlushing();
    assertThat(gauge("flush.state", "state", "running")).isZero();
    assertThat(gauge("flush.state", "state", "paused")).isEqualTo(1);
    assertThat(gauge("flush.state", "state", "backend_down")).isZero();
    cache.resumeFlushing();
    assertThat(gauge("flush.state", "state", "running")).isEqualTo(1);
    assertThat(gauge("flush.concurrency"))
        .isBetween(1.0, (double) CacheFixture.OPTIONS.flushConcurrency());
  }

  @Test
  void deletionsAreOldAndArriveToo() throws Exception {
    FaultPlan plan = FaultPlan.of(1, FaultRule.of(FaultKind.UNAVAILABLE, 100, Operation.DELETE));
    replace(new FaultyBlockStore(beneath, plan, effects));
    Blocks.delete(cache, BlockKey.of("gone"));
    clock.advance(Duration.ofSeconds(9));
    assertThat(gauge("risk.age")).isEqualTo(9);
    assertThat(gauge("blocks", "state", "deleted")).isEqualTo(1);
  }

  @Test
  void closingRemovesTheGauges() {
    meters.close();
    assertThat(registry.find("blocktier.cache.blocks").gauges()).isEmpty();
    assertThat(registry.find("blocktier.cache.risk.age").gauges()).isEmpty();
  }
}
