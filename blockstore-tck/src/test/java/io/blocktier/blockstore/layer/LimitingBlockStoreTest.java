package io.blocktier.blockstore.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.TestEffects;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Turns: who gets one, who waits, who is turned away. */
class LimitingBlockStoreTest {

  private static final BlockKey KEY = BlockKey.of("key");
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(20);

  private final Effects effects = TestEffects.seeded(1);
  private final InMemoryBlockStore memory = new InMemoryBlockStore(effects);
  private final Gate gate = new Gate(memory, Operation.STAT);

  LimitingBlockStoreTest() throws BlockStoreException {
    Blocks.write(memory, KEY, new byte[1]);
  }

  @Test
  void noMoreCallsThanTheLimitAreInFlight() throws Exception {
    LimitingBlockStore store = store(2, 100, LONG);
    List<Future<BlockStat>> calls = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      calls.add(effects.executor().submit(() -> store.stat(KEY)));
    }
    gate.awaitArrivals(2);
    gate.letThrough(20);
    for (Future<BlockStat> call : calls) {
      assertThat(call.get(30, TimeUnit.SECONDS).size()).isEqualTo(1);
    }
    assertThat(gate.mostInside()).isEqualTo(2);
  }

  @Test
  void whoComesFirstIsServedFirst() throws Exception {
    LimitingBlockStore store = store(1, 100, LONG);
    List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    List<Future<?>> calls = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      int number = i;
      calls.add(
          effects
              .executor()
              .submit(() -> {
                store.stat(KEY);
                order.add(number);
                return null;
              }));
      if (i == 0) {
        gate.awaitArrivals(1);
      }
      awaitWaiting(store, i);
    }
    for (Future<?> call : calls) {
      gate.letThrough(1);
      call.get(30, TimeUnit.SECONDS);
    }
    assertThat(order).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void aCallWithoutATurnInTimeFailsAsThrottled() throws Exception {
    LimitingBlockStore store = store(1, 100, SHORT);
    Future<BlockStat> first = effects.executor().submit(() -> store.stat(KEY));
    gate.awaitArrivals(1);
    assertThatThrownBy(() -> store.stat(KEY))
        .isInstanceOfSatisfying(
            StoreUnavailableException.class, e -> assertThat(e.throttled()).isTrue())
        .hasMessageContaining("20 ms")
        .hasMessageContaining("limit is 1");
    gate.letThrough(2);
    first.get(30, TimeUnit.SECONDS);
    assertThat(store.stat(KEY).size()).as("the turn of the one who left is free").isEqualTo(1);
  }

  @Test
  void anEarlierDeadlineBoundsTheWait() throws Exception {
    LimitingBlockStore store = store(1, 100, Duration.ofDays(1));
    Future<BlockStat> first = effects.executor().submit(() -> store.stat(KEY));
    gate.awaitArrivals(1);
    Deadline near = Deadline.in(SHORT, effects.ticker());
    assertThatThrownBy(() -> near.<Object, BlockStoreException>call(() -> store.stat(KEY)))
        .isInstanceOf(StoreUnavailableException.class);
    gate.letThrough(1);
    first.get(30, TimeUnit.SECONDS);
  }

  @Test
  void theQueueIsBounded() throws Exception {
    LimitingBlockStore store = store(1, 1, LONG);
    Future<BlockStat> first = effects.executor().submit(() -> store.stat(KEY));
    gate.awaitArrivals(1);
    Future<BlockStat> second = effects.executor().submit(() -> store.stat(KEY));
    awaitWaiting(store, 1);
    assertThatThrownBy(() -> store.stat(KEY)).hasMessageContaining("1 calls wait already");
    gate.letThrough(2);
    first.get(30, TimeUnit.SECONDS);
    second.get(30, TimeUnit.SECONDS);
  }

  @Test
  void anInterruptedWaiterLeavesTheQueue() throws Exception {
    LimitingBlockStore store = store(1, 100, LONG);
    Future<BlockStat> first = effects.executor().submit(() -> store.stat(KEY));
    gate.awaitArrivals(1);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> store.stat(KEY)).hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    gate.letThrough(2);
    first.get(30, TimeUnit.SECONDS);
    assertThat(store.stat(KEY).size()).isEqualTo(1);
  }

  @Test
  void everyFailureGivesItsTurnBack() throws Exception {
    FaultScript script = new FaultScript(memory);
    LimitingBlockStore store =
        new LimitingBlockStore(script, new LimitPolicy(1, 1, 1, 0, SHORT), effects);
    script.next(
        Operation.STAT,
        Fault.unavailable(),
        Fault.refused(),
        Fault.invalid(),
        Fault.of(
            false,
            _ -> {
              throw new IllegalStateException("broken");
            }));
    for (int i = 0; i < 4; i++) {
      assertThatThrownBy(() -> store.stat(KEY)).isInstanceOf(Exception.class);
    }
    assertThat(store.stat(KEY).size()).isEqualTo(1);
  }

  @Test
  void listingsAndUploadsHoldATurnOnlyDuringTheirCalls() throws Exception {
    LimitingBlockStore store =
        new LimitingBlockStore(memory, new LimitPolicy(1, 1, 1, 0, SHORT), effects);
    try (var listing = store.list(ListOptions.under(KeyPrefix.ALL));
        BlockUpload upload = store.startUpload(KEY, WriteOptions.DEFAULT)) {
      assertThat(listing.nextPage()).hasSize(1);
      upload.uploadPart(1, Content.of(new byte[2]));
      assertThat(store.stat(KEY).size()).isEqualTo(1);
    }
  }

  @Test
  void throttlingCutsTheLimitAndHealthChecksPassWithoutATurn() throws Exception {
    FaultScript script = new FaultScript(memory).next(Operation.STAT, Fault.throttled(null));
    LimitingBlockStore throttled = new LimitingBlockStore(script, LimitPolicy.DEFAULT, effects);
    assertThatThrownBy(() -> throttled.stat(KEY)).isInstanceOf(StoreUnavailableException.class);
    assertThat(throttled.limit()).isEqualTo(11);
    LimitingBlockStore full = store(1, 0, SHORT);
    Future<BlockStat> first = effects.executor().submit(() -> full.stat(KEY));
    gate.awaitArrivals(1);
    assertThat(full.healthCheck().healthy()).isTrue();
    gate.letThrough(1);
    first.get(30, TimeUnit.SECONDS);
  }

  @Test
  void policiesRefuseBoundsThatMakeNoSense() {
    assertThatThrownBy(() -> new LimitPolicy(1, 0, 1, 1, LONG)).hasMessageContaining("lowest");
    assertThatThrownBy(() -> new LimitPolicy(1, 2, 1, 1, LONG)).hasMessageContaining("highest");
    assertThatThrownBy(() -> new LimitPolicy(5, 1, 4, 1, LONG)).hasMessageContaining("initial");
    assertThatThrownBy(() -> new LimitPolicy(1, 1, 1, -1, LONG)).hasMessageContaining("waiting");
    assertThatThrownBy(() -> new LimitPolicy(1, 1, 1, 1, Duration.ZERO))
        .hasMessageContaining("wait");
  }

  private LimitingBlockStore store(int limit, int maxWaiting, Duration maxWait) {
    return new LimitingBlockStore(
        gate, new LimitPolicy(limit, limit, limit, maxWaiting, maxWait), effects);
  }

  private static void awaitWaiting(LimitingBlockStore store, int waiting) {
    while (store.waiting() < waiting) {
      assertThat(Thread.interrupted()).as("timed out with " + store.waiting()).isFalse();
    }
  }
}
