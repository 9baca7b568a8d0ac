package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.AccessRefusedException;
import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.tck.FaultKind;
import io.blocktier.blockstore.tck.FaultPlan;
import io.blocktier.blockstore.tck.FaultRule;
import io.blocktier.blockstore.tck.FaultyBlockStore;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What becomes of blocks that the store refuses, over a restart, too. */
class QuarantineTest {

  private static final BlockKey BAD = BlockKey.of("bad/a");
  private static final BlockKey GONE = BlockKey.of("bad/gone");
  private static final Duration SOON = Duration.ofSeconds(60);

  private final InMemoryBlockStore beneath = new InMemoryBlockStore(CacheFixture.EFFECTS);
  private final MemoryLog log = new MemoryLog(10, 20);
  private WriteBackBlockStore cache;
  private Receipt receipt;

  @BeforeEach
  void quarantineAVersionAndADeletion() throws Exception {
    Blocks.write(beneath, GONE, new byte[] {9});
    cache = CacheFixture.open(refusing(), log);
    receipt = Blocks.write(cache, BAD, new byte[] {1, 2, 3});
    Blocks.delete(cache, GONE);
    awaitRefusal();
  }

  private void awaitRefusal() {
    assertThatThrownBy(() -> receipt.await(Durability.REMOTE, SOON))
        .isInstanceOf(AccessRefusedException.class);
    assertThatThrownBy(() -> cache.flush(KeyPrefix.ALL)).isInstanceOf(AccessRefusedException.class);
  }

  @AfterEach
  void closeCache() throws Exception {
    cache.close();
  }

  private BlockStore refusing() {
    FaultRule rule =
        FaultRule.of(FaultKind.REFUSED, 100, Operation.WRITE, Operation.DELETE).onKeys("bad/.*");
    return new Unclosed(new FaultyBlockStore(beneath, FaultPlan.of(1, rule), CacheFixture.EFFECTS));
  }

  private void reopen(BlockStore store) throws Exception {
    cache.close();
    cache = CacheFixture.open(store, log);
  }

  private void requireQuarantined() throws Exception {
    while (cache.status().dirtyBlocks() + cache.status().deletedBlocks() > 0) {
      Thread.onSpinWait(); // a block is counted a moment after its refusal is known
    }
    List<QuarantinedBlock> blocks = cache.quarantined(KeyPrefix.ALL);
    assertThat(blocks).extracting(QuarantinedBlock::key).containsExactly(BAD, GONE);
    assertThat(blocks).extracting(QuarantinedBlock::deletion).containsExactly(false, true);
    assertThat(blocks).extracting(QuarantinedBlock::bytes).containsExactly(3L, 0L);
    assertThat(blocks).allMatch(block -> block.reason().contains("injected REFUSED"));
    assertThat(cache.status().quarantinedBlocks()).isEqualTo(2);
    assertThat(cache.status().atRiskBytes()).isEqualTo(3);
    assertThat(Blocks.readAll(cache, BAD).array()).containsExactly(1, 2, 3);
    assertThatThrownBy(() -> cache.stat(GONE)).isInstanceOf(BlockNotFoundException.class);
  }

  @Test
  void quarantineSurvivesARestart() throws Exception {
    requireQuarantined();
    reopen(beneath);
    requireQuarantined();
    assertThat(beneath.stat(GONE).size()).as("nobody has asked again").isEqualTo(1);
    assertThatThrownBy(() -> cache.flush(KeyPrefix.ALL))
        .isInstanceOf(AccessRefusedException.class)
        .hasMessageContaining("injected REFUSED");
    cache.flush(KeyPrefix.of("other/"));
  }

  @RepeatedTest(10)
  void whatIsMovedWithinTheJournalStaysQuarantined() throws Exception {
    for (int i = 0; i < 500; i++) {
      Blocks.write(cache, BlockKey.of("k" + i), new byte[] {1});
    }
    cache.flush(KeyPrefix.of("k"));
    requireQuarantined();
    reopen(refusing());
    // There may have been no room to note what the store had said: it is asked once more then.
    cache.flush(KeyPrefix.of("k"));
    for (BlockKey key : List.of(BAD, GONE)) {
      assertThatThrownBy(() -> cache.flush(KeyPrefix.of(key.value())))
          .isInstanceOf(AccessRefusedException.class);
    }
    requireQuarantined();
  }

  @Test
  void whatIsRetriedReachesAStoreThatTakesItNow() throws Exception {
    reopen(beneath);
    assertThat(cache.retryQuarantined(KeyPrefix.of("other/"))).isZero();
    assertThat(cache.retryQuarantined(KeyPrefix.of("bad/"))).isEqualTo(2);
    cache.flush(KeyPrefix.ALL);
    assertThat(Blocks.readAll(beneath, BAD).array()).containsExactly(1, 2, 3);
    assertThatThrownBy(() -> beneath.stat(GONE)).isInstanceOf(BlockNotFoundException.class);
    assertThat(cache.quarantined(KeyPrefix.ALL)).isEmpty();
    assertThat(cache.status().atRiskBytes()).isZero();
    reopen(beneath);
    assertThat(cache.status().quarantinedBlocks()).isZero();
  }

  @Test
  void whatIsRetriedInVainIsQuarantinedAgain() throws Exception {
    assertThat(cache.retryQuarantined(KeyPrefix.ALL)).isEqualTo(2);
    awaitRefusal();
    requireQuarantined();
  }

  @Test
  void whatIsDroppedIsAgainWhatTheStoreHasAndItsReceiptNeverRises() throws Exception {
    assertThat(cache.dropQuarantined(KeyPrefix.ALL)).isEqualTo(2);
    assertThat(cache.status().atRiskBytes()).isZero();
    assertThat(cache.stat(GONE).size()).isEqualTo(1);
    assertThatThrownBy(() -> cache.stat(BAD)).isInstanceOf(BlockNotFoundException.class);
    assertThat(receipt.level()).isNotEqualTo(Durability.REMOTE);
    assertThatThrownBy(() -> receipt.await(Durability.REMOTE, SOON))
        .isInstanceOf(AccessRefusedException.class);
    cache.flush(KeyPrefix.ALL);
    reopen(beneath);
    assertThatThrownBy(() -> cache.stat(BAD)).isInstanceOf(BlockNotFoundException.class);
    assertThat(cache.status().blocks()).isZero();
  }

  @Test
  void aNewerVersionReplacesOneThatIsQuarantined() throws Exception {
    reopen(beneath);
    Blocks.write(cache, BAD, new byte[] {7}).await(Durability.REMOTE, SOON);
    assertThat(cache.quarantined(KeyPrefix.ALL))
        .extracting(QuarantinedBlock::key)
        .containsExactly(GONE);
    assertThat(cache.status().atRiskBytes()).isZero();
  }
}
