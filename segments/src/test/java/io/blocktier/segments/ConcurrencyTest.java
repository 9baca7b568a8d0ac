package io.blocktier.segments;

import static io.blocktier.segments.SegmentsFixture.OPTIONS;
import static io.blocktier.segments.SegmentsFixture.key;
import static io.blocktier.segments.SegmentsFixture.scanned;
import static io.blocktier.segments.SegmentsFixture.text;
import static io.blocktier.segments.SegmentsFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.segments.format.SegmentRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Many who write and read at once, on threads of the machine. */
class ConcurrencyTest {

  private static final int WRITERS = 16;
  private static final int WRITES = 60;

  private final SegmentsFixture fixture = new SegmentsFixture();

  @Test
  void everyWriterFindsItsOwnWritesAndAllAreThereBehindAPowerCut() throws Exception {
    Map<String, String> written = new ConcurrentHashMap<>();
    SegmentManager manager = fixture.open();
    runAll(
        WRITERS,
        writer -> {
          for (int i = 0; i < WRITES; i++) {
            String key = "writer " + writer + "/" + i % 7;
            String value = "value " + i + ".".repeat(i * 10);
            manager.put(key(key), value(value));
            written.put(key, value);
            assertThat(manager.get(key(key)).map(record -> text(record.value()))).contains(value);
          }
          return true;
        });
    assertThat(scanned(manager)).isEqualTo(new TreeMap<>(written));
    fixture.cutPower(manager);
    try (SegmentManager again = fixture.open()) {
      assertThat(scanned(again)).isEqualTo(new TreeMap<>(written));
    }
  }

  @Test
  void aBatchIsSeenWholeOrNotAtAll() throws Exception {
    try (SegmentManager manager = fixture.open()) {
      AtomicBoolean done = new AtomicBoolean();
      manager.write(batch(0));
      try (ExecutorService readers = Executors.newCachedThreadPool()) {
        List<Future<Boolean>> reads = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
          reads.add(
              readers.submit(() -> {
                while (!done.get()) {
                  SortedMap<String, String> seen = scanned(manager);
                  assertThat(seen).hasSize(5);
                  assertThat(seen.values().stream().distinct()).hasSize(1);
                }
                return true;
              }));
        }
        runAll(
            4,
            writer -> {
              for (int i = 0; i < 40; i++) {
                manager.write(batch(writer * 1000 + i));
                if (i % 10 == 9) {
                  manager.seal();
                }
              }
              return true;
            });
        done.set(true);
        for (Future<Boolean> read : reads) {
          assertThat(read.get()).isTrue();
        }
      }
    }
  }

  private static Batch batch(int number) {
    Batch batch = new Batch();
    for (int i = 0; i < 5; i++) {
      batch.put(key("key" + i), value("batch " + number));
    }
    return batch;
  }

  @Test
  void sequencesGrowInTheOrderOfAcknowledgements() throws Exception {
    try (SegmentManager manager = fixture.open()) {
      runAll(
          8,
          _ -> {
            long last = 0;
            for (int i = 0; i < WRITES; i++) {
              RecordReceipt receipt = manager.put(key("shared"), value("value " + i));
              assertThat(receipt.sequence()).isGreaterThan(last);
              last = receipt.sequence();
              Optional<SegmentRecord> found = manager.get(key("shared"));
              assertThat(found.orElseThrow().sequence()).isGreaterThanOrEqualTo(last);
            }
            return true;
          });
    }
  }

  @Test
  void manyRemoteWritesShareSegments() throws Exception {
    try (SegmentManager manager = fixture.open()) {
      runAll(
          WRITERS,
          writer -> {
            for (int i = 0; i < 10; i++) {
              Batch batch = new Batch().put(key("writer " + writer + "/" + i), value("one"));
              assertThat(manager.write(batch, Durability.REMOTE).level())
                  .isEqualTo(Durability.REMOTE);
            }
            return true;
          });
      assertThat(manager.listSegments()).hasSizeLessThanOrEqualTo(10 * WRITERS);
      assertThat(scanned(manager)).hasSize(10 * WRITERS);
    }
  }

  @Test
  void closingWhileOthersWriteLosesNothingThatWasAcknowledged() throws Exception {
    Map<String, String> written = new ConcurrentHashMap<>();
    SegmentManager manager = fixture.open();
    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> ends = new ArrayList<>();
      for (int writer = 0; writer < 4; writer++) {
        String prefix = "writer " + writer + "/";
        ends.add(
            writers.submit(() -> {
              try {
                for (int i = 0; ; i++) {
                  manager.put(key(prefix + i), value("value"));
                  written.put(prefix + i, "value");
                }
              } catch (StoreClosedException closed) {
                return true;
              }
            }));
      }
      while (written.size() < 100) {
        Thread.onSpinWait();
      }
      manager.close();
      for (Future<Boolean> end : ends) {
        assertThat(end.get()).isTrue();
      }
    }
    try (SegmentManager again = fixture.open(OPTIONS)) {
      assertThat(scanned(again)).containsAllEntriesOf(written);
    }
  }

  /** What one of several does. */
  @FunctionalInterface
  private interface Work {
    boolean run(int number) throws Exception;
  }

  private static void runAll(int count, Work work) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        tasks.add(() -> work.run(number));
      }
      for (Future<Boolean> done : threads.invokeAll(tasks)) {
        assertThat(done.get()).isTrue();
      }
    }
  }
}
