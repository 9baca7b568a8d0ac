package io.blocktier.blockstore.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.spi.Disk;
import io.blocktier.blockstore.spi.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What every disk does as long as it has power. */
abstract class DiskContract {

  abstract Disk disk();

  /** Returns an empty directory that is there. */
  abstract Path directory();

  @Test
  void bytesAreReadWhereTheyWereWritten() throws Exception {
    try (DiskFile file = create("x")) {
      file.write(new ByteBuffer[] {text("ab"), text(""), text("cde")}, 3);
      assertThat(file.size()).isEqualTo(8);
      assertThat(read(file, 3, 5)).isEqualTo("abcde");
      assertThat(read(file, 6, 100)).isEqualTo("de");
    }
  }

  @Test
  void sourcesAreUsedUpBetweenTheirPositionAndLimit() throws Exception {
    ByteBuffer source = text("abcdef").position(1).limit(4);
    ByteBuffer direct = ByteBuffer.allocateDirect(6).put(text("ghijkl")).flip().position(2);
    try (DiskFile file = create("x")) {
      file.write(new ByteBuffer[] {source.asReadOnlyBuffer(), direct}, 0);
      file.write(new ByteBuffer[] {source}, 0);
      assertThat(read(file, 0, 10)).isEqualTo("bcdijkl");
      assertThat(source.position()).isEqualTo(4);
      assertThat(direct.hasRemaining()).isFalse();
    }
  }

  @Test
  void aGapReadsAsZeros() throws Exception {
    try (DiskFile file = create("x")) {
      write(file, "x", 10_000);
      assertThat(file.size()).isEqualTo(10_001);
      assertThat(read(file, 9_998, 3)).isEqualTo("\0\0x");
      assertThat(read(file, 0, 2)).isEqualTo("\0\0");
    }
  }

  @Test
  void nothingIsReadAtTheEndAndBehindIt() throws Exception {
    try (DiskFile file = create("x")) {
      assertThat(read(file, 0, 1)).isEmpty();
      write(file, "abc", 0);
      assertThat(read(file, 3, 1)).isEmpty();
      assertThat(read(file, 3_000_000_000L, 1)).isEmpty();
      assertThat(read(file, 0, 0)).isEmpty();
    }
  }

  @Test
  void bytesAcrossPagesAreReplaced() throws Exception {
    try (DiskFile file = create("x")) {
      write(file, "a".repeat(20_000), 0);
      write(file, "b".repeat(8_000), 4_000);
      write(file, "", 9);
      file.force();
      String expected = "a".repeat(4_000) + "b".repeat(8_000) + "a".repeat(8_000);
      assertThat(read(file, 0, 20_000)).isEqualTo(expected);
    }
  }

  @Test
  void aFileIsTheSameInEveryOpening() throws Exception {
    try (DiskFile created = create("x");
        DiskFile written = disk().open(path("x"), Disk.Mode.WRITE);
        DiskFile read = disk().open(path("x"), Disk.Mode.READ)) {
      write(created, "ab", 0);
      write(written, "c", 1);
      assertThat(read(read, 0, 9)).isEqualTo("ac");
      assertThat(read(created, 0, 9)).isEqualTo("ac");
    }
  }

  @Test
  void aFileForReadingIsNotWritten() throws Exception {
    create("x").close();
    try (DiskFile file = disk().open(path("x"), Disk.Mode.READ)) {
      assertThatThrownBy(() -> write(file, "a", 0)).isInstanceOf(NonWritableChannelException.class);
    }
  }

  @Test
  void thereIsNoByteBeforeTheFirst() throws Exception {
    try (DiskFile file = create("x")) {
      assertThatThrownBy(() -> write(file, "a", -1)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> read(file, -1, 1)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aClosedFileCanOnlyBeClosed() throws Exception {
    DiskFile file = create("x");
    file.close();
    file.close();
    assertThatThrownBy(() -> write(file, "a", 0)).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> read(file, 0, 1)).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(file::force).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(file::size).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void aFileIsCreatedOnceAndOpenedOnlyIfItIsThere() throws Exception {
    create("x").close();
    assertThatThrownBy(() -> create("x")).isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> disk().open(path("y"), Disk.Mode.WRITE))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> disk().open(path("y"), Disk.Mode.READ))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> create("y/z")).isInstanceOf(NoSuchFileException.class);
    assertThat(disk().names(directory())).containsExactly("x");
  }

  @Test
  void aDirectoryIsCreatedUnlessItIsThere() throws Exception {
    disk().createDirectory(path("inner"));
    create("inner/x").close();
    disk().createDirectory(path("inner"));
    assertThat(disk().names(path("inner"))).containsExactly("x");
    assertThat(disk().names(directory())).containsExactly("inner");
    assertThatThrownBy(() -> disk().createDirectory(path("inner/x")))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> disk().createDirectory(path("missing/inner")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void onlyADirectoryIsListedAndForced() throws Exception {
    create("x").close();
    assertThatThrownBy(() -> disk().names(path("x"))).isInstanceOf(NotDirectoryException.class);
    assertThatThrownBy(() -> disk().names(path("y"))).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> disk().forceDirectory(path("y")))
        .isInstanceOf(NoSuchFileException.class);
    disk().forceDirectory(directory());
  }

  @Test
  void aRenamedFileReplacesTheOneThatHadItsName() throws Exception {
    try (DiskFile old = create("old");
        DiskFile replaced = create("new")) {
      write(old, "a", 0);
      write(replaced, "b", 0);
      disk().rename(path("old"), path("new"));
      assertThat(disk().names(directory())).containsExactly("new");
      assertThat(read(old, 0, 9)).isEqualTo("a");
      assertThat(read(replaced, 0, 9)).as("is open still").isEqualTo("b");
      assertThat(readFile("new")).isEqualTo("a");
    }
    disk().rename(path("new"), path("new"));
    assertThat(readFile("new")).isEqualTo("a");
    assertThatThrownBy(() -> disk().rename(path("old"), path("new")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aFileMovesBetweenDirectories() throws Exception {
    disk().createDirectory(path("inner"));
    try (DiskFile file = create("x")) {
      write(file, "a", 0);
    }
    disk().rename(path("x"), path("inner/y"));
    assertThat(readFile("inner/y")).isEqualTo("a");
    assertThat(disk().names(directory())).containsExactly("inner");
  }

  @Test
  void aDeletedFileIsGoneButStaysOpen() throws Exception {
    try (DiskFile file = create("x")) {
      write(file, "a", 0);
      assertThat(disk().delete(path("x"))).isTrue();
      assertThat(disk().delete(path("x"))).isFalse();
      assertThat(disk().names(directory())).isEmpty();
      write(file, "b", 1);
      file.force();
      assertThat(read(file, 0, 9)).isEqualTo("ab");
    }
    create("x").close();
    assertThat(readFile("x")).isEmpty();
  }

  @Test
  void aLockHasOneHolder() throws Exception {
    Disk.Lock first = disk().tryLock(path("lock")).orElseThrow();
    assertThat(disk().tryLock(path("lock"))).isEmpty();
    first.close();
    try (Disk.Lock second = disk().tryLock(path("lock")).orElseThrow()) {
      first.close();
      assertThat(second).isNotSameAs(first);
      assertThat(disk().tryLock(path("lock"))).isEmpty();
      disk().tryLock(path("other")).orElseThrow().close();
    }
    assertThat(disk().names(directory())).containsExactlyInAnyOrder("lock", "other");
  }

  @Test
  void thereIsRoomInADirectory() throws Exception {
    assertThat(disk().usableBytes(directory())).isPositive();
    assertThatThrownBy(() -> disk().usableBytes(path("y"))).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void anInterruptEndsNoCallAndStays() throws Exception {
    try (DiskFile file = create("x")) {
      Thread.currentThread().interrupt();
      write(file, "a", 0);
      file.force();
      disk().forceDirectory(directory());
      assertThat(read(file, 0, 9)).isEqualTo("a");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  final Path path(String name) {
    return directory().resolve(name);
  }

  final DiskFile create(String name) throws IOException {
    return disk().open(path(name), Disk.Mode.CREATE);
  }

  final String readFile(String name) throws IOException {
    return DiskTexts.read(disk(), path(name));
  }

  private static void write(DiskFile file, String text, long position) throws IOException {
    file.write(new ByteBuffer[] {text(text)}, position);
  }

  private static String read(DiskFile file, long position, int size) throws IOException {
    ByteBuffer target = ByteBuffer.allocate(size);
    int count = file.read(target, position);
    assertThat(target.position()).isEqualTo(count);
    return StandardCharsets.US_ASCII.decode(target.flip()).toString();
  }

  private static ByteBuffer text(String text) {
    return StandardCharsets.US_ASCII.encode(text);
  }
}
