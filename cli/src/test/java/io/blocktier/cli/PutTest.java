package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.cli.Cli.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PutTest extends LocalStoreTest {

  @Test
  void fileGetsTheKeyOrItsOwnNameInAFolder() throws Exception {
    Path file = file("x.txt", "text");
    assertThat(Cli.run("put", file, uri("a/b")).out()).startsWith("stored 1 block, 4 B in ");
    Cli.run("put", file, uri("folder/"));
    Cli.run("put", file, uri(""));
    assertThat(get("a/b")).isEqualTo("text");
    assertThat(get("folder/x.txt")).isEqualTo("text");
    assertThat(get("x.txt")).isEqualTo("text");
  }

  @Test
  void manyFilesNeedAFolder() throws Exception {
    Path one = file("one", "1");
    Path two = file("two", "2");
    assertFails(Cli.run("put", one, two, uri("key")), 2, "2 sources", "end the URI with /");
    assertThat(Cli.run("put", one, two, uri("both/")).status()).isZero();
    assertThat(Cli.run("ls", uri("both/")).lines()).containsExactly("both/one", "both/two");
  }

  @Test
  void standardInputOfAnySizeIsStored() {
    byte[] large = MemoryStoreTest.bytes(3 * ByteSpool.MEMORY_BYTES, 1);
    assertThat(new Cli().stdin(large).execute("put", "-", uri("large")).status()).isZero();
    assertThat(Cli.run("get", uri("large"), "-").bytes()).isEqualTo(large);
    assertThat(new Cli().stdin(new byte[0]).execute("put", "-", uri("empty")).status()).isZero();
    assertThat(get("empty")).isEmpty();
    assertFails(
        new Cli().stdin(new byte[1]).execute("put", "-", uri("folder/")), 2, "names no block");
  }

  @Test
  void everyFileBelowADirectoryBecomesABlock() throws Exception {
    file("d/one", "1");
    file("d/e/two", "2");
    file("d/e/empty", "");
    Outcome outcome = Cli.run("put", "-r", files.resolve("d"), uri("tree/"), "--json");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.lines()).hasSize(4);
    assertThat(outcome.lines().getLast())
        .startsWith("{\"summary\":{\"blocks\":3,\"bytes\":2,\"failed\":0,");
    assertThat(Cli.run("ls", "-r", uri("tree/")).lines())
        .containsExactly("tree/e/empty", "tree/e/two", "tree/one");
  }

  @Test
  void linksAreNotFollowedAndThatIsSaid() throws Exception {
    file("d/one", "1");
    Files.createSymbolicLink(files.resolve("d/link"), files.resolve("d/one"));
    Files.createSymbolicLink(files.resolve("d/loop"), files.resolve("d"));
    Outcome outcome = Cli.run("put", "-r", files.resolve("d"), uri("tree/"));
    assertThat(outcome.status()).isZero();
    assertThat(outcome.err()).contains("symbolic links and special files left out: 2");
    assertThat(Cli.run("ls", "-r", uri("tree/")).lines()).containsExactly("tree/one");
  }

  @Test
  void namesThatAreNoKeysAreReportedAndTheOthersStored() throws Exception {
    file("d/good", "1");
    file("d/line\nbreak", "2");
    new ProcessBuilder("sh", "-c", ": > \"$(printf 'bad\\377name')\"")
        .directory(files.resolve("d").toFile())
        .start()
        .waitFor();
    Outcome outcome = Cli.run("put", "-r", files.resolve("d"), uri("tree/"));
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err().lines()).hasSize(2);
    assertThat(outcome.err()).contains("control character", "not UTF-8");
    assertThat(outcome.out()).contains("stored 1 block", "; 2 failed");
  }

  @Test
  void directoryNeedsTheOption() {
    assertFails(Cli.run("put", files, uri("x/")), 2, "is a directory", "add -r");
  }

  @Test
  void whatIsNotThereOrNoFileIsRefused() {
    assertFails(Cli.run("put", files.resolve("no"), uri("x")), 4, "no such file");
    assertFails(Cli.run("put", "/dev/zero", uri("x")), 2, "not a regular file", "put - URI");
  }

  @Test
  void emptySourceIsRefused() {
    assertFails(Cli.run("put", "", uri("k")), 2, "a source is empty");
  }

  @Test
  void conditionsHold() throws Exception {
    Path file = file("x", "new");
    put("k", "old");
    assertFails(Cli.run("put", "--if-absent", file, uri("k")), 6);
    assertThat(get("k")).isEqualTo("old");
    String etag = Cli.run("stat", "--json", uri("k")).json().get("etag").asString();
    assertFails(Cli.run("put", "--if-match", "wrong", file, uri("k")), 6);
    assertThat(Cli.run("put", "--if-match", '"' + etag + '"', file, uri("k")).status()).isZero();
    assertThat(get("k")).isEqualTo("new");
    assertThat(Cli.run("put", "--if-absent", file, uri("k2")).status()).isZero();
  }

  @Test
  void contradictionsAreRefused() throws Exception {
    Path file = file("x", "1");
    assertFails(Cli.run("put", "--if-absent", "--if-match", "e", file, uri("k")), 2, "exclude");
    assertFails(Cli.run("put", "--if-match", "e", "-r", files, uri("k/")), 2, "one by one");
    assertFails(Cli.run("put", "--if-match", "a b", file, uri("k")), 2, "etag");
    assertFails(Cli.run("put", "--metadata", "UPPER=1", file, uri("k")), 2, "UPPER");
    assertFails(Cli.run("put", "--metadata", "novalue", file, uri("k")), 2, "--metadata");
    assertFails(Cli.run("put", "--storage-class", "bad class", file, uri("k")), 2, "storage class");
  }

  @Test
  void metadataComesBack() throws Exception {
    Path file = file("x", "1");
    assertThat(Cli.run("put", "--metadata", "a=1", "--metadata", "b=x=y", file, uri("k")).status())
        .isZero();
    Outcome stat = Cli.run("stat", uri("k"));
    assertThat(stat.out()).contains("metadata       a=1\n", "metadata       b=x=y\n");
  }

  @Test
  void receiptSaysHowSafeTheBlockIs() throws Exception {
    Outcome outcome = Cli.run("put", "--json", file("x", "1"), uri("k"));
    assertThat(outcome.lines()).hasSize(1);
    assertThat(outcome.json().get("durability").asString()).isEqualTo("LOCAL");
    assertThat(outcome.json().get("etag").asString()).isNotEmpty();
  }
}
