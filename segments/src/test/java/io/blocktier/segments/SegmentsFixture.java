package io.blocktier.segments;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.spi.Disk;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.spi.Ticker;
import io.blocktier.blockstore.tck.DiskFaults;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.ManualClock;
import io.blocktier.blockstore.tck.SimulatedDisk;
import io.blocktier.blockstore.tck.Simulation;
import io.blocktier.blockstore.tck.TestEffects;
import io.blocktier.segments.format.KeyRange;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.format.SegmentOptions;
import io.blocktier.segments.objects.SegmentStores;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A store in memory, a disk that can lose its power, and managers over both. */
final class SegmentsFixture {

  static final Path DIRECTORY = Path.of("/var/log-of-segments");

  /** Nothing is sealed but by size or on demand. */
  static final SegmentsOptions OPTIONS =
      SegmentsOptions.of(DIRECTORY, "db/")
          .sealingAt(64 << 10, Duration.ofHours(1))
          .withMemory(1 << 20, 256 << 10, new ReadMemory(1 << 20, 1 << 20))
          .with(new IndexOptions(256 << 10, 64))
          .with(SegmentOptions.DEFAULT.withFrameBytes(4096).withBatchBytes(8192));

  final ManualClock clock = ManualClock.selfAdvancing();
  final Effects effects = TestEffects.seeded(42, clock);
  final InMemoryBlockStore store = new InMemoryBlockStore(effects);
  private @Nullable Simulation simulation;
  SimulatedDisk disk = new SimulatedDisk(DiskFaults.of(1), _ -> {}, (_, _) -> {});

  /** Runs a test whose waits take no time. */
  void simulate(Simulation.Task test) {
    simulation = new Simulation(1, 10_000_000);
    assertThat(simulation.run(test)).isTrue();
  }

  /** Lets time pass in a simulation. */
  void sleep(Duration time) {
    try {
      requireNonNull(simulation).effects().sleeper().sleep(time);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  Ticker ticker() {
    return simulation == null ? clock : simulation.effects().ticker();
  }

  SegmentManager open() throws BlockStoreException {
    return open(OPTIONS);
  }

  SegmentManager open(SegmentsOptions options) throws BlockStoreException {
    return open(store, options);
  }

  SegmentManager open(BlockStore hot, SegmentsOptions options) throws BlockStoreException {
    return open(hot, options, disk);
  }

  SegmentManager open(BlockStore hot, SegmentsOptions options, Disk on) throws BlockStoreException {
    if (simulation != null) {
      return open(simulation, hot, options, on);
    }
    SegmentEffects own = new SegmentEffects(effects, Signals.ofThreads(), effects.executor());
    return SegmentManager.open(new SegmentStores(hot, Optional.empty()), options, own, on);
  }

  static SegmentManager open(
      Simulation simulation, BlockStore hot, SegmentsOptions options, Disk disk)
      throws BlockStoreException {
    Effects effects = simulation.effects();
    SegmentEffects own = new SegmentEffects(effects, simulation.signals(), effects.executor());
    return SegmentManager.open(new SegmentStores(hot, Optional.empty()), options, own, disk);
  }

  /** Cuts the power below a manager, which does nothing any more. */
  void cutPower(SegmentManager manager) throws InterruptedException {
    manager.abandon();
    disk = disk.crashLosingAll();
  }

  static RecordKey key(String text) {
    return RecordKey.of(text);
  }

  static ByteBuffer value(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  static RecordReceipt put(SegmentManager manager, String key, String value)
      throws BlockStoreException {
    return manager.put(key(key), value(value));
  }

  /** Returns the value of a key as text, or nothing. */
  static Optional<String> get(SegmentManager manager, String key) throws BlockStoreException {
    return manager.get(key(key)).map(record -> text(record.value()));
  }

  static String text(ByteBuffer value) {
    return StandardCharsets.UTF_8.decode(value.duplicate()).toString();
  }

  static SortedMap<String, String> scanned(SegmentManager manager) throws BlockStoreException {
    try (RecordCursor cursor = manager.scan(KeyRange.ALL)) {
      return all(cursor);
    }
  }

  static SortedMap<String, String> all(RecordCursor cursor) throws BlockStoreException {
    SortedMap<String, String> records = new TreeMap<>();
    while (cursor.next()) {
      String key = cursor.key().toString();
      if (!records.isEmpty() && records.lastKey().compareTo(key) >= 0) {
        throw new AssertionError(key + " behind " + records.lastKey());
      }
      records.put(key, text(cursor.value()));
    }
    return records;
  }
}
