package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.AccessRefusedException;
import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.Limits;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutOfSpaceException;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.tck.FaultKind;
import io.blocktier.blockstore.tck.FaultPlan;
import io.blocktier.blockstore.tck.FaultRule;
import io.blocktier.blockstore.tck.FaultyBlockStore;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What callers see of a cache whose store is slow, away, or asked later. */
class WriteBackBlockStoreTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  /** The patience of those who wait in vain; nothing else has to be done in that time. */
  private static final Duration BRIEF = Duration.ofMillis(200);

  private static final BlockKey A = BlockKey.of("a");

  private final InMemoryBlockStore beneath = new InMemoryBlockStore(CacheFixture.EFFECTS);
  private final MemoryLog log = new MemoryLog(10, 20);
  private WriteBackBlockStore cache;

  @BeforeEach
  void openCache() throws Exception {
    cache = CacheFixture.open(beneath, log);
  }

  @AfterEach
  void closeCache() throws Exception {
    cache.close();
  }

  @Test
  void aKeyThatTheStoreWouldNotTakeIsNotStaged() throws Exception {
    Capabilities all = InMemoryBlockStore.ALL_CAPABILITIES;
    Limits limits = all.limits().withMaxKeyBytes(10);
    BlockStore narrow =
        new InMemoryBlockStore(
            "narrow",
            new Capabilities(all.features(), limits, Durability.MEMORY),
            CacheFixture.EFFECTS);
    cache.close();
    reopen(narrow);
    write(cache, "k".repeat(10), "fits");
    assertThatThrownBy(() -> write(cache, "k".repeat(11), "does not"))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("at most 10");
    assertThat(list(cache)).containsExactly("k".repeat(10));
  }

  private void reopen(BlockStore store) throws Exception {
    cache = CacheFixture.open(store, log);
  }

  private static Receipt write(BlockStore store, String key, String text)
      throws BlockStoreException {
    return Blocks.write(store, BlockKey.of(key), text.getBytes(StandardCharsets.UTF_8));
  }

  private static String read(BlockStore store, String key) throws BlockStoreException {
    return StandardCharsets.UTF_8.decode(Blocks.readAll(store, BlockKey.of(key))).toString();
  }

  private static List<String> list(BlockStore store) throws BlockStoreException {
    List<String> names = new ArrayList<>();
    try (BlockListing listing = store.list(ListOptions.under(KeyPrefix.ALL))) {
      listing.forEachRemaining((ListEntry entry) -> names.add(entry.name()));
    }
    return names;
  }

  @Test
  void aWriteIsReadBeforeAndAfterTheStoreHasIt() throws Exception {
    Receipt receipt = write(cache, "a", "text");
    assertThat(read(cache, "a")).isEqualTo("text");
    receipt.await(Durability.REMOTE, SOON);
    assertThat(receipt.level()).isEqualTo(Durability.REMOTE);
    assertThat(read(beneath, "a")).isEqualTo("text");
    assertThat(cache.stat(A).etag()).isEqualTo(receipt.etag());
    assertThat(cache.status().atRiskBytes()).isZero();
  }

  @Test
  void flushWaitsForEverythingAcknowledgedBefore() throws Exception {
    for (int i = 0; i < 50; i++) {
      write(cache, "k" + i, "value " + i);
    }
    cache.flush(KeyPrefix.ALL);
    assertThat(list(beneath)).hasSize(50);
    assertThat(cache.status().atRiskBytes()).isZero();
    while (cache.status().dirtyBlocks() > 0) {
      Thread.onSpinWait(); // a block is counted a moment after it is known where it is
    }
  }

  @Test
  void theNewestOfManyVersionsArrives() throws Exception {
    Receipt first = write(cache, "a", "0");
    for (int i = 1; i <= 100; i++) {
      write(cache, "a", "version " + i);
    }
    cache.flush(KeyPrefix.ALL);
    assertThat(read(beneath, "a")).isEqualTo("version 100");
    assertThat(first.level()).as("replaced by one that has arrived").isEqualTo(Durability.REMOTE);
  }

  @Test
  void aDeletionHidesTheBlockAndArrives() throws Exception {
    write(beneath, "a", "old");
    write(beneath, "b", "stays");
    Blocks.delete(cache, A);
    assertThat(list(cache)).containsExactly("b");
    assertThatThrownBy(() -> cache.stat(A)).isInstanceOf(BlockNotFoundException.class);
    cache.flush(KeyPrefix.ALL);
    assertThat(list(beneath)).containsExactly("b");
    assertThatThrownBy(() -> cache.stat(A)).isInstanceOf(BlockNotFoundException.class);
  }

  private BlockStore awayStore() {
    FaultPlan away =
        FaultPlan.of(
            1, FaultRule.of(FaultKind.UNAVAILABLE, 100, Operation.WRITE, Operation.DELETE));
    return new FaultyBlockStore(beneath, away, CacheFixture.EFFECTS);
  }

  @Test
  void whatTheStoreCouldNotTakeArrivesAfterTheNextOpening() throws Exception {
    reopen(awayStore());
    Receipt receipt = write(cache, "a", "kept");
    assertThat(receipt.level()).isEqualTo(Durability.LOCAL);
    assertThatThrownBy(() -> receipt.await(Durability.REMOTE, Duration.ofMillis(50)))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(read(cache, "a")).isEqualTo("kept");
    assertThat(list(cache)).containsExactly("a");
    assertThat(cache.status().atRiskBytes()).isEqualTo(4);

    reopen(beneath);
    assertThat(read(cache, "a")).isEqualTo("kept");
    cache.flush(KeyPrefix.ALL);
    assertThat(read(beneath, "a")).isEqualTo("kept");
  }

  @Test
  void aSettledBlockIsNotSentAgainAfterTheNextOpening() throws Exception {
    write(cache, "a", "mine").await(Durability.REMOTE, SOON);
    write(beneath, "a", "changed by somebody else");
    reopen(beneath);
    cache.flush(KeyPrefix.ALL);
    assertThat(read(beneath, "a")).isEqualTo("changed by somebody else");
  }

  @Test
  void aBlockThatWasReadIsCachedUntilItIsChanged() throws Exception {
    write(beneath, "a", "from the store");
    assertThat(read(cache, "a")).isEqualTo("from the store");
    Blocks.delete(beneath, A);
    assertThat(read(cache, "a")).isEqualTo("from the store");
    cache.write(A, Content.of(new byte[2]), WriteOptions.ifAbsent());
    assertThat(Blocks.readAll(cache, A).remaining()).isEqualTo(2);
  }

  @Test
  void aFullJournalMakesRoomByForgettingWhatTheStoreHas() throws Exception {
    for (int i = 0; i < 500; i++) {
      write(cache, "k" + i, "value " + i);
      if (i % 50 == 49) {
        cache.flush(KeyPrefix.ALL);
      }
    }
    assertThat(cache.status().blocks()).isLessThan(200);
    for (int i = 0; i < 500; i++) {
      assertThat(read(cache, "k" + i)).isEqualTo("value " + i);
    }
  }

  @Test
  void aWriteForWhichASickDiskMakesNoRoomHasNoEffectAndSaysSo() throws Exception {
    log.becomeSick();
    for (int i = 0; i < 160; i++) {
      write(cache, "k" + i, "value");
      cache.flush(KeyPrefix.ALL);
      if (log.freeSegments() <= Room.RESERVED_SEGMENTS) {
        break;
      }
    }
    assertThatThrownBy(() -> write(cache, "a", "no room"))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("a sick disk");
    assertThatThrownBy(() -> cache.stat(A)).isInstanceOf(BlockNotFoundException.class);
  }

  @Test
  void aWriterWaitsAtTheBoundAndGetsATypedErrorInTheEnd() throws Exception {
    CacheOptions small =
        new CacheOptions(
            CacheFixture.OPTIONS.directory(),
            1 << 20,
            1000,
            IndexKind.HEAP,
            100,
            100,
            Durability.LOCAL,
            BRIEF,
            1,
            Duration.ofMillis(5),
            Duration.ofMillis(10),
            CacheFixture.READS);
    cache = CacheFixture.open(awayStore(), log, small);
    cache.write(A, Content.of(new byte[60]), WriteOptions.DEFAULT);
    assertThatThrownBy(
            () -> cache.write(BlockKey.of("b"), Content.of(new byte[60]), WriteOptions.DEFAULT))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("60 of 100 bytes");
    assertThat(cache.status().atRiskBytes()).isEqualTo(60);
    assertThat(list(cache)).containsExactly("a");
    cache.write(A, Content.of(new byte[40]), WriteOptions.DEFAULT);
    assertThat(cache.status().atRiskBytes()).as("what is replaced is not at risk").isEqualTo(40);
  }

  @Test
  void aBlockThatTheStoreRefusesIsSetAsideAndKeepsNobodyElse() throws Exception {
    FaultPlan plan =
        FaultPlan.of(1, FaultRule.of(FaultKind.REFUSED, 100, Operation.WRITE).onKeys("bad"));
    reopen(new FaultyBlockStore(beneath, plan, CacheFixture.EFFECTS));
    Receipt bad = write(cache, "bad", "refused");
    Receipt good = write(cache, "good", "taken");
    good.await(Durability.REMOTE, SOON);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> bad.await(Durability.REMOTE, SOON))
          .isInstanceOf(AccessRefusedException.class);
    }
    assertThat(read(cache, "bad")).isEqualTo("refused");
    assertThat(list(cache)).containsExactly("bad", "good");
    while (cache.status().quarantinedBlocks() < 1) {
      Thread.onSpinWait(); // a block is counted a moment after its refusal is known
    }
    assertThat(cache.status().quarantinedBlocks()).isEqualTo(1);
    assertThat(cache.status().atRiskBytes()).isEqualTo(7);
    assertThatThrownBy(() -> cache.flush(KeyPrefix.ALL)).isInstanceOf(AccessRefusedException.class);
  }

  @Test
  void aWriteThatAsksForTheStoreReturnsWhenTheStoreHasIt() throws Exception {
    Receipt receipt =
        cache.write(A, Content.of(new byte[3]), WriteOptions.DEFAULT.with(Durability.REMOTE));
    assertThat(receipt.level()).isEqualTo(Durability.REMOTE);
    assertThat(beneath.stat(A).size()).isEqualTo(3);
  }

  @Test
  void bytesOfAWriteToMemoryMayBeChangedAfterwards() throws Exception {
    byte[] mine = {1, 2, 3};
    cache.write(A, Content.of(mine), WriteOptions.DEFAULT.with(Durability.MEMORY));
    mine[0] = 9;
    cache.flush(KeyPrefix.ALL);
    assertThat(Blocks.readAll(beneath, A).array()).containsExactly(1, 2, 3);
  }

  @Test
  void aConditionNamesTheVersionByTheReceiptOfItsWriter() throws Exception {
    Receipt first = write(cache, "a", "one");
    cache.write(A, Content.of(new byte[2]), WriteOptions.ifMatch(first.etag()));
    assertThat(Blocks.readAll(cache, A).remaining()).isEqualTo(2);
    assertThatThrownBy(
            () -> cache.write(A, Content.of(new byte[1]), WriteOptions.ifMatch(first.etag())))
        .isInstanceOf(PreconditionFailedException.class);
  }

  @Test
  void aPartOfALargeBlockIsReadAndVerifiedByItsUnits() throws Exception {
    byte[] bytes = new byte[300_000];
    new Random(1).nextBytes(bytes);
    reopen(awayStore());
    Blocks.write(cache, A, bytes);
    for (long[] range : new long[][] {{0, 1}, {65_535, 2}, {65_536, 65_536}, {1, 299_998}}) {
      assertThat(Blocks.read(cache, A, ByteRange.of(range[0], range[1])).array())
          .isEqualTo(Arrays.copyOfRange(bytes, (int) range[0], (int) (range[0] + range[1])));
    }
  }

  private static CacheOptions ofBlocks(long maxBlocks, Duration patience) {
    return new CacheOptions(
        CacheFixture.OPTIONS.directory(),
        1 << 20,
        maxBlocks,
        IndexKind.HEAP,
        10_000,
        100,
        Durability.LOCAL,
        patience,
        1,
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        CacheFixture.READS);
  }

  @Test
  void aWriterWaitsForAPlaceInTheIndexAndGetsATypedErrorInTheEnd() throws Exception {
    cache = CacheFixture.open(awayStore(), log, ofBlocks(3, BRIEF));
    for (String key : new String[] {"a", "b", "c"}) {
      write(cache, key, "dirty");
    }
    assertThatThrownBy(() -> write(cache, "d", "one too many"))
        .isInstanceOf(OutOfSpaceException.class)
        .hasMessageContaining("3 blocks");
    assertThatThrownBy(() -> Blocks.delete(cache, BlockKey.of("e")))
        .isInstanceOf(OutOfSpaceException.class);
    write(cache, "a", "has a place already");
    assertThat(list(cache)).containsExactly("a", "b", "c");
    cache = CacheFixture.open(beneath, log, ofBlocks(3, SOON));
    cache.flush(KeyPrefix.ALL);
    assertThat(list(beneath)).as("what failed was not appended").containsExactly("a", "b", "c");
  }

  @Test
  void cleanBlocksGiveTheirPlacesInTheIndexToNewOnes() throws Exception {
    cache = CacheFixture.open(beneath, log, ofBlocks(3, SOON));
    for (int i = 0; i < 50; i++) {
      write(cache, "k" + i, "value " + i);
      assertThat(cache.status().blocks()).isLessThanOrEqualTo(3);
    }
    cache.flush(KeyPrefix.ALL);
    assertThat(list(beneath)).hasSize(50);
    for (int i = 0; i < 50; i++) {
      assertThat(read(cache, "k" + i)).isEqualTo("value " + i);
      assertThat(cache.status().blocks()).isLessThanOrEqualTo(3);
    }
  }
}
