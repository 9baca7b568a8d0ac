package io.blocktier.journal;

import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.spi.CallerThread;
import io.blocktier.blockstore.spi.Disk;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.tck.DiskFaultRule;
import io.blocktier.blockstore.tck.DiskFaults;
import io.blocktier.blockstore.tck.DiskHook;
import io.blocktier.blockstore.tck.ManualClock;
import io.blocktier.blockstore.tck.SimulatedDisk;
import io.blocktier.journal.disk.DiskWatch;
import io.blocktier.journal.disk.WatchedDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What tests of the journal share: a simulated disk, drafts, and what a visitor saw. */
final class Bench implements JournalListener {

  static final Path DIRECTORY = Path.of("/journal");
  static final Duration PATIENCE = Duration.ofSeconds(30);
  static final JournalOptions OPTIONS = new JournalOptions(1 << 20, 4, 1 << 20, 1 << 18);

  /** A record as a visitor sees it. */
  record Seen(long generation, Position position, byte kind, String key, byte[] attributes) {

    static Seen of(RecordView record) {
      return new Seen(
          record.generation(), record.position(), record.kind(), record.key(), record.attributes());
    }
  }

  final List<Seen> seen = new ArrayList<>();
  final List<Damage> damages = new ArrayList<>();
  final List<Long> poisoned = new ArrayList<>();
  final List<Long> durable = new ArrayList<>();
  final List<Long> failed = new ArrayList<>();

  static SimulatedDisk disk(DiskHook hook, DiskFaultRule... faults) throws IOException {
    ManualClock clock = ManualClock.selfAdvancing();
    SimulatedDisk disk = new SimulatedDisk(DiskFaults.of(1, faults), clock, hook);
    disk.createDirectory(DIRECTORY);
    disk.forceDirectory(Path.of("/"));
    return disk;
  }

  static SimulatedDisk disk(DiskFaultRule... faults) throws IOException {
    return disk((_, _) -> {}, faults);
  }

  /** Whose journal is opened. */
  String owner = "owner";

  Journal open(Disk disk) throws IOException {
    return open(disk, OPTIONS);
  }

  Journal open(Disk disk, JournalOptions options) throws IOException {
    return open(disk, options, new CallerThread());
  }

  /** Opens with an executor that takes no task: nothing is forced but by who waits. */
  Journal openWithoutTasks(Disk disk) throws IOException {
    ExecutorService closed = Executors.newVirtualThreadPerTaskExecutor();
    closed.close();
    return open(disk, OPTIONS, closed);
  }

  Journal open(Disk disk, JournalOptions options, ExecutorService executor) throws IOException {
    return open(disk, options, executor, Signals.ofThreads());
  }

  Journal open(Disk disk, JournalOptions options, ExecutorService executor, Signals signals)
      throws IOException {
    ManualClock clock = ManualClock.selfAdvancing();
    Effects effects =
        new Effects(clock, clock, new SplittableRandom(seen.size() + 7), clock, executor);
    seen.clear();
    return Journal.open(
        DIRECTORY,
        owner,
        options,
        effects(effects, disk, signals, this),
        record -> seen.add(Seen.of(record)));
  }

  /** Effects on a disk that is watched, as that of a cache is. */
  static JournalEffects effects(Effects effects, Disk disk, JournalListener listener) {
    return effects(effects, disk, Signals.ofThreads(), listener);
  }

  private static JournalEffects effects(
      Effects effects, Disk disk, Signals signals, JournalListener listener) {
    DiskWatch watch =
        new DiskWatch(DIRECTORY, PATIENCE, effects.ticker(), signals, effects.executor());
    return new JournalEffects(effects, new WatchedDisk(disk, watch), watch, signals, listener);
  }

  List<Long> generations() {
    return seen.stream().map(Seen::generation).toList();
  }

  List<String> keys() {
    return seen.stream().map(Seen::key).toList();
  }

  static Draft draft(String key, int payloadBytes) {
    return draft(key, ByteBuffer.wrap(payload(key, payloadBytes)));
  }

  static Draft draft(String key, ByteBuffer... payload) {
    byte[] attributes = ("about " + key).getBytes(StandardCharsets.UTF_8);
    return new Draft((byte) 1, key, attributes, List.of(payload), Crc32c.of(payload));
  }

  /** Bytes that follow from the key, so that every record can be checked. */
  static byte[] payload(String key, int bytes) {
    byte[] payload = new byte[bytes];
    new SplittableRandom(key.hashCode()).nextBytes(payload);
    return payload;
  }

  static Appended put(Journal journal, String key, int payloadBytes) throws IOException {
    Appended appended = journal.append(draft(key, payloadBytes));
    journal.awaitDurable(appended, PATIENCE);
    return appended;
  }

  static byte[] read(Journal journal, Position position) {
    ByteBuffer target = ByteBuffer.allocate(position.length());
    try {
      journal.read(position, 0, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return target.array();
  }

  /** What was reported until now; writers may go on before their generation is. */
  synchronized List<Long> durableSoFar() {
    return List.copyOf(durable);
  }

  /** Waits until a generation was reported; tells whether it was in time. */
  synchronized boolean awaitDurable(long generation) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (durable.isEmpty() || durable.getLast() < generation) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      wait(PATIENCE.toMillis());
    }
    return true;
  }

  @Override
  public synchronized void durable(long generation) {
    durable.add(generation);
    notifyAll();
  }

  @Override
  public void failed(long first, long last, IOException cause) {
    for (long generation = first; generation <= last; generation++) {
      failed.add(generation);
    }
  }

  @Override
  public void poisoned(long segment) {
    poisoned.add(segment);
  }

  @Override
  public void damaged(Damage damage) {
    damages.add(damage);
  }
}
