package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.AccessRefusedException;
import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
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
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Writes of parts: over what the journal has, what the store has, and nothing. */
class PartialWritesTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final BlockKey A = BlockKey.of("a");
  private static final int LARGE = PartialWrites.MAX_RESTAGED_BYTES + 1000;

  private final InMemoryBlockStore beneath = new InMemoryBlockStore(CacheFixture.EFFECTS);
  private final MemoryLog log = new MemoryLog(10, 20);
  private WriteBackBlockStore cache = open(beneath);

  private WriteBackBlockStore open(BlockStore store) {
    try {
      return CacheFixture.open(new Unclosed(store), log);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Opens the cache again, as if the process had ended without closing it. */
  private void reopen(BlockStore store) {
    cache = open(store);
  }

  @AfterEach
  void close() throws Exception {
    cache.close();
  }

  private BlockStore away() {
    FaultPlan away =
        FaultPlan.of(
            1, FaultRule.of(FaultKind.UNAVAILABLE, 100, Operation.WRITE, Operation.DELETE));
    return new FaultyBlockStore(beneath, away, CacheFixture.EFFECTS);
  }

  private Receipt write(long offset, String text) throws Exception {
    return write(offset, text.getBytes(StandardCharsets.UTF_8));
  }

  private Receipt write(long offset, byte[] bytes) throws Exception {
    return cache.write(A, offset, Content.of(bytes), Durability.LOCAL);
  }

  private static String read(BlockStore store) throws Exception {
    return StandardCharsets.UTF_8.decode(Blocks.readAll(store, A)).toString();
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @Test
  void aPartIsReadOverWhatTheJournalHasOnly() throws Exception {
    reopen(away());
    Blocks.write(cache, A, "0123456789".getBytes(StandardCharsets.UTF_8));
    Receipt receipt = write(3, "abc");
    assertThat(read(cache)).isEqualTo("012abc6789");
    BlockStat stat = cache.stat(A);
    assertThat(stat.size()).isEqualTo(10);
    assertThat(stat.etag()).isEqualTo(receipt.etag());
    assertThat(receipt.checksum()).isEqualTo(stat.checksum()).isPresent();
    assertThat(cache.status().atRiskBytes()).isEqualTo(10);
  }

  @Test
  void aPartIsReadOverWhatTheStoreHasOnlyWhichIsNotAsked() throws Exception {
    Blocks.write(beneath, A, "0123456789".getBytes(StandardCharsets.UTF_8));
    reopen(away());
    Receipt receipt = write(3, "abc");
    assertThat(cache.status().atRiskBytes())
        .as("the store lacks no more than the part")
        .isEqualTo(3);
    assertThat(receipt.checksum()).isEmpty();
    assertThat(read(cache)).isEqualTo("012abc6789");
    assertThat(cache.stat(A).size()).isEqualTo(10);
    assertThat(cache.stat(A).etag()).isEqualTo(receipt.etag());
    assertThat(read(beneath)).isEqualTo("0123456789");
  }

  @Test
  void everyRangeOfABlockWithPartsIsRead() throws Exception {
    byte[] expected = random(300);
    Blocks.write(beneath, A, expected);
    reopen(away());
    for (int offset : new int[] {40, 70, 250, 320}) {
      byte[] part = random(offset % 37 + 1);
      write(offset, part);
      expected = Arrays.copyOf(expected, Math.max(expected.length, offset + part.length));
      System.arraycopy(part, 0, expected, offset, part.length);
    }
    for (int from = 0; from < expected.length; from += 7) {
      for (int length = 1; from + length <= expected.length; length += 11) {
        assertThat(Blocks.read(cache, A, ByteRange.of(from, length)).array())
            .isEqualTo(Arrays.copyOfRange(expected, from, from + length));
      }
    }
  }

  @Test
  void partsArriveMergedWithWhatTheStoreHas() throws Exception {
    Metadata metadata = Metadata.of(Map.of("kept", "yes"));
    beneath.write(A, Content.of(random(LARGE)), WriteOptions.DEFAULT.with(metadata));
    Receipt receipt = write(100, "first");
    write(200, "second").await(Durability.REMOTE, SOON);
    byte[] expected = random(LARGE);
    System.arraycopy("first".getBytes(StandardCharsets.UTF_8), 0, expected, 100, 5);
    System.arraycopy("second".getBytes(StandardCharsets.UTF_8), 0, expected, 200, 6);
    assertThat(Blocks.readAll(beneath, A).array()).isEqualTo(expected);
    assertThat(beneath.stat(A).metadata()).isEqualTo(metadata);
    assertThat(receipt.level()).isEqualTo(Durability.REMOTE);
    assertThat(cache.status().atRiskBytes()).isZero();
    assertThat(Blocks.readAll(cache, A).array()).isEqualTo(expected);
  }

  @Test
  void aBlockLargerThanIsEverStagedIsMergedPieceByPiece() throws Exception {
    byte[] large = random(CacheFixture.OPTIONS.maxStagedBytes() * 3 + 17);
    Blocks.write(beneath, A, large);
    byte[] part = random(5000);
    int offset = CacheFixture.OPTIONS.maxStagedBytes() - 100;
    write(offset, part).await(Durability.REMOTE, SOON);
    System.arraycopy(part, 0, large, offset, part.length);
    assertThat(Blocks.readAll(beneath, A).array()).isEqualTo(large);
  }

  @Test
  void whatLiesBetweenTheEndAndThePartIsZeros() throws Exception {
    write(3, "abc").await(Durability.REMOTE, SOON);
    assertThat(read(beneath)).isEqualTo("\0\0\0abc");
    Blocks.write(beneath, BlockKey.of("b"), new byte[] {1});
    reopen(away());
    cache.write(BlockKey.of("b"), 3, Content.of(new byte[] {2}), Durability.LOCAL);
    assertThat(Blocks.readAll(cache, BlockKey.of("b")).array()).containsExactly(1, 0, 0, 2);
  }

  @Test
  void aPartOverADeletionBeginsWithNothing() throws Exception {
    Blocks.write(beneath, A, random(100));
    reopen(away());
    Blocks.delete(cache, A);
    write(2, "new");
    assertThat(read(cache)).isEqualTo("\0\0new");
    reopen(beneath);
    assertThat(read(cache)).isEqualTo("\0\0new");
    cache.flush(KeyPrefix.ALL);
    assertThat(read(beneath)).isEqualTo("\0\0new");
  }

  @Test
  void partsAreFoundAgainAfterTheNextOpening() throws Exception {
    Blocks.write(beneath, A, random(LARGE));
    reopen(away());
    write(10, "one");
    write(11, "two");
    write(LARGE, "end");
    byte[] expected = Arrays.copyOf(random(LARGE), LARGE + 3);
    System.arraycopy("otwo".getBytes(StandardCharsets.UTF_8), 0, expected, 10, 4);
    System.arraycopy("end".getBytes(StandardCharsets.UTF_8), 0, expected, LARGE, 3);
    assertThat(cache.status().atRiskBytes()).isEqualTo(7);
    reopen(away());
    assertThat(cache.status().atRiskBytes()).isEqualTo(7);
    assertThat(Blocks.readAll(cache, A).array()).isEqualTo(expected);
    reopen(beneath);
    cache.flush(KeyPrefix.ALL);
    assertThat(Blocks.readAll(beneath, A).array()).isEqualTo(expected);
    reopen(beneath);
    assertThat(cache.status().dirtyBlocks()).isZero();
  }

  @Test
  void aWholeWriteAndADeletionReplaceParts() throws Exception {
    Blocks.write(beneath, A, random(100));
    reopen(away());
    write(10, "part");
    Blocks.write(cache, A, new byte[] {7});
    assertThat(Blocks.readAll(cache, A).array()).containsExactly(7);
    assertThat(cache.status().atRiskBytes()).isEqualTo(1);
    write(0, "part");
    Blocks.delete(cache, A);
    assertThatThrownBy(() -> cache.stat(A)).isInstanceOf(BlockNotFoundException.class);
    assertThat(cache.status().atRiskBytes()).isZero();
  }

  @Test
  void listingsShowTheSizeThatABlockHasWithItsParts() throws Exception {
    Blocks.write(beneath, A, random(100));
    reopen(away());
    Receipt receipt = write(200, "part");
    List<ListEntry> listed = new ArrayList<>();
    try (BlockListing listing = cache.list(ListOptions.under(KeyPrefix.ALL))) {
      listing.forEachRemaining(listed::add);
    }
    assertThat(listed).singleElement().isInstanceOf(ListEntry.Block.class);
    BlockStat stat = ((ListEntry.Block) listed.getFirst()).stat();
    assertThat(stat.size()).isEqualTo(204);
    assertThat(stat.etag()).isEqualTo(receipt.etag());
  }

  @Test
  void aCopyTakesThePartsAlong() throws Exception {
    Blocks.write(beneath, A, "0123456789".getBytes(StandardCharsets.UTF_8));
    write(3, "abc");
    cache.copy(A, BlockKey.of("b"), CopyOptions.DEFAULT);
    assertThat(StandardCharsets.UTF_8.decode(Blocks.readAll(beneath, BlockKey.of("b"))).toString())
        .isEqualTo("012abc6789");
  }

  /** Somebody else replaces the block behind each look that a merge takes, as often as is set. */
  private static final class Restless extends ForwardingBlockStore {
    private final AtomicBoolean armed = new AtomicBoolean(true);

    Restless(BlockStore store) {
      super(store);
    }

    @Override
    public BlockStat stat(BlockKey key) throws io.blocktier.blockstore.BlockStoreException {
      BlockStat stat = super.stat(key);
      if (armed.compareAndSet(true, false)) {
        Blocks.write(inner(), key, "ABCDEFGHIJ".getBytes(StandardCharsets.UTF_8));
      }
      return stat;
    }
  }

  @Test
  void partsAreMergedAgainWhereTheStoresVersionChangesMeanwhile() throws Exception {
    Blocks.write(beneath, A, "0123456789".getBytes(StandardCharsets.UTF_8));
    reopen(new Restless(beneath));
    write(3, "xyz").await(Durability.REMOTE, SOON);
    assertThat(read(beneath)).isEqualTo("ABCxyzGHIJ");
  }

  @Test
  void aMergeThatTheStoreRefusesIsSetAsideAndStaysReadable() throws Exception {
    Blocks.write(beneath, A, "0123456789".getBytes(StandardCharsets.UTF_8));
    FaultPlan plan = FaultPlan.of(1, FaultRule.of(FaultKind.REFUSED, 100, Operation.WRITE));
    reopen(new FaultyBlockStore(beneath, plan, CacheFixture.EFFECTS));
    Receipt receipt = write(3, "abc");
    assertThatThrownBy(() -> receipt.await(Durability.REMOTE, SOON))
        .isInstanceOf(AccessRefusedException.class);
    assertThat(cache.status().quarantinedBlocks()).isEqualTo(1);
    assertThat(read(cache)).isEqualTo("012abc6789");
    write(0, "x");
    assertThat(read(cache)).isEqualTo("x12abc6789");
  }

  @Test
  void manyPartsMoveThroughAJournalThatIsReclaimedAllTheTime() throws Exception {
    byte[] expected = random(LARGE);
    Blocks.write(beneath, A, expected);
    reopen(away());
    Random random = new Random(3);
    for (int i = 0; i < 400; i++) {
      byte[] part = new byte[1 + random.nextInt(30)];
      random.nextBytes(part);
      int offset = random.nextInt(LARGE - part.length);
      write(offset, part);
      System.arraycopy(part, 0, expected, offset, part.length);
    }
    assertThat(Blocks.readAll(cache, A).array()).isEqualTo(expected);
    assertThat(log.segmentsOldestFirst()).hasSizeLessThan(20);
    reopen(beneath);
    cache.flush(KeyPrefix.ALL);
    assertThat(Blocks.readAll(beneath, A).array()).isEqualTo(expected);
  }

  @Test
  void sixtyFourWritersOfPartsOfOneBlockLoseNothing() throws Exception {
    byte[] expected = new byte[64 * 100];
    List<Future<?>> writers = new ArrayList<>();
    for (int writer = 0; writer < 64; writer++) {
      byte[] part = random(100 + writer);
      int offset = writer * 100;
      byte[] own = Arrays.copyOf(part, 100);
      System.arraycopy(own, 0, expected, offset, 100);
      writers.add(CacheFixture.EFFECTS.executor().submit(() -> write(offset, own)));
    }
    for (Future<?> writer : writers) {
      writer.get();
    }
    assertThat(Blocks.readAll(cache, A).array()).isEqualTo(expected);
    cache.flush(KeyPrefix.ALL);
    assertThat(Blocks.readAll(beneath, A).array()).isEqualTo(expected);
    assertThat(cache.status().atRiskBytes()).isZero();
  }

  @Test
  void whatIsNoPartIsRefused() throws Exception {
    int most = CacheFixture.OPTIONS.maxStagedBytes();
    assertThatThrownBy(() -> write(-1, "x")).isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> write(PartialWrites.MAX_BLOCK_BYTES, "x"))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("68719476736");
    assertThatThrownBy(() -> write(0, "")).isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> write(0, new byte[most + 1]))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> write(Long.MAX_VALUE, "x"))
        .isInstanceOf(InvalidRequestException.class);
    assertThat(cache.status().blocks()).isZero();
    assertThat(cache.status().atRiskBytes()).isZero();
  }

  @Test
  void aClosedCacheTakesNoPart() throws Exception {
    WriteBackBlockStore closed = cache;
    closed.close();
    reopen(beneath);
    assertThatThrownBy(() -> closed.write(A, 0, Content.of(new byte[1]), Durability.LOCAL))
        .isInstanceOf(StoreClosedException.class);
  }

  @Test
  void aPartMayAskForAnyLevel() throws Exception {
    Blocks.write(beneath, A, new byte[] {1, 2, 3});
    Receipt remote = cache.write(A, 1, Content.of(new byte[] {9}), Durability.REMOTE);
    assertThat(remote.level()).isEqualTo(Durability.REMOTE);
    assertThat(Blocks.readAll(beneath, A).array()).containsExactly(1, 9, 3);
    byte[] mine = {8};
    cache.write(A, 0, Content.of(mine), Durability.MEMORY);
    mine[0] = 7;
    cache.flush(KeyPrefix.ALL);
    assertThat(Blocks.readAll(beneath, A).array()).containsExactly(8, 9, 3);
    Etag etag = cache.stat(A).etag();
    assertThat(etag).isNotNull();
  }
}
