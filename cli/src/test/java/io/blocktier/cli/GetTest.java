package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.cli.Cli.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class GetTest extends LocalStoreTest {

  @Test
  void blockBecomesAFileOrLandsInADirectory() throws Exception {
    put("a/b", "text");
    Path file = files.resolve("x");
    assertThat(Cli.run("get", uri("a/b"), file).out()).startsWith("fetched 1 block, 4 B in ");
    assertThat(file).hasContent("text");
    assertThat(Cli.run("get", uri("a/b"), files).status()).isZero();
    assertThat(files.resolve("b")).hasContent("text");
    assertThat(Cli.run("get", uri("a/b"), files + "/new/").status()).isZero();
    assertThat(files.resolve("new/b")).hasContent("text");
  }

  @Test
  void existingFileNeedsTheOption() throws Exception {
    put("k", "new");
    Path file = file("x", "old");
    assertFails(Cli.run("get", uri("k"), file), 6, "exists already", "--force");
    assertThat(file).hasContent("old");
    assertThat(Cli.run("get", "--force", uri("k"), file).status()).isZero();
    assertThat(file).hasContent("new");
  }

  @Test
  void missingDirectoryOfTheTargetIsNamed() throws Exception {
    put("k", "text");
    Path file = files.resolve("nowhere/x");
    Outcome outcome = Cli.run("get", uri("k"), file);
    assertThat(outcome.status()).isEqualTo(4);
    assertThat(outcome.err())
        .isEqualTo("blocktier: " + files.resolve("nowhere") + ": no such file or directory\n");
  }

  @Test
  void wholeFolderComesAndNothingElse() throws Exception {
    put("t/one", "1");
    put("t/e/two", "2");
    put("t2/x", "3");
    Path target = files.resolve("target");
    Outcome outcome = Cli.run("get", "-r", uri("t/"), target, "--json");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.lines()).hasSize(3);
    assertThat(target.resolve("one")).hasContent("1");
    assertThat(target.resolve("e/two")).hasContent("2");
    assertThat(target.resolve("x")).doesNotExist();
  }

  @Test
  void globFetchesWhatItMatches() {
    put("t/one.dat", "1");
    put("t/two.txt", "2");
    assertThat(Cli.run("get", uri("t/*.dat"), files).status()).isZero();
    assertThat(files.resolve("one.dat")).hasContent("1");
    assertThat(files.resolve("two.txt")).doesNotExist();
    assertFails(Cli.run("get", uri("t/*.zip"), files), 4, "nothing is found");
  }

  @Test
  void blockWithoutAPlaceFailsAloneAndTheOthersCome() throws Exception {
    put("t/a", "1");
    put("t/b", "2");
    file("target/a/inside", "directory in the way");
    Outcome outcome = Cli.run("get", "-r", "--force", uri("t/"), files.resolve("target"));
    assertFails(outcome, 1, "target/a");
    assertThat(files.resolve("target/b")).hasContent("2");
  }

  @Test
  void standardOutputHasTheBytesAndNothingElse() {
    put("k", "bytes");
    Outcome outcome = Cli.run("get", uri("k"), "-");
    assertThat(outcome.out()).isEqualTo("bytes");
    assertThat(outcome.err()).isEmpty();
    assertFails(Cli.run("get", uri("*"), "-"), 2, "standard output takes one block");
    assertFails(Cli.run("get", uri("none"), "-"), 4);
  }

  @Test
  void failureLeavesNoFile() {
    assertFails(Cli.run("get", uri("none"), files.resolve("x")), 4);
    assertThat(files).isEmptyDirectory();
  }

  @Test
  void linkInTheTargetDoesNotLeadOut() throws Exception {
    put("t/link/x", "evil");
    Path outside = Files.createDirectory(temp.resolve("outside"));
    Files.createSymbolicLink(files.resolve("link"), outside);
    assertFails(Cli.run("get", "-r", uri("t/"), files), 1, "outside");
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void folderNeedsTheOption() {
    put("t/a", "1");
    assertFails(Cli.run("get", uri("t/"), files), 2, "names no block", "-r");
  }
}
