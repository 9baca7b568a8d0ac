package io.blocktier.blockstore.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The locks and counters that several stores and processes share. */
class SharedFilesTest {

  @TempDir Path directory;

  private long locksHeld() throws IOException {
    Object inode = Files.getAttribute(directory.resolve("locks"), "unix:ino");
    try (Stream<String> locks = Files.lines(Path.of("/proc/locks"))) {
      return locks.filter(line -> line.contains(":" + inode + " ")).count();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aStoreThatClosesLeavesTheLocksOfOthersAlone() throws Exception {
    SharedFiles one = SharedFiles.open(directory);
    try (FileLock _ = one.tryLock(5).orElseThrow()) {
      SharedFiles.open(directory).close();

      assertThat(locksHeld()).isEqualTo(1);
    }
    assertThat(locksHeld()).isZero();
    one.close();
  }

  @Test
  void storesOfOneProcessExcludeEachOther() throws Exception {
    try (SharedFiles one = SharedFiles.open(directory);
        SharedFiles other = SharedFiles.open(directory)) {
      try (FileLock _ = one.tryLock(5).orElseThrow()) {
        assertThat(other.tryLock(5)).isEmpty();
        other.tryLock(6).orElseThrow().release();
      }
      other.tryLock(5).orElseThrow().release();
    }
  }

  @Test
  void countersAreSharedAndOutliveTheirStore() throws Exception {
    try (SharedFiles one = SharedFiles.open(directory);
        SharedFiles other = SharedFiles.open(directory)) {
      one.beginRemoval();
      one.endRemoval();
      one.nextMove();
      one.nextMove();
      assertThat(other.epoch()).isEqualTo(2);
      assertThat(other.moves()).isEqualTo(2);
    }
    try (SharedFiles later = SharedFiles.open(directory)) {
      assertThat(later.epoch()).isEqualTo(2);
      assertThat(later.moves()).isEqualTo(2);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theLastStoreThatClosesLeavesNothingMapped() throws Exception {
    SharedFiles one = SharedFiles.open(directory);
    SharedFiles.open(directory).close();
    assertThat(mapped()).isPositive();
    assertThat(SharedFiles.isSettled(one.epoch())).isTrue();
    one.close();
    assertThat(mapped()).isZero();
    assertThat(SharedFiles.isSettled(one.epoch())).isFalse();
  }

  private long mapped() throws IOException {
    String file = directory.toRealPath().resolve("epoch").toString();
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      return maps.filter(line -> line.endsWith(file)).count();
    }
  }

  @Test
  void aRemovalThatNobodyEndedIsEndedByTheNext() throws Exception {
    try (SharedFiles files = SharedFiles.open(directory)) {
      files.beginRemoval();
      assertThat(SharedFiles.isSettled(files.epoch())).isFalse();
      files.beginRemoval();
      assertThat(SharedFiles.isSettled(files.epoch())).isFalse();
      files.endRemoval();
      assertThat(SharedFiles.isSettled(files.epoch())).isTrue();
    }
  }
}
