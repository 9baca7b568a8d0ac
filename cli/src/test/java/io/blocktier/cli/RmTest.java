package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.cli.Cli.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RmTest extends LocalStoreTest {

  @BeforeEach
  void fill() {
    put("share1/a", "1");
    put("share1/b/c", "22");
    put("share10/d", "333");
    put("top", "4444");
  }

  @Test
  void oneBlockGoesAndAMissingOneIsSaid() {
    assertThat(Cli.run("rm", uri("top")).out()).startsWith("removed 1 block, 4 B");
    assertFails(Cli.run("rm", uri("top")), 4, "top");
    assertThat(Cli.run("rm", "-f", uri("top")).status()).isZero();
  }

  @Test
  void folderGoesAndItsNeighbourStays() {
    Outcome outcome = Cli.run("rm", "-r", uri("share1"), "--json");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.lines()).contains("{\"removed\":\"share1/a\",\"size\":1}").hasSize(3);
    assertThat(Cli.run("ls", "-r", uri("")).lines()).containsExactly("share10/d", "top");
  }

  @Test
  void folderNeedsTheOption() {
    assertFails(Cli.run("rm", uri("share1/")), 2, "-r");
    assertThat(Cli.run("ls", "-r", uri("")).lines()).hasSize(4);
  }

  @Test
  void dryRunListsAndCountsAndKeeps() {
    Outcome outcome = Cli.run("rm", "-r", "--dry-run", uri("share1/"));
    assertThat(outcome.status()).isZero();
    assertThat(outcome.lines()).startsWith("share1/a", "share1/b/c");
    assertThat(outcome.out()).contains("would remove 2 blocks, 3 B");
    assertThat(Cli.run("rm", "--dry-run", "--json", uri("top")).out())
        .isEqualTo("{\"would_remove\":\"top\",\"size\":4}\n");
    assertThat(Cli.run("rm", "-r", "--dry-run", uri("")).out()).contains("would remove 4 blocks");
    assertThat(Cli.run("ls", "-r", uri("")).lines()).hasSize(4);
    assertFails(Cli.run("rm", "--dry-run", uri("none")), 4);
  }

  @Test
  void wholeStoreNeedsASecondWord() {
    assertFails(Cli.run("rm", "-r", uri("")), 2, "is a whole store", "--all");
    assertFails(Cli.run("rm", uri("**")), 2, "--all");
    assertFails(Cli.run("rm", "-r", uri("*")), 2, "--all");
    assertThat(Cli.run("ls", "-r", uri("")).lines()).hasSize(4);
    assertThat(Cli.run("rm", "-r", "--all", uri("")).status()).isZero();
    assertThat(Cli.run("ls", "-r", uri("")).lines()).isEmpty();
  }

  @Test
  void globsAndPrefixesGo() {
    assertThat(Cli.run("rm", uri("share1/*")).out()).startsWith("removed 1 block");
    assertThat(Cli.run("rm", uri("share1**")).out()).startsWith("removed 2 blocks");
    assertFails(Cli.run("rm", uri("share1**")), 4, "nothing is found", "-f");
    assertThat(Cli.run("rm", "-f", uri("share1**")).status()).isZero();
  }

  @Test
  void versionIsAskedFor() {
    assertFails(Cli.run("rm", "--if-match", "wrong", uri("top")), 6);
    String etag = Cli.run("stat", "--json", uri("top")).json().get("etag").asString();
    assertThat(Cli.run("rm", "--if-match", etag, uri("top")).status()).isZero();
    assertFails(Cli.run("rm", "--if-match", etag, "-r", uri("share1/")), 2, "one by one");
  }

  @Test
  void oneOfManyThatFailsDoesNotKeepTheOthers() {
    Outcome outcome = Cli.run("rm", uri("none"), uri("top"));
    assertFails(outcome, 1, "none");
    assertThat(outcome.out()).contains("removed 1 block", "; 1 failed");
    assertThat(Cli.run("ls", uri("")).lines()).containsExactly("share1/", "share10/");
  }

  @Test
  void moreThanOneBatchGoes() throws Exception {
    for (int i = 0; i < Removal.BATCH + 5; i++) {
      file("many/%05d".formatted(i), "");
    }
    assertThat(Cli.run("put", "-r", files.resolve("many"), uri("many/")).status()).isZero();
    assertThat(Cli.run("rm", "-r", uri("many/")).out()).startsWith("removed 1,005 blocks");
    assertThat(Cli.run("ls", "-c", uri("many/")).out()).startsWith("0 blocks");
  }
}
