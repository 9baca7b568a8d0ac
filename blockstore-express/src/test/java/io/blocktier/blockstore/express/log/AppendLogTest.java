package io.blocktier.blockstore.express.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.FaultKind;
import io.blocktier.blockstore.tck.FaultPlan;
import io.blocktier.blockstore.tck.FaultRule;
import io.blocktier.blockstore.tck.FaultyBlockStore;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.TestEffects;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The log as its users see it, on threads of this machine. */
class AppendLogTest {

  private static final LogOptions OPTIONS = LogWorld.SMALL;

  /** For machines on which a thread may get a processor late. */
  private static final LogOptions PATIENT =
      new LogOptions(
          KeyPrefix.of("wal/"),
          1 << 10,
          1 << 20,
          1 << 20,
          1 << 20,
          9_000,
          Duration.ofMinutes(1),
          Duration.ofMillis(50));

  private final Effects effects = TestEffects.seeded(7);
  private final List<BlockStore> zones =
      List.of(memory("zone-a"), memory("zone-b"), memory("zone-c"));

  @AfterEach
  void stopThreads() {
    effects.executor().close();
  }

  private BlockStore memory(String name) {
    return new InMemoryBlockStore(name, InMemoryBlockStore.ALL_CAPABILITIES, effects);
  }

  private AppendLog open(List<BlockStore> stores) throws AppendLogException {
    return AppendLog.open(stores, OPTIONS, effects);
  }

  private static long append(AppendLog log, String text) throws AppendLogException {
    return log.append(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> texts(AppendLog log, long from) throws AppendLogException {
    List<String> texts = new ArrayList<>();
    log.replay(from, record -> texts.add(record.index() + ":" + LogWorld.text(record)));
    return texts;
  }

  private void fill(AppendLog log, int records) throws AppendLogException {
    for (int i = 0; i < records; i++) {
      assertThat(append(log, "r" + i)).isEqualTo(i);
    }
  }

  private List<BlockStore> without(int zone) {
    List<BlockStore> stores = new ArrayList<>(zones);
    stores.set(zone, LogWorld.down(zones.get(zone), effects));
    return stores;
  }

  @Test
  void recordsComeBackInTheirOrderAcrossBlocksAndReopening() throws Exception {
    List<BlockStore> one = zones.subList(0, 1);
    AppendLog log = open(one);
    fill(log, 40);
    assertThat(log.size()).isEqualTo(40);
    assertThat(texts(log, 0)).hasSize(40).startsWith("0:r0").endsWith("39:r39");
    assertThat(texts(log, 37)).containsExactly("37:r37", "38:r38", "39:r39");
    AppendLog again = open(one);
    assertThat(again.size()).isEqualTo(40);
    assertThat(append(again, "next")).isEqualTo(40);
    assertThat(texts(again, 39)).containsExactly("39:r39", "40:next");
    assertThat(Blocks.find(one.getFirst(), BlockKey.of("wal/0000000000000008"))).isPresent();
  }

  @Test
  void callersWhoWaitShareTheNextAppend() throws Exception {
    FaultRule slow = FaultRule.of(FaultKind.HUNG, 100, Operation.APPEND).onKeys(".*1").onCall(3);
    FaultyBlockStore store = new FaultyBlockStore(zones.getFirst(), FaultPlan.of(1, slow), effects);
    AppendLog log = AppendLog.open(List.of(store), PATIENT, effects);
    List<Future<Long>> indexes = new ArrayList<>();
    indexes.add(effects.executor().submit(() -> append(log, "first")));
    await(() -> store.hanging() > 0);
    for (int i = 0; i < 9; i++) {
      indexes.add(effects.executor().submit(() -> append(log, "later")));
    }
    await(() -> log.waiting() == 9);
    store.release();
    Set<Long> seen = new java.util.TreeSet<>();
    for (Future<Long> index : indexes) {
      seen.add(index.get());
    }
    assertThat(seen).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    assertThat(log.appends()).as("header, opening, the first, all others").isEqualTo(4);
  }

  private static void await(BooleanSupplier condition) {
    long begun = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(PATIENT.commitTimeout());
      Thread.onSpinWait();
    }
  }

  @Test
  void aWriterWhoseLogWasOpenedByAnotherIsFenced() throws Exception {
    AppendLog old = open(zones);
    append(old, "old");
    AppendLog young = open(zones);
    assertThatThrownBy(() -> append(old, "too late")).isInstanceOf(AppendLogException.Fenced.class);
    assertThatThrownBy(() -> append(old, "still")).isInstanceOf(AppendLogException.Fenced.class);
    assertThat(append(young, "young")).isEqualTo(1);
    assertThat(texts(young, 0)).containsExactly("0:old", "1:young");
  }

  @Test
  void twoOfThreeZonesAreEnoughToWriteAndToRead() throws Exception {
    open(zones).close();
    AppendLog log = open(without(1));
    fill(log, 20);
    assertThat(texts(open(without(0)), 0)).hasSize(20).endsWith("19:r19");
    assertThat(texts(open(without(2)), 0)).hasSize(20).endsWith("19:r19");
  }

  @Test
  void oneOfThreeZonesIsNotEnough() throws Exception {
    open(zones).close();
    List<BlockStore> alone = new ArrayList<>(without(0));
    alone.set(1, LogWorld.down(zones.get(1), effects));
    assertThatThrownBy(() -> open(alone)).isInstanceOf(AppendLogException.Unavailable.class);
  }

  @Test
  void aZoneThatWasAwayIsHealedInEveryBlock() throws Exception {
    open(zones).close();
    fill(open(without(1)), 20);
    AppendLog log = open(zones);
    assertThat(log.heal()).isEqualTo(3);
    log.close();
    AppendLog fromTheHealed = open(without(0));
    assertThat(texts(fromTheHealed, 0)).hasSize(20);
    for (BlockStore zone : zones) {
      assertThat(zone.stat(BlockKey.of("wal/0000000000000002")).size()).isPositive();
    }
  }

  @Test
  void aZoneThatLostItsBlocksHasNoVoteUntilItIsHealed() throws Exception {
    fill(open(zones), 20);
    zones.get(2).deleteByPrefix(KeyPrefix.ALL);
    assertThatThrownBy(() -> open(without(0)))
        .as("the zone that lost its blocks would swear there was nothing")
        .isInstanceOf(AppendLogException.Unavailable.class);
    assertThat(open(zones).heal()).isEqualTo(3);
    assertThat(texts(open(without(0)), 0)).hasSize(20);
  }

  @Test
  void damageIsNotTakenForTheEnd() throws Exception {
    fill(open(zones.subList(0, 1)), 3);
    BlockStore zone = zones.getFirst();
    BlockKey key = BlockKey.of("wal/0000000000000001");
    byte[] bytes = Blocks.readAll(zone, key).array();
    for (int at = 0; at < bytes.length; at++) {
      bytes[at] ^= 4;
      Blocks.write(zone, key, bytes);
      assertThatThrownBy(() -> open(zones.subList(0, 1)))
          .as("bit flipped in byte %d", at)
          .isInstanceOf(AppendLogException.class)
          .rootCause()
          .isInstanceOf(AppendLogException.Damaged.class);
      bytes[at] ^= 4;
    }
  }

  @Test
  void aBlockOfAnotherLogIsNotTakenForThisOnes() throws Exception {
    fill(open(zones.subList(0, 1)), 3);
    BlockStore zone = zones.getFirst();
    zone.copy(
        BlockKey.of("wal/0000000000000001"),
        BlockKey.of("other/0000000000000001"),
        io.blocktier.blockstore.CopyOptions.DEFAULT);
    zone.copy(
        BlockKey.of("wal/member"),
        BlockKey.of("other/member"),
        io.blocktier.blockstore.CopyOptions.DEFAULT);
    assertThatThrownBy(() -> AppendLog.open(List.of(zone), LogOptions.under("other/"), effects))
        .rootCause()
        .isInstanceOf(AppendLogException.Damaged.class);
  }

  @Test
  void recordsOfIllegalSizeAndStoresThatCannotAppendAreRefused() throws Exception {
    AppendLog log = open(zones);
    assertThatThrownBy(() -> append(log, "")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> append(log, "x".repeat(65)))
        .isInstanceOf(IllegalArgumentException.class);
    BlockStore weak =
        new InMemoryBlockStore(
            "weak",
            InMemoryBlockStore.ALL_CAPABILITIES.without(Set.of(Capability.APPEND)),
            effects);
    assertThatThrownBy(() -> open(List.of(weak))).isInstanceOf(IllegalArgumentException.class);
    log.close();
    assertThatThrownBy(() -> append(log, "closed"))
        .isInstanceOf(AppendLogException.Unavailable.class);
  }
}
