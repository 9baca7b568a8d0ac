package io.blocktier.blockstore.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.spi.Disk;
import io.blocktier.blockstore.spi.DiskFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What goes wrong while there is power. */
class DiskFaultsTest {

  private static final Path DIRECTORY = Path.of("/disk");
  private static final Path FILE = DIRECTORY.resolve("x");
  private static final long SEEDS = 100;

  @Test
  void whatAFailedForceLostIsNotSavedByTheNextOne() throws Exception {
    Set<String> readableAndLeft = new TreeSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      SimulatedDisk disk = diskWithFile("a", seed, failing(DiskOperation.FORCE).onNames("x"));
      try (DiskFile file = disk.open(FILE, Disk.Mode.WRITE)) {
        DiskTexts.write(file, "b", 0);
        assertThatThrownBy(file::force).isInstanceOf(IOException.class);
        file.force();
      }
      String readable = DiskTexts.read(disk, FILE);
      readableAndLeft.add(readable + Outcomes.content(disk.crash(seed), FILE));
    }
    assertThat(readableAndLeft).containsExactly("aa", "ba", "bb");
  }

  @Test
  void whatIsWrittenAfterAFailedForceIsSavedByTheNextOne() throws Exception {
    for (long seed = 0; seed < SEEDS; seed++) {
      SimulatedDisk disk = diskWithFile("a", seed, failing(DiskOperation.FORCE));
      try (DiskFile file = disk.open(FILE, Disk.Mode.WRITE)) {
        DiskTexts.write(file, "b", 0);
        assertThatThrownBy(file::force).isInstanceOf(IOException.class);
        DiskTexts.write(file, "c", 0);
        file.force();
      }
      assertThat(Outcomes.content(disk.crash(seed), FILE)).isEqualTo("c");
    }
  }

  @Test
  void namesThatAFailedForceMissedAreNotSavedByTheNextOne() throws Exception {
    SimulatedDisk disk = diskWithFile("a", 1, failing(DiskOperation.FORCE_DIRECTORY));
    DiskTexts.createForced(disk, DIRECTORY.resolve("missed"), "b");
    assertThatThrownBy(() -> disk.forceDirectory(DIRECTORY)).isInstanceOf(IOException.class);
    DiskTexts.createForced(disk, DIRECTORY.resolve("later"), "c");
    disk.forceDirectory(DIRECTORY);
    assertThat(Outcomes.names(disk, DIRECTORY))
        .containsExactlyInAnyOrder("later x", "later missed x");
    disk.rename(DIRECTORY.resolve("missed"), DIRECTORY.resolve("renamed"));
    disk.forceDirectory(DIRECTORY);
    assertThat(Outcomes.names(disk, DIRECTORY)).containsExactly("later renamed x");
  }

  @Test
  void aForceThatIsIgnoredSavesNothing() throws Exception {
    SimulatedDisk disk =
        diskWithFile("a", 1, DiskFaultRule.of(DiskFaultKind.IGNORED, 100, DiskOperation.FORCE));
    try (DiskFile file = disk.open(FILE, Disk.Mode.WRITE)) {
      DiskTexts.write(file, "b", 0);
      file.force();
    }
    assertThat(Outcomes.content(disk.crashLosingAll(), FILE)).isEqualTo("a");
  }

  @Test
  void aDirectoryForceThatIsIgnoredSavesNothing() throws Exception {
    SimulatedDisk disk =
        diskWithFile(
            "a", 1, DiskFaultRule.of(DiskFaultKind.IGNORED, 100, DiskOperation.FORCE_DIRECTORY));
    disk.delete(FILE);
    disk.forceDirectory(DIRECTORY);
    assertThat(disk.crashLosingAll().names(DIRECTORY)).containsExactly("x");
  }

  @Test
  void aFailedWriteLeavesAnyPartOfItsBytes() throws Exception {
    Set<String> found = new TreeSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      SimulatedDisk disk = diskWithFile("aaa", seed, failing(DiskOperation.WRITE));
      assertThatThrownBy(() -> DiskTexts.overwrite(disk, FILE, "bbb"))
          .isInstanceOf(IOException.class);
      found.add(DiskTexts.read(disk, FILE));
    }
    assertThat(found).containsExactly("aaa", "baa", "bba", "bbb");
  }

  @Test
  void aFailedChangeOfNamesHasHappenedOrNot() throws Exception {
    Set<String> found = new TreeSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      SimulatedDisk disk = diskWithFile("a", seed, failing(DiskOperation.RENAME));
      assertThatThrownBy(() -> disk.rename(FILE, DIRECTORY.resolve("y")))
          .isInstanceOf(IOException.class);
      found.addAll(disk.names(DIRECTORY));
    }
    assertThat(found).containsExactly("x", "y");
  }

  @Test
  void aFileWhoseCreationFailsIsThereOrNotButNotOpen() throws Exception {
    Set<List<String>> found = new HashSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      SimulatedDisk disk = diskWithFile("a", seed, failing(DiskOperation.OPEN));
      assertThatThrownBy(() -> disk.open(DIRECTORY.resolve("y"), Disk.Mode.CREATE))
          .isInstanceOf(IOException.class);
      found.add(disk.names(DIRECTORY));
      assertThat(disk.openFiles()).isEmpty();
    }
    assertThat(found).containsExactlyInAnyOrder(List.of("x"), List.of("x", "y"));
  }

  @Test
  void aRuleConcernsItsOperationNameAndTurnOnly() throws Exception {
    SimulatedDisk disk =
        diskWithFile(
            "a",
            1,
            DiskFaultRule.of(DiskFaultKind.IO_ERROR, 100, DiskOperation.SIZE)
                .onNames("x")
                .onCall(2));
    DiskTexts.create(disk, DIRECTORY.resolve("y"), "b");
    assertThat(DiskTexts.read(disk, FILE)).isEqualTo("a");
    assertThat(DiskTexts.read(disk, DIRECTORY.resolve("y"))).isEqualTo("b");
    assertThatThrownBy(() -> DiskTexts.read(disk, FILE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("x");
    assertThat(DiskTexts.read(disk, FILE)).isEqualTo("a");
  }

  @Test
  void aTurnThatIsOverDoesNotComeAgainAfterACrash() throws Exception {
    SimulatedDisk disk = diskWithFile("a", 1, failing(DiskOperation.READ));
    assertThatThrownBy(() -> DiskTexts.read(disk, FILE)).isInstanceOf(IOException.class);
    assertThat(DiskTexts.read(disk.crash(1), FILE)).isEqualTo("a");
  }

  @Test
  void aSlowCallTakesItsTimeEvenIfItsThreadIsInterrupted() throws Exception {
    ManualClock clock = ManualClock.selfAdvancing();
    DiskFaultRule slow =
        DiskFaultRule.of(DiskFaultKind.SLOW, 100, DiskOperation.FORCE_DIRECTORY)
            .taking(Duration.ofSeconds(3));
    SimulatedDisk disk = new SimulatedDisk(DiskFaults.of(1, slow), clock, (_, _) -> {});
    disk.forceDirectory(Path.of("/"));
    assertThat(clock.nanos()).isEqualTo(Duration.ofSeconds(3).toNanos());
    Thread.currentThread().interrupt();
    disk.forceDirectory(Path.of("/"));
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void rulesThatCannotBeAreRefused() {
    assertThatThrownBy(() -> DiskFaultRule.of(DiskFaultKind.IGNORED, 1, DiskOperation.WRITE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("WRITE");
    assertThatThrownBy(() -> failing(DiskOperation.READ).onCall(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DiskFaultRule.of(DiskFaultKind.SLOW, 101, DiskOperation.READ))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> failing(DiskOperation.READ).taking(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DiskFaults.of(1).withCapacity(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static DiskFaultRule failing(DiskOperation operation) {
    return DiskFaultRule.of(DiskFaultKind.IO_ERROR, 100, operation).onCall(1);
  }

  /** A disk with a durable file, on which the rule holds from now on. */
  private static SimulatedDisk diskWithFile(String text, long seed, DiskFaultRule rule)
      throws IOException {
    SimulatedDisk disk = Outcomes.disk(DIRECTORY);
    DiskTexts.createForced(disk, FILE, text);
    disk.forceDirectory(DIRECTORY);
    disk.setFaults(DiskFaults.of(seed, rule));
    return disk;
  }
}
