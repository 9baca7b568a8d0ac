package io.blocktier.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.cache.WriteBackBlockStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys of {@code cache}, opened through the door that users take. */
class CacheTest {

  @TempDir Path temp;

  private final BusyProvider provider = new BusyProvider();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Effects effects = Effects.ofSystem();

  @AfterEach
  void stopThreads() {
    effects.executor().close();
  }

  @Test
  void aBlockComesBackAndReachesTheStoreBeneath() throws Exception {
    try (StoreStack stack = open("")) {
      write(stack, "a/b", 3);

      assertThat(Blocks.readAll(stack.store(), BlockKey.of("a/b")).remaining()).isEqualTo(3);
      cache(stack).flush(KeyPrefix.ALL);
      assertThat(cache(stack).status().dirtyBlocks()).isZero();
      assertThat(provider.mostInside()).isEqualTo(1);
      assertThat(registry.get("blocktier.store.operations").tags("operation", "write").timer())
          .satisfies(timer -> assertThat(timer.count()).isEqualTo(1));
    }
  }

  @Test
  void withoutTheSectionThereIsNoCache() throws Exception {
    BlocktierConfig config = parse("block_store: {type: busy}", Map.of());
    try (StoreStack stack = config.open(effects, registry)) {
      assertThat(stack.cache()).isEmpty();
      assertThat(stack.description()).doesNotContain("cache");
    }
  }

  @Test
  void theStartUpLineSaysPathSizeAndLevel() throws Exception {
    try (StoreStack stack = open("    durability: memory\n")) {
      assertThat(stack.description())
          .contains("cache: path=" + path() + ", size=10GiB, max_at_risk=1GiB, ")
          .contains("max_blocks=2621440, ", "max_staged=16MiB, ")
          .contains("durability=memory", "flush.backoff=100ms", "; durability memory;");
    }
  }

  @Test
  void boundsThatAreNotWrittenFitASmallCache() throws Exception {
    try (StoreStack stack = open("    size: 8MiB\n")) {
      assertThat(stack.description())
          .contains("size=8MiB, max_at_risk=4MiB, max_blocks=2048, ", "max_staged=419430, ");
    }
  }

  @Test
  void pathHoldsTheFilesAndIsForOneAtATime() throws Exception {
    try (StoreStack stack = open("")) {
      write(stack, "a", 1);

      assertThat(path().resolve("superblock")).exists();
      assertThatThrownBy(() -> open("")).isInstanceOf(StoreUnavailableException.class);
      assertThat(provider.closed()).as("the store of the second is closed again").isTrue();
      write(stack, "b", 1);
    }
  }

  @Test
  void whatHasNotArrivedTravelsAfterTheNextOpening() throws Exception {
    provider.refuse(Integer.MAX_VALUE);
    try (StoreStack stack = open("")) {
      write(stack, "a", 1);
    }
    provider.refuse(0);
    try (StoreStack stack = open("")) {
      cache(stack).flush(KeyPrefix.ALL);

      assertThat(provider.mostInside()).isEqualTo(1);
    }
  }

  @Test
  void sizeBoundsTheFiles() throws Exception {
    try (StoreStack stack =
        open("    size: 8MiB\n    max_at_risk: 1MiB\n    max_staged: 64KiB\n")) {
      for (int i = 0; i < 400; i++) {
        write(stack, "block" + i, 60_000);
      }

      assertThat(bytesOfSegments()).isBetween(4L << 20, 8L << 20);
    }
  }

  @Test
  void maxAtRiskHoldsWritersBack() throws Exception {
    provider.refuse(Integer.MAX_VALUE);
    try (StoreStack stack =
        open(
            """
                durability: memory
                max_at_risk: 10KiB
                size: 16MiB
                timeout: 500ms
            """)) {
      write(stack, "a", 8_000);

      assertThatThrownBy(() -> write(stack, "b", 8_000))
          .isInstanceOf(StoreUnavailableException.class);
      assertThat(cache(stack).status().maxAtRiskBytes()).isEqualTo(10 << 10);
    }
  }

  @Test
  void maxBlocksBoundsTheIndex() throws Exception {
    provider.refuse(Integer.MAX_VALUE);
    try (StoreStack stack =
        open(
            """
                durability: memory
                max_blocks: 2
                size: 16MiB
                timeout: 500ms
            """)) {
      write(stack, "a", 1);
      write(stack, "b", 1);

      assertThatThrownBy(() -> write(stack, "c", 1)).isInstanceOf(BlockStoreException.class);
      assertThat(cache(stack).status().blocks()).isEqualTo(2);
    }
  }

  @Test
  void memoryTakesSmallBlocksUpToItsBound() throws Exception {
    try (StoreStack stack = open("    memory: 4KiB\n    read_ahead: {unit: 64KiB}\n")) {
      write(stack, "fits", 3_000);
      write(stack, "larger", 5_000);
      for (int i = 0; i < 3; i++) {
        Blocks.readAll(stack.store(), BlockKey.of("fits"));
        Blocks.readAll(stack.store(), BlockKey.of("larger"));
      }
      assertThat(cache(stack).status().reads().memoryHits()).isEqualTo(2);
      assertThat(cache(stack).status().reads().memoryBytes()).isBetween(3_000L, 4_096L);
    }
  }

  @Test
  void readAheadIsWhatIsFetchedOfALargeBlock() throws Exception {
    try (StoreStack stack =
        open(
            """
                max_staged: 1KiB
                read_ahead: {unit: 4KiB, min: 8KiB, max: 16KiB, buffer: 32KiB}
            """)) {
      write(stack, "large", 100_000);
      BlockKey key = BlockKey.of("large");
      assertThat(Blocks.read(stack.store(), key, ByteRange.of(50_000, 10)).remaining())
          .isEqualTo(10);
      assertThat(cache(stack).status().reads().bufferBytes()).isEqualTo(4_096);
      for (int offset = 0; offset < 100_000; offset += 1_000) {
        assertThat(Blocks.read(stack.store(), key, ByteRange.of(offset, 1_000)).remaining())
            .isEqualTo(1_000);
        assertThat(cache(stack).status().reads().bufferBytes()).isLessThanOrEqualTo(32_768);
      }
      assertThat(cache(stack).status().reads().storeReads()).isEqualTo(101);
    }
  }

  @Test
  void indexIsAMapThatLeavesAnImageOrOnTheHeap() throws Exception {
    try (StoreStack stack = open("    index: chronicle\n    max_blocks: 1000\n")) {
      write(stack, "a", 1);
      assertThat(filesOf("image")).isEmpty();
    }
    assertThat(filesOf("image")).hasSize(1);
    try (StoreStack stack = open("    index: chronicle\n    max_blocks: 1000\n")) {
      assertThat(Blocks.readAll(stack.store(), BlockKey.of("a")).remaining()).isEqualTo(1);
    }
    try (StoreStack stack = open("    index: heap\n    max_blocks: 1000\n")) {
      assertThat(Blocks.readAll(stack.store(), BlockKey.of("a")).remaining()).isEqualTo(1);
      assertThat(filesOf("image")).isEmpty();
    }
    assertThat(filesOf("image")).isEmpty();
  }

  @Test
  void whatIsLargerThanMaxStagedGoesStraightToTheStore() throws Exception {
    provider.refuse(Integer.MAX_VALUE);
    try (StoreStack stack = open("    max_staged: 4KiB\n")) {
      write(stack, "fits", 4_096);

      assertThatThrownBy(() -> write(stack, "larger", 4_097))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("away");
    }
  }

  @Test
  void durabilityIsWhatAWriteWaitsFor() throws Exception {
    provider.refuse(Integer.MAX_VALUE);
    for (Durability level : List.of(Durability.MEMORY, Durability.LOCAL)) {
      try (StoreStack stack = open("    durability: " + level + "\n")) {
        write(stack, "a", 1);
        assertThat(stack.store().capabilities().durability()).isEqualTo(level);
      }
    }
    try (StoreStack stack = open("    durability: remote\n    size: 16MiB\n    timeout: 500ms\n")) {
      assertThatThrownBy(() -> write(stack, "b", 1)).isInstanceOf(BlockStoreException.class);
    }
  }

  @Test
  void timeoutEndsTheWaitForAllBlocksTogether() throws Exception {
    provider.refuse(Integer.MAX_VALUE);
    try (StoreStack stack = open("    durability: memory\n    size: 16MiB\n    timeout: 500ms\n")) {
      for (int i = 0; i < 200; i++) {
        write(stack, "block" + i, 1);
      }
      long start = effects.ticker().nanos();

      assertThatThrownBy(() -> cache(stack).flush(KeyPrefix.ALL))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("PT0.5S");
      assertThat(Duration.ofNanos(effects.ticker().nanos() - start))
          .isBetween(Duration.ofMillis(500), Duration.ofSeconds(30));
    }
  }

  @Test
  void flushConcurrencyIsHowManyBlocksTravelTogether() throws Exception {
    provider.groupsOf(3);
    try (StoreStack stack = open("    flush:\n      concurrency: 3\n")) {
      for (int i = 0; i < 12; i++) {
        write(stack, "block" + i, 1);
      }
      cache(stack).flush(KeyPrefix.ALL);

      assertThat(provider.mostInside()).isEqualTo(3);
    }
  }

  @Test
  void flushBackoffGrowsToItsBound() throws Exception {
    provider.refuse(12);
    try (StoreStack stack = open("    flush: {backoff: 7ms, max_backoff: 20ms}\n")) {
      write(stack, "a", 1);
      cache(stack).flush(KeyPrefix.ALL);
      List<Duration> pauses = provider.pauses();
      assertThat(pauses).hasSize(12);
      int[] least = {7, 14, 7, 14, 20}; // behind the third the store is taken for down
      for (int i = 0; i < pauses.size(); i++) {
        Duration bound = Duration.ofMillis(least[Math.min(i, least.length - 1)]);
        assertThat(pauses.get(i)).as("pause %d", i).isGreaterThanOrEqualTo(bound);
      }
      assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus))
          .as("without a bound they take 28 seconds")
          .isLessThan(Duration.ofSeconds(14));
    }
  }

  @Test
  void flushLatenessIsHowLongAVersionWaitsBehindALostCall() throws Exception {
    provider.lose();
    try (StoreStack stack = open("    flush: {backoff: 50ms, lateness: 400ms}\n")) {
      long before = effects.ticker().nanos();
      write(stack, "a", 1);
      provider.awaitLost();
      write(stack, "a", 2);
      cache(stack).flush(KeyPrefix.ALL);
      assertThat(effects.ticker().nanos() - before)
          .isGreaterThanOrEqualTo(Duration.ofMillis(400).toNanos());
    }
  }

  @Test
  void aClosedStackHasClosedCacheAndStore() throws Exception {
    StoreStack stack = open("");
    stack.close();
    stack.close();

    assertThat(provider.closed()).isTrue();
    assertThatThrownBy(() -> write(stack, "a", 1)).isInstanceOf(StoreClosedException.class);
    open("").close();
  }

  @Test
  void aCacheThatCannotBeOpenedClosesTheStore() throws Exception {
    Files.writeString(path(), "a file");

    assertThatThrownBy(() -> open("")).isInstanceOf(BlockStoreException.class);
    assertThat(provider.closed()).isTrue();
  }

  @Test
  void contradictionsAreRefusedWhereTheyAreWritten() {
    refused(
        "    size: 1GiB\n    max_at_risk: 513MiB\n",
        "test.yaml:5:18: cache.max_at_risk: 513MiB needs a cache.size of at least 2 times as much,"
            + " which is 1GiB; write at most 512MiB");
    refused(
        "    size: 100MiB\n    max_at_risk: 1MiB\n    max_staged: 6MiB\n",
        "test.yaml:6:17: cache.max_staged: 6MiB needs a cache.size of at least 20 times as much,"
            + " which is 100MiB; write at most 5MiB");
    refused(
        "    flush: {backoff: 1m}\n",
        "test.yaml:2:1: cache.flush.max_backoff: has to be at least flush.backoff, which is 60s");
    refused(
        "    read_ahead: {max: 1MiB}\n",
        "test.yaml:4:23: cache.read_ahead.max: has to be 0 or at least read_ahead.min, which is");
    refused(
        "    read_ahead: {buffer: 4MiB}\n",
        "test.yaml:4:26: cache.read_ahead.buffer: has to be at least 2 times read_ahead.max,"
            + " which");
    refused("    timeout: 0s\n", "test.yaml:4:14: cache.timeout: has to be more than nothing");
    refused(
        "    flush: {backoff: 0s}\n",
        "test.yaml:4:22: cache.flush.backoff: has to be more than nothing");
  }

  @Test
  void mistakesAreRefusedWithTheirPlace() {
    refused("    sise: 1GiB\n", "test.yaml:4:5: cache.sise: there is no such key; did you mean");
    refused(
        "    concurrency: 1\n",
        "test.yaml:4:5: cache.concurrency: there is no such key; it belongs under cache.flush");
    refused(
        "    flush: {timeout: 1s}\n",
        "test.yaml:4:13: cache.flush.timeout: there is no such key; it belongs under cache");
    refused(
        "    flush.concurrency: 1\n",
        "test.yaml:4:5: cache.flush.concurrency: there is no such key; write 'concurrency' in a");
    refused("    flush: 3\n", "test.yaml:4:12: cache.flush: has to be a section");
    refused("    durability: disk\n", "test.yaml:4:17: cache.durability: 'disk' is not one of");
    assertThatThrownBy(() -> parse("block_store: {type: busy, cache: {path: x}}", Map.of()))
        .hasMessage(
            "test.yaml:1:27: block_store.cache: there is no such key; it belongs under the root");
    assertThatThrownBy(() -> parse("block_store: {type: busy}\ncache:\n", Map.of()))
        .hasMessage("test.yaml:2:1: cache.path: is missing (path)");
    assertThatThrownBy(() -> parse("cache: {path: x}\n", Map.of()))
        .hasMessage("test.yaml:1:1: block_store: is missing; write it at the root");
  }

  @Test
  void variablesWinOverTheSectionAndNeedIt() throws Exception {
    Map<String, String> variables =
        Map.of("BLOCKTIER_CACHE_PATH", "/other", "BLOCKTIER_CACHE_FLUSH_CONCURRENCY", "5");

    assertThat(parse("block_store: {type: busy}\ncache:\n", variables).toString())
        .contains("cache: path=/other", "flush.concurrency=5");
    assertThatThrownBy(() -> parse("block_store: {type: busy}\n", variables))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "environment variable BLOCKTIER_CACHE_FLUSH_CONCURRENCY: cache.flush.concurrency: has"
                + " no effect, because the document has no section 'cache'; write one or unset"
                + " this");
    assertThatThrownBy(
            () -> parse("block_store: {type: busy}\n", Map.of("BLOCKTIER_CACHE_CONCURENCY", "5")))
        .hasMessageEndingWith("did you mean 'BLOCKTIER_CACHE_FLUSH_CONCURRENCY'?");
  }

  @Test
  void aUriIsCachedOnlyWhereItMeansTheStoreOfTheDocument() throws Exception {
    Sample sample = new Sample();
    Optional<BlocktierConfig> base =
        Optional.of(
            sample.parse(
                "block_store: {type: sample, sample: {bucket: photos}}\ncache: {path: /c}\n"));

    assertThat(StoreUris.resolve("sample://photos/a", base, Map.of(), sample.types).config())
        .hasToString(base.get().toString());
    assertThat(
            StoreUris.resolve("sample://videos/a", base, Map.of(), sample.types)
                .config()
                .toString())
        .doesNotContain("cache");
  }

  private void refused(String cache, String... parts) {
    assertThatThrownBy(() -> parse(yaml(cache), Map.of()))
        .isInstanceOf(ConfigException.class)
        .message()
        .startsWith(parts[0])
        .contains(parts);
  }

  private StoreStack open(String cache) throws ConfigException, BlockStoreException {
    return parse(yaml(cache), Map.of()).open(effects, registry);
  }

  private BlocktierConfig parse(String yaml, Map<String, String> environment)
      throws ConfigException {
    StoreTypes types = new StoreTypes(List.of(provider));
    return ConfigDocument.read(yaml, "test.yaml", environment, types).complete();
  }

  private String yaml(String cache) {
    return "block_store: {type: busy}\ncache:\n    path: %s\n%s".formatted(path(), cache);
  }

  private Path path() {
    return temp.resolve("cache");
  }

  private static WriteBackBlockStore cache(StoreStack stack) {
    return stack.cache().orElseThrow();
  }

  private static void write(StoreStack stack, String key, int bytes) throws BlockStoreException {
    Blocks.write(stack.store(), BlockKey.of(key), new byte[bytes]);
  }

  private List<Path> filesOf(String kind) throws IOException {
    try (Stream<Path> files = Files.list(path())) {
      return files.filter(file -> file.toString().endsWith("." + kind)).toList();
    }
  }

  private long bytesOfSegments() throws IOException {
    return filesOf("seg").stream().mapToLong(CacheTest::size).sum();
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
