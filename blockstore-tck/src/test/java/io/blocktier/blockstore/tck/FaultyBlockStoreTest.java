package io.blocktier.blockstore.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.AccessRefusedException;
import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Effects;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultyBlockStoreTest {

  private static final BlockKey KEY = BlockKey.of("key");
  private static final byte[] BYTES = {1, 2, 3, 4, 5, 6, 7, 8};

  private final ManualClock clock = ManualClock.selfAdvancing();
  private final Effects effects = TestEffects.seeded(1, clock);
  private final InMemoryBlockStore memory = new InMemoryBlockStore(effects);

  @Test
  void faultBeforeTheEffectLeavesNothing() throws Exception {
    FaultyBlockStore store = faulty(FaultRule.of(FaultKind.LOST_BEFORE, 100, Operation.WRITE));
    assertThatThrownBy(() -> Blocks.write(store, KEY, BYTES))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("seed 7");
    assertThat(Blocks.find(memory, KEY)).isEmpty();
    assertThat(store.injected(FaultKind.LOST_BEFORE)).isEqualTo(1);
  }

  @Test
  void faultAfterTheEffectLeavesTheEffect() throws Exception {
    FaultyBlockStore store =
        faulty(FaultRule.of(FaultKind.LOST_AFTER, 100, Operation.WRITE, Operation.DELETE));
    assertThatThrownBy(() -> Blocks.write(store, KEY, BYTES))
        .isInstanceOf(OutcomeUnknownException.class);
    assertThat(Blocks.readAll(memory, KEY)).isEqualTo(ByteBuffer.wrap(BYTES));
    assertThatThrownBy(() -> Blocks.delete(store, KEY)).isInstanceOf(OutcomeUnknownException.class);
    assertThatThrownBy(() -> memory.stat(KEY)).isInstanceOf(BlockNotFoundException.class);
  }

  @Test
  void truncatedReadLeavesItsTargetWhereItWas() throws Exception {
    Blocks.write(memory, KEY, BYTES);
    FaultyBlockStore store = faulty(FaultRule.of(FaultKind.TRUNCATED, 100, Operation.READ));
    ByteBuffer target = ByteBuffer.allocate(16).position(3);
    assertThatThrownBy(() -> store.read(KEY, ByteRange.ALL, target))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(target.position()).isEqualTo(3);
    assertThat(target.array()).startsWith(0, 0, 0, 1, 2, 3, 4).endsWith(0, 0, 0, 0);
  }

  @Test
  void aLateCallOvertakesWhatWasSentBehindIt() {
    Simulation simulation = new Simulation(1, 1000);
    FaultRule late =
        FaultRule.of(FaultKind.LATE, 100, Operation.WRITE).onCall(1).taking(Duration.ofSeconds(5));
    BlockStore store = new FaultyBlockStore(memory, FaultPlan.of(7, late), simulation.effects());
    simulation.run(() -> {
      byte[] first = {1};
      assertThatThrownBy(() -> Blocks.write(store, KEY, first))
          .isInstanceOf(OutcomeUnknownException.class);
      first[0] = 9;
      Blocks.write(store, KEY, new byte[] {2});
      assertThat(Blocks.readAll(memory, KEY).get()).isEqualTo((byte) 2);
      simulation.sleeper().sleep(Duration.ofSeconds(6));
      assertThat(Blocks.readAll(memory, KEY).get()).isEqualTo((byte) 1);
    });
  }

  @Test
  void delayTakesTheTimeOfTheSleeper() throws Exception {
    FaultyBlockStore store =
        faulty(FaultRule.of(FaultKind.DELAYED, 100, Operation.WRITE).taking(Duration.ofSeconds(5)));
    Blocks.write(store, KEY, BYTES);
    assertThat(clock.instant()).isEqualTo(Instant.EPOCH.plusSeconds(5));
  }

  @Test
  void throttlingAsksToWait() {
    FaultyBlockStore store =
        faulty(
            FaultRule.of(FaultKind.THROTTLED, 100, Operation.STAT).taking(Duration.ofSeconds(2)));
    assertThatThrownBy(() -> store.stat(KEY))
        .isInstanceOfSatisfying(
            StoreUnavailableException.class,
            e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(2)));
  }

  @Test
  void ruleCoversItsKeysOnly() throws Exception {
    FaultyBlockStore store =
        faulty(FaultRule.of(FaultKind.REFUSED, 100, Operation.WRITE).onKeys("secret/.*"));
    Blocks.write(store, KEY, BYTES);
    assertThatThrownBy(() -> Blocks.write(store, BlockKey.of("secret/a"), BYTES))
        .isInstanceOf(AccessRefusedException.class);
  }

  @Test
  void ruleMayConcernOneCallOnly() throws Exception {
    FaultyBlockStore store =
        faulty(FaultRule.of(FaultKind.UNAVAILABLE, 100, Operation.WRITE).onCall(3));
    for (int call = 1; call <= 5; call++) {
      String name = "key-" + call;
      if (call == 3) {
        assertThatThrownBy(() -> Blocks.write(store, BlockKey.of(name), BYTES))
            .isInstanceOf(StoreUnavailableException.class);
      } else {
        Blocks.write(store, BlockKey.of(name), BYTES);
      }
    }
    assertThat(new Subject(memory).keys()).containsExactly("key-1", "key-2", "key-4", "key-5");
  }

  @Test
  void callHangsUntilItIsReleased() throws Exception {
    Blocks.write(memory, KEY, BYTES);
    FaultyBlockStore store = faulty(FaultRule.of(FaultKind.HUNG, 100, Operation.STAT).onCall(1));
    Future<BlockStat> stat = effects.executor().submit(() -> store.stat(KEY));
    awaitHanging(store, 1);
    assertThat(stat.isDone()).isFalse();
    store.release();
    assertThat(stat.get(60, TimeUnit.SECONDS).size()).isEqualTo(BYTES.length);
    assertThat(store.hanging()).isZero();
    assertThat(store.injected(FaultKind.HUNG)).isEqualTo(1);
  }

  @Test
  void hangingCallEndsByInterruptAndByClose() throws Exception {
    FaultyBlockStore store = faulty(FaultRule.of(FaultKind.HUNG, 100, Operation.STAT));
    Future<BlockStat> interrupted = effects.executor().submit(() -> store.stat(KEY));
    awaitHanging(store, 1);
    interrupted.cancel(true);
    awaitHanging(store, 0);
    Future<BlockStat> closed = effects.executor().submit(() -> store.stat(KEY));
    awaitHanging(store, 1);
    store.close();
    assertThatThrownBy(() -> closed.get(60, TimeUnit.SECONDS))
        .hasCauseInstanceOf(StoreClosedException.class);
    assertThatThrownBy(() -> store.stat(KEY)).isInstanceOf(StoreClosedException.class);
  }

  private static void awaitHanging(FaultyBlockStore store, int calls) {
    while (store.hanging() != calls) {
      assertThat(Thread.interrupted()).as("timed out with %d", store.hanging()).isFalse();
    }
  }

  @Test
  void singleKeysOfABatchFailByThemselves() throws Exception {
    for (String name : List.of("a", "b", "c", "d")) {
      Blocks.write(memory, BlockKey.of(name), BYTES);
    }
    Operation[] batches = {Operation.DELETE_ALL, Operation.DELETE_BY_PREFIX};
    FaultyBlockStore store =
        faulty(
            FaultRule.of(FaultKind.REFUSED, 100, batches).onKeys("b"),
            FaultRule.of(FaultKind.LOST_AFTER, 100, batches).onKeys("c"));
    DeleteReport all = store.deleteAll(keys("a", "b", "c", "b"));
    assertThat(all.deleted()).isEqualTo(1);
    assertThat(all.failures()).containsOnlyKeys(BlockKey.of("b"), BlockKey.of("c"));
    assertThat(all.failures().get(BlockKey.of("c"))).isInstanceOf(OutcomeUnknownException.class);
    assertThat(new Subject(memory).keys()).as("c is gone").containsExactly("b", "d");
    DeleteReport rest = store.deleteByPrefix(KeyPrefix.ALL);
    assertThat(rest.deleted()).isEqualTo(1);
    assertThat(rest.failures()).containsOnlyKeys(BlockKey.of("b"));
    assertThat(new Subject(memory).keys()).containsExactly("b");
  }

  private static List<BlockKey> keys(String... names) {
    return Stream.of(names).map(BlockKey::of).toList();
  }

  @Test
  void seedIsInTheNameAndTheCountersStartAtZero() {
    FaultyBlockStore store = faulty();
    assertThat(store).hasToString("FaultyBlockStore(memory, seed 7)");
    for (FaultKind kind : FaultKind.values()) {
      assertThat(store.injected(kind)).isZero();
    }
  }

  @Test
  void rulesThatCannotHoldAreRefused() {
    FaultRule rule = FaultRule.of(FaultKind.UNAVAILABLE, 100, Operation.WRITE);
    assertThatThrownBy(() -> FaultRule.of(FaultKind.UNAVAILABLE, 101, Operation.WRITE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> rule.onCall(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> rule.taking(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void pagesAndUploadsFailToo() throws Exception {
    FaultyBlockStore store =
        faulty(
            FaultRule.of(FaultKind.UNAVAILABLE, 50, Operation.LIST, Operation.COPY_PART),
            FaultRule.of(FaultKind.LOST_AFTER, 100, Operation.COMPLETE_UPLOAD));
    List<String> met = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      met.add(listed(store));
    }
    assertThat(met).contains("listed", "failed");
    try (BlockUpload upload = store.startUpload(KEY, WriteOptions.DEFAULT)) {
      PartReceipt part = upload.uploadPart(1, Content.of(BYTES));
      assertThatThrownBy(() -> upload.complete(List.of(part)))
          .isInstanceOf(OutcomeUnknownException.class);
    }
    assertThat(Blocks.readAll(memory, KEY)).isEqualTo(ByteBuffer.wrap(BYTES));
  }

  @Test
  void sameSeedGivesTheSameFaults() throws Exception {
    assertThat(faultsOf(11)).isEqualTo(faultsOf(11)).isNotEqualTo(faultsOf(12));
  }

  private static String listed(FaultyBlockStore store) {
    try (var listing = store.list(ListOptions.under(KeyPrefix.ALL))) {
      listing.nextPage();
      return "listed";
    } catch (BlockStoreException e) {
      return "failed";
    }
  }

  private List<Boolean> faultsOf(long seed) throws BlockStoreException {
    FaultRule rule = FaultRule.of(FaultKind.UNAVAILABLE, 50, Operation.WRITE);
    FaultyBlockStore store = new FaultyBlockStore(memory, FaultPlan.of(seed, rule), effects);
    List<Boolean> failed = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      try {
        Blocks.write(store, KEY, BYTES);
        failed.add(false);
      } catch (StoreUnavailableException e) {
        failed.add(true);
      }
    }
    return failed;
  }

  private FaultyBlockStore faulty(FaultRule... rules) {
    return new FaultyBlockStore(memory, FaultPlan.of(7, rules), effects);
  }
}
