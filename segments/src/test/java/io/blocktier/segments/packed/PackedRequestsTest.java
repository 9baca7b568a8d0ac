package io.blocktier.segments.packed;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.cache.WriteBackBlockStore;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What blocks cost in requests. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PackedRequestsTest {

  /** The most writes that a gibibyte of small blocks may cost. */
  private static final int WRITES_PER_GIB = 64;

  @TempDir Path directory;

  private final CountedStore store =
      new CountedStore(new InMemoryBlockStore(PackedFixture.EFFECTS));

  private PackedOptions standard() {
    PackedOptions standard = PackedOptions.of(directory.resolve("log"), "packed/");
    Duration patience = PackedFixture.PATIENCE;
    return standard.with(standard.segments().withPatience(patience, patience));
  }

  /** What one of many does. */
  @FunctionalInterface
  private interface Chore {
    void run(int number) throws Exception;
  }

  private static void together(int threads, Chore chore) throws Exception {
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int number = i;
      tasks.add(() -> {
        chore.run(number);
        return true;
      });
    }
    for (Future<Boolean> done : PackedFixture.EFFECTS.executor().invokeAll(tasks)) {
      assertThat(done.get()).isTrue();
    }
  }

  /** Each second that writing takes has its segment, which is sealed by its age. */
  private static int mostSegments(long begun) {
    return 5 + (int) Duration.ofNanos(System.nanoTime() - begun).toSeconds();
  }

  @Test
  void aGibibyteOfSmallBlocksCostsAtMost64Writes() throws Exception {
    int mib = 256;
    int blockBytes = 16 << 10;
    int writers = 64;
    int each = (mib << 20) / blockBytes / writers;
    byte[] content = new byte[blockBytes];
    PackedOptions options =
        standard()
            .with(
                standard()
                    .segments()
                    .with(Durability.LOCAL)
                    .sealingAt(64 << 20, Duration.ofHours(1)));
    try (BlockStore packed = PackedBlockStore.open(store, options, PackedFixture.EFFECTS)) {
      store.writes.set(0);
      together(
          writers,
          writer -> {
            for (int i = 0; i < each; i++) {
              Blocks.write(packed, BlockKey.of("w" + writer + "/" + i), content);
            }
          });
    }
    assertThat(store.writes.get())
        .as("writes for %d MiB in blocks of %d bytes", mib, blockBytes)
        .isBetween(2 * mib / 64, WRITES_PER_GIB * mib / 1024);
  }

  @Test
  void tenThousandBlocksOfAFlusherShareAFewSegments() throws Exception {
    int blocks = 10_000;
    PackedBlockStore packed = PackedBlockStore.open(store, standard(), PackedFixture.EFFECTS);
    try (WriteBackBlockStore cache =
        WriteBackBlockStore.open(
            packed,
            PackedFixture.cache(directory.resolve("cache"), blocks),
            PackedFixture.EFFECTS)) {
      cache.pauseFlushing();
      WriteOptions inMemory = WriteOptions.DEFAULT.with(Durability.MEMORY);
      for (int i = 0; i < blocks; i++) {
        cache.write(BlockKey.of("block/" + i), Content.of(new byte[4096]), inMemory);
      }
      store.writes.set(0);
      long begun = System.nanoTime();
      cache.resumeFlushing();
      cache.flush(KeyPrefix.ALL);
      int segments = packed.segments().listSegments().size();
      assertThat(segments).as("segments of %d blocks", blocks).isBetween(1, mostSegments(begun));
      assertThat(store.writes.get())
          .as("writes for %d segments of %d blocks", segments, blocks)
          .isBetween(1, Math.min(3 * segments + 10, blocks / 10));
    }
  }

  @Test
  void writersThatWaitForTheStoreShareItsSegments() throws Exception {
    PackedOptions options = PackedFixture.remote(directory.resolve("log"), Duration.ofSeconds(1));
    try (PackedBlockStore packed = PackedBlockStore.open(store, options, PackedFixture.EFFECTS)) {
      long begun = System.nanoTime();
      together(100, writer -> Blocks.write(packed, BlockKey.of("w" + writer), new byte[100]));
      assertThat(packed.segments().listSegments()).hasSizeBetween(1, mostSegments(begun));
      assertThat(packed.stat(BlockKey.of("w17")).size()).isEqualTo(100);
    }
  }

  @Test
  void aReadCostsOneRequestAndWhatIsNotThereNone() throws Exception {
    try (PackedBlockStore packed =
        PackedBlockStore.open(
            store, PackedFixture.local(directory.resolve("log")), PackedFixture.EFFECTS)) {
      List<BlockKey> keys = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        keys.add(BlockKey.of("block/" + i));
        Blocks.write(packed, keys.getLast(), new byte[1000]);
      }
      packed.segments().flush();
      packed.stat(keys.getFirst()); // brings the footer
      store.reads.set(0);
      packed.read(keys.get(50), ByteRange.of(500, 100), ByteBuffer.allocate(100));
      assertThat(store.reads.getAndSet(0)).as("a range").isEqualTo(1);
      packed.stat(keys.get(60));
      assertThat(store.reads.getAndSet(0)).as("a stat").isEqualTo(1);
      for (int i = 0; i < 100; i++) {
        assertThat(Blocks.find(packed, BlockKey.of("other/" + i))).isEmpty();
      }
      assertThat(store.reads.getAndSet(0)).as("what is not there").isLessThan(10);
      Blocks.write(packed, keys.get(70), new byte[10]);
      assertThat(store.reads.getAndSet(0)).as("a block that is replaced").isZero();
    }
  }

  @Test
  void aListingReadsNoBytesOfBlocks() throws Exception {
    try (PackedBlockStore packed =
        PackedBlockStore.open(store, standard(), PackedFixture.EFFECTS)) {
      together(
          64, writer -> Blocks.write(packed, BlockKey.of("block/" + writer), new byte[256 << 10]));
      store.reads.set(0);
      long before = ((InMemoryBlockStore) store.unwrapped()).bytesSent();
      List<String> names = new ArrayList<>();
      try (var listing = packed.list(ListOptions.under(KeyPrefix.ALL))) {
        listing.forEachRemaining(entry -> names.add(entry.name()));
      }
      assertThat(names).hasSize(64);
      long sent = ((InMemoryBlockStore) store.unwrapped()).bytesSent() - before;
      assertThat(sent).as("bytes for a listing of 16 MiB").isLessThan(1 << 20);
    }
  }
}
