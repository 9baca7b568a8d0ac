package io.blocktier.benchmarks.jmh;

import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.spi.Disk;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.journal.Appended;
import io.blocktier.journal.Draft;
import io.blocktier.journal.Journal;
import io.blocktier.journal.JournalEffects;
import io.blocktier.journal.JournalListener;
import io.blocktier.journal.JournalOptions;
import io.blocktier.journal.disk.DiskThreads;
import io.blocktier.journal.disk.DiskWatch;
import io.blocktier.journal.disk.WatchedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Records that are durable when it returns; with -t, those of many threads share a force. */
@State(Scope.Benchmark)
public class JournalBenchmark {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int SEGMENTS_KEPT = 8;
  private static final JournalOptions OPTIONS =
      new JournalOptions(64 << 20, 200, 4 << 20, 16 << 20);

  /** How long a record's payload is. */
  @Param({"256", "4096"})
  public int size;

  private final Effects effects = Effects.ofSystem();
  private final ExecutorService threads = DiskThreads.of(effects.diskThreads(), effects.ticker());
  private Path directory = Path.of("");
  private Optional<Journal> journal = Optional.empty();
  private byte[] payload = new byte[0];
  private final AtomicLong newest = new AtomicLong();

  /** Makes a benchmark. */
  public JournalBenchmark() {}

  /**
   * Begins a journal.
   *
   * @throws IOException if the disk fails
   */
  @Setup
  public void open() throws IOException {
    directory = ScratchDirectory.create();
    payload = new byte[size];
    Signals signals = Signals.ofThreads(effects);
    DiskWatch watch = new DiskWatch(directory, PATIENCE, effects.ticker(), signals, threads);
    Disk disk = new WatchedDisk(Disk.ofSystem(effects.executor()), watch);
    JournalEffects own =
        new JournalEffects(effects, disk, watch, signals, new JournalListener() {});
    journal = Optional.of(Journal.open(directory, "jmh", OPTIONS, own, _ -> {}));
  }

  /**
   * Ends it.
   *
   * @throws IOException if the disk fails
   */
  @TearDown
  public void close() throws IOException {
    journal.orElseThrow().close();
    threads.close();
    effects.executor().close();
    ScratchDirectory.delete(directory);
  }

  /**
   * Appends a record and waits for it.
   *
   * @return its place
   * @throws IOException if the disk fails
   */
  @Benchmark
  public Appended durableAppend() throws IOException {
    CRC32C crc = new CRC32C();
    crc.update(payload, 0, payload.length);
    Draft draft =
        new Draft(
            (byte) 1,
            "some/key/of/a/block",
            new byte[0],
            List.of(ByteBuffer.wrap(payload)),
            new Crc32c((int) crc.getValue()));
    Journal log = journal.orElseThrow();
    Appended appended = log.append(draft);
    log.awaitDurable(appended, PATIENCE);
    makeRoom(log, appended.position().segment());
    return appended;
  }

  /** Old segments go, as those of a cache do. */
  private void makeRoom(Journal log, long segment) throws IOException {
    long last = newest.get();
    if (segment <= last || !newest.compareAndSet(last, segment)) {
      return;
    }
    for (long old : log.segmentsOldestFirst()) {
      if (old > segment - SEGMENTS_KEPT || !log.isReleasable(old)) {
        return;
      }
      log.release(old);
    }
  }
}
