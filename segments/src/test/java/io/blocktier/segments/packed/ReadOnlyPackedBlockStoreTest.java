package io.blocktier.segments.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.UnsupportedByStoreException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packed blocks that somebody else writes. */
class ReadOnlyPackedBlockStoreTest {

  private static final Effects EFFECTS = PackedFixture.EFFECTS;
  private static final BlockKey A = BlockKey.of("a");
  private static final BlockKey B = BlockKey.of("dir/b");
  private static final int LARGE = PackedFixture.MAX_PACKED_BYTES + 1;

  /** Looked for once: what is committed later is not looked for by itself. */
  private static final Duration LONG = Duration.ofHours(1);

  @TempDir Path directory;

  private final InMemoryBlockStore memory = new InMemoryBlockStore(EFFECTS);

  private PackedBlockStore writer() throws Exception {
    return PackedBlockStore.open(shared(), PackedFixture.local(directory.resolve("log")), EFFECTS);
  }

  private BlockStore reader(Duration stale) throws Exception {
    PackedOptions options = PackedFixture.local(directory.resolve("none"));
    return ReadOnlyPackedBlockStore.open(
        shared(),
        options.with(options.segments().sealingAt(options.segments().segmentBytes(), stale)),
        EFFECTS);
  }

  /** Neither closes what the other one needs. */
  private BlockStore shared() {
    return new UnclosedStore(memory);
  }

  private static void write(BlockStore store, BlockKey key, int bytes, int seed) throws Exception {
    store.write(key, Content.of(block(bytes, seed)), WriteOptions.DEFAULT);
  }

  private static ByteBuffer block(int bytes, int seed) {
    byte[] block = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      block[i] = (byte) (i * 7 + seed);
    }
    return ByteBuffer.wrap(block);
  }

  private static List<String> names(BlockStore store) throws Exception {
    List<String> names = new ArrayList<>();
    try (BlockListing listing = store.list(ListOptions.under(KeyPrefix.ALL))) {
      listing.forEachRemaining(entry -> names.add(entry.name()));
    }
    return names;
  }

  @Test
  void itSeesWhatIsCommittedAndTheWriterGoesOn() throws Exception {
    try (PackedBlockStore writer = writer()) {
      write(writer, A, 1000, 1);
      write(writer, B, LARGE, 2);
      writer.segments().flush();
      write(writer, BlockKey.of("later"), 10, 3);
      try (BlockStore reader = reader(LONG)) {
        assertThat(names(reader)).containsExactly("a", "dir/b");
        assertThat(Blocks.readAll(reader, A)).isEqualTo(block(1000, 1));
        assertThat(Blocks.readAll(reader, B)).isEqualTo(block(LARGE, 2));
        assertThat(reader.stat(B)).isEqualTo(writer.stat(B));
        ByteBuffer part = ByteBuffer.allocate(10);
        reader.read(A, ByteRange.of(5, 10), part);
        assertThat(part.flip()).isEqualTo(block(1000, 1).slice(5, 10));
        assertThatThrownBy(() -> reader.stat(BlockKey.of("later")))
            .isInstanceOf(BlockNotFoundException.class);
        assertThat(reader.healthCheck().healthy()).isTrue();
      }
      write(writer, A, 1000, 4);
      writer.segments().flush();
    }
    assertThat(directory.resolve("none")).doesNotExist();
  }

  @Test
  void whatIsCommittedLaterIsSeenOnceTheViewIsStale() throws Exception {
    try (PackedBlockStore writer = writer();
        BlockStore fresh = reader(Duration.ofNanos(1));
        BlockStore stale = reader(LONG)) {
      assertThat(names(fresh)).isEmpty();
      write(writer, A, 1000, 1);
      writer.segments().flush();

      assertThat(names(fresh)).containsExactly("a");
      assertThat(names(stale)).isEmpty();
      stale.healthCheck();
      assertThat(names(stale)).containsExactly("a");
    }
  }

  @Test
  void aReplacedObjectIsReadAnewAndAMissingOneIsDamage() throws Exception {
    try (PackedBlockStore writer = writer();
        BlockStore beneath = new UnclosedStore(memory)) {
      write(writer, B, LARGE, 1);
      writer.segments().flush();
      try (BlockStore reader = reader(LONG)) {
        assertThat(reader.stat(B).size()).isEqualTo(LARGE);
        write(writer, B, LARGE + 1, 2);
        writer.segments().flush();
        write(writer, A, 1, 3); // deletes what was replaced by what is sealed
        assertThat(Blocks.readAll(reader, B)).isEqualTo(block(LARGE + 1, 2));

        beneath.deleteByPrefix(KeyPrefix.of("packed/objects/"));
        assertThatThrownBy(() -> Blocks.readAll(reader, B))
            .isInstanceOf(CorruptBlockException.class);
      }
    }
  }

  @Test
  void itRefusesEveryChange() throws Exception {
    try (PackedBlockStore writer = writer();
        BlockStore reader = reader(LONG)) {
      write(writer, A, 10, 1);
      List<ThrowingCallable> changes =
          List.of(
              () -> write(reader, A, 10, 2),
              () -> reader.delete(A, DeleteOptions.DEFAULT),
              () -> reader.deleteAll(List.of(A)),
              () -> reader.deleteByPrefix(KeyPrefix.ALL),
              () -> reader.copy(A, B, CopyOptions.DEFAULT),
              () -> reader.startUpload(A, WriteOptions.DEFAULT),
              () -> reader.append(A, 0, Content.of(block(1, 1))),
              () -> reader.rename(A, B, Precondition.NONE),
              reader::probe);
      for (ThrowingCallable change : changes) {
        assertThatThrownBy(change).isInstanceOf(UnsupportedByStoreException.class);
      }
      assertThat(Blocks.readAll(writer, A)).isEqualTo(block(10, 1));
    }
  }
}
