package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.tck.FaultKind;
import io.blocktier.blockstore.tck.FaultPlan;
import io.blocktier.blockstore.tck.FaultRule;
import io.blocktier.blockstore.tck.FaultyBlockStore;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.ManualClock;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Calls on the store that take effect when their callers have gone. */
class LateCallsTest {

  private static final BlockKey A = BlockKey.of("a");
  private static final Duration LATENESS = Duration.ofSeconds(15);
  private static final Duration LATE = Duration.ofSeconds(9);

  private static final CacheOptions OPTIONS =
      new CacheOptions(
          Path.of("cache"),
          1 << 20,
          1000,
          IndexKind.HEAP,
          1000,
          1000,
          Durability.LOCAL,
          Duration.ofMinutes(1),
          4,
          Duration.ofMillis(100),
          Duration.ofSeconds(1),
          CacheFixture.READS,
          LATENESS,
          CacheOptions.DEFAULT_DISK_DEADLINE);

  private final SimulatedCache simulated = new SimulatedCache(new MemoryLog(10, 20));
  private final InMemoryBlockStore memory = new InMemoryBlockStore(CacheFixture.EFFECTS);

  /** A store whose first write, or deletion, lands late; the caller is told that it is lost. */
  private BlockStore late(Operation operation) {
    FaultRule once = FaultRule.of(FaultKind.LATE, 100, operation).onCall(1).taking(LATE);
    return new Unclosed(
        new FaultyBlockStore(memory, FaultPlan.of(1, once), simulated.simulation().effects()));
  }

  private interface Story {
    void tell(CachingBlockStore cache) throws Exception;
  }

  private void tell(BlockStore store, Story story) {
    simulated
        .simulation()
        .run(() -> {
          try (CachingBlockStore cache = simulated.open(store, OPTIONS)) {
            story.tell(cache);
          }
        });
  }

  private static void flush(CachingBlockStore cache) throws Exception {
    cache.parts().flushing().flush(KeyPrefix.ALL);
  }

  private void sleep(Duration time) throws InterruptedException {
    simulated.sleep(time);
  }

  @Test
  void aWriteThatLandsBehindANewerVersionIsNotTheLastWord() {
    tell(
        late(Operation.WRITE),
        cache -> {
          Blocks.write(cache, A, new byte[] {1});
          sleep(Duration.ofSeconds(1));
          Receipt second = Blocks.write(cache, A, new byte[] {2});
          sleep(Duration.ofSeconds(1));
          assertThat(Blocks.readAll(memory, A).get()).as("is there").isEqualTo((byte) 2);
          assertThat(second.level()).as("and may be overtaken").isEqualTo(Durability.LOCAL);
          flush(cache);
          assertThat(second.level()).isEqualTo(Durability.REMOTE);
          assertThat(Blocks.readAll(memory, A).get()).isEqualTo((byte) 2);
          sleep(Duration.ofHours(1));
          assertThat(Blocks.readAll(memory, A).get()).isEqualTo((byte) 2);
          assertThat(cache.parts().flushing().status().atRiskBytes()).isZero();
        });
  }

  @Test
  void aWriteThatLandsBehindADeletionDoesNotReviveTheBlock() {
    tell(
        late(Operation.WRITE),
        cache -> {
          Blocks.write(cache, A, new byte[] {1});
          sleep(Duration.ofSeconds(1));
          Blocks.delete(cache, A);
          flush(cache);
          assertThat(Blocks.find(memory, A)).isEmpty();
          sleep(Duration.ofHours(1));
          assertThat(Blocks.find(memory, A)).isEmpty();
        });
  }

  @Test
  void aDeletionThatLandsBehindAWriteDoesNotTakeTheBlock() {
    tell(
        late(Operation.DELETE),
        cache -> {
          Blocks.write(cache, A, new byte[] {1});
          flush(cache);
          Blocks.delete(cache, A);
          sleep(Duration.ofSeconds(1));
          Blocks.write(cache, A, new byte[] {3});
          flush(cache);
          sleep(Duration.ofHours(1));
          assertThat(Blocks.readAll(memory, A).get()).isEqualTo((byte) 3);
        });
  }

  @Test
  void aWriteThatTheStoreDecidesOnWaitsUntilNothingCanLandBehindIt() {
    tell(
        late(Operation.WRITE),
        cache -> {
          Blocks.write(cache, A, new byte[] {1});
          flush(cache);
          cache.write(A, Content.of(new byte[] {4}), WriteOptions.ifMatch(cache.stat(A).etag()));
          sleep(Duration.ofHours(1));
          assertThat(Blocks.readAll(memory, A).get()).isEqualTo((byte) 4);
        });
  }

  @Test
  void aDeletionIsOvertakenAllTheSameIfItsReplyTakesAsLong() {
    SlowReplies store = new SlowReplies(late(Operation.WRITE));
    tell(
        store,
        cache -> {
          Blocks.write(cache, A, new byte[] {1});
          sleep(Duration.ofSeconds(1));
          store.pause = LATENESS;
          Blocks.delete(cache, A);
          flush(cache);
          assertThat(Blocks.find(memory, A)).isEmpty();
        });
  }

  @Test
  void aVersionIsOvertakenAllTheSameIfItsReplyTakesAsLong() {
    SlowReplies store = new SlowReplies(late(Operation.WRITE));
    tell(
        store,
        cache -> {
          Blocks.write(cache, A, new byte[] {1});
          sleep(Duration.ofSeconds(1));
          store.pause = LATENESS;
          Blocks.write(cache, A, new byte[] {2});
          flush(cache);
          assertThat(Blocks.readAll(memory, A).get()).isEqualTo((byte) 2);
        });
  }

  @Test
  void whatWasReadBeforeALateWriteLandsIsNotKeptIfItTakesAsLong() {
    SlowReplies store = new SlowReplies(late(Operation.WRITE));
    tell(
        store,
        cache -> {
          Blocks.write(memory, A, new byte[] {1});
          WriteOptions ifThere = WriteOptions.ifMatch(cache.stat(A).etag());
          assertThatThrownBy(() -> cache.write(A, Content.of(new byte[] {4}), ifThere))
              .isInstanceOf(OutcomeUnknownException.class);
          store.pause = LATENESS;
          assertThat(Blocks.readAll(cache, A).get()).isEqualTo((byte) 1);
          assertThat(Blocks.readAll(cache, A).get()).isEqualTo((byte) 4);
        });
  }

  /** A store that takes its time once a call has had its effect. */
  private final class SlowReplies extends ForwardingBlockStore {

    private Duration pause = Duration.ZERO;

    SlowReplies(BlockStore inner) {
      super(inner);
    }

    @Override
    public Receipt write(BlockKey key, Content content, WriteOptions options)
        throws BlockStoreException {
      Receipt receipt = inner().write(key, content, options);
      reply();
      return receipt;
    }

    @Override
    public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
        throws BlockStoreException {
      BlockRead read = inner().read(key, range, target);
      reply();
      return read;
    }

    @Override
    public void delete(BlockKey key, DeleteOptions options) throws BlockStoreException {
      inner().delete(key, options);
      reply();
    }

    private void reply() {
      try {
        sleep(pause);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void theSameVersionOnceMoreDoesNoHarmAndIsNotWaitedFor() {
    tell(
        late(Operation.WRITE),
        cache -> {
          Duration before = simulated.now();
          Blocks.write(cache, A, new byte[] {1}).await(Durability.REMOTE, Duration.ofMinutes(1));
          assertThat(simulated.now().minus(before)).isLessThan(Duration.ofSeconds(1));
        });
  }

  @Test
  void ofMoreBlocksThanAreRememberedTheOldestAreTakenTogether() {
    ManualClock clock = ManualClock.selfAdvancing();
    LateCalls late = new LateCalls(LATENESS, clock);
    for (int i = 0; i <= LateCalls.MAX_BLOCKS; i++) {
      late.lost(BlockKey.of("k" + i), 1);
    }
    assertThat(late.left(A, 1)).isEqualTo(LATENESS);
    assertThat(late.left(BlockKey.of("k5"), 1)).isEqualTo(LATENESS);
    assertThat(late.left(BlockKey.of("k5"), 2)).isEqualTo(LATENESS);
  }

  @Test
  void ofMoreBlocksThatWereSentThanAreRememberedTheOldestAreSentOnceMore() {
    LateCalls late = new LateCalls(LATENESS, ManualClock.selfAdvancing());
    for (int i = 0; i <= LateCalls.MAX_BLOCKS; i++) {
      late.sent(BlockKey.of("k" + i), 1);
    }
    assertThat(late.wasSent(BlockKey.of("k0"), 1)).isFalse();
    assertThat(late.wasSent(BlockKey.of("k1"), 1)).isTrue();
  }
}
