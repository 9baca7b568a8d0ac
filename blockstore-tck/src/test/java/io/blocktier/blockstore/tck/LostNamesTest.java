package io.blocktier.blockstore.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a power cut leaves of names. */
class LostNamesTest {

  private static final Path DIRECTORY = Path.of("/disk");
  private static final Path INNER = DIRECTORY.resolve("inner");

  private SimulatedDisk disk;

  @BeforeEach
  void createDisk() throws IOException {
    disk = Outcomes.disk(DIRECTORY);
  }

  @Test
  void anyCreatedNameIsLostOrThere() throws Exception {
    create("a");
    create("b");
    assertThat(outcomes()).containsExactlyInAnyOrder("", "a", "b", "a b");
  }

  @Test
  void aRenamedFileHasOneNameOrTheOther() throws Exception {
    create("a");
    disk.forceDirectory(DIRECTORY);
    rename("a", "b");
    assertThat(outcomes()).containsExactlyInAnyOrder("a", "b");
    disk.forceDirectory(DIRECTORY);
    assertThat(outcomes()).containsExactly("b");
  }

  @Test
  void aRenamedFileThatWasNeverForcedMayBeMissingToo() throws Exception {
    create("a");
    rename("a", "b");
    assertThat(outcomes()).containsExactlyInAnyOrder("", "a", "b");
  }

  @Test
  void aReplacedFileIsThereUntilItsReplacementIs() throws Exception {
    DiskTexts.createForced(disk, path("new"), "new");
    DiskTexts.createForced(disk, path("old"), "old");
    disk.forceDirectory(DIRECTORY);
    rename("new", "old");
    assertThat(Outcomes.of(disk, path("old"))).containsExactlyInAnyOrder("old", "new");
  }

  @Test
  void aDeletedFileComesBackUntilItsDirectoryIsForced() throws Exception {
    create("a");
    create("b");
    disk.forceDirectory(DIRECTORY);
    disk.delete(path("a"));
    disk.delete(path("b"));
    assertThat(outcomes()).containsExactlyInAnyOrder("", "a", "b", "a b");
    disk.forceDirectory(DIRECTORY);
    assertThat(outcomes()).containsExactly("");
  }

  @Test
  void aNameThatWasTakenAgainIsNotThereWithoutItsFirstRemoval() throws Exception {
    DiskTexts.createForced(disk, path("a"), "first");
    disk.forceDirectory(DIRECTORY);
    disk.delete(path("a"));
    DiskTexts.createForced(disk, path("a"), "second");
    assertThat(Outcomes.of(disk, path("a")))
        .containsExactlyInAnyOrder("first", Outcomes.MISSING, "second");
  }

  @Test
  void aDirectoryTakesWhatIsInItAlong() throws Exception {
    disk.createDirectory(INNER);
    DiskTexts.createForced(disk, INNER.resolve("a"), "a");
    disk.forceDirectory(INNER);
    assertThat(outcomes()).containsExactlyInAnyOrder("", "inner");
    disk.forceDirectory(DIRECTORY);
    assertThat(Outcomes.of(disk, INNER.resolve("a"))).containsExactly("a");
  }

  @Test
  void forcingOneDirectoryForcesNoOther() throws Exception {
    disk.createDirectory(INNER);
    disk.forceDirectory(DIRECTORY);
    DiskTexts.createForced(disk, INNER.resolve("a"), "a");
    disk.forceDirectory(DIRECTORY);
    assertThat(Outcomes.names(disk, INNER)).containsExactlyInAnyOrder("", "a");
  }

  @Test
  void aMoveBetweenDirectoriesIsForcedByEither() throws Exception {
    disk.createDirectory(INNER);
    create("a");
    disk.forceDirectory(DIRECTORY);
    disk.rename(path("a"), INNER.resolve("b"));
    assertThat(both()).containsExactlyInAnyOrder("a inner/", "inner/b");
    disk.forceDirectory(INNER);
    assertThat(both()).containsExactly("inner/b");
  }

  private Iterable<String> both() throws IOException {
    return Outcomes.of(
        disk,
        found ->
            String.join(" ", found.names(DIRECTORY)) + "/" + String.join(" ", found.names(INNER)));
  }

  @Test
  void noFileEverHasTwoNames() throws Exception {
    for (long seed = 0; seed < 300; seed++) {
      disk = Outcomes.disk(DIRECTORY);
      changeNames(new SplittableRandom(seed));
      SimulatedDisk found = disk.crash(seed);
      List<String> contents = new ArrayList<>();
      for (String name : found.names(DIRECTORY)) {
        contents.add(DiskTexts.read(found, path(name)));
      }
      assertThat(contents).as("seed %d", seed).doesNotHaveDuplicates().doesNotContain("");
    }
  }

  /** Of files that all differ and are forced. */
  private void changeNames(RandomGenerator random) throws IOException {
    for (int i = 0; i < 40; i++) {
      List<String> names = disk.names(DIRECTORY);
      String name = Integer.toString(random.nextInt(6));
      int choice = random.nextInt(10);
      if (!names.contains(name)) {
        DiskTexts.createForced(disk, path(name), "file " + i);
      } else if (choice < 5) {
        rename(name, Integer.toString(random.nextInt(6)));
      } else if (choice < 9) {
        disk.delete(path(name));
      } else {
        disk.forceDirectory(DIRECTORY);
      }
    }
  }

  private Iterable<String> outcomes() throws IOException {
    return Outcomes.names(disk, DIRECTORY);
  }

  private void create(String name) throws IOException {
    DiskTexts.createForced(disk, path(name), name);
  }

  private void rename(String from, String to) throws IOException {
    disk.rename(path(from), path(to));
  }

  private static Path path(String name) {
    return DIRECTORY.resolve(name);
  }
}
