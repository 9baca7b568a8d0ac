package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.cli.Cli.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LsTest extends LocalStoreTest {

  @BeforeEach
  void fill() {
    put("share1/a.txt", "1");
    put("share1/b/c.txt", "22");
    put("share10/d.dat", "333");
    put("top", "4444");
  }

  @Test
  void oneLevelShowsFoldersWithTheirSlash() {
    assertThat(Cli.run("ls", uri("")).lines()).containsExactly("share1/", "share10/", "top");
    assertThat(Cli.run("ls", uri("share1/")).lines()).containsExactly("share1/a.txt", "share1/b/");
  }

  @Test
  void folderWithoutItsSlashIsTheSameFolder() {
    assertThat(Cli.run("ls", uri("share1")).lines()).containsExactly("share1/a.txt", "share1/b/");
  }

  @Test
  void recursiveShowsEveryBlock() {
    assertThat(Cli.run("ls", "-r", uri("")).lines())
        .containsExactly("share1/a.txt", "share1/b/c.txt", "share10/d.dat", "top");
  }

  @Test
  void singleBlockIsShown() {
    assertThat(Cli.run("ls", uri("top")).lines()).containsExactly("top");
  }

  @Test
  void longShowsSizeTimeAndEtag() {
    Outcome outcome = Cli.run("ls", "-l", uri("top"));
    assertThat(outcome.lines())
        .singleElement()
        .asString()
        .matches(" +4  \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ  \\S+ +top");
  }

  @Test
  void countIsRecursiveAndHasTheRate() {
    assertThat(Cli.run("ls", "-c", uri("")).out())
        .matches("4 blocks, 10 B \\([\\d,]+ blocks/s\\)\n");
    assertThat(Cli.run("ls", "-c", "--json", uri("share1/")).json().get("blocks").asInt())
        .isEqualTo(2);
    assertThat(Cli.run("ls", "-c", uri("nothing/")).out()).startsWith("0 blocks, 0 B");
  }

  @Test
  void regexIsFoundAnywhereInTheName() {
    assertThat(Cli.run("ls", "-r", "--regex", "\\.txt$", uri("")).lines())
        .containsExactly("share1/a.txt", "share1/b/c.txt");
    assertThat(Cli.run("ls", "--regex", "10", uri("")).lines()).containsExactly("share10/");
    assertFails(Cli.run("ls", "-r", "--regex", "zzz", uri("")), 4);
    assertFails(Cli.run("ls", "--regex", "(", uri("")), 2, "--regex");
  }

  @Test
  void globSelectsBlocksAndFolders() {
    assertThat(Cli.run("ls", uri("share*")).lines()).containsExactly("share1/", "share10/");
    assertThat(Cli.run("ls", uri("**/*.txt")).lines())
        .containsExactly("share1/a.txt", "share1/b/c.txt");
    assertThat(Cli.run("ls", "-r", uri("share1?")).lines()).containsExactly("share10/d.dat");
    assertFails(Cli.run("ls", uri("nothing*")), 4, "nothing is found");
  }

  @Test
  void globCharactersCanStandForThemselves() {
    put("odd/[x]*", "odd");
    assertThat(Cli.run("ls", "--literal", uri("odd/[x]*")).lines()).containsExactly("odd/[x]*");
    assertThat(Cli.run("ls", uri("odd/\\[x\\]\\*")).lines()).containsExactly("odd/[x]*");
  }

  @Test
  void jsonIsOneObjectALine() {
    Outcome outcome = Cli.run("ls", "--json", uri(""));
    assertThat(outcome.lines()).hasSize(3);
    assertThat(outcome.lines().getFirst()).isEqualTo("{\"folder\":\"share1/\"}");
    assertThat(outcome.lines().getLast()).startsWith("{\"key\":\"top\",\"size\":4,\"etag\":\"");
  }

  @Test
  void emptyStoreIsNoErrorAndEmptyFolderIsNotFound() throws Exception {
    Path empty = newStore("empty");
    assertThat(Cli.run("ls", "file:" + empty + "/").status()).isZero();
    assertFails(Cli.run("ls", uri("nothing/")), 4, "nothing is found at", "nothing/");
  }

  @Test
  void configuredStoreNeedsNoUri() throws Exception {
    Path config = LocalConfig.write(files, storeDirectory);
    assertThat(Cli.run("--config", config, "ls").lines())
        .containsExactly("share1/", "share10/", "top");
    assertThat(Cli.run("--config", config, "ls", "share1/").lines())
        .containsExactly("share1/a.txt", "share1/b/");
    assertThat(Cli.run("ls", "/top", "--config", config).lines()).containsExactly("top");
    assertThat(Cli.run("ls", "/", "--config", config).lines()).hasSize(3);
  }
}
