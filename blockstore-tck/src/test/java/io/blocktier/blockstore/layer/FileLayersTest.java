package io.blocktier.blockstore.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.spi.BlockFile;
import io.blocktier.blockstore.spi.BlockFiles;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers that see calls hand files on; what may see bytes hides them. */
class FileLayersTest {

  private static final Effects EFFECTS = Effects.ofSystem();
  private static final ByteRange RANGE = ByteRange.of(1, 2);

  @TempDir Path root;

  @AfterAll
  static void stop() {
    EFFECTS.executor().close();
  }

  @ParameterizedTest
  @MethodSource("io.blocktier.blockstore.layer.ForwardingTest#layers")
  void everyLayerOpensTheFileBeneathUnderItsOwnKey(Function<BlockStore, BlockStore> layer)
      throws Exception {
    try (FileBacked beneath = new FileBacked(root)) {
      BlockStore store = layer.apply(beneath);
      BlockKey key = BlockKey.of("k");
      Blocks.write(store, key, new byte[4]);
      try (BlockFile file = BlockFiles.of(store).orElseThrow().open(key, RANGE).orElseThrow()) {
        assertThat(file.block()).isEqualTo(store.stat(key));
        assertThat(file.range()).isEqualTo(RANGE);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.blocktier.blockstore.layer.ForwardingTest#layers")
  void noLayerOffersFilesThatTheStoreBeneathHasNot(Function<BlockStore, BlockStore> layer) {
    assertThat(BlockFiles.of(layer.apply(new InMemoryBlockStore(EFFECTS)))).isEmpty();
  }

  @Test
  void aLayerThatDoesNotSaySoHidesThem() throws Exception {
    try (FileBacked beneath = new FileBacked(root)) {
      assertThat(BlockFiles.of(new ForwardingBlockStore(beneath) {})).isEmpty();
    }
  }

  @Test
  void theBytesOfAFileAreCountedAsRead() throws Exception {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (FileBacked beneath = new FileBacked(root)) {
      BlockStore store = new MeteredBlockStore(beneath, registry, "x");
      Blocks.write(store, BlockKey.of("k"), new byte[4]);
      BlockFiles.of(store).orElseThrow().open(BlockKey.of("k"), RANGE).orElseThrow().close();
      assertThat(registry.get("blocktier.store.bytes").tag("direction", "read").summary())
          .satisfies(read -> assertThat(read.totalAmount()).isEqualTo(2));
      assertThat(
              registry.get("blocktier.store.operations").tag("operation", "read").timer().count())
          .isEqualTo(1);
    }
  }

  @Test
  void aPrefixIsPutInFrontOfTheKey() throws Exception {
    try (FileBacked beneath = new FileBacked(root)) {
      BlockStore store = new PrefixedBlockStore(beneath, KeyPrefix.of("p/"));
      Blocks.write(beneath, BlockKey.of("p/k"), new byte[4]);
      try (BlockFile file =
          BlockFiles.of(store).orElseThrow().open(BlockKey.of("k"), RANGE).orElseThrow()) {
        assertThat(file.block().key()).isEqualTo(BlockKey.of("k"));
      }
    }
  }

  /** Memory that says it is in a file. */
  private static final class FileBacked extends ForwardingBlockStore {

    private final Path root;

    FileBacked(Path root) {
      super(new InMemoryBlockStore(EFFECTS));
      this.root = root;
    }

    @Override
    public Optional<BlockFiles> files() {
      return Optional.of((key, range) -> {
        BlockStat stat = inner().stat(key);
        return Optional.of(new BlockFile(stat, channel(), range));
      });
    }

    private FileChannel channel() {
      try {
        Path file = root.resolve("block");
        return FileChannel.open(Files.exists(file) ? file : Files.createFile(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
