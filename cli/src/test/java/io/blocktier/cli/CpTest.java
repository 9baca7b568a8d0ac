package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.cli.Cli.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CpTest extends LocalStoreTest {

  private Path other;

  @BeforeEach
  void fill() throws Exception {
    other = newStore("other");
    put("x/a.dat", "1");
    put("x/b.txt", "22");
    put("x/y/c.dat", "333");
  }

  @Test
  void blockIsCopiedWithinAStoreByTheStore() throws Exception {
    Path config = LocalConfig.write(files, storeDirectory);
    Outcome outcome = Cli.run("--config", config, "--json", "cp", "x/a.dat", "z");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.json().get("source").asString()).isEqualTo("x/a.dat");
    assertThat(outcome.json().get("key").asString()).isEqualTo("z");
    boolean serverSide = outcome.json().get("server_side").asBoolean();
    assertThat(outcome.json().get("bytes_through_client").asInt()).isEqualTo(serverSide ? 0 : 1);
    assertThat(get("z")).isEqualTo("1");
  }

  @Test
  void blockIsCopiedBetweenStoresThroughHere() {
    Outcome outcome = Cli.run("cp", uri("x/b.txt"), "file:" + other + "/k", "--json");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.json().get("server_side").asBoolean()).isFalse();
    assertThat(outcome.json().get("bytes_through_client").asInt()).isEqualTo(2);
    assertThat(Cli.run("get", "file:" + other + "/k", "-").out()).isEqualTo("22");
  }

  @Test
  void folderIsCopiedBelowTheTarget() {
    assertThat(Cli.run("cp", "-r", uri("x/"), "file:" + other + "/t").status()).isZero();
    assertThat(Cli.run("ls", "-r", "file:" + other + "/").lines())
        .containsExactly("t/a.dat", "t/b.txt", "t/y/c.dat");
  }

  @Test
  void globsCopyWhatTheyMatch() throws Exception {
    Path config = LocalConfig.write(files, storeDirectory);
    assertThat(Cli.run("--config", config, "cp", "x/*.dat", "one/").status()).isZero();
    assertThat(Cli.run("--config", config, "cp", "x/**/*.dat", "all/").status()).isZero();
    assertThat(Cli.run("--config", config, "ls", "-r", "one/").lines())
        .containsExactly("one/a.dat");
    assertThat(Cli.run("--config", config, "ls", "-r", "all/").lines())
        .containsExactly("all/a.dat", "all/y/c.dat");
    assertFails(Cli.run("--config", config, "cp", "x/*.zip", "one/"), 4, "nothing is found");
    assertFails(Cli.run("--config", config, "cp", "x/*", "one"), 2, "end the target with /");
  }

  @Test
  void globOfOneFolderIsCopiedIntoAFolderWithinIt() throws Exception {
    Path config = LocalConfig.write(files, storeDirectory);
    assertThat(Cli.run("--config", config, "cp", "x/*.dat", "x/within/").status()).isZero();
    assertThat(Cli.run("--config", config, "ls", "x/within/").lines())
        .containsExactly("x/within/a.dat");
  }

  @Test
  void sameBlockAndOverlapAreRefused() throws Exception {
    Path config = LocalConfig.write(files, storeDirectory);
    assertFails(Cli.run("--config", config, "cp", "x/a.dat", "x/a.dat"), 2, "the same block");
    assertFails(Cli.run("--config", config, "cp", "x/a.dat", "x/"), 2, "the same block");
    assertFails(Cli.run("--config", config, "cp", "-r", "x/", "x/y/"), 2, "lies within");
    assertFails(Cli.run("--config", config, "cp", "-r", "x", "x"), 2, "lies within");
    assertFails(Cli.run("--config", config, "cp", "x/*", "x/"), 2, "lies within");
    assertFails(Cli.run("--config", config, "cp", "x/**", "x/y/"), 2, "lies within");
    assertThat(Cli.run("--config", config, "cp", "-r", "x/y/", "x/").status()).isZero();
  }

  @Test
  void conditionsHoldBetweenStores() {
    String target = "file:" + other + "/k";
    assertThat(Cli.run("cp", "--if-absent", uri("x/a.dat"), target).status()).isZero();
    assertFails(Cli.run("cp", "--if-absent", uri("x/b.txt"), target), 6);
    assertThat(Cli.run("get", target, "-").out()).isEqualTo("1");
  }

  @Test
  void metadataGoesAlong() throws Exception {
    Cli.run("put", "--metadata", "a=1", file("m", "m"), uri("m"));
    Cli.run("cp", uri("m"), "file:" + other + "/with");
    Cli.run("cp", "--without-metadata", uri("m"), "file:" + other + "/without");
    assertThat(Cli.run("stat", "file:" + other + "/with").out()).contains("a=1");
    assertThat(Cli.run("stat", "file:" + other + "/without").out()).doesNotContain("a=1");
    assertFails(
        Cli.run("cp", "--without-metadata", "--metadata", "b=2", uri("m"), "mem:k"), 2, "exclude");
  }

  @Test
  void missingSourceAndMissingSchemeAreNamed() {
    assertFails(Cli.run("cp", uri("none"), "mem:k"), 4, "none");
    assertFails(Cli.run("cp", "/etc/hosts", "mem:k"), 2, "'/etc/hosts' is not a URI");
  }

  @Test
  void summaryCountsWhatFailed() throws Exception {
    Path config = LocalConfig.memory(files, "2B");
    Outcome outcome = Cli.run("--config", config, "cp", "-j", "1", "-r", uri("x/"), "t/");
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.out()).contains("copied 1 block, 1 B", "; 2 failed");
    assertThat(outcome.err().lines()).hasSize(2);
  }
}
