package io.blocktier.blockstore.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

  private static final Setting<String> BUCKET =
      Setting.required("bucket", SettingType.TEXT, "Where blocks go.");
  private static final Setting<Long> PART_SIZE =
      Setting.of("part_size", SettingType.SIZE, 8L << 20, "How large parts are.");
  private static final Setting<String> REGION =
      Setting.optional("region", SettingType.TEXT, "Where the bucket is.");
  private static final Setting<Integer> PIN =
      Setting.of("pin", SettingType.integer(0, 9999), 0, "A secret number.").asSecret();
  private static final List<Setting<?>> DECLARED = List.of(BUCKET, PART_SIZE, REGION, PIN);

  @Test
  void writtenValuesAndDefaultsAreThere() {
    Settings settings = Settings.parse(DECLARED, Map.of("bucket", "b", "part_size", "5MiB"));
    assertThat(settings.get(BUCKET)).isEqualTo("b");
    assertThat(settings.get(PART_SIZE)).isEqualTo(5L << 20);
    assertThat(settings.get(PIN)).isZero();
    assertThat(settings.find(REGION)).isEmpty();
    assertThatThrownBy(() -> settings.get(REGION)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aMissingRequiredKeyIsNamed() {
    assertThatThrownBy(() -> Settings.parse(DECLARED, Map.of()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("bucket")
        .hasMessageContaining("missing");
  }

  @Test
  void anUnknownKeyIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> Settings.parse(DECLARED, Map.of("bucket", "b", "buckets", "c")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("buckets")
        .hasMessageContaining("part_size");
  }

  @Test
  void anUnreadableValueNamesItsKey() {
    assertThatThrownBy(() -> Settings.parse(DECLARED, Map.of("bucket", "b", "part_size", "large")))
        .isInstanceOfSatisfying(
            InvalidSettingException.class, e -> assertThat(e.key()).isEqualTo("part_size"))
        .hasMessageContaining("large");
  }

  @Test
  void secretsAreNeverShownNotEvenWrongOnes() {
    Settings settings = Settings.parse(DECLARED, Map.of("bucket", "b", "pin", "1234"));
    assertThat(settings.toString()).doesNotContain("1234").contains("****");
    assertThat(settings.shown()).containsEntry("part_size", "8MiB");
    assertThatThrownBy(() -> Settings.parse(DECLARED, Map.of("bucket", "b", "pin", "hunter2")))
        .hasMessageContaining("pin")
        .message()
        .doesNotContain("hunter2");
  }

  @Test
  void aDefaultThatDependsOnOthersGivesWayToWhatIsWritten() {
    Settings bare = Settings.parse(DECLARED, Map.of("bucket", "b")).or(REGION, "here");
    assertThat(bare.get(REGION)).isEqualTo("here");
    assertThat(bare.shown()).containsEntry("region", "here");
    Settings written = Settings.parse(DECLARED, Map.of("bucket", "b", "region", "there"));
    assertThat(written.or(REGION, "here").get(REGION)).isEqualTo("there");
  }
}
