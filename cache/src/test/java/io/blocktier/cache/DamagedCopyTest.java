package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.tck.DiskFaults;
import io.blocktier.blockstore.tck.FaultKind;
import io.blocktier.blockstore.tck.FaultPlan;
import io.blocktier.blockstore.tck.FaultRule;
import io.blocktier.blockstore.tck.FaultyBlockStore;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.SimulatedDisk;
import io.blocktier.cache.index.IndexEntry;
import io.blocktier.journal.Position;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bit on the disk is not any more what it was. */
class DamagedCopyTest {

  private static final BlockKey A = BlockKey.of("a");
  private static final Path DIRECTORY = Path.of("/cache");

  private final InMemoryBlockStore beneath = new InMemoryBlockStore(CacheFixture.EFFECTS);
  private final SimulatedDisk disk =
      new SimulatedDisk(DiskFaults.of(1), CacheFixture.EFFECTS.sleeper(), (_, _) -> {});

  private CachingBlockStore open(BlockStore store) throws Exception {
    CacheEffects effects =
        new CacheEffects(
            CacheFixture.EFFECTS, Signals.ofThreads(), CacheFixture.EFFECTS.executor());
    CacheOptions options =
        new CacheOptions(
            DIRECTORY,
            20 << 20,
            1000,
            IndexKind.HEAP,
            1 << 20,
            1 << 20,
            Durability.LOCAL,
            Duration.ofSeconds(30),
            4,
            Duration.ofMillis(5),
            Duration.ofMillis(10),
            new ReadOptions(0, 1 << 20, 1 << 20, 2 << 20, 8 << 20));
    return new CachingBlockStore(
        new Unclosed(store), options, CacheOpening.of(store, options, effects, disk));
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private void damage(CachingBlockStore cache, int from, int length) throws Exception {
    IndexEntry entry = cache.parts().index().find(A).orElseThrow();
    Position position = entry.position();
    Path file =
        disk.names(DIRECTORY).stream()
            .filter(name -> name.endsWith(".seg"))
            .sorted()
            .map(DIRECTORY::resolve)
            .findFirst()
            .orElseThrow();
    disk.flipBit(file, position.offset() + from, length);
  }

  @Test
  void aCleanBlockIsFetchedAgainAndKept() throws Exception {
    for (int length : new int[] {1000, 300_000}) {
      try (CachingBlockStore cache = open(beneath)) {
        Blocks.write(cache, A, bytes(length));
        cache.parts().flushing().flush(KeyPrefix.ALL);
        damage(cache, 0, length);
        assertThat(Blocks.readAll(cache, A).array()).isEqualTo(bytes(length));
      }
      Blocks.delete(beneath, A);
      try (CachingBlockStore cache = open(beneath)) {
        assertThat(Blocks.readAll(cache, A).array()).isEqualTo(bytes(length));
      }
    }
  }

  @Test
  void aPartOfACleanBlockIsFetchedAgain() throws Exception {
    try (CachingBlockStore cache = open(beneath)) {
      Blocks.write(cache, A, bytes(300_000));
      cache.parts().flushing().flush(KeyPrefix.ALL);
      damage(cache, 2 * Units.BYTES, Units.BYTES);
      ByteBuffer target = ByteBuffer.allocate(10);
      cache.read(A, ByteRange.of(5, 10), target.clear());
      cache.read(A, ByteRange.of(2 * Units.BYTES + 70, 10), target.clear());
      assertThat(target.array())
          .isEqualTo(
              Arrays.copyOfRange(bytes(300_000), 2 * Units.BYTES + 70, 2 * Units.BYTES + 80));
    }
  }

  @Test
  void aBlockThatTheStoreDoesNotHaveIsAnError() throws Exception {
    FaultPlan away = FaultPlan.of(1, FaultRule.of(FaultKind.UNAVAILABLE, 100, Operation.WRITE));
    try (CachingBlockStore cache =
        open(new FaultyBlockStore(beneath, away, CacheFixture.EFFECTS))) {
      Blocks.write(cache, A, bytes(300_000));
      damage(cache, 2 * Units.BYTES, Units.BYTES);
      assertThatThrownBy(() -> Blocks.readAll(cache, A)).isInstanceOf(CorruptBlockException.class);
      assertThat(Blocks.read(cache, A, ByteRange.of(0, 100)).remaining()).isEqualTo(100);
    }
  }

  @Test
  void aCleanBlockWhoseHeadIsDamagedIsWhatTheStoreHas() throws Exception {
    try (CachingBlockStore cache = open(beneath)) {
      Receipt receipt = Blocks.write(cache, A, bytes(100_000));
      cache.parts().flushing().flush(KeyPrefix.ALL);
      damage(cache, -20, 10);
      assertThat(cache.stat(A).size()).isEqualTo(100_000);
      try (BlockListing listing = cache.list(ListOptions.under(KeyPrefix.ALL))) {
        assertThat(listing.nextPage()).hasSize(1);
      }
      damage(cache, -20, 10);
      cache.write(
          A,
          Content.of(bytes(10)),
          WriteOptions.DEFAULT.with(Precondition.ifMatch(receipt.etag())));
      assertThat(Blocks.readAll(cache, A).array()).isEqualTo(bytes(10));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-20, 500})
  void aPartIsWrittenOverACleanBlockWhoseHeadOrBytesAreDamaged(int at) throws Exception {
    try (CachingBlockStore cache = open(beneath)) {
      Blocks.write(cache, A, bytes(1000));
      cache.parts().flushing().flush(KeyPrefix.ALL);
      damage(cache, at, 10);
      cache.parts().partialWrites().write(A, 0, Content.of(new byte[] {1}), Durability.LOCAL);
      byte[] expected = bytes(1000);
      expected[0] = 1;
      assertThat(Blocks.readAll(cache, A).array()).isEqualTo(expected);
    }
  }

  /** A store that takes what comes, whatever checksum comes with it. */
  private static final class Credulous extends ForwardingBlockStore {

    Credulous(BlockStore inner) {
      super(inner);
    }

    @Override
    public Receipt write(BlockKey key, Content content, WriteOptions how)
        throws BlockStoreException {
      return inner().write(key, Content.source(content.length(), content::open), how);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 300_000})
  void damagedBytesDoNotGetToAStoreThatChecksNothing(int length) throws Exception {
    try (CachingBlockStore cache = open(new Credulous(beneath))) {
      cache.parts().flusher().pause(true);
      Blocks.write(cache, A, bytes(length));
      damage(cache, length - 10, 10);
      cache.parts().flusher().pause(false);
      assertThatThrownBy(() -> cache.parts().flushing().flush(KeyPrefix.ALL))
          .isInstanceOf(CorruptBlockException.class);
      assertThat(cache.parts().quarantine().list(KeyPrefix.ALL)).hasSize(1);
      assertThatThrownBy(() -> beneath.stat(A)).isInstanceOf(BlockNotFoundException.class);
    }
  }
}
