package io.blocktier.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoreUrisTest {

  private final Sample sample = new Sample();

  @Test
  void aUriNamesAStoreAndWhatIsInIt() throws ConfigException {
    StoreUris.Resolved resolved = resolve("sample://photos/2026/may", Optional.empty(), Map.of());

    assertThat(resolved.config().type()).isEqualTo("sample");
    assertThat(resolved.config().settings().get(SampleProvider.BUCKET)).isEqualTo("photos");
    assertThat(resolved.name()).isEqualTo("2026/may");
  }

  @Test
  void aSchemeMayBeWrittenInCapitals() throws ConfigException {
    assertThat(resolve("EXAMPLE://photos", Optional.empty(), Map.of()).config().type())
        .isEqualTo("sample");
    assertThat(resolve("Plain:A/b", Optional.empty(), Map.of()).name()).isEqualTo("plain:A/b");
  }

  @Test
  void theBaseFillsInWhatTheUriLeavesOpen() throws ConfigException {
    BlocktierConfig base =
        sample.parse("block_store: {type: sample, sample: {bucket: other, region: eu-1}}");

    BlocktierConfig config = resolve("sample://photos", Optional.of(base), Map.of()).config();

    assertThat(config.settings().get(SampleProvider.BUCKET)).isEqualTo("photos");
    assertThat(config.settings().get(SampleProvider.REGION)).isEqualTo("eu-1");
  }

  @Test
  void aBaseOfAnotherTypeIsNotUsed() throws ConfigException {
    BlocktierConfig base = sample.parse("block_store: {type: plain, plain: {path: /data}}");

    assertThat(resolve("sample://photos", Optional.of(base), Map.of()).config().type())
        .isEqualTo("sample");
  }

  @Test
  void theUriWinsOverVariablesAndTheyWinOverTheBase() throws ConfigException {
    BlocktierConfig base =
        sample.parse("block_store: {type: sample, sample: {bucket: other, region: eu-1}}");
    Map<String, String> environment =
        Map.of(
            "BLOCKTIER_BLOCK_STORE_SAMPLE_BUCKET", "third",
            "BLOCKTIER_BLOCK_STORE_SAMPLE_REGION", "us-1",
            "BLOCKTIER_BLOCK_STORE_PLAIN_PATH", "/of/the/other/side");

    BlocktierConfig config = resolve("sample://photos", Optional.of(base), environment).config();

    assertThat(config.settings().get(SampleProvider.BUCKET)).isEqualTo("photos");
    assertThat(config.settings().get(SampleProvider.REGION)).isEqualTo("us-1");
  }

  @Test
  void anIllegalValueOfTheBaseIsReportedAtItsVariable() {
    assertThatThrownBy(() ->
            resolve(
                "sample://photos",
                Optional.empty(),
                Map.of("BLOCKTIER_BLOCK_STORE_SAMPLE_TIMEOUT", "soon")))
        .hasMessageStartingWith(
            "environment variable BLOCKTIER_BLOCK_STORE_SAMPLE_TIMEOUT:"
                + " block_store.sample.timeout: 'soon' is not a duration");
  }

  @Test
  void anUnknownSchemeIsRefusedWithAllSchemes() {
    refused(
        "smaple://photos",
        "smaple://photos: there is no scheme 'smaple:'; there are: example:, plain:, sample:");
  }

  @Test
  void aPathWithoutSchemeIsRefused() {
    refused("/data", "/data: a URI begins with its scheme, one of: example:, plain:, sample:");
  }

  @Test
  void aUriThatTheProviderCannotReadIsRefusedInItsWords() {
    refused("sample:photos", "sample:photos: write sample://bucket/key");
  }

  @Test
  void anUnknownVariableIsRefusedHereToo() {
    assertThatThrownBy(() ->
            resolve(
                "sample://photos",
                Optional.empty(),
                Map.of("BLOCKTIER_BLOCK_STORE_SAMPLE_REGOIN", "x")))
        .hasMessageContaining("did you mean 'BLOCKTIER_BLOCK_STORE_SAMPLE_REGION'?");
  }

  private void refused(String uri, String message) {
    assertThatThrownBy(() -> resolve(uri, Optional.empty(), Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }

  private StoreUris.Resolved resolve(
      String uri, Optional<BlocktierConfig> base, Map<String, String> environment)
      throws ConfigException {
    return StoreUris.resolve(uri, base, environment, sample.types);
  }
}
