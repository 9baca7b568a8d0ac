package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.SimulatedDisk;
import io.blocktier.blockstore.tck.Simulation;
import io.blocktier.cache.CacheOptions;
import io.blocktier.cache.IndexKind;
import io.blocktier.cache.ReadOptions;
import io.blocktier.segments.ReadMemory;
import io.blocktier.segments.SegmentManager;
import io.blocktier.segments.SegmentsOptions;
import io.blocktier.segments.SimulatedSegments;
import io.blocktier.segments.format.SegmentOptions;
import java.nio.file.Path;
import java.time.Duration;

/** Packed stores and caches of tests. */
final class PackedFixture {

  static final Effects EFFECTS = Effects.ofSystem();
  static final int MAX_PACKED_BYTES = 64 << 10;
  static final Path LOG = Path.of("/var/log-of-packed");

  /** For machines on which many tests use one disk. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration NEVER = Duration.ofDays(1000);

  private PackedFixture() {}

  /** Small segments, sealed by size alone; a write is in the log when it returns. */
  static PackedOptions local(Path directory) {
    return options(directory, Durability.LOCAL, 256 << 10, Duration.ofHours(1));
  }

  /** A write is in a segment when it returns. */
  static PackedOptions remote(Path directory, Duration age) {
    return options(directory, Durability.REMOTE, 256 << 10, age);
  }

  private static PackedOptions options(Path directory, Durability level, int bytes, Duration age) {
    SegmentsOptions segments =
        SegmentsOptions.of(directory, "packed/")
            .with(level)
            .sealingAt(bytes, age)
            .withPatience(PATIENCE, PATIENCE)
            .withMemory(4 << 20, 256 << 10, new ReadMemory(4 << 20, 1 << 20))
            .with(SegmentOptions.DEFAULT.withFrameBytes(4096).withBatchBytes(64 << 10));
    return PackedOptions.of(directory, "packed/")
        .packingUpTo(MAX_PACKED_BYTES)
        .with(segments)
        .withUpkeep(NEVER);
  }

  static PackedBlockStore open(
      Simulation simulation, BlockStore store, PackedOptions options, SimulatedDisk disk)
      throws BlockStoreException {
    SegmentManager manager = SimulatedSegments.open(simulation, store, options.managed(), disk);
    return PackedBlockStore.over(
        store, manager, options, simulation.effects(), simulation.signals());
  }

  /** Opens blocks without the layer that waits for calls by the clock of the machine. */
  static PackingBlockStore openBare(
      Simulation simulation, BlockStore store, PackedOptions options, SimulatedDisk disk)
      throws BlockStoreException {
    SegmentManager manager = SimulatedSegments.open(simulation, store, options.managed(), disk);
    PackedParts parts =
        PackedBlockStore.start(store, manager, options, simulation.effects(), simulation.signals());
    return new PackingBlockStore(parts, options.segments().durability());
  }

  static CacheOptions cache(Path directory, int concurrency) {
    return cache(directory, concurrency, 1 << 30, 1 << 20);
  }

  /** One whose files are small, for disks in memory. */
  static CacheOptions smallCache(Path directory) {
    return cache(directory, 64, 8 << 20, 128 << 10);
  }

  private static CacheOptions cache(
      Path directory, int concurrency, long diskBytes, int maxStagedBytes) {
    return new CacheOptions(
        directory,
        diskBytes,
        100_000,
        IndexKind.HEAP,
        diskBytes / 4,
        maxStagedBytes,
        Durability.LOCAL,
        PATIENCE,
        concurrency,
        Duration.ofMillis(5),
        Duration.ofMillis(100),
        new ReadOptions(16 << 20, 16 << 10, 16 << 10, 128 << 10, 4 << 20),
        CacheOptions.DEFAULT_LATENESS,
        PATIENCE);
  }
}
