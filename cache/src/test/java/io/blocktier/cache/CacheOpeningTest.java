package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutOfSpaceException;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.layer.PrefixedBlockStore;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.tck.DiskFaults;
import io.blocktier.blockstore.tck.FaultKind;
import io.blocktier.blockstore.tck.FaultPlan;
import io.blocktier.blockstore.tck.FaultRule;
import io.blocktier.blockstore.tck.FaultyBlockStore;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.SimulatedDisk;
import io.blocktier.blockstore.tck.TestEffects;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What an opening leaves that does not come to its end. */
class CacheOpeningTest {

  private static final CacheEffects EFFECTS =
      new CacheEffects(CacheFixture.EFFECTS, Signals.ofThreads(), CacheFixture.EFFECTS.executor());

  private final BlockStore beneath = new Unclosed(new InMemoryBlockStore(CacheFixture.EFFECTS));
  private final SimulatedDisk disk =
      new SimulatedDisk(DiskFaults.of(1), CacheFixture.EFFECTS.sleeper(), (_, _) -> {});

  private WriteBackBlockStore open(BlockStore store, CacheOptions options, CacheEffects effects)
      throws BlockStoreException {
    return WriteBackBlockStore.open(store, options, effects, disk);
  }

  private BlockStore away() {
    FaultPlan plan = FaultPlan.of(1, FaultRule.of(FaultKind.UNAVAILABLE, 100, Operation.WRITE));
    return new FaultyBlockStore(beneath, plan, CacheFixture.EFFECTS);
  }

  @Test
  void anOpeningThatFailsBehindTheJournalLeavesItFree() throws Exception {
    try (WriteBackBlockStore cache = open(away(), CacheFixture.OPTIONS, EFFECTS)) {
      Blocks.write(cache, BlockKey.of("a"), new byte[] {1});
    }
    Effects own = TestEffects.seeded(1);
    own.executor().shutdown();
    CacheEffects withoutTasks = new CacheEffects(own, Signals.ofThreads(), own.executor());
    assertThatThrownBy(() -> open(beneath, CacheFixture.OPTIONS, withoutTasks))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(disk.openFiles()).isEmpty();
    try (WriteBackBlockStore cache = open(beneath, CacheFixture.OPTIONS, EFFECTS)) {
      assertThat(cache.stat(BlockKey.of("a")).size()).isEqualTo(1);
    }
  }

  private static CacheOptions ofBlocks(long maxBlocks) {
    return new CacheOptions(
        CacheFixture.OPTIONS.directory(),
        64 << 20,
        maxBlocks,
        IndexKind.HEAP,
        1 << 20,
        1 << 20,
        Durability.LOCAL,
        Duration.ofSeconds(60),
        4,
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        CacheFixture.READS);
  }

  private void writeMany(WriteBackBlockStore cache, int blocks) throws BlockStoreException {
    for (int i = 0; i < blocks; i++) {
      Blocks.write(cache, BlockKey.of("k" + i), new byte[] {(byte) i});
    }
  }

  @Test
  void aBoundThatBecameTooSmallForWhatIsLeftIsAnErrorAndLosesNothing() throws Exception {
    try (WriteBackBlockStore cache = open(away(), ofBlocks(3000), EFFECTS)) {
      writeMany(cache, 3000);
    }
    assertThatThrownBy(() -> open(beneath, ofBlocks(100), EFFECTS))
        .isInstanceOf(OutOfSpaceException.class)
        .hasMessageContaining("raise max_blocks");
    assertThat(disk.openFiles()).isEmpty();
    try (WriteBackBlockStore cache = open(beneath, ofBlocks(3000), EFFECTS)) {
      assertThat(cache.status().dirtyBlocks() + cache.status().blocks()).isPositive();
      flush(cache);
    }
    assertThat(beneath.stat(BlockKey.of("k2999")).size()).isEqualTo(1);
  }

  private static void flush(WriteBackBlockStore cache) throws BlockStoreException {
    cache.flush(KeyPrefix.ALL);
    assertThat(cache.status().atRiskBytes()).isZero();
  }

  @Test
  void aBoundThatBecameTooSmallForWhatIsCleanForgetsTheOldest() throws Exception {
    try (WriteBackBlockStore cache = open(beneath, ofBlocks(3000), EFFECTS)) {
      writeMany(cache, 3000);
      flush(cache);
    }
    try (WriteBackBlockStore cache = open(beneath, ofBlocks(100), EFFECTS)) {
      assertThat(cache.status().blocks()).isLessThanOrEqualTo(100 + 1024);
      writeMany(cache, 1);
      assertThat(cache.status().blocks()).isLessThanOrEqualTo(100);
      assertThat(cache.stat(BlockKey.of("k2999")).size()).isEqualTo(1);
    }
  }

  @Test
  void theDirectoryOfAnotherStoreIsRefusedAndKeepsWhatItHas() throws Exception {
    try (WriteBackBlockStore cache = open(away(), CacheFixture.OPTIONS, EFFECTS)) {
      Blocks.write(cache, BlockKey.of("a"), new byte[] {1});
    }
    BlockStore part = new PrefixedBlockStore(beneath, KeyPrefix.of("part/"));
    assertThatThrownBy(() -> open(part, CacheFixture.OPTIONS, EFFECTS))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("belongs to memory, not to memory under part/")
        .hasMessageContaining("drain it");
    assertThat(disk.openFiles()).isEmpty();
    try (WriteBackBlockStore cache = open(beneath, CacheFixture.OPTIONS, EFFECTS)) {
      flush(cache);
    }
    assertThat(beneath.stat(BlockKey.of("a")).size()).isEqualTo(1);
  }

  @Test
  void aClosedCacheServesNoCall() throws Exception {
    WriteBackBlockStore cache =
        CacheFixture.open(new InMemoryBlockStore(CacheFixture.EFFECTS), new MemoryLog(10, 20));
    cache.close();
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            cache::flush,
            cache::drain,
            cache::status,
            () -> cache.warm(KeyPrefix.ALL),
            () -> cache.evict(KeyPrefix.ALL),
            () -> cache.quarantined(KeyPrefix.ALL),
            () -> cache.retryQuarantined(KeyPrefix.ALL),
            () -> cache.dropQuarantined(KeyPrefix.ALL))) {
      assertThatThrownBy(call).isInstanceOf(StoreClosedException.class);
    }
  }
}
