package io.blocktier.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.bill.RequestPrices;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.segments.ReadMemory;
import io.blocktier.segments.SegmentsOptions;
import io.blocktier.segments.check.CheckDepth;
import io.blocktier.segments.format.Compression;
import io.blocktier.segments.packed.PackedOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The section {@code packed}, opened through the door that users take. */
@Timeout(120)
class PackedTest {

  private static final BlockKey A = BlockKey.of("a");

  @TempDir Path temp;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Effects effects = Effects.ofSystem();

  @AfterEach
  void stopThreads() {
    effects.executor().close();
  }

  private String yaml(String packed, String rest) {
    return """
    block_store: {type: local, local: {path: %s}}
    packed:
      path: %s
    %s%s\
    """
        .formatted(temp.resolve("store"), temp.resolve("log"), packed.indent(2), rest);
  }

  private BlocktierConfig parse(String yaml) throws ConfigException {
    return BlocktierConfig.parse(yaml, "test.yaml", Map.of());
  }

  private PackedOptions options(String packed) throws ConfigException {
    return parse(yaml(packed, "")).packed().orElseThrow().options();
  }

  private StoreStack open(BlocktierConfig config) throws Exception {
    return config.open(effects, registry);
  }

  @Test
  void blocksComeBackBehindTheNextOpeningFromSegments() throws Exception {
    BlocktierConfig config = parse(yaml("age: 10ms", ""));
    try (StoreStack stack = open(config)) {
      Blocks.write(stack.store(), A, new byte[100]);
      assertThat(stack.description())
          .contains("packed: path=", "prefix=packed/", "durability remote");
      assertThat(registry.find("blocktier.segments.count").gauge().value()).isPositive();
    }
    try (StoreStack stack = open(config)) {
      assertThat(Blocks.readAll(stack.store(), A).remaining()).isEqualTo(100);
    }
    assertThat(temp.resolve("store/packed/segments")).isDirectoryContaining("glob:**0001");
    assertThat(temp.resolve("store/a")).doesNotExist();
    assertThat(registry.find("blocktier.segments.count").gauge()).isNull();
  }

  @Test
  void requestsCostWhatIsGivenOrWhatTheTypeOfTheStoreCosts() throws Exception {
    String s3 = "block_store: {type: s3, s3: {bucket: blocks, region: eu-1}}\n";
    String packed = "packed:\n  path: /log\n";
    assertThat(parse(s3 + packed).segmentPrices().hot()).isEqualTo(RequestPrices.STANDARD);
    RequestPrices given =
        parse(s3 + packed + "  prices: {s3_write: 7, s3_retrieval: 2, express_read: 3}\n")
            .segmentPrices()
            .hot();
    assertThat(given.write()).isEqualTo(7);
    assertThat(given.retrieval()).isEqualTo(2);
    assertThat(given.read()).isEqualTo(RequestPrices.STANDARD.read());
    assertThat(parse(yaml("prices: {s3_write: 7}", "")).segmentPrices().hot())
        .as("no service of Amazon's")
        .isEqualTo(RequestPrices.FREE);
    assertThatThrownBy(() -> parse(s3 + packed + "  prices: {s3_write: -1}\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("packed.prices.s3_write: '-1' is not 0 to ");
  }

  @Test
  void aCacheAboveSendsManyBlocksToOneSegment() throws Exception {
    String cache = "cache: {path: %s, size: 64MiB}\n".formatted(temp.resolve("cache"));
    BlocktierConfig config = parse(yaml("", cache));
    assertThat(config.cache().orElseThrow().options().flushConcurrency()).isEqualTo(10_000);
    try (StoreStack stack = open(config)) {
      var own = stack.cache().orElseThrow();
      own.pauseFlushing();
      for (int i = 0; i < 200; i++) {
        Blocks.write(stack.store(), BlockKey.of("block/" + i), new byte[1000]);
      }
      own.resumeFlushing();
      own.flush(KeyPrefix.ALL);
    }
    try (Stream<Path> segments = Files.list(temp.resolve("store/packed/segments"))) {
      assertThat(segments.filter(file -> !file.getFileName().toString().startsWith(".")))
          .hasSizeBetween(1, 20);
    }
    try (StoreStack stack = open(parse(yaml("", "")))) {
      ByteBuffer block = Blocks.readAll(stack.store(), BlockKey.of("block/117"));
      assertThat(block.remaining()).isEqualTo(1000);
    }
  }

  @Test
  void theFlushConcurrencyThatIsWrittenHolds() throws Exception {
    String cache = "cache: {path: /c, flush: {concurrency: 7}}\n";
    assertThat(parse(yaml("", cache)).cache().orElseThrow().options().flushConcurrency())
        .isEqualTo(7);
    String plain = "block_store: {type: local, local: {path: /x}}\ncache: {path: /c}\n";
    assertThat(parse(plain).cache().orElseThrow().options().flushConcurrency()).isEqualTo(16);
  }

  @Test
  void aUriOfTheVeryStoreIsPackedAndAnotherIsNot() throws Exception {
    BlocktierConfig base =
        parse("block_store: {type: memory}\npacked: {path: %s}\n".formatted(temp));
    assertThat(StoreUris.resolve("mem:a", Optional.of(base), Map.of()).config().packed())
        .isPresent();
    String other = "file:" + temp.resolve("other");
    assertThat(StoreUris.resolve(other, Optional.of(base), Map.of()).config().packed()).isEmpty();
  }

  @Test
  void segmentsOfBlocksAreCheckedWhereNoOthersAreDescribed() throws Exception {
    BlocktierConfig config = parse(yaml("age: 10ms", ""));
    try (StoreStack stack = open(config)) {
      Blocks.write(stack.store(), A, new byte[100]);
    }
    assertThat(config.hasSegments()).isTrue();
    try (SegmentStack segments = config.openSegments(effects, registry)) {
      assertThat(segments.manager().fsck(CheckDepth.FOOTERS).findings()).isEmpty();
      assertThat(segments.manager().listSegments()).hasSize(1);
    }
  }

  @Test
  void aLogThatIsInUseKeepsNoStoreOpen() throws Exception {
    BlocktierConfig config = parse(yaml("", ""));
    try (StoreStack first = open(config)) {
      assertThatThrownBy(() -> open(config)).isInstanceOf(BlockStoreException.class);
      Blocks.write(first.store(), A, new byte[1]);
    }
    try (StoreStack again = open(config)) {
      BlockStore store = again.store();
      assertThat(store.stat(A).size()).isEqualTo(1);
    }
  }

  @Test
  void everyKeyHasItsEffect() throws Exception {
    PackedOptions standard = options("");
    assertThat(standard).isEqualTo(PackedOptions.of(temp.resolve("log"), "packed/"));
    PackedOptions written =
        options(
            """
            prefix: blocks/
            max_packed: 64KiB
            size: 8MiB
            age: 3s
            frame: 4KiB
            compression: none
            memory: 32MiB
            index: {memory: 1MiB}
            frames: {memory: 2MiB}
            durability: local
            upkeep: 1h
            timeout: 5s
            disk: {deadline: 6s}
            writer: me
            """);
    SegmentsOptions segments = written.segments();
    assertThat(written.maxPackedBytes()).isEqualTo(64 << 10);
    assertThat(written.upkeep()).isEqualTo(Duration.ofHours(1));
    assertThat(segments.names().root().value()).isEqualTo("blocks/");
    assertThat(segments.segmentBytes()).isEqualTo(8 << 20);
    assertThat(segments.sealAge()).isEqualTo(Duration.ofSeconds(3));
    assertThat(segments.format().frameBytes()).isEqualTo(4 << 10);
    assertThat(segments.format().compression()).isEqualTo(Compression.NONE);
    assertThat(segments.maxUnsealedBytes()).isEqualTo(32 << 20);
    assertThat(segments.reading()).isEqualTo(new ReadMemory(1 << 20, 2 << 20));
    assertThat(segments.durability()).isEqualTo(Durability.LOCAL);
    assertThat(segments.patience()).isEqualTo(Duration.ofSeconds(5));
    assertThat(segments.diskDeadline()).isEqualTo(Duration.ofSeconds(6));
    assertThat(segments.writer()).isEqualTo("me");
    assertThat(options("max_packed: 100MiB\nmemory: 128MiB").segments().maxBatchBytes())
        .isGreaterThan(100 << 20);
  }

  @Test
  void whatContradictsItselfIsRefusedAtItsPlace() {
    refused("durability: memory", "packed.durability: has to be local or remote");
    refused("age: 30s", "packed.age: has to be less than timeout, which is 30s");
    refused("memory: 1MiB", "packed.memory: has to be at least 4MiB");
    refused("max_packed: 1GiB", "packed.max_packed: ");
    refused("upkeep: 0s", "packed.upkeep: has to be more than nothing");
    refused("paht: /x", "packed.paht: there is no such key; did you mean 'path'?");
  }

  private void refused(String packed, String message) {
    assertThatThrownBy(() -> parse(yaml(packed, "")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("test.yaml:4:")
        .hasMessageContaining(message);
  }
}
