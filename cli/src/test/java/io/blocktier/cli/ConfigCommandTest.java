package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.cli.Cli.Outcome;
import io.blocktier.config.ReferencePage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigCommandTest extends LocalStoreTest {

  @Test
  void checkSaysWhatTheFileComesTo() throws Exception {
    Outcome outcome = Cli.run("config", "check", LocalConfig.memory(files, "3MiB"));
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("max_bytes=3MiB", "no variable of the environment");
  }

  @Test
  void checkNamesWhatOverridesTheFile() throws Exception {
    Outcome outcome =
        new Cli()
            .with("BLOCKTIER_BLOCK_STORE_MEMORY_MAX_BYTES", "5MiB")
            .execute("config", "check", "--json", LocalConfig.memory(files, "3MiB"));
    assertThat(outcome.json().get("configuration").asString()).contains("max_bytes=5MiB");
    assertThat(outcome.json().get("overrides").get(0).asString())
        .isEqualTo("BLOCKTIER_BLOCK_STORE_MEMORY_MAX_BYTES");
  }

  @Test
  void checkOpensTheStoreWhereAsked() throws Exception {
    Path config = LocalConfig.write(files, storeDirectory);
    assertThat(Cli.run("config", "check", "--open", config).out()).contains("opened, healthy: ");
    assertThat(Cli.run("--config", config, "config", "check").status()).isZero();
  }

  @Test
  void mistakesHaveTheirOwnStatusAndSayWhere() throws Exception {
    Path config = Files.writeString(files.resolve("bad.yaml"), "block_store:\n  typ: memory\n");
    assertFails(Cli.run("config", "check", config), 3, "bad.yaml:2", "type");
    assertFails(Cli.run("ls", "--config", config), 3, "bad.yaml:2");
    assertFails(Cli.run("config", "check", files.resolve("none.yaml")), 3, "none.yaml");
    assertFails(Cli.run("config", "check"), 2, "no file is named");
    assertFails(
        new Cli().with("BLOCKTIER_BLOCK_STORE_NONSENSE", "1").execute("ls", "mem:"),
        3,
        "BLOCKTIER_BLOCK_STORE_NONSENSE");
  }

  @Test
  void referenceIsTheGeneratedPage() throws Exception {
    Outcome outcome = Cli.run("config", "reference");
    assertThat(outcome.out()).isEqualTo(ReferencePage.markdown());
  }
}
