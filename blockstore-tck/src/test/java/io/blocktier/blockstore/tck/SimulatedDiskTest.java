package io.blocktier.blockstore.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.spi.Disk;
import io.blocktier.blockstore.spi.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Crashes, the hook, room, and that a seed replays it all. */
class SimulatedDiskTest {

  private static final Path DIRECTORY = Path.of("/disk");
  private static final Path FILE = DIRECTORY.resolve("x");

  @Test
  void nothingWorksAfterACrashButClosing() throws Exception {
    SimulatedDisk disk = Outcomes.disk(DIRECTORY);
    DiskFile file = disk.open(FILE, Disk.Mode.CREATE);
    Disk.Lock lock = disk.tryLock(DIRECTORY.resolve("lock")).orElseThrow();
    SimulatedDisk found = disk.crash(1);
    assertThatThrownBy(file::force).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> disk.names(DIRECTORY)).isInstanceOf(IOException.class);
    assertThatThrownBy(disk::kill).isInstanceOf(IllegalStateException.class);
    assertThatCode(file::close).doesNotThrowAnyException();
    assertThatCode(lock::close).doesNotThrowAnyException();
    assertThat(found.openFiles()).isEmpty();
  }

  @Test
  void locksEndWithTheProcess() throws Exception {
    SimulatedDisk disk = Outcomes.disk(DIRECTORY);
    Disk.Lock old = disk.tryLock(FILE).orElseThrow();
    SimulatedDisk next = disk.kill();
    assertThat(next.tryLock(FILE)).isPresent();
    old.close();
    assertThat(next.tryLock(FILE)).isEmpty();
    assertThat(next.crash(1).tryLock(FILE)).isPresent();
  }

  @Test
  void theHookSeesEachCallAndCanPreventIt() throws Exception {
    List<String> seen = new ArrayList<>();
    SimulatedDisk disk =
        new SimulatedDisk(
            DiskFaults.of(1),
            ManualClock.selfAdvancing(),
            (operation, path) -> {
              seen.add(operation + " " + path);
              if (seen.size() > 6) {
                throw new IOException("power cut");
              }
            });
    DiskFile file = disk.open(Path.of("/x"), Disk.Mode.CREATE);
    DiskTexts.write(file, "abc", 0);
    file.force();
    file.size();
    disk.forceDirectory(Path.of("/"));
    disk.rename(Path.of("/x"), Path.of("/y"));
    assertThatThrownBy(() -> disk.delete(Path.of("/y"))).hasMessage("power cut");
    assertThat(seen)
        .containsExactly(
            "OPEN /x",
            "WRITE /x",
            "FORCE /x",
            "SIZE /x",
            "FORCE_DIRECTORY /",
            "RENAME /x",
            "DELETE /y");
  }

  @Test
  void aHookCutsThePowerAtAnyCall() throws Exception {
    for (int last = 0; last < 8; last++) {
      int calls = last;
      int[] made = {0};
      SimulatedDisk[] found = {null};
      SimulatedDisk[] disk = {null};
      disk[0] =
          new SimulatedDisk(
              DiskFaults.of(1),
              ManualClock.selfAdvancing(),
              (_, _) -> {
                if (made[0]++ == calls) {
                  found[0] = disk[0].crashLosingAll();
                }
              });
      boolean acknowledged = storeDurably(disk[0]);
      Disk left = found[0] == null ? disk[0].crashLosingAll() : found[0];
      assertThat(left.names(Path.of("/")).contains("x")).isEqualTo(last >= 5);
      assertThat(acknowledged).isEqualTo(last >= 5);
    }
  }

  private static boolean storeDurably(SimulatedDisk disk) {
    try {
      DiskTexts.createForced(disk, Path.of("/x"), "abc");
      disk.forceDirectory(Path.of("/"));
      return true;
    } catch (IOException powerCut) {
      return false;
    }
  }

  @Test
  void aFullDiskTakesAPartAndTellsThatItIsFull() throws Exception {
    SimulatedDisk disk = Outcomes.disk(DIRECTORY, DiskFaults.of(1).withCapacity(3 * 4096));
    DiskTexts.create(disk, DIRECTORY.resolve("other"), "a");
    assertThat(disk.usableBytes(DIRECTORY)).isEqualTo(2 * 4096);
    try (DiskFile file = disk.open(FILE, Disk.Mode.CREATE)) {
      assertThatThrownBy(() -> DiskTexts.write(file, "b".repeat(3 * 4096), 0))
          .isInstanceOf(IOException.class);
      assertThat(disk.usableBytes(DIRECTORY)).isZero();
      assertThat(file.size()).isEqualTo(2 * 4096);
      DiskTexts.write(file, "c".repeat(2 * 4096), 0);
      disk.delete(FILE);
      assertThat(disk.usableBytes(DIRECTORY)).as("as long as the file is open").isZero();
    }
    assertThat(disk.usableBytes(DIRECTORY)).isEqualTo(2 * 4096);
    disk.setFaults(DiskFaults.of(1).withCapacity(0));
    assertThat(disk.usableBytes(DIRECTORY)).isZero();
  }

  @Test
  void aReplacedFileTakesNoRoom() throws Exception {
    SimulatedDisk disk = Outcomes.disk(DIRECTORY, DiskFaults.of(1).withCapacity(2 * 4096));
    DiskTexts.create(disk, FILE, "a");
    DiskTexts.create(disk, DIRECTORY.resolve("y"), "b");
    disk.rename(DIRECTORY.resolve("y"), FILE);
    assertThat(disk.usableBytes(DIRECTORY)).isEqualTo(4096);
  }

  @Test
  void writtenZerosTakeRoom() throws Exception {
    SimulatedDisk disk = Outcomes.disk(DIRECTORY, DiskFaults.of(1).withCapacity(1 << 20));
    DiskTexts.createForced(disk, FILE, "\0".repeat(1 << 20));
    disk.forceDirectory(DIRECTORY);
    assertThat(disk.usableBytes(DIRECTORY)).isZero();
    SimulatedDisk found = disk.crash(1);
    assertThat(found.usableBytes(DIRECTORY)).isZero();
    DiskTexts.overwrite(found, FILE, "a".repeat(1 << 20));
  }

  @Test
  void aKilledProcessKeepsNoDeletedFileOpen() throws Exception {
    SimulatedDisk disk = Outcomes.disk(DIRECTORY, DiskFaults.of(1).withCapacity(4096));
    DiskFile file = disk.open(FILE, Disk.Mode.CREATE);
    DiskTexts.write(file, "a", 0);
    disk.delete(FILE);
    SimulatedDisk next = disk.kill();
    file.close();
    assertThat(next.usableBytes(DIRECTORY)).isEqualTo(4096);
  }

  @Test
  void oneBitIsFlippedWithinTheRangeForGood() throws Exception {
    SimulatedDisk disk = Outcomes.disk(DIRECTORY);
    String text = "a".repeat(10_000);
    DiskTexts.createForced(disk, FILE, text);
    disk.forceDirectory(DIRECTORY);
    int flipped = (int) disk.flipBit(FILE, 5_000, 100);
    assertThat(flipped).isBetween(5_000, 5_099);
    for (Disk seen : List.of(disk, disk.crashCopy(1))) {
      ByteBuffer read = ByteBuffer.allocate(10_000);
      try (DiskFile file = seen.open(FILE, Disk.Mode.READ)) {
        file.read(read, 0);
      }
      assertThat(Integer.bitCount(read.get(flipped) ^ 'a')).isOne();
      assertThat(read.put(flipped, (byte) 'a').array())
          .isEqualTo(text.getBytes(StandardCharsets.US_ASCII));
    }
    assertThatThrownBy(() -> disk.crash(1).flipBit(FILE, 9_999, 2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theSameSeedsAndCallsGiveTheSameDisk() throws Exception {
    for (long seed = 0; seed < 50; seed++) {
      String once = workAndCrash(seed);
      assertThat(workAndCrash(seed)).as("seed %d", seed).isEqualTo(once);
    }
    assertThat(workAndCrash(1)).isNotEqualTo(workAndCrash(2));
  }

  /** Returns all that was seen. */
  private static String workAndCrash(long seed) throws IOException {
    DiskFaults faults =
        DiskFaults.of(seed, DiskFaultRule.of(DiskFaultKind.IO_ERROR, 10, DiskOperation.values()))
            .withCapacity(40_000);
    StringBuilder trace = new StringBuilder();
    SimulatedDisk disk = Outcomes.disk(DIRECTORY);
    RandomGenerator random = new SplittableRandom(seed);
    for (int life = 0; life < 3; life++) {
      disk.setFaults(faults);
      for (int i = 0; i < 100; i++) {
        trace.append(work(disk, random)).append('\n');
      }
      disk = disk.crash(random.nextLong());
    }
    disk.setFaults(DiskFaults.of(seed));
    for (String name : disk.names(DIRECTORY)) {
      trace.append(name).append(DiskTexts.read(disk, DIRECTORY.resolve(name)));
    }
    return trace.toString();
  }

  private static String work(SimulatedDisk disk, RandomGenerator random) {
    Path path = DIRECTORY.resolve(Integer.toString(random.nextInt(5)));
    int choice = random.nextInt(6);
    String text = Integer.toString(random.nextInt(10)).repeat(random.nextInt(10_000));
    try {
      switch (choice) {
        case 0 -> DiskTexts.create(disk, path, text);
        case 1 -> DiskTexts.createForced(disk, path, text);
        case 2 -> DiskTexts.overwrite(disk, path, text);
        case 3 -> disk.rename(path, DIRECTORY.resolve("5"));
        case 4 -> disk.delete(path);
        default -> disk.forceDirectory(DIRECTORY);
      }
      return choice + " " + disk.names(DIRECTORY);
    } catch (IOException e) {
      return choice + " " + e;
    }
  }
}
