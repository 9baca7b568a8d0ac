package io.blocktier.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.blocktier.blockstore.spi.Effects;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

  private static final String SECRET = "wJalrXUtnFEMIK7MDENG";

  private final Sample sample = new Sample();

  @Test
  void nothingThatAStackSaysHoldsASecret() throws Exception {
    Effects effects = Effects.ofSystem();
    BlocktierConfig config = sample.parse(withSecret(SECRET) + "    pin: 4711\n");
    try (ErrorOutput output = new ErrorOutput();
        StoreStack stack = config.open(effects, new SimpleMeterRegistry())) {
      String said = output.text() + config + config.draft() + config.settings() + stack;

      assertThat(said).contains("****").doesNotContain(SECRET, "4711");
    } finally {
      effects.executor().close();
    }
  }

  /** Mistakes as people make them around a secret; what is not YAML, and what is not a setting. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "*%s",
        "&%s x",
        "!%s x",
        "!%s! x",
        "!%s!x y",
        "!<%s x",
        "@%s",
        "`%s",
        "%%%s",
        "'%s",
        "\"%s",
        "\"\\x%s\"",
        "\"\\q%s\"",
        "\"\\U%s\"",
        "!%%FF%s x",
        "[%s]",
        "{%s: x}",
        "{%s",
        "|%s",
        ">%s",
        "x: %s",
        "%s: x",
        "\n      %s: x",
        "\n      - %s",
        "\n\t%s",
        "\n  %s",
        "x\n      %s",
        "x\u0000%s",
        "x\n    secret_access_key: %s"
      })
  void noMistakeAroundASecretShowsIt(String mistake) {
    String yaml = withSecret(mistake.formatted(SECRET));

    assertThat(everythingSaid(() -> sample.parse(yaml)))
        .doesNotContain(SECRET.substring(0, 6), SECRET.substring(SECRET.length() - 6));
  }

  @Test
  void aMalformedSecretIsNotRepeated() {
    String variable = "BLOCKTIER_BLOCK_STORE_SAMPLE_PIN";
    String uri = "sample://photos";
    String yaml = withSecret("x") + "    pin: " + SECRET + "\n";
    Map<String, String> environment = Map.of(variable, SECRET);

    assertThat(everythingSaid(() -> sample.parse(yaml)))
        .contains("test.yaml:6:10: block_store.sample.pin: is not number, 0 to 9999")
        .doesNotContain(SECRET);
    assertThat(everythingSaid(() -> sample.parse(withSecret("x"), environment)))
        .contains("environment variable " + variable)
        .doesNotContain(SECRET);
    assertThat(
            everythingSaid(
                () -> StoreUris.resolve(uri, Optional.empty(), environment, sample.types)))
        .contains("environment variable " + variable)
        .doesNotContain(SECRET);
  }

  @Test
  void theMistakeNextToASecretDoesNotShowIt() {
    String yaml = withSecret(SECRET) + "    part_size: huge\n";

    assertThat(everythingSaid(() -> sample.parse(yaml))).contains("huge").doesNotContain(SECRET);
  }

  @Test
  void aUriWithUserAndPasswordIsNotRepeated() {
    String uri = "unknown://me:" + SECRET + "@host/bucket";

    assertThat(
            everythingSaid(() -> StoreUris.resolve(uri, Optional.empty(), Map.of(), sample.types)))
        .contains("unknown://****@host/bucket")
        .doesNotContain(SECRET);
  }

  private static String withSecret(String text) {
    return """
    block_store:
      type: sample
      sample:
        bucket: photos
        secret_access_key: %s
    """
        .formatted(text);
  }

  /** Returns the message and the stack trace of what is thrown, with all causes. */
  private static String everythingSaid(ThrowingCallable mistake) {
    Throwable thrown = catchThrowable(mistake);
    assertThat(thrown).isInstanceOf(ConfigException.class);
    StringWriter said = new StringWriter();
    thrown.printStackTrace(new PrintWriter(said));
    return said.toString();
  }
}
