package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.spi.Signals.Signal;
import io.blocktier.blockstore.spi.Ticker;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * In which order and how many at a time blocks travel, and what happens while the store is away.
 */
class FlusherTest {

  private static final Duration CALL = Duration.ofMillis(10);
  private static final Duration FORCE = Duration.ofMillis(1);
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(30);
  private static final int BLOCK = 100;
  private static final int CAP = 20 * BLOCK;

  private final MemoryLog log = new MemoryLog(50, 60);
  private final SimulatedCache simulated = new SimulatedCache(log);
  private final InMemoryBlockStore memory = new InMemoryBlockStore(CacheFixture.EFFECTS);
  private final Backend backend = new Backend();

  private static CacheOptions options(int concurrency) {
    return options(concurrency, CAP);
  }

  private static CacheOptions options(int concurrency, int cap) {
    return new CacheOptions(
        Path.of("cache"),
        1 << 20,
        2000,
        IndexKind.HEAP,
        cap,
        1000,
        Durability.LOCAL,
        Duration.ofHours(2),
        concurrency,
        Duration.ofMillis(100),
        MAX_BACKOFF,
        CacheFixture.READS);
  }

  /** A store that can go away, takes so many calls at a time, and counts them. */
  private final class Backend extends ForwardingBlockStore {

    private final List<String> written = new ArrayList<>();
    private Duration call = CALL;
    private boolean away;
    private boolean outOfMemory;
    private int most = Integer.MAX_VALUE;
    private int inside;
    private int mostInside;
    private int calls;
    private int failed;
    private int batches;

    Backend() {
      super(memory);
    }

    private void enter() throws BlockStoreException {
      calls++;
      inside++;
      mostInside = Math.max(mostInside, inside);
      boolean refuses = away || inside > most;
      try {
        simulated.sleep(call);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      inside--;
      if (refuses) {
        failed++;
        throw new StoreUnavailableException(Failure.of(this, Operation.WRITE, "away"), null);
      }
    }

    @Override
    public Receipt write(BlockKey key, Content content, WriteOptions how)
        throws BlockStoreException {
      if (outOfMemory) {
        throw new OutOfMemoryError("no direct memory left");
      }
      enter();
      written.add(key.value());
      return super.write(key, content, how);
    }

    @Override
    public DeleteReport deleteAll(Collection<BlockKey> keys) throws BlockStoreException {
      enter();
      batches++;
      return super.deleteAll(keys);
    }

    @Override
    public void close() {}
  }

  private interface Story {
    void tell(CachingBlockStore cache) throws Exception;
  }

  private void tell(int concurrency, Story story) {
    tell(options(concurrency), story);
  }

  private void tell(CacheOptions options, Story story) {
    simulated
        .simulation()
        .run(() -> {
          try (CachingBlockStore cache = simulated.open(backend, options)) {
            story.tell(cache);
          }
        });
  }

  private static Receipt write(CachingBlockStore cache, String key) throws BlockStoreException {
    return Blocks.write(cache, BlockKey.of(key), new byte[BLOCK]);
  }

  private static void flush(CachingBlockStore cache) throws BlockStoreException {
    cache.parts().flushing().flush(KeyPrefix.ALL);
  }

  private static CacheStatus status(CachingBlockStore cache) throws BlockStoreException {
    return cache.parts().flushing().status();
  }

  @Test
  void whatSomebodyWaitsForGoesBeforeTheRest() {
    tell(
        1,
        cache -> {
          for (int i = 0; i < 15; i++) {
            write(cache, "k" + i);
          }
          write(cache, "wanted").await(Durability.REMOTE, Duration.ofMinutes(1));
          assertThat(backend.written).hasSizeLessThan(5).contains("wanted");
          cache.parts().flushing().flush(KeyPrefix.of("k14"));
          assertThat(backend.written).hasSizeLessThan(7).endsWith("k14");
          flush(cache);
          assertThat(backend.written).hasSize(16).doesNotHaveDuplicates();
        });
  }

  @Test
  void drainingWaitsForWhatIsWrittenMeanwhileToo() {
    tell(
        1,
        cache -> {
          write(cache, "first");
          simulated
              .simulation()
              .effects()
              .executor()
              .execute(() -> {
                try {
                  simulated.sleep(CALL.dividedBy(2));
                  write(cache, "meanwhile");
                } catch (BlockStoreException | InterruptedException e) {
                  throw new AssertionError(e);
                }
              });
          cache.parts().flushing().drain();
          assertThat(backend.written).containsExactly("first", "meanwhile");
          assertThat(status(cache).atRiskBytes()).isZero();
        });
  }

  @Test
  void aCallThatEndsWithADefectIsMadeAgain() {
    tell(
        1,
        cache -> {
          backend.outOfMemory = true;
          Receipt receipt = write(cache, "k");
          simulated.sleep(CALL);
          backend.outOfMemory = false;
          receipt.await(Durability.REMOTE, Duration.ofMinutes(1));
          assertThat(backend.written).containsExactly("k");
        });
  }

  @Test
  void whatFollowsAnErrorOfTheStoreWaitsForTheAttemptsThatItMayHide() {
    tell(
        1,
        cache -> {
          backend.outOfMemory = true;
          write(cache, "k");
          simulated.sleep(CALL);
          backend.outOfMemory = false;
          Ticker ticker = simulated.simulation().effects().ticker();
          long begun = ticker.nanos();
          write(cache, "k").await(Durability.REMOTE, Duration.ofMinutes(1));
          assertThat(Duration.ofNanos(ticker.nanos() - begun))
              .isGreaterThan(CacheOptions.DEFAULT_LATENESS.dividedBy(2));
        });
  }

  @Test
  void aBlockWhoseTimeComesBetweenTwoLooksAtTheClockTravels() {
    simulated.simulation().letTimePass(Duration.ofMillis(60));
    tell(
        16,
        cache -> {
          for (int i = 0; i < 200; i++) {
            backend.away = true;
            Receipt receipt = write(cache, "k" + i);
            simulated.sleep(CALL.multipliedBy(2));
            backend.away = false;
            receipt.await(Durability.REMOTE, Duration.ofMinutes(1));
          }
        });
  }

  @Test
  void theNumberUnderWayFindsWhatTheStoreBears() {
    tell(
        16,
        cache -> {
          backend.most = 4;
          for (int i = 0; i < 400; i++) {
            write(cache, "k" + i % 10 + "/" + i);
          }
          flush(cache);
          assertThat(backend.written).hasSize(400);
          assertThat(backend.failed).as("calls in vain").isLessThan(150);
          int before = backend.failed;
          backend.most = Integer.MAX_VALUE;
          backend.mostInside = 0;
          for (int i = 0; i < 600; i++) {
            write(cache, "more" + i);
          }
          flush(cache);
          assertThat(backend.failed).isEqualTo(before);
          assertThat(backend.mostInside).isEqualTo(16);
          assertThat(status(cache).flushConcurrency()).isEqualTo(16);
        });
  }

  @Test
  void deletionsTravelTogether() {
    tell(
        2,
        cache -> {
          List<BlockKey> keys = new ArrayList<>();
          for (int i = 0; i < 100; i++) {
            keys.add(BlockKey.of("k" + i));
            Blocks.write(memory, keys.getLast(), new byte[1]);
          }
          cache.deleteAll(keys);
          write(cache, "other");
          flush(cache);
          assertThat(Blocks.find(memory, keys.getLast())).isEmpty();
          assertThat(backend.batches).isBetween(1, 3);
          assertThat(status(cache).deletedBlocks()).isZero();
          assertThat(backend.written).containsExactly("other");
        });
  }

  @Test
  void nothingSetsOutWhileThatIsPaused() {
    tell(
        4,
        cache -> {
          cache.parts().flusher().pause(true);
          Receipt receipt = write(cache, "a");
          simulated.sleep(Duration.ofHours(1));
          assertThat(backend.calls).isZero();
          assertThat(status(cache).flushing()).isEqualTo(FlushState.PAUSED);
          assertThat(receipt.level()).isEqualTo(Durability.LOCAL);
          cache.parts().flusher().pause(false);
          receipt.await(Durability.REMOTE, Duration.ofMinutes(1));
          assertThat(status(cache).flushing()).isEqualTo(FlushState.RUNNING);
        });
  }

  /** Writes until told to stop; counts what it wrote. */
  private final class Writer {
    private final CachingBlockStore cache;
    private final Signal ended;
    private int written;
    private boolean stopped;

    Writer(CachingBlockStore cache) {
      this.cache = cache;
      this.ended = simulated.simulation().signals().create();
    }

    void run() {
      try {
        while (!stopped) {
          write(cache, "w" + written);
          written++;
          simulated.sleep(Duration.ofSeconds(1));
        }
      } catch (Exception e) {
        throw new AssertionError("after " + written + " blocks", e);
      }
      ended.raise();
    }
  }

  @Test
  void anHourWithoutTheStoreLosesNothingAndFailsNoWriter() {
    tell(
        8,
        cache -> {
          Writer writer = new Writer(cache);
          simulated.simulation().effects().executor().execute(writer::run);
          simulated.sleep(Duration.ofSeconds(10));
          assertThat(status(cache).flushing()).isEqualTo(FlushState.RUNNING);
          int before = writer.written;
          backend.away = true;
          backend.calls = 0;
          backend.mostInside = 0;
          simulated.sleep(Duration.ofHours(1));
          assertThat(status(cache).flushing()).isEqualTo(FlushState.BACKEND_DOWN);
          assertThat(status(cache).atRiskBytes()).isEqualTo(CAP);
          assertThat(writer.written - before).as("as many as there is room for").isBetween(18, 22);
          assertThat(backend.calls).as("tried ever more rarely").isBetween(100, 150);
          assertThat(backend.mostInside).isEqualTo(1);
          backend.away = false;
          simulated.sleep(MAX_BACKOFF.plusSeconds(5));
          assertThat(status(cache).flushing()).isEqualTo(FlushState.RUNNING);
          assertThat(writer.written - before).as("and goes on").isGreaterThan(22);
          writer.stopped = true;
          assertThat(writer.ended.await(Duration.ofMinutes(1))).isTrue();
          flush(cache);
          for (int i = 0; i < writer.written; i++) {
            assertThat(memory.stat(BlockKey.of("w" + i)).size()).isEqualTo(BLOCK);
          }
          assertThat(status(cache).atRiskBytes()).isZero();
        });
  }

  @Test
  void whatIsLeftTravelsAfterTheNextOpening() {
    tell(
        4,
        cache -> {
          backend.away = true;
          write(cache, "a");
          Blocks.delete(cache, BlockKey.of("b"));
        });
    backend.away = false;
    SimulatedCache next = simulated.next();
    next.simulation()
        .run(() -> {
          try (CachingBlockStore cache = next.open(new Unclosed(memory), options(4))) {
            next.sleep(Duration.ofSeconds(1));
            assertThat(status(cache).atRiskBytes()).isZero();
            assertThat(status(cache).deletedBlocks()).isZero();
          }
        });
  }

  @Test
  void oneBlockThatTheStoreCannotTakeKeepsNobodyElse() {
    tell(
        1,
        cache -> {
          backend.away = true;
          write(cache, "a");
          simulated.sleep(Duration.ofMillis(50));
          backend.away = false;
          write(cache, "b").await(Durability.REMOTE, Duration.ofMillis(40));
          flush(cache);
          assertThat(backend.written).containsExactly("b", "a");
        });
  }

  /** Has so many writers write 50 blocks each, every one of which takes a while to be forced. */
  private void writeAtOnce(CachingBlockStore cache, int writers) throws Exception {
    backend.call = Duration.ofNanos(10_000);
    log.whileForcing(this::force);
    List<Signal> ended = new ArrayList<>();
    for (int writer = 0; writer < writers; writer++) {
      String prefix = "w" + writer + "/";
      Signal end = simulated.simulation().signals().create();
      ended.add(end);
      simulated.simulation().effects().executor().execute(() -> writeMany(cache, prefix, end));
    }
    for (Signal end : ended) {
      assertThat(end.await(Duration.ofMinutes(1))).isTrue();
    }
  }

  private void force() {
    try {
      simulated.sleep(FORCE);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void writeMany(CachingBlockStore cache, String prefix, Signal end) {
    try {
      for (int i = 0; i < 50; i++) {
        write(cache, prefix + i);
      }
    } catch (BlockStoreException e) {
      throw new AssertionError(e);
    }
    end.raise();
  }

  @Test
  void manyWritersGoBeforeBlocksThatNobodyWaitsFor() {
    tell(
        options(16, 1 << 19),
        cache -> {
          writeAtOnce(cache, 16);
          assertThat(backend.written)
              .as("of 800 within 50 ms, one in 200 us")
              .hasSizeBetween(150, 270);
          log.whileForcing(() -> {});
          simulated.sleep(Duration.ofMillis(50));
          assertThat(backend.written).as("when nobody writes any more").hasSize(800);
        });
  }

  @Test
  void aFewWritersKeepNothingBack() {
    tell(
        options(16, 1 << 19),
        cache -> {
          writeAtOnce(cache, Precedence.MANY_WRITERS - 1);
          assertThat(backend.written).hasSizeGreaterThan(50 * Precedence.MANY_WRITERS - 70);
        });
  }

  @Test
  void whereMuchIsAtRiskBlocksTravelAsIfNobodyWrote() {
    tell(
        options(16, 50 * BLOCK),
        cache -> {
          writeAtOnce(cache, 16);
          assertThat(backend.written).hasSizeGreaterThan(750);
        });
  }

  @Test
  void whatSomebodyWaitsForIsNotKeptBack() {
    tell(
        options(16, 1 << 19),
        cache -> {
          Signal wanted = simulated.simulation().signals().create();
          simulated
              .simulation()
              .effects()
              .executor()
              .execute(() -> {
                try {
                  simulated.sleep(Duration.ofMillis(20));
                  write(cache, "wanted").await(Durability.REMOTE, FORCE.multipliedBy(2));
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
                wanted.raise();
              });
          writeAtOnce(cache, 16);
          assertThat(wanted.await(Duration.ofMinutes(1))).isTrue();
        });
  }
}
