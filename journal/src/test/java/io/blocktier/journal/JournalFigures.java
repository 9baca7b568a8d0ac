package io.blocktier.journal;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.blocktier.blockstore.spi.Disk;
import io.blocktier.blockstore.spi.DiskFile;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.journal.disk.DiskThreads;
import io.blocktier.journal.disk.DiskWatch;
import io.blocktier.journal.disk.WatchedDisk;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Measures the journal on the disk of a directory, against a bare loop of writes and forces. Run by
 * hand: {@code java … io.blocktier.journal.JournalFigures /some/directory}.
 */
final class JournalFigures {

  private static final int RECORD_BYTES = 4096;
  private static final int WRITERS = 64;
  private static final Duration TURN = Duration.ofMillis(200);
  private static final int TURNS = 41;
  private static final int ROUNDS = 3;
  private static final int KEPT_SEGMENTS = 4;
  private static final int RECORDS = 1_000_000;
  private static final JournalOptions OPTIONS =
      new JournalOptions(64 << 20, 200, 4 << 20, 16 << 20);

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final Path root;
  private final Effects effects = Effects.ofSystem();
  private final Disk disk = Disk.ofSystem(effects.executor());
  private final ExecutorService threads = DiskThreads.of(effects.diskThreads(), effects.ticker());
  private final AtomicLong batches = new AtomicLong();

  private JournalFigures(Path root) {
    this.root = root;
  }

  public static void main(String[] args) throws Exception {
    JournalFigures figures = new JournalFigures(Path.of(args[0]));
    figures.compare(WRITERS);
    figures.compare(1);
    figures.recovery(100);
    figures.recovery(RECORD_BYTES);
    figures.threads.close();
    figures.effects.executor().close();
  }

  /** Takes turns, because other users of the disk come and go. */
  private void compare(int writers) throws Exception {
    Path directory = fresh();
    batches.set(0);
    try (Journal journal = open(directory, _ -> {});
        DiskFile bare = disk.open(directory.resolve("bare"), Disk.Mode.CREATE)) {
      bare.write(new ByteBuffer[] {ByteBuffer.allocateDirect(OPTIONS.segmentBytes())}, 0);
      bare.force();
      awaitFileAhead(journal, directory);
      List<Double> ratios = new ArrayList<>();
      long journalRecords = 0;
      long bareRecords = 0;
      long allocated = 0;
      long cpuOfJournal = 0;
      long cpuOfBare = 0;
      for (int turn = 0; turn < TURNS; turn++) {
        long allocatedBefore = THREADS.getTotalThreadAllocatedBytes();
        long cpu = SYSTEM.getProcessCpuTime();
        long ofJournal = journal(journal, writers);
        long cpuBetween = SYSTEM.getProcessCpuTime();
        allocated += THREADS.getTotalThreadAllocatedBytes() - allocatedBefore;
        long ofBare = effects.executor().submit(() -> bare(bare, writers)).get();
        cpuOfJournal += cpuBetween - cpu;
        cpuOfBare += SYSTEM.getProcessCpuTime() - cpuBetween;
        ratios.add((double) ofJournal / ofBare);
        journalRecords += ofJournal;
        bareRecords += ofBare;
      }
      ratios.sort(null);
      double seconds = TURNS * TURN.toNanos() / 1e9;
      System.out.printf(
          "%d writers: journal %.0f records/s, bare %.0f records/s, ratio %.2f, median of turns"
              + " %.2f, %.1f records a batch, %d bytes allocated per record, %.1f us of CPU per record"
              + " (bare %.1f)%n",
          writers,
          journalRecords / seconds,
          bareRecords / seconds,
          (double) journalRecords / bareRecords,
          ratios.get(TURNS / 2),
          (double) journalRecords / batches.get(),
          allocated / journalRecords,
          cpuOfJournal / 1e3 / journalRecords,
          cpuOfBare / 1e3 / bareRecords);
    }
  }

  /** A file is made ahead before the time is taken, as the bare one is. */
  private void awaitFileAhead(Journal journal, Path directory) throws IOException {
    Bench.put(journal, "first", RECORD_BYTES);
    while (disk.names(directory).stream().filter(SegmentDirectory::isSegment).count() < 2) {
      Thread.onSpinWait();
    }
  }

  /** Returns how many records were durable in a turn. */
  private long journal(Journal journal, int writers) throws Exception {
    AtomicLong done = new AtomicLong();
    long start = System.nanoTime();
    List<Future<?>> tasks = new ArrayList<>();
    for (int writer = 0; writer < writers; writer++) {
      int number = writer;
      tasks.add(effects.executor().submit(() -> write(journal, number, start, done)));
    }
    for (Future<?> task : tasks) {
      task.get();
    }
    return done.get();
  }

  private Void write(Journal journal, int number, long start, AtomicLong done) throws IOException {
    Draft draft = Bench.draft("writer " + number, RECORD_BYTES);
    while (System.nanoTime() - start < TURN.toNanos()) {
      journal.awaitDurable(journal.append(draft), Bench.PATIENCE);
      done.incrementAndGet();
      if (number == 0) {
        recycle(journal);
      }
    }
    return null;
  }

  /** Files are used again, as they are behind a store that keeps up. */
  private static void recycle(Journal journal) throws IOException {
    List<Long> segments = journal.segmentsOldestFirst();
    if (segments.size() > KEPT_SEGMENTS) {
      journal.release(segments.getFirst());
    }
  }

  /** Returns how many records one write and one force for all writers made durable in a turn. */
  private static long bare(DiskFile file, int writers) throws IOException {
    ByteBuffer batch = ByteBuffer.allocateDirect(writers * (RECORD_BYTES + 88));
    long done = 0;
    long position = 0;
    long start = System.nanoTime();
    while (System.nanoTime() - start < TURN.toNanos()) {
      file.write(new ByteBuffer[] {batch.clear()}, position);
      file.force();
      position += batch.capacity();
      position = position + batch.capacity() > OPTIONS.segmentBytes() ? 0 : position;
      done += writers;
    }
    return done;
  }

  /** How long it takes to open a journal of many records, after a stop that was not in order. */
  private void recovery(int payloadBytes) throws IOException {
    Path directory = fresh();
    try (Journal journal = open(directory, _ -> {})) {
      ByteBuffer payload = ByteBuffer.wrap(Bench.payload("payload", payloadBytes));
      Appended last = null;
      for (int i = 0; i < RECORDS; i++) {
        last = journal.append(Bench.draft("some/key/of/a/block-" + i, payload.duplicate()));
        if (i % 4000 == 0) {
          journal.awaitDurable(last, Bench.PATIENCE);
        }
      }
      journal.awaitDurable(last, Duration.ofMinutes(1));
    }
    Files.delete(directory.resolve(CleanMarker.NAME));
    for (int round = 0; round < ROUNDS; round++) {
      AtomicLong seen = new AtomicLong();
      long start = System.nanoTime();
      Journal journal = open(directory, _ -> seen.incrementAndGet());
      System.out.printf(
          "recovery of %d records of %d bytes: %.2f s%n",
          seen.get(), payloadBytes, (System.nanoTime() - start) / 1e9);
      journal.close();
    }
  }

  private Journal open(Path directory, RecordVisitor visitor) throws IOException {
    JournalListener listener =
        new JournalListener() {
          @Override
          public void durable(long generation) {
            batches.incrementAndGet();
          }
        };
    return Journal.open(directory, "owner", OPTIONS, effects(listener), visitor);
  }

  private JournalEffects effects(JournalListener listener) {
    Signals signals = Signals.ofThreads(effects);
    DiskWatch watch =
        new DiskWatch(root, Duration.ofSeconds(30), effects.ticker(), signals, threads);
    return new JournalEffects(effects, new WatchedDisk(disk, watch), watch, signals, listener);
  }

  /** Returns an empty directory, after what was there. */
  private Path fresh() throws IOException {
    if (Files.exists(root)) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(file);
        }
      }
    }
    return Files.createDirectories(root);
  }
}
