package io.blocktier.torture;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Writers, each of which changes keys of its own until it is told to stop. */
final class Workload implements AutoCloseable {

  static final int WRITERS = 3;
  private static final int KEYS_EACH = 4;
  private static final Duration END = Duration.ofMinutes(2);

  /**
   * One writer alone leaves the disk in peace at times: nobody else makes durable what it forgot.
   */
  private static final int MAX_PAUSE_MICROS_ALONE = 20_000;

  private static final int MAX_PAUSE_MICROS = 1_500;

  private final Subject.Opened subject;
  private final boolean travels;
  private final Histories histories;
  private final Gate gate;
  private final Bench bench;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final List<Future<?>> writers = new ArrayList<>();

  Workload(Subject.Opened subject, boolean travels, Histories histories, Gate gate, Bench bench) {
    this.subject = subject;
    this.travels = travels;
    this.histories = histories;
    this.gate = gate;
    this.bench = bench;
  }

  /** Returns the keys that the writers change; some share a directory, some are alone in one. */
  static Set<String> keys() {
    Set<String> keys = new TreeSet<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      for (int key = 0; key < KEYS_EACH; key++) {
        keys.add(name(writer, key));
      }
    }
    return keys;
  }

  private static String name(int writer, int key) {
    return key < 2 ? "w" + writer + "-k" + key : "w" + writer + "/d" + key + "/k";
  }

  /** Returns one of the keys of a writer. */
  static String name(int writer, SplittableRandom random) {
    return name(writer, random.nextInt(KEYS_EACH));
  }

  void start(int count, SplittableRandom random) {
    int maxPauseMicros = count == 1 ? MAX_PAUSE_MICROS_ALONE : MAX_PAUSE_MICROS;
    for (int writer = 0; writer < count; writer++) {
      int number = writer;
      SplittableRandom own = random.split();
      writers.add(bench.effects().executor().submit(() -> write(number, maxPauseMicros, own)));
    }
  }

  private void write(int writer, int maxPauseMicros, SplittableRandom random) {
    try {
      while (!stopped.get()) {
        change(name(writer, random), random);
        long nanos = 1000L * random.nextInt(maxPauseMicros);
        bench.effects().sleeper().sleep(Duration.ofNanos(nanos));
        gate.pass();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (BlockStoreException | RuntimeException e) {
      bench.tally().found("a writer failed, though nothing was wrong: " + e);
    }
  }

  private void change(String key, SplittableRandom random) throws BlockStoreException {
    int dice = random.nextInt(20);
    if (dice < 3) {
      delete(subject.store(), histories.of(key), key);
    } else {
      Durability level = travels ? level(dice) : Durability.LOCAL;
      write(subject.store(), histories.of(key), key, level);
    }
    bench.tally().add("changes");
  }

  /** Returns a level by the throw of a die with twenty sides. */
  static Durability level(int dice) {
    return dice < 6 ? Durability.MEMORY : dice < 8 ? Durability.REMOTE : Durability.LOCAL;
  }

  static void write(BlockStore store, KeyHistory history, String key, Durability level)
      throws BlockStoreException {
    long number = history.begin(false);
    Content content = Content.of(Version.bytes(key, number));
    Receipt receipt = store.write(BlockKey.of(key), content, WriteOptions.DEFAULT.with(level));
    history.acknowledge(number, receipt.level().covers(level) ? level : receipt.level());
  }

  static void delete(BlockStore store, KeyHistory history, String key) throws BlockStoreException {
    long number = history.begin(true);
    store.delete(BlockKey.of(key), DeleteOptions.DEFAULT);
    history.acknowledge(number, Durability.LOCAL);
  }

  /** Lets every writer end what it is doing. */
  @Override
  public void close() {
    stopped.set(true);
    for (Future<?> writer : writers) {
      try {
        writer.get(END.toSeconds(), TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        bench.tally().found("a writer hangs");
      } catch (ExecutionException e) {
        bench.tally().found("a writer failed: " + e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
