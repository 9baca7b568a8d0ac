package io.blocktier.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents with random mistakes are read or refused in one line, and never anything else. */
class ParserFuzzTest {

  private static final int DOCUMENTS = 1_500;

  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

  private static final String YAML =
      """
      # Where blocks live.
      block_store:
        type: sample
        sample:
          bucket: photos
          region: "eu-1"
          endpoint: 'http://127.0.0.1:9000'
          part_size: 64MiB
          timeout: 250ms
          max_retries: 4
          mode: very_safe
          file_mode: 0640
          secret_access_key: %s
      """
          .formatted(SECRET);

  private static final List<String> PIECES =
      List.of(
          ":",
          ": ",
          "- ",
          "? ",
          "{",
          "}",
          "[",
          "]",
          ",",
          "&a ",
          "*a ",
          "!t ",
          "!!str ",
          "| ",
          "> ",
          "'",
          "\"",
          "#",
          " #",
          "\n",
          "\n\n",
          "\t",
          "  ",
          "---\n",
          "...\n",
          "%YAML 1.2\n",
          "\\",
          "\0",
          "\u0085",
          "\u2028",
          "\uFEFF",
          "\uD800",
          "\uD83D\uDE00",
          "~",
          "<<: ",
          "@",
          "`",
          "é",
          "\r");

  private final Sample sample = new Sample();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 20_260_101, 0x5EED})
  void manyMistakesNeverCauseAnythingElse(long seed) {
    Random random = new Random(seed);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (int i = 0; i < DOCUMENTS; i++) {
            String yaml = YAML;
            for (int mistakes = random.nextInt(1, 8); mistakes > 0; mistakes--) {
              yaml = withMistake(yaml, random);
            }
            refusal(yaml);
          }
        });
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {2, 20_260_102, 0x5EED2})
  void oneMistakeNeverShowsTheSecret(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < DOCUMENTS; i++) {
      String yaml = withMistake(YAML, random);
      String refusal = refusal(yaml);
      for (int piece = 0; piece + 6 <= SECRET.length(); piece++) {
        assertThat(refusal).as(yaml).doesNotContain(SECRET.substring(piece, piece + 6));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[",
        "{",
        "? ",
        "- ",
        "a: ",
        "'",
        "\"",
        "\n",
        " ",
        "\t",
        "#",
        ",",
        "&a ",
        "*a ",
        "!a ",
        "| ",
        "|\n",
        "a:\n",
        "- - ",
        "\\",
        "\"\\x",
        "%",
        "%a\n",
        "---\n",
        "...\n",
        "a: b\n",
        "\0",
        "é",
        "\uD83D\uDE00",
        "\uFEFF",
        "block_store: ",
        "[a, ",
        "{a: b, ",
        "!<",
        "a ",
        "a\n"
      })
  void aMegabyteOfOnePieceIsRefusedSoon(String piece) {
    String yaml = piece.repeat(YamlReader.MAX_CHARS / piece.length());

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertThat(refusal(yaml)).isNotEmpty());
  }

  /** Returns the message if the document is refused, or nothing. */
  private String refusal(String yaml) {
    try {
      sample.parse(yaml, Map.of());
      return "";
    } catch (ConfigException e) {
      assertThat(e.getMessage())
          .startsWith("test.yaml:")
          .hasSizeLessThanOrEqualTo(Echo.MAX_CHARS + 1)
          .doesNotContainPattern("\\p{Cc}|\\R");
      return e.getMessage();
    } catch (RuntimeException | Error e) {
      return fail("'%s' leads to %s".formatted(yaml, e), e);
    }
  }

  private static String withMistake(String yaml, Random random) {
    int from = random.nextInt(yaml.length() + 1);
    int to = Math.min(yaml.length(), from + random.nextInt(1, 12));
    String before = yaml.substring(0, from);
    String after = yaml.substring(from);
    return switch (random.nextInt(5)) {
      case 0 -> before + yaml.substring(to);
      case 1 -> before + PIECES.get(random.nextInt(PIECES.size())) + after;
      case 2 -> before + (char) random.nextInt(0x3000) + after;
      case 3 -> before + yaml.substring(from, to).repeat(random.nextInt(1, 20)) + after;
      default ->
          random.nextInt(10) == 0 ? before : before + before.lines().findFirst().orElse("") + after;
    };
  }
}
