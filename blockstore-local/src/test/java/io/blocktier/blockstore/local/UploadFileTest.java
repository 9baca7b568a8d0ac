package io.blocktier.blockstore.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Deadline;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file that an upload's parts are written into becomes the block, wherever it can. */
class UploadFileTest {

  private static final BlockKey KEY = BlockKey.of("block");
  private static final int ROUNDS = 60;

  @TempDir Path root;

  @Test
  void partsOfOneSizeInAnyOrderAreWrittenOnce() throws Exception {
    assertThat(becomesItsFile(Map.of(1, 100, 2, 100, 3, 17), 2, 3, 1)).isTrue();
  }

  @Test
  void aLastPartThatIsLargerIsCopiedBehindTheOthers() throws Exception {
    assertThat(becomesItsFile(Map.of(1, 100, 2, 100, 3, 170), 1, 2, 3)).isTrue();
  }

  @Test
  void partsOfManySizesAreJoined() throws Exception {
    assertThat(becomesItsFile(Map.of(1, 100, 2, 50, 3, 70), 1, 2, 3)).isFalse();
    assertThat(becomesItsFile(Map.of(1, 0, 2, 0), 1, 2)).isFalse();
  }

  /** Uploads parts in an order, and tells whether the first file of them became the block. */
  private boolean becomesItsFile(Map<Integer, Integer> sizes, int... order) throws Exception {
    Map<Integer, byte[]> bytes = new TreeMap<>();
    Map<Integer, PartReceipt> receipts = new TreeMap<>();
    Object identity = null;
    try (BlockStore store = LocalFixture.open(root);
        BlockUpload upload = store.startUpload(KEY, WriteOptions.DEFAULT)) {
      for (int number : order) {
        bytes.put(number, bytes(number, sizes.get(number)));
        receipts.put(number, upload.uploadPart(number, Content.of(bytes.get(number))));
        identity = identity == null ? identity(temporary().getFirst()) : identity;
      }
      upload.complete(List.copyOf(receipts.values()));
      assertHolds(store, concat(bytes.values()));
      assertThat(temporary()).isEmpty();
      return identity(root.resolve("block")).equals(identity);
    }
  }

  @Test
  void aRangeOfABlockTakesNoRoomUntilItIsCompleted() throws Exception {
    byte[] source = bytes(1, 300);
    try (BlockStore store = LocalFixture.open(root);
        BlockUpload upload = store.startUpload(KEY, WriteOptions.DEFAULT)) {
      Blocks.write(store, BlockKey.of("source"), source);
      List<PartReceipt> parts =
          List.of(
              upload.copyPart(1, BlockKey.of("source"), ByteRange.of(100, 50)),
              upload.uploadPart(2, Content.of(bytes(2, 9))),
              upload.copyPart(3, BlockKey.of("source"), ByteRange.of(0, 300)));

      assertThat(Files.getAttribute(root.resolve("source"), "unix:nlink")).isEqualTo(3);
      Blocks.write(store, BlockKey.of("source"), bytes(9, 10));
      upload.complete(parts);

      byte[] middle = new byte[50];
      System.arraycopy(source, 100, middle, 0, 50);
      assertHolds(store, concat(List.of(middle, bytes(2, 9), source)));
    }
  }

  @Test
  void aRangeOfAFileThatOthersMayEditIsCopiedAtOnce() throws Exception {
    try (BlockStore store = LocalFixture.open(root);
        BlockUpload upload = store.startUpload(KEY, WriteOptions.DEFAULT)) {
      Files.write(root.resolve("foreign"), bytes(1, 30));
      PartReceipt part = upload.copyPart(1, BlockKey.of("foreign"), ByteRange.of(0, 30));
      Files.write(root.resolve("foreign"), bytes(2, 30));
      upload.complete(List.of(part));
      assertHolds(store, bytes(1, 30));
    }
  }

  @Test
  void aRefusedPartLeavesItsPlaceToTheNextTry() throws Exception {
    try (BlockStore store = LocalFixture.open(root);
        BlockUpload upload = store.startUpload(KEY, WriteOptions.DEFAULT)) {
      PartReceipt first = upload.uploadPart(1, Content.of(bytes(1, 100)));
      Content wrong = Content.of(bytes(3, 100)).withChecksum(new Crc32c(1));
      assertThatThrownBy(() -> upload.uploadPart(2, wrong))
          .isInstanceOf(CorruptBlockException.class);
      PartReceipt second = upload.uploadPart(2, Content.of(bytes(2, 100)));
      assertThat(temporary()).hasSize(1);
      upload.complete(List.of(first, second));
      assertHolds(store, concat(List.of(bytes(1, 100), bytes(2, 100))));
    }
  }

  @Test
  void aBlockIsNotMadeWhileAPartIsBeingWritten() throws Exception {
    CountDownLatch opened = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    Content slow =
        Content.source(
            100,
            () -> {
              opened.countDown();
              await(finish);
              return new ByteArrayInputStream(bytes(2, 100));
            });
    try (BlockStore store = LocalFixture.open(root);
        BlockUpload upload = store.startUpload(KEY, WriteOptions.DEFAULT)) {
      PartReceipt first = upload.uploadPart(1, Content.of(bytes(1, 100)));
      Future<PartReceipt> second =
          LocalFixture.EFFECTS.executor().submit(() -> upload.uploadPart(2, slow));
      await(opened);
      Deadline soon = Deadline.in(Duration.ofMillis(1), LocalFixture.EFFECTS.ticker());
      assertThatThrownBy(() -> soon.call(() -> upload.complete(List.of(first))))
          .isInstanceOf(StoreUnavailableException.class);
      finish.countDown();
      upload.complete(List.of(first, second.get()));
      assertHolds(store, concat(List.of(bytes(1, 100), bytes(2, 100))));
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void bytesThatCouldNotBeForcedNeverBecomeABlock() throws Exception {
    AtomicBoolean broken = new AtomicBoolean();
    Disk disk =
        FaultyDisk.failing(
            LocalFixture.realDisk(),
            (called, _) -> {
              if (called.equals("force") && broken.getAndSet(false)) {
                throw new IOException("the disk said no");
              }
            });
    try (LocalBlockStore store = LocalFixture.open(disk, root);
        BlockUpload upload = store.startUpload(KEY, WriteOptions.DEFAULT)) {
      List<PartReceipt> parts = List.of(upload.uploadPart(1, Content.of(bytes(1, 100))));
      broken.set(true);
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatThrownBy(() -> upload.complete(parts))
            .isInstanceOf(StoreUnavailableException.class);
      }
      assertThat(Blocks.find(store, KEY)).isEmpty();
    }
    assertThat(temporary()).isEmpty();
  }

  /** Any sizes, any order, parts replaced and left out, ranges of other blocks between. */
  @ParameterizedTest
  @ValueSource(strings = {"false", "true"})
  void whateverIsUploadedIsWhatIsRead(String direct) throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    try (BlockStore store = LocalFixture.open(root, "direct", direct)) {
      Blocks.write(store, BlockKey.of("source"), bytes(7, 20_000));
      for (int round = 0; round < ROUNDS; round++) {
        try (BlockUpload upload = store.startUpload(KEY, WriteOptions.DEFAULT)) {
          Map<Integer, byte[]> bytes = new TreeMap<>();
          Map<Integer, PartReceipt> receipts = new TreeMap<>();
          int usual = random.nextBoolean() ? 4096 * (1 + random.nextInt(3)) : random.nextInt(9000);
          for (int i = 0; i < 1 + random.nextInt(10); i++) {
            int number = 1 + random.nextInt(6);
            int size = random.nextInt(4) > 0 ? usual : random.nextInt(12_000);
            boolean copy = random.nextInt(5) == 0;
            byte[] part = bytes(random.nextInt(), size);
            if (copy) {
              System.arraycopy(bytes(7, 20_000), 77, part, 0, size);
            }
            receipts.put(
                number,
                copy
                    ? upload.copyPart(number, BlockKey.of("source"), ByteRange.of(77, size))
                    : upload.uploadPart(number, Content.of(part)));
            bytes.put(number, part);
          }
          int leftOut = receipts.size() > 1 ? 1 + random.nextInt(6) : 0;
          receipts.remove(leftOut);
          bytes.remove(leftOut);
          upload.complete(List.copyOf(receipts.values()));
          byte[] read = Blocks.readAll(store, KEY).array();
          assertThat(read).as("seed %d, round %d", seed, round).isEqualTo(concat(bytes.values()));
        }
      }
    }
    assertThat(temporary()).isEmpty();
  }

  private void assertHolds(BlockStore store, byte[] bytes) throws BlockStoreException {
    assertThat(Blocks.readAll(store, KEY).array()).isEqualTo(bytes);
    assertThat(store.stat(KEY).size()).isEqualTo(bytes.length);
    Optional<Crc32c> checksum = store.stat(KEY).checksum();
    assertThat(checksum.orElse(crc(bytes))).isEqualTo(crc(bytes));
  }

  private static Crc32c crc(byte[] bytes) {
    return Crc32c.of(java.nio.ByteBuffer.wrap(bytes));
  }

  private List<Path> temporary() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String name : LocalFixture.temporaryFiles(root)) {
      files.add(root.resolve(".blocktier/tmp").resolve(name));
    }
    return files;
  }

  private static Object identity(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ino");
  }

  private static byte[] bytes(int seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static byte[] concat(Iterable<byte[]> parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.forEach(all::writeBytes);
    return all.toByteArray();
  }
}
