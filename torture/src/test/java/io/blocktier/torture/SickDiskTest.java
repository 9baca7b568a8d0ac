package io.blocktier.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.OutOfSpaceException;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.cache.DiskState;
import io.blocktier.cache.WriteBackBlockStore;
import io.blocktier.config.BlocktierConfig;
import io.blocktier.config.StoreStack;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A configured cache on a real file system that is filled, and on one that stands still. */
@Timeout(300)
class SickDiskTest {

  private static final Effects EFFECTS = Effects.ofSystem();
  private static final int BLOCK_BYTES = 100_000;
  private static final int COMMIT_SECONDS = 5;
  private static final long BALLAST_BYTES = 24L << 20;
  private static final int FLUSHES = 10;

  /** So that a disk that is slow is not taken for one that stands still. */
  private static final Duration LONG_DEADLINE = Duration.ofSeconds(30);

  /** So long a test of a disk that stands still waits. */
  private static final Duration SHORT_DEADLINE = Duration.ofSeconds(5);

  /** How long a write may take that is forced; a disk that is full refuses as late. */
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @TempDir Path directory;
  private Path work;

  private final List<BlockKey> acknowledged = new ArrayList<>();

  @BeforeEach
  void prepare() throws Exception {
    work = Files.createDirectory(directory.resolve("work")).toRealPath();
  }

  @AfterAll
  static void endThreads() {
    EFFECTS.executor().close();
  }

  private StoreStack open(Path disk, String index, Duration deadline) throws Exception {
    String yaml =
        Yaml.local(directory.resolve("beneath").toString())
            + "cache: {path: '"
            + disk.resolve("cache")
            + "', size: 256MiB, max_at_risk: 128MiB, max_staged: 256KiB, timeout: "
            + TIMEOUT.toSeconds()
            + "s, index: "
            + index
            + ", disk: {deadline: "
            + deadline.toSeconds()
            + "s}}\n";
    return BlocktierConfig.parse(yaml, "test", Map.of())
        .open(EFFECTS, new CompositeMeterRegistry());
  }

  private Volume volume() throws Exception {
    try {
      return Volume.create(work);
    } catch (SkippedException e) {
      return abort(e.getMessage());
    }
  }

  private Receipt write(BlockStore store, Durability level) throws BlockStoreException {
    BlockKey key = BlockKey.of("k" + acknowledged.size());
    byte[] bytes = new byte[BLOCK_BYTES];
    bytes[0] = (byte) acknowledged.size();
    Receipt receipt = store.write(key, Content.of(bytes), WriteOptions.DEFAULT.with(level));
    acknowledged.add(key);
    return receipt;
  }

  private void requireAll(BlockStore store) throws BlockStoreException {
    for (int i = 0; i < acknowledged.size(); i++) {
      assertThat(Blocks.readAll(store, acknowledged.get(i)).get()).isEqualTo((byte) i);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"heap", "chronicle"})
  void aFullDiskRefusesByTypeKeepsWhatItHasAndServesWhenSpaceReturns(String index)
      throws Exception {
    try (Volume volume = volume();
        Disks disks = volume.disks("disks")) {
      Image image = disks.image("disk", FileSystem.EXT4, COMMIT_SECONDS);
      Path ballast = image.mounted().resolve("ballast");
      Files.write(ballast, new byte[(int) BALLAST_BYTES]);
      try (StoreStack stack = open(image.mounted(), index, LONG_DEADLINE)) {
        WriteBackBlockStore cache = stack.cache().orElseThrow();
        cache.pauseFlushing();
        assertThatThrownBy(
                () -> {
                  while (true) {
                    write(cache, Durability.LOCAL);
                  }
                })
            .isInstanceOf(OutOfSpaceException.class)
            .hasMessageContaining("bytes left");
        int fitted = acknowledged.size();
        assertThat(fitted).isPositive();
        requireAll(cache);
        requireAllBehindAPowerCut(image, index);
        Files.delete(ballast);
        while (acknowledged.size() < fitted + 100) {
          write(cache, Durability.LOCAL);
        }
        requireAll(cache);
        cache.resumeFlushing();
        flushAll(cache);
        assertThat(cache.status().disk()).isEqualTo(DiskState.SOUND);
      }
      image.delete();
    }
  }

  /** The patience of the cache is short, and the machine may be busy. */
  private static void flushAll(WriteBackBlockStore cache) throws BlockStoreException {
    for (int attempt = 1; ; attempt++) {
      try {
        cache.flush(KeyPrefix.ALL);
        return;
      } catch (StoreUnavailableException late) {
        if (attempt == FLUSHES) {
          throw late;
        }
      }
    }
  }

  private void requireAllBehindAPowerCut(Image image, String index) throws Exception {
    Image left = image.cut("cut");
    left.mount();
    try (StoreStack stack = open(left.mounted(), index, LONG_DEADLINE)) {
      requireAll(stack.store());
    }
    left.delete();
  }

  @ParameterizedTest
  @ValueSource(strings = {"heap", "chronicle"})
  void aFileSystemThatStandsStillKeepsNobodyAndServesWhenItGoesOn(String index) throws Exception {
    try (Volume volume = volume();
        Disks disks = volume.disks("disks")) {
      Image image = disks.image("disk", FileSystem.EXT4, COMMIT_SECONDS);
      try (StoreStack stack = open(image.mounted(), index, SHORT_DEADLINE)) {
        WriteBackBlockStore cache = stack.cache().orElseThrow();
        write(cache, Durability.REMOTE);
        Receipt inMemory;
        freeze("-f", image.mounted());
        try {
          assertThatThrownBy(() -> write(cache, Durability.LOCAL))
              .isInstanceOf(OutcomeUnknownException.class)
              .hasMessageContaining("has not answered");
          assertThatThrownBy(() -> write(cache, Durability.LOCAL))
              .isInstanceOf(StoreUnavailableException.class)
              .hasMessageContaining("has not answered");
          assertThat(cache.status().disk()).isEqualTo(DiskState.STALLED);
          inMemory = write(cache, Durability.MEMORY);
          requireAll(cache);
        } finally {
          freeze("-u", image.mounted());
        }
        inMemory.await(Durability.REMOTE, Duration.ofSeconds(30));
        assertThat(cache.status().disk()).isEqualTo(DiskState.SOUND);
        write(cache, Durability.LOCAL);
        requireAll(cache);
      }
      image.delete();
    }
  }

  private static void freeze(String how, Path mount) throws Exception {
    Process process = new ProcessBuilder("fsfreeze", how, mount.toString()).inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }
}
