package io.blocktier.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OverridesTest {

  private static final String YAML =
      "block_store: {type: sample, sample: {bucket: photos, region: eu-1}}";

  private final Sample sample = new Sample();

  @Test
  void aVariableWinsOverTheDocument() throws ConfigException {
    BlocktierConfig config =
        sample.parse(YAML, Map.of("BLOCKTIER_BLOCK_STORE_SAMPLE_BUCKET", "videos"));

    assertThat(config.settings().get(SampleProvider.BUCKET)).isEqualTo("videos");
    assertThat(config.settings().get(SampleProvider.REGION)).isEqualTo("eu-1");
  }

  @Test
  void aVariableCanGiveTheType() throws ConfigException {
    Map<String, String> plain = Map.of("BLOCKTIER_BLOCK_STORE_TYPE", "plain");

    assertThat(sample.parse("block_store:\n", plain).type()).isEqualTo("plain");
  }

  @Test
  void aVariableSetToNothingCountsAsWritten() throws ConfigException {
    BlocktierConfig config = sample.parse(YAML, Map.of("BLOCKTIER_BLOCK_STORE_SAMPLE_REGION", ""));

    assertThat(config.settings().get(SampleProvider.REGION)).isEmpty();
  }

  @Test
  void anUnknownVariableIsRefusedWithTheNearestOne() {
    refused(
        "BLOCKTIER_BLOCK_STORE_SAMPLE_BUKET",
        "x",
        "environment variable BLOCKTIER_BLOCK_STORE_SAMPLE_BUKET: means no key;"
            + " did you mean 'BLOCKTIER_BLOCK_STORE_SAMPLE_BUCKET'?");
    refused(
        "BLOCKTIER_BLOCK_STORE_BUCKET",
        "x",
        "environment variable BLOCKTIER_BLOCK_STORE_BUCKET: means no key;"
            + " did you mean 'BLOCKTIER_BLOCK_STORE_SAMPLE_BUCKET'?");
  }

  @Test
  void aSectionHasNoVariable() {
    refused(
        "BLOCKTIER_BLOCK_STORE_SAMPLE",
        "x",
        "environment variable BLOCKTIER_BLOCK_STORE_SAMPLE: means no key;"
            + " did you mean 'BLOCKTIER_BLOCK_STORE_TYPE'?");
  }

  @Test
  void aVariableOfAnotherTypeIsRefused() {
    refused(
        "BLOCKTIER_BLOCK_STORE_PLAIN_PATH",
        "/data",
        "environment variable BLOCKTIER_BLOCK_STORE_PLAIN_PATH: block_store.plain.path:"
            + " is of another type than block_store.type, which is 'sample'");
  }

  @Test
  void anIllegalValueIsRefusedWithTheNameOfItsVariable() {
    refused(
        "BLOCKTIER_BLOCK_STORE_SAMPLE_MAX_RETRIES",
        "many",
        "environment variable BLOCKTIER_BLOCK_STORE_SAMPLE_MAX_RETRIES:"
            + " block_store.sample.max_retries: 'many' is not a whole number from 0 to 20");
    refused(
        "BLOCKTIER_BLOCK_STORE_TYPE",
        "plane",
        "environment variable BLOCKTIER_BLOCK_STORE_TYPE: block_store.type:"
            + " there is no type 'plane'; did you mean 'plain'? There are: plain, sample");
  }

  @Test
  void variablesOfOtherProgramsAreNotOurs() throws ConfigException {
    Map<String, String> others =
        Map.of(
            "BLOCKTIER_JAVA_HOME", "/jdk",
            "BLOCKTIER_JAVA_OPTS", "-Xmx1g",
            "BLOCKTIER_S3_ENDPOINT", "http://localhost:9000",
            "PATH", "/bin");

    assertThat(sample.parse(YAML, others).settings().get(SampleProvider.BUCKET))
        .isEqualTo("photos");
  }

  @Test
  void aTypeWhoseNameBeginsLikeAnotherKeepsItsVariables() throws ConfigException {
    StoreTypes types =
        new StoreTypes(
            Set.of(
                new PlainProvider("s3", Set.of(), java.util.List.of("bucket")),
                new PlainProvider("s3_express", Set.of(), java.util.List.of("bucket"))));
    Map<String, String> express = Map.of("BLOCKTIER_BLOCK_STORE_S3_EXPRESS_BUCKET", "b");

    assertThat(
            ConfigDocument.read("block_store: {type: s3_express}", "t", express, types)
                .complete()
                .settings()
                .shown())
        .containsEntry("bucket", "b");
    assertThatThrownBy(() -> ConfigDocument.read("block_store: {type: s3}", "t", express, types))
        .hasMessageContaining("is of another type");
  }

  private void refused(String name, String value, String message) {
    assertThatThrownBy(() -> sample.parse(YAML, Map.of(name, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }
}
