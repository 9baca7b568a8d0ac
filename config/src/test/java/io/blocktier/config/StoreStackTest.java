package io.blocktier.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.spi.Effects;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoreStackTest {

  private static final String YAML =
      """
      block_store:
        type: sample
        sample:
          bucket: photos
          secret_access_key: hunter2
          part_size: 16MiB
      """;

  private final Sample sample = new Sample();
  private final Effects effects = Effects.ofSystem();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @AfterEach
  void stopThreads() {
    effects.executor().close();
  }

  @Test
  void theProviderGetsWhatIsWritten() throws Exception {
    sample.parse(YAML).open(effects, registry).close();

    assertThat(sample.provider.opened()).hasSize(1);
    assertThat(sample.provider.opened().getFirst().get(SampleProvider.PART_SIZE))
        .isEqualTo(16L << 20);
    assertThat(sample.provider.opened().getFirst().get(SampleProvider.SECRET)).isEqualTo("hunter2");
  }

  @Test
  void theStoreWorksAndIsMetered() throws Exception {
    try (StoreStack stack = sample.parse(YAML).open(effects, registry, "photos")) {
      BlockKey key = BlockKey.of("a/b");
      Blocks.write(stack.store(), key, "hello".getBytes(StandardCharsets.UTF_8));

      assertThat(StandardCharsets.UTF_8.decode(Blocks.readAll(stack.store(), key)).toString())
          .isEqualTo("hello");
      assertThat(
              registry
                  .get("blocktier.store.operations")
                  .tags("store", "photos", "operation", "write", "outcome", "ok")
                  .timer()
                  .count())
          .isEqualTo(1);
    }
  }

  @Test
  void theNameOfTheMetersIsTheTypeWhereNoneIsGiven() throws Exception {
    try (StoreStack stack = sample.parse(YAML).open(effects, registry)) {
      stack.store().healthCheck();

      assertThat(registry.get("blocktier.store.operations").tag("store", "sample").timer())
          .isNotNull();
    }
  }

  @Test
  void theDescriptionIsOneLineWithSettingsCapabilitiesAndDurability() throws Exception {
    try (StoreStack stack = sample.parse(YAML).open(effects, registry)) {
      assertThat(stack.description())
          .isEqualTo(
              "block store sample: bucket=photos, region=here, force_path_style=false,"
                  + " part_size=16MiB, timeout=30s, max_retries=3, mode=fast, file_mode=0644,"
                  + " secret_access_key=****; from test.yaml:3:3; durability memory;"
                  + " features conditional_create, conditional_replace, conditional_delete,"
                  + " conditional_copy, append, rename, server_side_copy, upload, part_copy,"
                  + " ordered_listing, metadata, storage_class, checksum;"
                  + " limits block 1TiB, write 5GiB, part 1 to 5GiB, parts 10000, appends 10000,"
                  + " key 1100B");
      assertThat(stack).hasToString(stack.description());
    }
  }

  @Test
  void theDescriptionIsLoggedOnce() throws Exception {
    ErrorOutput output = new ErrorOutput();
    String description;
    try (output;
        StoreStack stack = sample.parse(YAML).open(effects, registry)) {
      description = stack.description();
    }

    assertThat(output.text()).containsOnlyOnce("INFO").containsOnlyOnce(description);
  }

  @Test
  void aClosedStackRefusesCalls() throws Exception {
    StoreStack stack = sample.parse(YAML).open(effects, registry);
    BlockStore store = stack.store();
    stack.close();
    stack.close();

    assertThatThrownBy(store::healthCheck).isInstanceOf(StoreClosedException.class);
  }

  @Test
  void settingsThatContradictEachOtherAreReportedWhereTheyAreWritten() throws ConfigException {
    BlocktierConfig config =
        sample.parse(
            """
            block_store:
              type: sample
              sample:
                bucket: b
                mode: very_safe
                max_retries: 0
            """);

    assertThatThrownBy(() -> config.open(effects, registry))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "test.yaml:6:18: block_store.sample.max_retries:"
                + " has to be at least 1 where mode is very_safe");
  }

  @Test
  void aStoreThatCannotBeMeteredIsClosedAgain() throws ConfigException {
    registry.config().meterFilter(new Refusing());
    BlocktierConfig config = sample.parse(YAML);

    assertThatThrownBy(() -> config.open(effects, registry))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> sample.provider.stores().getFirst().healthCheck())
        .isInstanceOf(StoreClosedException.class);
  }

  @Test
  void configurationsThatAgreeReadTheSameWhereverTheyAreWritten() throws ConfigException {
    String other = "block_store: {type: sample, sample: {part_size: 16384KiB, bucket: photos}}";
    Map<String, String> secret = Map.of("BLOCKTIER_BLOCK_STORE_SAMPLE_SECRET_ACCESS_KEY", "x");

    assertThat(sample.parse(other, secret)).hasToString(sample.parse(YAML).toString());
  }

  private static final class Refusing implements MeterFilter {

    @Override
    public MeterFilterReply accept(Meter.Id id) {
      throw new IllegalStateException("no meter");
    }
  }
}
