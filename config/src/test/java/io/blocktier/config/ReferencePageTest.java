package io.blocktier.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReferencePageTest {

  private static final Path COMMITTED = Path.of("..", "docs", "configuration.md");

  private static final String UPDATE = "blocktier.docs.update";

  private static final String COMMAND =
      "./build -pl config -am test -Dtest=ReferencePageTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -D%s=true".formatted(UPDATE);

  @Test
  void theCommittedPageIsTheGeneratedOne() throws Exception {
    String generated = ReferencePage.markdown();
    if (Boolean.getBoolean(UPDATE)) {
      Files.writeString(COMMITTED, generated);
    }

    assertThat(Files.readString(COMMITTED))
        .as("%s; to write it anew: %s", COMMITTED, COMMAND)
        .isEqualTo(generated);
  }

  @Test
  void theFirstExampleOnThePageIsLegal() throws Exception {
    String page = Files.readString(COMMITTED);
    String example = page.substring(page.indexOf("```yaml\n") + 8);

    BlocktierConfig config =
        BlocktierConfig.parse(example.substring(0, example.indexOf("```")), "page", Map.of());

    assertThat(config.type()).isEqualTo("local");
  }

  @Test
  void everyKindOfSettingHasItsRow() {
    assertThat(ReferencePage.render(new Sample().types))
        .contains(
            """
            ## `block_store.sample`

            URI schemes: `example:`, `sample:`

            | Key | Value | Default | Environment variable | Meaning |
            |---|---|---|---|---|
            | `bucket` | text | required | `BLOCKTIER_BLOCK_STORE_SAMPLE_BUCKET` | Where it is. |
            | `region` | text | `here` | `BLOCKTIER_BLOCK_STORE_SAMPLE_REGION` | Which region. |
            """)
        .contains("| `endpoint` | http:// or https:// address | none |")
        .contains("| `BLOCKTIER_BLOCK_STORE_SAMPLE_FORCE_PATH_STYLE` | Path \\| style. |")
        .contains("| `mode` | fast \\| very_safe | `fast` |")
        .contains(
            "| `pin` | number, 0 to 9999 | none | `BLOCKTIER_BLOCK_STORE_SAMPLE_PIN`"
                + " | **Secret.** The number. |")
        .contains(
            "| `type` | plain, sample | `BLOCKTIER_BLOCK_STORE_TYPE` | Which store. Required. |");
  }
}
