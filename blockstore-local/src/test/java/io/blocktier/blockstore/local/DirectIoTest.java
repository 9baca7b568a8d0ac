package io.blocktier.blockstore.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads and writes past the page cache, which wants everything aligned. */
class DirectIoTest {

  private static final BlockKey KEY = BlockKey.of("x");
  private static final int BUFFER_BYTES = 64 << 10;

  @TempDir Path root;
  private BlockStore store;

  @BeforeEach
  void open() throws IOException {
    store =
        LocalFixture.open(
            root,
            "direct",
            "true",
            "direct_buffers",
            "1",
            "direct_buffer_size",
            "64KiB",
            "lock_timeout",
            "200ms");
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 1, 4095, 4096, 4097, 8191, 8192, 65_535, 65_536, 65_537, 131_072, 262_144, 300_001
      })
  void everySizeComesBack(int size) throws IOException {
    byte[] bytes = bytes(size);
    Blocks.write(store, KEY, bytes);

    assertThat(Blocks.readAll(store, KEY).array()).isEqualTo(bytes);
    assertThat(Files.size(root.resolve("x"))).isEqualTo(size);
    assertThat(Files.readAllBytes(root.resolve("x"))).isEqualTo(bytes);
  }

  @Test
  void everyRangeComesBack() throws IOException {
    byte[] bytes = bytes(200_000);
    Blocks.write(store, KEY, bytes);
    long seed = 20_260_103;
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      int from = random.nextInt(bytes.length);
      int length = random.nextInt(bytes.length - from) + 1;
      assertThat(Blocks.read(store, KEY, ByteRange.of(from, length)).array())
          .describedAs("%d bytes from %d, seed %d", length, from, seed)
          .isEqualTo(Arrays.copyOfRange(bytes, from, from + length));
    }
  }

  @Test
  void anAlignedTargetNeedsNoBuffer() throws IOException {
    Path file = Files.write(root.resolve("file"), bytes(3 * 4096));
    AlignedBuffers buffers =
        new AlignedBuffers(
            1, BUFFER_BYTES, new Patience(Duration.ofMillis(10), LocalFixture.EFFECTS.ticker()));
    FileReader reader = new FileReader(buffers, Disk.Access.DIRECT);
    ByteBuffer target = ByteBuffer.allocateDirect(3 * 4096).alignedSlice(4096).limit(4096);
    try (FileChannel channel = LocalFixture.realDisk().open(file, Disk.Access.DIRECT);
        AlignedBuffers.Loan _ = buffers.take()) {
      reader.read(channel::read, 4096, target, Optional.empty());

      assertThat(target.flip())
          .isEqualTo(ByteBuffer.wrap(Arrays.copyOfRange(bytes(3 * 4096), 4096, 8192)));
      assertThatThrownBy(() -> reader.read(channel::read, 1, target, Optional.empty()))
          .isInstanceOf(AlignedBuffers.ExhaustedException.class);
    }
  }

  @Test
  void aCallThatGetsNoBufferInTimeFails() throws Exception {
    Content whoWritesMeanwhile =
        Content.source(
            10,
            () -> {
              assertThatThrownBy(() -> Blocks.write(store, KEY, bytes(10)))
                  .isInstanceOf(StoreUnavailableException.class)
                  .hasMessageContaining("no buffer for direct I/O became free within 200 ms");
              return new ByteArrayInputStream(bytes(10));
            });

    store.write(BlockKey.of("y"), whoWritesMeanwhile, WriteOptions.DEFAULT);

    assertThat(Blocks.readAll(store, BlockKey.of("y")).array()).isEqualTo(bytes(10));
  }

  @Test
  void contentMayComeFromABlockOfTheSameStore() throws Exception {
    Blocks.write(store, KEY, bytes(10));
    Content copied =
        Content.source(10, () -> new ByteArrayInputStream(Blocks.readAll(store, KEY).array()));

    store.write(BlockKey.of("y"), copied, WriteOptions.DEFAULT);

    assertThat(Blocks.readAll(store, BlockKey.of("y")).array()).isEqualTo(bytes(10));
  }

  @Test
  void buffersComeBackAfterErrors() throws IOException {
    Content broken =
        Content.source(
            10,
            () -> {
              throw new IOException("no content today");
            });
    Content raging =
        Content.source(
            10,
            () -> {
              throw new UncheckedIOException(new IOException("no content ever"));
            });
    Content tooShort = Content.source(10, () -> new ByteArrayInputStream(bytes(9)));

    assertThatThrownBy(() -> store.write(KEY, broken, WriteOptions.DEFAULT))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("no content today");
    assertThatThrownBy(() -> store.write(KEY, raging, WriteOptions.DEFAULT))
        .isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(() -> store.write(KEY, tooShort, WriteOptions.DEFAULT))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("9 of 10");
    assertThat(LocalFixture.temporaryFiles(root)).isEmpty();

    Blocks.write(store, KEY, bytes(5000));
    assertThat(Blocks.readAll(store, KEY).array()).isEqualTo(bytes(5000));
  }

  static boolean hasMemoryDisk() {
    return Files.isWritable(Path.of("/dev/shm"));
  }

  @Test
  @EnabledIf("hasMemoryDisk")
  void aFileSystemInMemoryWorksDirectOrNot() throws IOException {
    Path memory = Files.createTempDirectory(Path.of("/dev/shm"), "direct");
    try (BlockStore other = LocalFixture.open(memory, "direct", "true")) {
      Blocks.write(other, KEY, bytes(5000));
      assertThat(Blocks.readAll(other, KEY).array()).isEqualTo(bytes(5000));
      Blocks.delete(other, KEY);
    } finally {
      for (String path : LocalFixture.tree(memory).reversed()) {
        Files.delete(memory.resolve(path));
      }
      Files.delete(memory);
    }
  }
}
