package io.blocktier.segments;

import static io.blocktier.segments.SegmentsFixture.OPTIONS;
import static io.blocktier.segments.SegmentsFixture.get;
import static io.blocktier.segments.SegmentsFixture.key;
import static io.blocktier.segments.SegmentsFixture.put;
import static io.blocktier.segments.SegmentsFixture.scanned;
import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.ProbeReport;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.segments.format.KeyRange;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What opening, reads and seals cost in requests. */
class RequestCountTest {

  private static final long SEED = 47;
  private static final int FIRST_NOISE = 10;
  private static final int LAST_NOISE = 49;

  private final SegmentsFixture fixture = new SegmentsFixture();

  /** Counts requests for objects of segments, all writes, and probes. */
  private static final class Counting extends ForwardingBlockStore {

    private static final long LONG_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicInteger probes = new AtomicInteger();
    private final Set<BlockKey> segments = ConcurrentHashMap.newKeySet();

    Counting(BlockStore inner) {
      super(inner);
    }

    @Override
    public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
        throws BlockStoreException {
      if (key.value().startsWith("db/segments/")) {
        reads.incrementAndGet();
        note(key);
      }
      return super.read(key, range, target);
    }

    private synchronized void note(BlockKey segment) {
      segments.add(segment);
      notifyAll();
    }

    /** Waits until so many segments were asked, for a scan has that done by other threads. */
    private synchronized boolean awaitSegments(int count) throws InterruptedException {
      long end = System.nanoTime() + LONG_NANOS;
      while (segments.size() < count && end > System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
      }
      return segments.size() == count;
    }

    @Override
    public Receipt write(BlockKey key, Content content, WriteOptions options)
        throws BlockStoreException {
      writes.incrementAndGet();
      return super.write(key, content, options);
    }

    @Override
    public ProbeReport probe() throws BlockStoreException {
      probes.incrementAndGet();
      return super.probe();
    }

    @Override
    public String toString() {
      return "counting(" + inner() + ")";
    }
  }

  /** Offers conditional creation once a probe has proven it. */
  private static final class Unproven extends ForwardingBlockStore {

    private final AtomicInteger probes = new AtomicInteger();

    Unproven(BlockStore inner) {
      super(inner);
    }

    @Override
    public Capabilities capabilities() {
      return probes.get() > 0
          ? inner().capabilities()
          : inner().capabilities().without(Set.of(Capability.CONDITIONAL_CREATE));
    }

    @Override
    public ProbeReport probe() throws BlockStoreException {
      ProbeReport report = super.probe();
      probes.incrementAndGet();
      return report;
    }
  }

  @Test
  void openingTakesAFewWritesAndNoProbeWhereConditionsAreOffered() throws Exception {
    Counting store = new Counting(fixture.store);
    fixture.open(store, OPTIONS).close();
    assertThat(store.writes.getAndSet(0)).as("a condition twice, epoch, log").isEqualTo(4);
    fixture.open(store, OPTIONS).close();
    assertThat(store.writes.get()).as("a condition twice, and an epoch").isEqualTo(3);
    assertThat(store.probes.get()).as("races").isZero();
  }

  @Test
  void aStoreThatOffersConditionsOnlyOnceTheyAreProvenIsProbedOnce() throws Exception {
    Unproven store = new Unproven(fixture.store);
    fixture.open(store, OPTIONS).close();
    fixture.open(store, OPTIONS).close();
    assertThat(store.probes.get()).isEqualTo(1);
  }

  @Test
  void aColdValueCostsOneRequestAndAnAbsentKeyNone() throws Exception {
    Counting store = new Counting(fixture.store);
    try (SegmentManager manager = fixture.open(store, OPTIONS)) {
      fill(manager);
      assertThat(store.reads.get()).as("while it is sealed").isZero();
      assertThat(get(manager, "key10")).contains(value(10));
      assertThat(store.reads.getAndSet(0)).as("footer and value").isEqualTo(2);
      for (int i = 20; i < 100; i += 10) {
        assertThat(get(manager, "key" + i)).contains(value(i));
        assertThat(store.reads.getAndSet(0)).as("value " + i).isEqualTo(1);
      }
      for (int i = 1; i < 100; i += 2) {
        assertThat(get(manager, "key" + i)).isEmpty();
      }
      assertThat(get(manager, "a")).isEmpty();
      assertThat(store.reads.get()).as("absent keys").isZero();
    }
  }

  @Test
  void aValueWhoseFrameIsInMemoryCostsNoRequestAndNoneIsKeptWhereNoneMayBe() throws Exception {
    Counting store = new Counting(fixture.store);
    try (SegmentManager manager = fixture.open(store, OPTIONS)) {
      fill(manager);
      readAll(manager);
      store.reads.set(0);
      readAll(manager);
      assertThat(store.reads.get()).as("warm").isZero();
    }
    SegmentsOptions cold =
        OPTIONS
            .with(IndexOptions.NONE) // which would read what was there at opening, at its own time
            .withMemory(
                OPTIONS.maxUnsealedBytes(), OPTIONS.maxBatchBytes(), new ReadMemory(1 << 20, 0));
    try (SegmentManager manager = fixture.open(store, cold)) {
      readAll(manager);
      store.reads.set(0);
      readAll(manager);
      assertThat(store.reads.get()).as("each from the store").isEqualTo(50);
    }
  }

  /** A frame has four of these, or less. */
  private static void fill(SegmentManager manager) throws Exception {
    for (int i = 0; i < 100; i += 2) {
      put(manager, "key" + i, value(i));
    }
    manager.flush();
  }

  private static void readAll(SegmentManager manager) throws Exception {
    for (int i = 0; i < 100; i += 2) {
      assertThat(get(manager, "key" + i)).contains(value(i));
    }
  }

  private static String value(int number) {
    return ("value " + number + " ").repeat(100);
  }

  @Test
  void aSegmentOutsideOfTheKeysIsNotOpened() throws Exception {
    Counting store = new Counting(fixture.store);
    try (SegmentManager manager = fixture.open(store, OPTIONS)) {
      put(manager, "a", "one");
      manager.flush();
      put(manager, "b", "two");
      manager.flush();
      assertThat(get(manager, "a")).contains("one");
      assertThat(store.reads.getAndSet(0)).isEqualTo(2);
      try (RecordCursor cursor = manager.scan(key("a"))) {
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.next()).isFalse();
      }
      assertThat(store.reads.get()).as("the frame that the scan reads").isEqualTo(1);
    }
  }

  @Test
  void theNextSegmentIsAskedWhileTheLastRecordsOfALongOneAreShown() throws Exception {
    Counting store = new Counting(fixture.store);
    try (SegmentManager manager = fixture.open(store, OPTIONS)) {
      putNoise(manager, "a");
      manager.flush();
      putNoise(manager, "b");
      manager.flush();
      store.segments.clear();
      try (RecordCursor cursor = manager.scan(KeyRange.ALL)) {
        while (cursor.next() && !cursor.key().equals(key("a" + LAST_NOISE))) {}
        assertThat(store.segments).as("whose footer would have to be waited for").hasSize(1);
      }
      assertThat(scanned(manager)).hasSize(2 * (LAST_NOISE - FIRST_NOISE + 1));
      store.segments.clear();
      try (RecordCursor cursor = manager.scan(KeyRange.ALL)) {
        assertThat(cursor.next()).isTrue();
        assertThat(store.segments).as("who ends early has nothing brought of it").hasSize(1);
        while (!cursor.key().equals(key("a" + LAST_NOISE))) {
          assertThat(cursor.next()).isTrue();
        }
        assertThat(store.awaitSegments(2)).as("before its first record is asked for").isTrue();
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.key()).isEqualTo(key("b" + FIRST_NOISE));
      }
      assertThat(scanned(manager)).hasSize(2 * (LAST_NOISE - FIRST_NOISE + 1));
    }
  }

  @Test
  void noSegmentIsBroughtBehindTheFirstBatchOfAScan() throws Exception {
    Counting store = new Counting(fixture.store);
    try (SegmentManager manager = fixture.open(store, OPTIONS)) {
      put(manager, "a", "one");
      manager.flush();
      put(manager, "b", "two");
      manager.flush();
      store.segments.clear();
      try (RecordCursor cursor = manager.scan(KeyRange.ALL)) {
        assertThat(cursor.next()).isTrue();
        assertThat(store.segments).hasSize(1);
      }
    }
  }

  /** Puts records of 1 KiB that no frame makes smaller: several batches. */
  private static void putNoise(SegmentManager manager, String prefix) throws BlockStoreException {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = FIRST_NOISE; i <= LAST_NOISE; i++) {
      byte[] noise = new byte[1024];
      random.nextBytes(noise);
      manager.put(key(prefix + i), ByteBuffer.wrap(noise));
    }
  }

  @Test
  void aSegmentCostsTwoWritesAndARareReservation() throws Exception {
    Counting store = new Counting(fixture.store);
    try (SegmentManager manager = fixture.open(store, OPTIONS)) {
      store.writes.set(0);
      for (int i = 0; i < 16; i++) {
        put(manager, "a", "one" + i);
        manager.flush();
      }
      assertThat(store.writes.get()).isEqualTo(2 * 16 + 1);
      assertThat(scanned(manager)).hasSize(1);
    }
  }
}
