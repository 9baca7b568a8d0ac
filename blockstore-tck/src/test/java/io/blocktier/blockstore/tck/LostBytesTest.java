package io.blocktier.blockstore.tck;

import static io.blocktier.blockstore.tck.Outcomes.MISSING;
import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.spi.Disk;
import io.blocktier.blockstore.spi.DiskFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a power cut leaves of the bytes of files. */
class LostBytesTest {

  private static final Path DIRECTORY = Path.of("/disk");
  private static final Path FILE = DIRECTORY.resolve("x");
  private static final int PAGE = 4096;
  private static final int SECTOR = 512;

  private SimulatedDisk disk;

  @BeforeEach
  void createDisk() throws IOException {
    disk = Outcomes.disk(DIRECTORY);
  }

  @Test
  void forcedBytesUnderAForcedNameAreNeverLost() throws Exception {
    DiskTexts.createForced(disk, FILE, "a".repeat(10_000));
    disk.forceDirectory(DIRECTORY);
    assertThat(Outcomes.of(disk, FILE)).containsExactly("a".repeat(10_000));
    assertThat(Outcomes.content(disk.crashLosingAll(), FILE)).isEqualTo("a".repeat(10_000));
  }

  @Test
  void bytesThatWereNotForcedAreLostOrThere() throws Exception {
    overwriteDurable("a".repeat(PAGE), "b".repeat(PAGE));
    assertThat(Outcomes.of(disk, FILE)).contains("a".repeat(PAGE), "b".repeat(PAGE));
    assertThat(Outcomes.content(disk.crashLosingAll(), FILE)).isEqualTo("a".repeat(PAGE));
  }

  @Test
  void aWriteIsTornBetweenSectorsAndOnlyThere() throws Exception {
    overwriteDurable("a".repeat(3 * PAGE), "b".repeat(3 * PAGE));
    Pattern sectors = Pattern.compile("(a{512}|b{512})*");
    Set<String> found = Outcomes.of(disk, FILE);
    assertThat(found).allMatch(text -> sectors.matcher(text).matches());
    assertThat(found).anyMatch(text -> text.startsWith("b".repeat(SECTOR) + "a"));
    assertThat(found).anyMatch(text -> text.startsWith("a".repeat(SECTOR) + "b"));
  }

  @Test
  void aWriteIsTornBetweenPagesInAnyOrder() throws Exception {
    overwriteDurable("a".repeat(2 * PAGE), "b".repeat(2 * PAGE));
    assertThat(Outcomes.of(disk, FILE))
        .contains("a".repeat(PAGE) + "b".repeat(PAGE), "b".repeat(PAGE) + "a".repeat(PAGE));
  }

  @Test
  void ofSeveralWritesAnyMayBeTheLastThatIsThere() throws Exception {
    overwriteDurable("a", "b");
    DiskTexts.overwrite(disk, FILE, "c");
    assertThat(Outcomes.of(disk, FILE)).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void aSizeThatWasNotForcedIsLostOrTheBytesBehindIt() throws Exception {
    createDurable("a");
    DiskTexts.overwrite(disk, FILE, "aaaa");
    assertThat(Outcomes.of(disk, FILE)).contains("a", "aaaa", "a\0\0\0");
  }

  @Test
  void aFileOfManyPagesMayHaveItsSizeAndNothingElse() throws Exception {
    overwriteDurable("", "a".repeat(20 * PAGE));
    assertThat(Outcomes.of(disk, FILE)).contains("", "\0".repeat(20 * PAGE));
  }

  @Test
  void bytesThatWereCutOffDoNotComeBack() throws Exception {
    createDurable("a");
    DiskTexts.overwrite(disk, FILE, "abcd");
    for (long seed = 0; seed < 500; seed++) {
      SimulatedDisk found = disk.crashCopy(seed);
      if (DiskTexts.read(found, FILE).equals("a")) {
        try (DiskFile file = found.open(FILE, Disk.Mode.WRITE)) {
          DiskTexts.write(file, "z", 9);
        }
        assertThat(DiskTexts.read(found, FILE)).isEqualTo("a" + "\0".repeat(8) + "z");
      }
    }
  }

  @Test
  void aFileForcedUnderAnUnforcedNameIsWholeOrMissing() throws Exception {
    DiskTexts.createForced(disk, FILE, "abc");
    assertThat(Outcomes.of(disk, FILE)).containsExactlyInAnyOrder(MISSING, "abc");
    assertThat(Outcomes.content(disk.crashLosingAll(), FILE)).isEqualTo(MISSING);
  }

  @Test
  void aRenamedFileThatOnlyItsNeighbourWasForcedForIsEmpty() throws Exception {
    Path temporary = DIRECTORY.resolve("tmp");
    Path neighbour = DIRECTORY.resolve("neighbour");
    DiskTexts.create(disk, temporary, "abc");
    disk.rename(temporary, FILE);
    DiskTexts.createForced(disk, neighbour, "noise");
    disk.forceDirectory(DIRECTORY);
    assertThat(Outcomes.of(disk, FILE)).containsExactlyInAnyOrder("", "abc", "\0\0\0");
    assertThat(Outcomes.of(disk, neighbour)).containsExactly("noise");
    assertThat(Outcomes.content(disk.crashLosingAll(), FILE)).isEmpty();
  }

  @Test
  void whatIsFoundAfterACrashIsDurable() throws Exception {
    overwriteDurable("a".repeat(PAGE), "b".repeat(PAGE));
    for (long seed = 0; seed < 20; seed++) {
      SimulatedDisk found = disk.crashCopy(seed);
      String text = DiskTexts.read(found, FILE);
      assertThat(Outcomes.of(found, FILE)).containsExactly(text);
    }
  }

  @Test
  void whatAKilledProcessWroteIsThereUntilThePowerIsCut() throws Exception {
    overwriteDurable("a", "b");
    SimulatedDisk next = disk.kill();
    assertThat(DiskTexts.read(next, FILE)).isEqualTo("b");
    assertThat(Outcomes.of(next, FILE)).containsExactlyInAnyOrder("a", "b");
  }

  private void overwriteDurable(String before, String after) throws IOException {
    createDurable(before);
    DiskTexts.overwrite(disk, FILE, after);
  }

  private void createDurable(String text) throws IOException {
    DiskTexts.createForced(disk, FILE, text);
    disk.forceDirectory(DIRECTORY);
  }
}
