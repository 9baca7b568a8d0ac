package io.blocktier.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigDocumentTest {

  private final Sample sample = new Sample();

  @Test
  void valuesOfTheChosenSectionAreRead() throws ConfigException {
    BlocktierConfig config =
        sample.parse(
            """
            # Where blocks live.
            block_store:
              type: sample
              sample:
                bucket: photos      # plain
                region: "eu-1"      # quoted
                part_size: 64MiB
                max_retries: 0
                file_mode: 0600
                force_path_style: true
            """);

    assertThat(config.type()).isEqualTo("sample");
    assertThat(config.settings().shown())
        .containsEntry("bucket", "photos")
        .containsEntry("region", "eu-1")
        .containsEntry("part_size", "64MiB")
        .containsEntry("max_retries", "0")
        .containsEntry("file_mode", "0600")
        .containsEntry("force_path_style", "true")
        .containsEntry("timeout", "30s");
  }

  @Test
  void theSectionMayComeBeforeTheType() throws ConfigException {
    assertThat(sample.parse("block_store: {sample: {bucket: b}, type: sample}").type())
        .isEqualTo("sample");
  }

  @Test
  void anEmptySectionStandsForDefaults() throws ConfigException {
    assertThat(sample.parse("block_store:\n  type: plain\n  plain:\n").settings().shown())
        .isEmpty();
  }

  @Test
  void aMistypedKeyIsRefusedWithItsLineAndTheNearestOne() {
    refused(
        """
        block_store:
          type: sample
          sample:
            buckte: photos
        """,
        "test.yaml:4:5: block_store.sample.buckte: there is no such key; did you mean 'bucket'?");
  }

  @Test
  void hyphensAreAMistake() {
    refused(
        "block_store: {type: sample, sample: {max-retries: 1}}",
        "test.yaml:1:38: block_store.sample.max-retries: there is no such key;"
            + " did you mean 'max_retries'?");
  }

  @Test
  void aMisplacedKeyIsToldWhereItBelongs() {
    refused(
        """
        block_store:
          type: sample
          bucket: photos
        """,
        "test.yaml:3:3: block_store.bucket: there is no such key;"
            + " it belongs under block_store.sample");
    refused(
        "block_store: {type: sample, sample: {bucket: b, create_dir: true}}",
        "test.yaml:1:49: block_store.sample.create_dir: there is no such key;"
            + " it belongs under block_store.plain");
    refused(
        "type: sample", "test.yaml:1:1: type: there is no such key; it belongs under block_store");
  }

  @Test
  void aMisplacedAndMistypedKeyIsFoundAllTheSame() {
    refused(
        "block_store: {type: sample, secret_acces_key: x}",
        "test.yaml:1:29: block_store.secret_acces_key: there is no such key;"
            + " did you mean 'block_store.sample.secret_access_key'?");
  }

  @Test
  void aMistypedRootIsRefused() {
    refused(
        "blockstore:\n  type: sample\n",
        "test.yaml:1:1: blockstore: there is no such key; did you mean 'block_store'?");
  }

  @Test
  void aSectionOfAnotherTypeIsRefused() {
    refused(
        """
        block_store:
          type: sample
          sample: {bucket: b}
          plain:
            path: /data
        """,
        "test.yaml:4:3: block_store.plain: is of another type than block_store.type,"
            + " which is 'sample'; remove one");
  }

  @Test
  void aMistypedTypeIsRefusedWithAllTypes() {
    refused(
        "block_store:\n  type: smaple\n",
        "test.yaml:2:9: block_store.type: there is no type 'smaple'; did you mean 'sample'?"
            + " There are: plain, sample");
  }

  @Test
  void aMissingTypeIsRefused() {
    refused(
        "block_store:\n  sample: {bucket: b}\n",
        "test.yaml:1:1: block_store.type: is missing; write one of: plain, sample");
  }

  @Test
  void aMissingRequiredKeyIsRefusedAtItsSection() {
    refused(
        "block_store:\n  type: sample\n  sample:\n    region: x\n",
        "test.yaml:3:3: block_store.sample.bucket: is missing (text)");
    refused(
        "block_store:\n  type: sample\n",
        "test.yaml:1:1: block_store.sample.bucket: is missing (text)");
  }

  @Test
  void anEmptyDocumentIsRefused() {
    String missing = "test.yaml:1:1: block_store: is missing; write it at the root";
    refused("", missing);
    refused("# nothing\n", missing);
    refused("{}", missing);
    refused("---\n...\n", "test.yaml:2:1: block_store: is missing; write it at the root");
  }

  @Test
  void aRootOfAnotherShapeIsRefused() {
    String shape = "has to be a section of lines 'key: value'";
    refused("- a\n- b\n", "test.yaml:1:1: the document: " + shape);
    refused("just text\n", "test.yaml:1:1: the document: " + shape);
    refused("block_store: local\n", "test.yaml:1:14: block_store: " + shape);
    refused("block_store: [local]\n", "test.yaml:1:14: block_store: " + shape);
    refused(
        "block_store:\n  type: sample\n  sample: b\n",
        "test.yaml:3:11: block_store.sample: " + shape);
  }

  @Test
  void aValueOfAnotherShapeIsRefused() {
    refused(
        "block_store:\n  type: sample\n  sample:\n    bucket: [a, b]\n",
        "test.yaml:4:13: block_store.sample.bucket: has to be a single value");
    refused(
        "block_store:\n  type: sample\n  sample:\n    bucket:\n      name: b\n",
        "test.yaml:5:7: block_store.sample.bucket: has to be a single value");
    refused(
        "block_store:\n  type: {sample: b}\n",
        "test.yaml:2:9: block_store.type: has to be a single value");
  }

  @Test
  void aKeyWithoutValueIsRefusedAndAnEmptyTextIsNot() throws ConfigException {
    refused(
        "block_store:\n  type: sample\n  sample:\n    bucket:\n    region: x\n",
        "test.yaml:4:5: block_store.sample.bucket: has no value; write one or remove the key");
    assertThat(
            sample
                .parse("block_store: {type: sample, sample: {bucket: '', region: \"\"}}")
                .settings()
                .get(SampleProvider.REGION))
        .isEmpty();
  }

  @Test
  void anIllegalValueIsRefusedWithItsPlace() {
    refused(
        "block_store:\n  type: sample\n  sample:\n    bucket: b\n    part_size: huge\n",
        "test.yaml:5:16: block_store.sample.part_size:"
            + " 'huge' is not a size such as 4096, 64KiB, 8MB or 1GiB");
  }

  @Test
  void aSectionBesideAnOverriddenTypeIsCheckedAndLeftAlone() throws ConfigException {
    Map<String, String> toPlain = Map.of("BLOCKTIER_BLOCK_STORE_TYPE", "plain");
    BlocktierConfig config =
        sample.parse("block_store: {type: sample, sample: {bucket: b}}", toPlain);

    assertThat(config.type()).isEqualTo("plain");
    assertThatThrownBy(
            () -> sample.parse("block_store: {type: sample, sample: {buckt: b}}", toPlain))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("did you mean 'bucket'?");
  }

  private void refused(String yaml, String message) {
    assertThatThrownBy(() -> sample.parse(yaml))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }
}
