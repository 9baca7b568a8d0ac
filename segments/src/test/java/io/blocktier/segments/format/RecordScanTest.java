package io.blocktier.segments.format;

import static io.blocktier.segments.format.SegmentFixture.key;
import static io.blocktier.segments.format.SegmentFixture.mixed;
import static io.blocktier.segments.format.SegmentFixture.put;
import static io.blocktier.segments.format.SegmentFixture.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.tck.Simulation;
import io.blocktier.blockstore.tck.SteppingBlockStore;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** Records in their order. */
class RecordScanTest {

  private static final long SEED = 33;

  private final List<SegmentRecord> records = mixed(500, 3000, SEED);
  private final SegmentFixture fixture =
      new SegmentFixture(SegmentFixture.small().withBatchBytes(5000));

  private SegmentReader reader(Executor executor) throws BlockStoreException {
    return open(fixture.write(records), fixture.store, TestReadAhead.by(executor));
  }

  private static SegmentReader open(SegmentSummary summary, BlockStore store, ReadAhead ahead)
      throws BlockStoreException {
    SegmentOptions options = SegmentFixture.small().withBatchBytes(5000);
    return new SegmentFormat(options, Lz4.fastest(), () -> SegmentFixture.CREATED, ahead)
        .open(store, summary.handle());
  }

  private static List<SegmentRecord> between(
      List<SegmentRecord> records, RecordKey from, RecordKey to) {
    return records.stream()
        .filter(record -> record.key().compareTo(from) >= 0 && record.key().compareTo(to) < 0)
        .toList();
  }

  @Test
  void anyRangeHasItsRecordsByIndexAndByScan() throws Exception {
    SegmentReader reader = reader(Runnable::run);
    Random random = new Random(SEED);
    for (int i = 0; i < 300; i++) {
      RecordKey from = RecordKey.of(key(random.nextInt(510)) + (i % 2 == 0 ? "" : "-"));
      RecordKey to = RecordKey.of(key(random.nextInt(510)));
      KeyRange range = KeyRange.between(from, to);
      List<SegmentRecord> expected = between(records, from, to);

      assertThat(SegmentFixture.all(reader.scan(range))).isEqualTo(expected);
      assertThat(keys(reader.keys(range)))
          .isEqualTo(expected.stream().map(SegmentRecord::key).toList());
    }
  }

  private static List<RecordKey> keys(KeyScan scan) throws BlockStoreException {
    List<RecordKey> keys = new ArrayList<>();
    while (scan.next()) {
      keys.add(RecordKey.ofUtf8(scan.keyBytes(), 0, scan.keyLength()));
    }
    return keys;
  }

  @Test
  void prefixHasTheKeysThatStartWithIt() throws Exception {
    SegmentFixture other = new SegmentFixture(SegmentFixture.small());
    SegmentReader reader =
        other.writeAndOpen(
            List.of(put("a", 1, ""), put("ab", 2, "x"), put("ab/c", 3, "y"), put("ac", 4, "z")));

    assertThat(keys(reader.keys(KeyRange.prefix(RecordKey.of("ab")))))
        .extracting(RecordKey::toString)
        .containsExactly("ab", "ab/c");
    assertThat(SegmentFixture.all(reader.scan(KeyRange.prefix(RecordKey.of("ab"))))).hasSize(2);
    assertThat(SegmentFixture.all(reader.scan(KeyRange.from(RecordKey.of("ab/"))))).hasSize(2);
    assertThat(SegmentFixture.all(reader.scan(KeyRange.prefix(RecordKey.of("b"))))).isEmpty();
  }

  @Test
  void entriesOfAScanAreThoseOfTheIndex() throws Exception {
    SegmentReader reader = reader(Runnable::run);
    KeyScan keys = reader.keys(KeyRange.ALL);
    try (RecordScan scan = reader.scan(KeyRange.ALL)) {
      while (keys.next()) {
        assertThat(scan.next()).isTrue();
        assertThat(scan.entry()).isEqualTo(keys.entry());
      }
      assertThat(scan.next()).isFalse();
      assertThat(scan.next()).isFalse();
    }
  }

  @Test
  void nothingIsReadBeforeItIsAskedForButOneBatchAhead() throws Exception {
    SegmentReader reader = reader(Runnable::run);
    fixture.store.reset();
    try (RecordScan scan = reader.scan(KeyRange.ALL)) {
      assertThat(fixture.store.reads()).isZero();
      scan.next();
      assertThat(fixture.store.reads()).isEqualTo(2);
      assertThat(fixture.store.bytes()).isLessThanOrEqualTo(10_000);
    }
  }

  @Test
  void fromTheSecondBatchOnTwoAreReadAhead() throws Exception {
    SegmentReader reader = reader(Runnable::run);
    fixture.store.reset();
    try (RecordScan scan = reader.scan(KeyRange.ALL)) {
      while (fixture.store.reads() < 3 && scan.next()) {}
      assertThat(fixture.store.reads()).isEqualTo(4);
      assertThat(fixture.store.bytes()).isLessThanOrEqualTo(20_000);
    }
  }

  @Test
  void readsAheadOnOtherThreadsGiveTheSame() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(SegmentFixture.all(reader(threads).scan(KeyRange.ALL))).isEqualTo(records);
    }
  }

  @Test
  void scanReadsByItselfWhereNoThreadDoes() throws Exception {
    Executor refusing =
        task -> {
          throw new RejectedExecutionException("none is free");
        };
    assertThat(SegmentFixture.all(reader(refusing).scan(KeyRange.ALL))).isEqualTo(records);
  }

  @Test
  void readThatBeginsWhenItsBatchWasTakenDoesNothing() throws Exception {
    Deque<Runnable> late = new ArrayDeque<>();
    SegmentReader reader = reader(late::add);
    fixture.store.reset();
    List<SegmentRecord> found = SegmentFixture.all(reader.scan(KeyRange.ALL));
    int reads = fixture.store.reads();
    late.forEach(Runnable::run);

    assertThat(found).isEqualTo(records);
    assertThat(fixture.store.reads()).isEqualTo(reads);
  }

  @Test
  void aPreparedScanHasItsFirstBatchBroughtAndReadsNothingTwice() throws Exception {
    SegmentReader reader = reader(Runnable::run);
    int reads = readsOf(reader, false);
    fixture.store.reset();
    try (RecordScan scan = reader.scan(KeyRange.ALL)) {
      scan.prepare();
      assertThat(fixture.store.reads()).isEqualTo(1);
    }
    assertThat(readsOf(reader, true)).isEqualTo(reads);
  }

  @Test
  void aBatchThatFailedBeforeAnybodyNeededItIsReadAgain() throws Exception {
    SegmentReader reader = reader(Runnable::run);
    RecordScan scan = reader.scan(KeyRange.ALL);
    fixture.store.failNext(1);
    scan.prepare();

    assertThat(SegmentFixture.all(scan)).isEqualTo(records);
  }

  @Test
  void aSimulationOwnsTheWaitingForReadsAhead() throws Exception {
    SegmentSummary summary = fixture.write(records);
    for (long seed = 1; seed <= 20; seed++) {
      Simulation simulation = new Simulation(seed, 1_000_000);
      ReadAhead ahead =
          ReadAhead.by(simulation.effects(), simulation.signals(), Duration.ofMinutes(1));
      SegmentReader reader =
          open(summary, new SteppingBlockStore(fixture.store, simulation), ahead);
      List<SegmentRecord> found = new ArrayList<>();
      simulation.run(() -> found.addAll(SegmentFixture.all(reader.scan(KeyRange.ALL))));

      assertThat(found).as("seed %d", seed).isEqualTo(records);
    }
  }

  @Test
  void aReadAheadThatTakesTooLongIsReadByTheScanItself() throws Exception {
    Semaphore going = new Semaphore(0);
    Executor begun = task -> Thread.startVirtualThread(task);
    BlockStore slowAhead =
        new ForwardingBlockStore(fixture.store) {
          @Override
          public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
              throws BlockStoreException {
            if (Thread.currentThread().isVirtual()) {
              going.acquireUninterruptibly();
            }
            return inner().read(key, range, target);
          }
        };
    ReadAhead ahead = new ReadAhead(begun, Signals.ofThreads(), Duration.ofMillis(20));
    SegmentReader reader = open(fixture.write(records), slowAhead, ahead);

    assertThat(SegmentFixture.all(reader.scan(KeyRange.ALL))).isEqualTo(records);
    going.release(Integer.MAX_VALUE);
  }

  private int readsOf(SegmentReader reader, boolean prepared) throws BlockStoreException {
    fixture.store.reset();
    RecordScan scan = reader.scan(KeyRange.ALL);
    if (prepared) {
      scan.prepare();
    }
    assertThat(SegmentFixture.all(scan)).isEqualTo(records);
    return fixture.store.reads();
  }

  @Test
  void aScanThatIsEndingAsksForNothingMore() throws Exception {
    SegmentReader reader = reader(Runnable::run);
    fixture.store.reset();
    try (RecordScan scan = reader.scan(KeyRange.ALL)) {
      while (scan.next() && !scan.isEnding()) {}
      int reads = fixture.store.reads();
      int behind = 0;
      while (scan.next()) {
        behind++;
      }
      assertThat(behind).isPositive();
      assertThat(reads).isGreaterThan(2).isEqualTo(fixture.store.reads());
    }
  }

  @Test
  void aScanUsesTheArraysOfTheLastOne() throws Exception {
    SegmentReader reader = noise(100);
    Set<byte[]> arrays = arraysOf(reader);
    assertThat(arrays).as("one in use, and two ahead").hasSize(3);

    arrays.addAll(arraysOf(reader));
    assertThat(arrays).as("those of both scans").hasSize(3);
  }

  /** Opens a segment of records that no frame makes smaller, four in a batch at most. */
  private static SegmentReader noise(int count) throws BlockStoreException {
    List<SegmentRecord> noise = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      noise.add(put(key(i), i + 1, random(SEED + i, 900)));
    }
    return new SegmentFixture(SegmentFixture.small().withBatchBytes(5000)).writeAndOpen(noise);
  }

  private static Set<byte[]> arraysOf(SegmentReader reader) throws BlockStoreException {
    Set<byte[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
    try (RecordScan scan = reader.scan(KeyRange.ALL)) {
      while (scan.next()) {
        arrays.add(scan.value().array());
      }
    }
    return arrays;
  }

  @Test
  void anArrayHasRoomForAnyBatchBehindTheOneThatItIsMadeFor() throws Exception {
    assertThat(arraysOf(noise(100))).allSatisfy(array -> assertThat(array).hasSize(5000));
  }

  @Test
  void aReadThatComesAfterItsScanWasClosedWritesIntoNoOtherScan() throws Exception {
    Deque<Runnable> late = new ArrayDeque<>();
    SegmentReader reader = reader(late::add);
    try (RecordScan abandoned = reader.scan(KeyRange.ALL)) {
      assertThat(abandoned.next()).isTrue();
    }
    Runnable behind = late.remove();
    List<RecordKey> keys = new ArrayList<>();
    try (RecordScan scan = reader.scan(KeyRange.ALL)) {
      while (scan.next()) {
        behind.run();
        keys.add(scan.key());
      }
    }
    assertThat(keys).isEqualTo(records.stream().map(SegmentRecord::key).toList());
  }

  @Test
  void valuesLongerThanABatchArePassedOverUnlessAskedFor() throws Exception {
    SegmentFixture narrow = new SegmentFixture(SegmentFixture.small().withBatchBytes(2048));
    byte[] value = random(SEED, 200_000);
    SegmentReader reader =
        narrow.writeAndOpen(List.of(put("a", 1, "x"), put("b", 2, value), put("c", 3, "y")));
    narrow.store.reset();
    List<String> keys = new ArrayList<>();
    try (RecordScan scan = reader.scan(KeyRange.ALL)) {
      while (scan.next()) {
        keys.add(scan.key().toString());
      }
    }
    assertThat(keys).containsExactly("a", "b", "c");
    assertThat(narrow.store.bytes()).isLessThan(10_000);
    assertThat(SegmentFixture.all(reader.scan(KeyRange.ALL)).get(1).value().remaining())
        .isEqualTo(200_000);
  }

  @Test
  void damageEndsTheScanWhereItIs() throws Exception {
    SegmentReader reader = reader(Runnable::run);
    byte[] bytes = fixture.stored();
    bytes[bytes.length / 2] ^= 1;
    fixture.replace(bytes);

    assertThatThrownBy(() -> SegmentFixture.all(reader.scan(KeyRange.ALL)))
        .isInstanceOf(CorruptBlockException.class)
        .hasMessageContaining("does not match its checksum");
  }

  @Test
  void recordsBeforeDamageInTheSameBatchAreShown() throws Exception {
    SegmentFixture wide = new SegmentFixture(SegmentFixture.small().withBatchBytes(1 << 20));
    SegmentReader reader = wide.writeAndOpen(records);
    byte[] bytes = wide.stored();
    bytes[bytes.length / 2] ^= 1;
    wide.replace(bytes);

    List<RecordKey> shown = new ArrayList<>();
    assertThatThrownBy(
            () -> {
              try (RecordScan scan = reader.scan(KeyRange.ALL)) {
                while (scan.next()) {
                  shown.add(scan.key());
                }
              }
            })
        .isInstanceOf(CorruptBlockException.class);
    assertThat(shown)
        .hasSizeBetween(records.size() / 4, records.size() - 1)
        .isEqualTo(records.stream().map(SegmentRecord::key).limit(shown.size()).toList());
  }

  @Test
  void closedScanHasNoMore() throws Exception {
    RecordScan scan = reader(Runnable::run).scan(KeyRange.ALL);
    scan.next();
    scan.close();
    scan.close();

    assertThat(scan.next()).isFalse();
  }

  @Test
  void storeThatFailsDuringAReadAheadEndsTheScanWithItsError() throws Exception {
    SegmentReader reader = reader(Runnable::run);
    try (RecordScan scan = reader.scan(KeyRange.ALL)) {
      scan.next();
      fixture.memory.close();
      assertThatThrownBy(
              () -> {
                while (scan.next()) {
                  assertThat(scan.key()).isNotNull();
                }
              })
          .isInstanceOf(StoreClosedException.class);
    }
  }

  @Test
  void aScanWhoseStoreFailedSkipsNoFrame() throws Exception {
    SegmentReader reader = reader(Runnable::run);
    try (RecordScan scan = reader.scan(KeyRange.ALL)) {
      scan.next();
      fixture.store.failNext(Integer.MAX_VALUE);
      assertThatThrownBy(() -> exhaust(scan)).isInstanceOf(StoreUnavailableException.class);
      fixture.store.failNext(0);
      assertThatThrownBy(scan::next)
          .as("a further call, with frames missing before")
          .isInstanceOf(StoreUnavailableException.class);
    }
    assertThat(SegmentFixture.all(reader.scan(KeyRange.ALL))).isEqualTo(records);
  }

  private static void exhaust(RecordScan scan) throws BlockStoreException {
    while (scan.next()) {
      assertThat(scan.key()).isNotNull();
    }
  }
}
