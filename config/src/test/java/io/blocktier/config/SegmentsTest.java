package io.blocktier.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.segments.IndexOptions;
import io.blocktier.segments.ReadMemory;
import io.blocktier.segments.SegmentManager;
import io.blocktier.segments.SegmentsOptions;
import io.blocktier.segments.UpkeepOptions;
import io.blocktier.segments.compact.CompactionPolicy;
import io.blocktier.segments.format.Compression;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.format.SegmentOptions;
import io.blocktier.segments.manifest.GarbageLimits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The section {@code segments}, opened through the door that users take. */
@Timeout(120)
class SegmentsTest {

  private static final RecordKey KEY = RecordKey.of("orders/17");

  @TempDir Path temp;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Effects effects = Effects.ofSystem();

  @AfterEach
  void stopThreads() {
    effects.executor().close();
  }

  @Test
  void aRecordComesBackBehindTheNextOpening() throws Exception {
    BlocktierConfig config = parse(local(""), Map.of());
    try (SegmentStack stack = config.openSegments(effects, registry)) {
      put(stack.manager(), "text");
    }
    try (SegmentStack stack = config.openSegments(effects, registry)) {
      assertThat(get(stack.manager())).contains("text");
    }
    assertThat(temp.resolve("store/records/segments")).isDirectoryContaining("glob:**0001");
  }

  @Test
  void whatIsSealedIsReadWhileTheWriterGoesOn() throws Exception {
    BlocktierConfig config = parse(local(""), Map.of());
    try (SegmentStack stack = config.openSegments(effects, registry)) {
      put(stack.manager(), "one");
      stack.manager().flush();
      put(stack.manager(), "two");
      try (SealedStack sealed = config.openSealedSegments(effects, registry)) {
        assertThat(sealed.segments().newest().get(KEY).map(record -> text(record.value())))
            .contains("one");
        assertThat(sealed.options()).isEqualTo(config.segments().orElseThrow().options());
      }
      put(stack.manager(), "three");
      assertThat(get(stack.manager())).contains("three");
    }
  }

  @Test
  void whoRunsCommandsHasNoUpkeepBesidesThem() throws Exception {
    BlocktierConfig config = parse(local("  upkeep: {every: 1h}\n"), Map.of());
    try (SegmentStack _ = config.openSegments(effects, registry)) {
      assertThat(upkeepAge(registry)).isPositive();
    }
    SimpleMeterRegistry ofCommand = new SimpleMeterRegistry();
    try (SegmentStack _ = config.openSegmentsForCommands(effects, ofCommand)) {
      assertThat(upkeepAge(ofCommand)).isZero();
    }
  }

  /** Is 0 where nothing is to be looked after. */
  private static double upkeepAge(SimpleMeterRegistry registry) {
    return registry.get("blocktier.segments.upkeep.age").timeGauge().value(TimeUnit.NANOSECONDS);
  }

  @Test
  void hotTakesTheSegmentsInsteadOfTheStoreOfTheDocument() throws Exception {
    Path hot = temp.resolve("hot");
    BlocktierConfig config =
        parse(local("  hot: {type: local, local: {path: %s}}\n".formatted(hot)), Map.of());
    try (SegmentStack stack = config.openSegments(effects, registry)) {
      put(stack.manager(), "text");
      stack.manager().flush();
    }
    assertThat(hot.resolve("records/segments")).isDirectory();
    assertThat(temp.resolve("store")).doesNotExist();
  }

  @Test
  void segmentsGoPastTheCacheAroundTheStore() throws Exception {
    String cache = "cache: {path: %s, size: 64MiB}\n".formatted(temp.resolve("cache"));
    BlocktierConfig config = parse(local("") + cache, Map.of());
    try (SegmentStack stack = config.openSegments(effects, registry)) {
      put(stack.manager(), "text");
      stack.manager().flush();
      assertThat(temp.resolve("store/records/segments")).isDirectoryContaining("glob:**0001");
    }
    assertThat(temp.resolve("cache")).doesNotExist();
  }

  @Test
  void everyKeyIsTaken() throws Exception {
    String keys =
        """
          prefix: ledger/
          size: 1MiB
          age: 7s
          frame: 16KiB
          compression: none
          memory: 3MiB
          batch: 2MiB
          index: {memory: 5MiB, table: 6MiB, checkpoint: 17}
          frames: {memory: 7MiB}
          durability: remote
          timeout: 11s
          disk: {deadline: 13s}
          writer: host-7
          upkeep: {every: 2h, live_percent: 70, rate: 3MiB}
          gc: {horizon: 3h, max_objects: 4, max_bytes: 5MiB}
        """;
    SegmentsOptions expected =
        SegmentsOptions.of(temp.resolve("log"), "ledger/")
            .sealingAt(1 << 20, Duration.ofSeconds(7))
            .with(SegmentOptions.DEFAULT.withFrameBytes(16 << 10).with(Compression.NONE))
            .withMemory(3 << 20, 2 << 20, new ReadMemory(5 << 20, 7 << 20))
            .with(new IndexOptions(6 << 20, 17))
            .with(Durability.REMOTE)
            .withPatience(Duration.ofSeconds(11), Duration.ofSeconds(13))
            .withWriter("host-7")
            .with(
                new UpkeepOptions(
                    Duration.ofHours(2),
                    CompactionPolicy.DEFAULT.withMinLiveRatio(0.7).withBytesPerSecond(3 << 20),
                    new GarbageLimits(Duration.ofHours(3), 4, 5 << 20)));

    assertThat(options(local(keys), Map.of())).isEqualTo(expected);
  }

  @Test
  void theDefaultsAreThoseOfTheModule() throws Exception {
    assertThat(options(local(""), Map.of()))
        .isEqualTo(SegmentsOptions.of(temp.resolve("log"), "records/"));
  }

  @Test
  void variablesWinOverTheSectionAlsoInItsStores() throws Exception {
    String stores =
        "  cold: {type: s3, s3: {bucket: a, region: eu-1, access_key_id: me,"
            + " secret_access_key: hunter2}}\n";
    Map<String, String> variables =
        Map.of("BLOCKTIER_SEGMENTS_AGE", "9s", "BLOCKTIER_SEGMENTS_COLD_S3_BUCKET", "other-bucket");

    BlocktierConfig config = parse(local(stores), variables);

    assertThat(config.segments().orElseThrow().options().sealAge())
        .isEqualTo(Duration.ofSeconds(9));
    assertThat(config.toString())
        .contains("segments: path=" + temp.resolve("log"), "age=9s", "cold=s3 {")
        .contains("bucket=other-bucket", "secret_access_key=****")
        .doesNotContain("hunter2");
  }

  @Test
  void aVariableChoosesTheTypeOfAStore() throws Exception {
    Map<String, String> variables =
        Map.of(
            "BLOCKTIER_SEGMENTS_COLD_TYPE",
            "local",
            "BLOCKTIER_SEGMENTS_COLD_LOCAL_PATH",
            "/archive");

    assertThat(parse(local("  cold:\n"), variables).toString())
        .contains("cold=local {path=/archive");
  }

  @Test
  void variablesWithoutTheirSectionAreRefused() {
    String variable = "BLOCKTIER_SEGMENTS_COLD_LOCAL_PATH";
    assertThatThrownBy(() -> parse(local(""), Map.of(variable, "/archive")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "environment variable %s: segments.cold.local.path: has no effect, because the document"
                    .formatted(variable)
                + " has no section 'segments.cold'; write one or unset this");
    assertThatThrownBy(
            () -> parse("block_store: {type: memory}", Map.of("BLOCKTIER_SEGMENTS_AGE", "1s")))
        .hasMessageContaining("the document has no section 'segments'");
    assertThatThrownBy(() -> parse(local("  cold: {type: memory}\n"), Map.of(variable, "/archive")))
        .hasMessageContaining("is of another type than segments.cold.type, which is 'memory'");
    assertThatThrownBy(
            () -> parse(local(""), Map.of("BLOCKTIER_SEGMENTS_COLD_LOCAL_PAHT", "/archive")))
        .hasMessageEndingWith("did you mean 'BLOCKTIER_SEGMENTS_COLD_LOCAL_PATH'?");
    assertThatThrownBy(() -> parse(local(""), Map.of("BLOCKTIER_SEGMENTS_AGO", "1s")))
        .hasMessageEndingWith("did you mean 'BLOCKTIER_SEGMENTS_AGE'?");
  }

  @Test
  void mistakesAreRefusedWithTheirPlace() {
    refused("  sise: 1GiB\n", ":6:3: segments.sise: there is no such key; did you mean 'size'?");
    refused("  cald: {}\n", ":6:3: segments.cald: there is no such key; did you mean 'cold'?");
    refused("  prefix: ledger\n", ":6:11: segments.prefix: segments need a root that ends with");
    refused("  size: 100\n", ":6:9: segments.size: ");
    refused("  age: 0s\n", ":6:8: segments.age: has to be more than nothing");
    refused("  timeout: 0s\n", ":6:12: segments.timeout: has to be more than nothing");
    refused("  frame: 2MiB\n", ":6:10: segments.frame: ");
    refused("  compression: zip\n", ":6:16: segments.compression: 'zip' is not one of");
    refused("  memory: 1MiB\n", ":6:11: segments.memory: has to be at least batch, which is 16MiB");
    refused("  disk: 3\n", ":6:9: segments.disk: has to be a section");
    refused("  tiering: {age: 1d}\n", ":6:18: segments.tiering.age: needs a store 'segments.cold'");
    refused("  tiering: {promote_reads: 3}\n", ":6:28: segments.tiering.promote_reads: needs a");
    refused("  tiering: {low: 1B}\n", ":6:18: segments.tiering.low: has no effect without");
    refused("  tiering: {ttl: 0s}\n", ":6:18: segments.tiering.ttl: has to be more than nothing");
    refused("  tiering: {interval: 0s}\n", ":6:23: segments.tiering.interval: has to be more");
    refused(
        "  cold: {type: memory}\n  tiering: {high: 1B, low: 2B}\n",
        ":7:28: segments.tiering.low: has to be tiering.high at most, which is 1");
    refused("  gc: {max_objects: 0}\n", ":6:21: segments.gc.max_objects: ");
    refused("  cold: x\n", ":6:9: segments.cold: has to be a section");
    refused("  cold: {}\n", ":6:3: segments.cold.type: is missing; write one of: ");
    refused("  cold: {type: tape}\n", ":6:16: segments.cold.type: there is no type 'tape'");
    refused("  cold: {type: local}\n", ":6:3: segments.cold.local.path: is missing");
    refused(
        "  cold: {type: local, local: {paht: x}}\n",
        ":6:31: segments.cold.local.paht: there is no such key; did you mean 'path'?");
    refused(
        "  cold: {type: local, s3: {bucket: x}}\n",
        ":6:23: segments.cold.s3: is of another type than segments.cold.type, which is 'local'");
    refused(
        "  cold: {type: local, local: {path: %s}}\n".formatted(temp.resolve("store")),
        ":6:23: segments.cold: is the store that segments are written to; name another one");
    assertThatThrownBy(() -> parse("block_store: {type: memory}\nsegments:\n", Map.of()))
        .hasMessage("test.yaml:2:1: segments.path: is missing (path)");
  }

  @Test
  void withoutTheSectionThereAreNone() throws Exception {
    BlocktierConfig config = parse("block_store: {type: memory}", Map.of());

    assertThat(config.hasSegments()).isFalse();
    assertThatThrownBy(() -> config.openSegments(effects, registry))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void storesAreClosedWhereTheLogIsTaken() throws Exception {
    BusyProvider busy = new BusyProvider();
    StoreTypes types = new StoreTypes(List.of(busy));
    String yaml = "block_store: {type: busy}\nsegments: {path: %s}".formatted(temp.resolve("log"));
    BlocktierConfig config = ConfigDocument.read(yaml, "test.yaml", Map.of(), types).complete();
    try (SegmentStack _ = config.openSegments(effects, registry)) {
      assertThat(busy.closed()).isFalse();
      assertThatThrownBy(() -> config.openSegments(effects, new SimpleMeterRegistry()))
          .isInstanceOf(StoreUnavailableException.class);
      assertThat(busy.closed()).isTrue();
    }
  }

  @Test
  void aPathThatIsAFileIsRefused() throws Exception {
    Files.writeString(temp.resolve("log"), "a file");

    assertThatThrownBy(() -> parse(local(""), Map.of()).openSegments(effects, registry))
        .isInstanceOf(BlockStoreException.class);
  }

  @Test
  void closingEndsEverythingAndTakesTheMetersAway() throws Exception {
    SegmentStack stack = parse(local(""), Map.of()).openSegments(effects, registry);
    put(stack.manager(), "text");
    stack.manager().flush();
    assertThat(registry.get("blocktier.segments.count").tag("tier", "hot").gauge().value())
        .isEqualTo(1);
    assertThat(
            registry
                .get("blocktier.store.operations")
                .tags("store", "segments.hot", "operation", "write")
                .timers())
        .isNotEmpty();

    stack.close();
    stack.close();

    assertThatThrownBy(() -> put(stack.manager(), "text")).isInstanceOf(StoreClosedException.class);
    assertThat(registry.find("blocktier.segments.count").meters()).isEmpty();
    assertThat(stack.description()).startsWith("segments: path=").contains("size=64MiB");
  }

  private void refused(String segments, String message) {
    assertThatThrownBy(() -> parse(local(segments), Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("test.yaml" + message);
  }

  /** Returns a document in whose line 6 what is given begins. */
  private String local(String segments) {
    return """
    block_store:
      type: local
      local: {path: %s}
    segments:
      path: %s
    """
            .formatted(temp.resolve("store"), temp.resolve("log"))
        + segments;
  }

  private static SegmentsOptions options(String yaml, Map<String, String> environment)
      throws ConfigException {
    return parse(yaml, environment).segments().orElseThrow().options();
  }

  private static BlocktierConfig parse(String yaml, Map<String, String> environment)
      throws ConfigException {
    return BlocktierConfig.parse(yaml, "test.yaml", environment);
  }

  private static void put(SegmentManager segments, String value) throws BlockStoreException {
    segments.put(KEY, ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
  }

  private static Optional<String> get(SegmentManager segments) throws BlockStoreException {
    return segments.get(KEY).map(record -> text(record.value()));
  }

  private static String text(ByteBuffer value) {
    return StandardCharsets.UTF_8.decode(value.duplicate()).toString();
  }
}
