package io.blocktier.blockstore.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.RangeNotSatisfiableException;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.spi.BlockFile;
import io.blocktier.blockstore.spi.BlockFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blocks that are opened as the files they are. */
class BlockFilesTest {

  private static final BlockKey KEY = BlockKey.of("d/k");

  @TempDir Path root;

  @Test
  void aFileHasTheBytesOfTheVersionAlsoWhenThatWasReplacedAndDeleted() throws Exception {
    try (BlockStore store = LocalFixture.open(root)) {
      LocalFixture.write(store, "d/k", "the first version");
      try (BlockFile file = open(store, ByteRange.ALL).orElseThrow()) {
        assertThat(file.block()).isEqualTo(store.stat(KEY));
        LocalFixture.write(store, "d/k", "another");
        Blocks.delete(store, KEY);
        assertThat(text(file)).isEqualTo("the first version");
      }
    }
  }

  @Test
  void aRangeEndsWithTheBlockAlsoWhereTheFileIsLonger() throws Exception {
    try (BlockStore store = LocalFixture.open(root)) {
      store.append(KEY, 0, Content.of("begun".getBytes(StandardCharsets.US_ASCII)));
      Files.writeString(root.resolve("d/k"), " torn", StandardOpenOption.APPEND);
      try (BlockFile file = open(store, ByteRange.of(2, 100)).orElseThrow()) {
        assertThat(file.range()).isEqualTo(ByteRange.of(2, 3));
        assertThat(text(file)).isEqualTo("gun");
      }
    }
  }

  /** It may be written again where it is, while it is sent. */
  @Test
  void whatSomethingElseWroteIsNotOpened() throws Exception {
    try (BlockStore store = LocalFixture.open(root)) {
      Files.createDirectory(root.resolve("d"));
      Files.writeString(root.resolve("d/k"), "foreign");
      assertThat(open(store, ByteRange.ALL)).isEmpty();
    }
  }

  @Test
  void aStoreThatGoesPastThePageCacheOffersNone() throws Exception {
    try (BlockStore store = LocalFixture.open(root, "direct", "true")) {
      assertThat(BlockFiles.of(store)).isEmpty();
    }
  }

  @Test
  void errorsAreThoseOfAReadAndLeaveNoFileOpen() throws Exception {
    BlockStore store = LocalFixture.open(root);
    assertThatExceptionOfType(BlockNotFoundException.class)
        .isThrownBy(() -> open(store, ByteRange.ALL));
    LocalFixture.write(store, "d/k", "whole");
    long before = openFiles();
    for (int i = 0; i < 100; i++) {
      assertThatExceptionOfType(RangeNotSatisfiableException.class)
          .isThrownBy(() -> open(store, ByteRange.of(5, 1)));
    }
    try (FileChannel file = FileChannel.open(root.resolve("d/k"), StandardOpenOption.WRITE)) {
      file.truncate(3);
    }
    for (int i = 0; i < 100; i++) {
      assertThatExceptionOfType(CorruptBlockException.class)
          .isThrownBy(() -> open(store, ByteRange.ALL))
          .withMessageContaining("the file has 3 bytes; the block was written with 5");
    }
    assertThat(openFiles() - before).isLessThan(50);
    BlockFiles files = BlockFiles.of(store).orElseThrow();
    store.close();
    assertThatExceptionOfType(StoreClosedException.class)
        .isThrownBy(() -> files.open(KEY, ByteRange.ALL));
  }

  private static Optional<BlockFile> open(BlockStore store, ByteRange range) throws IOException {
    return BlockFiles.of(store).orElseThrow().open(KEY, range);
  }

  private static String text(BlockFile file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) file.range().length());
    file.channel().read(bytes, file.range().offset());
    return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
  }

  private static long openFiles() throws IOException {
    try (var names = Files.list(Path.of("/proc/self/fd"))) {
      return names.count();
    }
  }
}
