package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.cli.Cli.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of verbs on stores in a directory share: a store, and a place for files. */
abstract class LocalStoreTest {

  @TempDir Path temp;
  Path storeDirectory;
  Path files;

  @BeforeEach
  void makeDirectories() throws IOException {
    storeDirectory = newStore("store");
    files = Files.createDirectory(temp.resolve("files"));
  }

  /** Makes a directory the root of a store, which its first write does. */
  Path newStore(String name) throws IOException {
    Path directory = Files.createDirectory(temp.resolve(name));
    String first = "file:" + directory + "/first";
    assertThat(new Cli().stdin(new byte[1]).execute("put", "-", first).status()).isZero();
    assertThat(Cli.run("rm", first).status()).isZero();
    return directory;
  }

  /** Names something in the store. */
  String uri(String scheme, String name) {
    return scheme + ":" + storeDirectory + "/" + name;
  }

  String uri(String name) {
    return uri("file", name);
  }

  Path file(String name, String text) throws IOException {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  Path file(String name, byte[] bytes) throws IOException {
    Path file = files.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  /** Stores a block by the command itself. */
  void put(String name, String text) {
    Outcome outcome =
        new Cli().stdin(text.getBytes(StandardCharsets.UTF_8)).execute("put", "-", uri(name));
    assertThat(outcome.status()).as(outcome.err()).isZero();
  }

  /** Reads a block by the command itself. */
  String get(String name) {
    Outcome outcome = Cli.run("get", uri(name), "-");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    return outcome.out();
  }

  static void assertFails(Outcome outcome, int status, String... parts) {
    assertThat(outcome.status()).as(outcome.err()).isEqualTo(status);
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.err()).startsWith("blocktier: ");
    for (String part : parts) {
      assertThat(outcome.err()).contains(part);
    }
  }
}
