package io.blocktier.cache.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.journal.Position;
import io.blocktier.journal.RecordView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every index does. */
abstract class BlockIndexContract {

  private static final byte DIRTY = 0;
  private static final byte CLEAN = 2;
  private static final int MANY = 100_000;
  private static final int THREADS = 8;

  abstract BlockIndex open(long maxEntries) throws IOException;

  @Test
  void whatWasPutIsFoundUntilItIsRemoved() throws IOException {
    try (BlockIndex index = open(10)) {
      BlockKey key = BlockKey.of("a/b");
      assertThat(index.find(key)).isEmpty();
      index.put(key, entry(1, DIRTY));
      assertThat(index.find(key)).contains(entry(1, DIRTY));
      index.put(key, entry(2, CLEAN));
      assertThat(index.find(key)).contains(entry(2, CLEAN));
      assertThat(index.size()).isEqualTo(1);
      index.remove(key);
      index.remove(key);
      assertThat(index.find(key)).isEmpty();
      assertThat(index.size()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "k", "12345678", "a/länger/als/acht/日本", "😀"})
  void aBatchSetsWhatItsRecordsSay(String text) throws IOException {
    try (BlockIndex index = open(10)) {
      List<IndexEntry> replaced = new ArrayList<>();
      BlockIndex.Replacements replacements = (_, old) -> replaced.add(old);
      EntryBatch first = batch(text, entry(1, DIRTY));
      assertThat(index.putAll(first, replacements)).isEqualTo(1);
      assertThat(replaced).isEmpty();
      assertThat(index.find(BlockKey.of(text))).contains(entry(1, DIRTY));
      assertThat(index.put(BlockKey.of(text), entry(2, CLEAN))).contains(entry(1, DIRTY));
      EntryBatch more = batch(text, entry(3, DIRTY), entry(4, CLEAN));
      assertThat(index.putAll(more, replacements)).isEqualTo(2);
      assertThat(replaced).containsExactly(entry(2, CLEAN), entry(3, DIRTY));
      assertThat(index.size()).isEqualTo(1);
      more.clear();
      assertThat(index.find(BlockKey.of(text))).contains(entry(4, CLEAN));
    }
  }

  @Test
  void aBatchEndsWithTheFirstThatFindsNoRoom() throws IOException {
    try (BlockIndex index = open(2)) {
      EntryBatch batch = new EntryBatch();
      for (String key : List.of("a", "b", "a", "c", "a")) {
        add(batch, key, entry(batch.size() + 1, DIRTY));
      }
      assertThat(index.putAll(batch, (_, _) -> {})).isEqualTo(3);
      assertThat(index.find(BlockKey.of("a"))).contains(entry(3, DIRTY));
      assertThat(index.find(BlockKey.of("c"))).isEmpty();
      assertThat(index.size()).isEqualTo(2);
    }
  }

  @Test
  void aGuessOfHowManyThereAreChangesNothing() throws IOException {
    try (BlockIndex index = open(MANY)) {
      List<Long> guesses = List.of(0L, 10L, Long.MAX_VALUE, 1L, 100L);
      for (int i = 0; i < 1000; i++) {
        index.expect(guesses.get(i % guesses.size()));
        index.put(BlockKey.of("k" + i), entry(i, CLEAN));
      }
      index.expect(0);
      for (int i = 0; i < 1000; i++) {
        assertThat(index.find(BlockKey.of("k" + i))).contains(entry(i, CLEAN));
      }
      assertThat(index.size()).isEqualTo(1000);
    }
  }

  private static EntryBatch batch(String key, IndexEntry... entries) {
    EntryBatch batch = new EntryBatch();
    for (IndexEntry entry : entries) {
      add(batch, key, entry);
    }
    return batch;
  }

  private static void add(EntryBatch batch, String key, IndexEntry entry) {
    RecordView record =
        RecordView.of(entry.generation(), entry.position(), (byte) 1, key, new byte[0]);
    assertThat(batch.takes(record)).isTrue();
    batch.add(record, entry.state(), entry.since());
  }

  @Test
  void extremeNumbersComeBackAsTheyWere() throws IOException {
    try (BlockIndex index = open(10)) {
      BlockKey key = BlockKey.of("k");
      int most = Integer.MAX_VALUE;
      for (IndexEntry entry :
          List.of(
              new IndexEntry(
                  Long.MAX_VALUE,
                  (byte) 63,
                  new Position((1L << 33) - 1, most, most, -1),
                  (1L << 48) - 1),
              new IndexEntry(Long.MIN_VALUE, (byte) 0, new Position(0, 0, 0, 0), 0),
              new IndexEntry(
                  -1, (byte) 1, new Position(1, most, 0, Integer.MIN_VALUE), 1L << 47))) {
        index.put(key, entry);
        assertThat(index.find(key)).contains(entry);
        assertThat(seen(index, entry.state())).containsExactly(Map.entry(key, entry));
      }
    }
  }

  @Test
  void statesAndTimesThatDoNotFitAreRefused() throws IOException {
    try (BlockIndex index = open(10)) {
      Position position = new Position(0, 0, 0, 0);
      for (IndexEntry entry :
          List.of(
              new IndexEntry(1, (byte) -1, position, 0),
              new IndexEntry(1, (byte) 64, position, 0),
              new IndexEntry(1, DIRTY, position, -1),
              new IndexEntry(1, DIRTY, position, 1L << 48))) {
        assertThatThrownBy(() -> index.put(BlockKey.of("k"), entry))
            .isInstanceOf(IllegalArgumentException.class);
      }
      assertThat(index.size()).isZero();
    }
  }

  @Test
  void putReturnsWhatWasFoundUntilThen() throws IOException {
    try (BlockIndex index = open(10)) {
      BlockKey key = BlockKey.of("k");
      assertThat(index.put(key, entry(1, DIRTY))).isEmpty();
      assertThat(index.put(key, entry(2, CLEAN))).contains(entry(1, DIRTY));
      index.remove(key);
      assertThat(index.put(key, entry(3, CLEAN))).isEmpty();
    }
  }

  @Test
  void entriesOfSeveralStatesAreSeenInOnePass() throws IOException {
    try (BlockIndex index = open(1000)) {
      for (int i = 0; i < 300; i++) {
        index.put(key(i), entry(i, (byte) (i % 3)));
      }
      List<Byte> seen = new ArrayList<>();
      index.forEach(StateSet.NONE.and((byte) 0).and((byte) 2), (_, e) -> seen.add(e.state()));
      assertThat(seen).hasSize(200).doesNotContain((byte) 1);
    }
  }

  @Test
  void theOldestOfSomeStatesIsTheSmallestOfTheirTimes() throws IOException {
    try (BlockIndex index = open(1000)) {
      for (int i = 1; i <= 300; i++) {
        index.put(key(i), entry(i + 90_000, (byte) (i % 3)));
      }
      index.put(key(7), since(PositionCodec.MAX_SINCE));
      index.remove(key(1));
      assertThat(index.oldest(StateSet.NONE.and((byte) 1))).isEqualTo(90_004L << 8);
      assertThat(index.oldest(StateSet.NONE.and((byte) 2).and((byte) 1))).isEqualTo(90_002L << 8);
      assertThat(index.oldest(StateSet.NONE.and((byte) 3))).isEqualTo(BlockIndex.NEVER);
      index.put(key(7), since(0));
      assertThat(index.oldest(StateSet.NONE.and((byte) 1))).isZero();
    }
  }

  private static IndexEntry since(long millis) {
    return new IndexEntry(1, (byte) 1, new Position(1, 2, 3, 4), millis);
  }

  @Test
  void positionsThatDoNotFitAreRefused() throws IOException {
    try (BlockIndex index = open(10)) {
      for (Position position :
          List.of(
              new Position(1L << 33, 0, 0, 0),
              new Position(-1, 0, 0, 0),
              new Position(0, -1, 0, 0),
              new Position(0, 0, -1, 0))) {
        assertThatThrownBy(() -> index.put(BlockKey.of("k"), new IndexEntry(1, DIRTY, position, 0)))
            .isInstanceOf(IllegalArgumentException.class);
      }
      assertThat(index.size()).isZero();
    }
  }

  @Test
  void removalOfAGenerationSparesEveryOther() throws IOException {
    try (BlockIndex index = open(10)) {
      BlockKey key = BlockKey.of("k");
      index.remove(key, 1);
      index.put(key, entry(2, CLEAN));
      index.remove(key, 1);
      assertThat(index.find(key)).contains(entry(2, CLEAN));
      index.remove(key, 2);
      assertThat(index.find(key)).isEmpty();
      assertThat(index.size()).isZero();
    }
  }

  @Test
  void everyLegalByteAndLengthMakesAKeyOfItsOwn() throws IOException {
    Map<BlockKey, IndexEntry> oracle = new HashMap<>();
    try (BlockIndex index = open(10_000)) {
      for (BlockKey key : unusualKeys()) {
        IndexEntry entry = entry(oracle.size(), CLEAN);
        oracle.put(key, entry);
        index.put(key, entry);
      }
      assertHolds(index, oracle);
      for (BlockKey key : unusualKeys()) {
        index.remove(key);
      }
      assertHolds(index, Map.of());
    }
  }

  private static List<BlockKey> unusualKeys() {
    List<BlockKey> keys = new ArrayList<>();
    for (int length = 1; length <= BlockKey.MAX_BYTES; length++) {
      keys.add(BlockKey.of("k".repeat(length)));
    }
    for (int character = ' '; character < 0x800; character++) {
      if (character != '.' && character != '/' && !Character.isISOControl(character)) {
        keys.add(BlockKey.of(Character.toString(character)));
        keys.add(BlockKey.of("prefix/" + Character.toString(character) + "/suffix"));
      }
    }
    for (int leadBytes = 0x800; leadBytes <= 0x10FFFF; leadBytes += 0x1000) {
      if (Character.getType(leadBytes) != Character.SURROGATE) {
        keys.add(BlockKey.of("ab" + Character.toString(leadBytes)));
      }
    }
    keys.add(BlockKey.of("é".repeat(BlockKey.MAX_BYTES / 2)));
    keys.add(BlockKey.of("\uD83D\uDE00".repeat(BlockKey.MAX_BYTES / 4)));
    return keys;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void randomStreamsAgreeWithAMap(long seed) throws IOException {
    Random random = new Random(seed);
    Map<BlockKey, IndexEntry> oracle = new HashMap<>();
    try (BlockIndex index = open(10_000)) {
      int keys = 1 << (4 * (int) seed - 3);
      for (int step = 0; step < MANY; step++) {
        BlockKey key = key(random.nextInt(keys));
        switch (random.nextInt(8)) {
          case 0 -> {
            oracle.remove(key);
            index.remove(key);
          }
          case 1 -> {
            long generation = random.nextInt(3);
            oracle.computeIfPresent(key, (_, e) -> e.generation() == generation ? null : e);
            index.remove(key, generation);
          }
          case 2, 3 -> {
            IndexEntry entry = entry(random.nextInt(3), (byte) random.nextInt(4));
            oracle.put(key, entry);
            index.put(key, entry);
          }
          default -> assertThat(index.find(key).orElse(null)).isEqualTo(oracle.get(key));
        }
      }
      assertHolds(index, oracle);
    }
  }

  @Test
  void growsAndShrinksWithoutLosingAKey() throws IOException {
    Map<BlockKey, IndexEntry> oracle = new HashMap<>();
    try (BlockIndex index = open(MANY)) {
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < MANY; i++) {
          IndexEntry entry = entry(i, (byte) (i % 4));
          oracle.put(key(i), entry);
          index.put(key(i), entry);
        }
        assertHolds(index, oracle);
        for (int i = 0; i < MANY; i++) {
          if (i % 10 != round) {
            oracle.remove(key(i));
            index.remove(key(i), i);
          }
        }
        assertHolds(index, oracle);
      }
    }
  }

  @Test
  void fullIndexTakesChangesAndNoNewKeys() throws IOException {
    try (BlockIndex index = open(1_000)) {
      for (int i = 0; i < 1_000; i++) {
        index.put(key(i), entry(i, DIRTY));
      }
      assertThatThrownBy(() -> index.put(key(1_000), entry(1, DIRTY)))
          .isInstanceOf(IndexFullException.class)
          .hasMessageContaining("1000");
      index.put(key(7), entry(8, CLEAN));
      index.remove(key(8));
      index.put(key(1_000), entry(9, CLEAN));
      assertThat(index.find(key(7))).contains(entry(8, CLEAN));
      assertThat(index.find(key(1_000))).contains(entry(9, CLEAN));
      assertThat(index.size()).isEqualTo(1_000);
    }
  }

  @Test
  void visitorMayChangeTheIndexItSees() throws IOException {
    try (BlockIndex index = open(10_000)) {
      for (int i = 0; i < 5_000; i++) {
        index.put(key(i), entry(i, DIRTY));
      }
      index.forEach(
          StateSet.NONE.and(DIRTY),
          (key, entry) -> {
            assertThat(index.find(key)).contains(entry);
            index.put(key, entry(entry.generation(), CLEAN));
            index.remove(key(5_000 + (int) entry.generation()));
          });
      assertThat(seen(index, DIRTY)).isEmpty();
      assertThat(seen(index, CLEAN)).hasSize(5_000);
    }
  }

  @Test
  void exceptionOfAVisitorEndsTheVisit() throws IOException {
    try (BlockIndex index = open(100)) {
      index.put(key(1), entry(1, DIRTY));
      index.put(key(2), entry(2, DIRTY));
      IOException enough = new IOException("enough");
      AtomicInteger visits = new AtomicInteger();
      assertThatThrownBy(() ->
              index.forEach(
                  StateSet.NONE.and(DIRTY),
                  (_, _) -> {
                    visits.incrementAndGet();
                    throw enough;
                  }))
          .isSameAs(enough);
      assertThat(visits).hasValue(1);
    }
  }

  @Test
  void visitUnderChangesSeesWhatStaysOnceAndNothingThatNeverWas() throws Exception {
    try (BlockIndex index = open(30_000);
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 5_000; i++) {
        index.put(key(i), entry(i, CLEAN));
      }
      AtomicBoolean stop = new AtomicBoolean();
      CyclicBarrier start = new CyclicBarrier(2);
      Future<?> changes =
          executor.submit(() -> {
            start.await();
            for (int round = 0; !stop.get(); round++) {
              churn(index, round);
            }
            return null;
          });
      start.await();
      try {
        for (int visit = 0; visit < 20; visit++) {
          assertSeesWhatStays(index);
        }
      } finally {
        stop.set(true);
      }
      changes.get();
    }
  }

  private static void assertSeesWhatStays(BlockIndex index) throws IOException {
    Map<BlockKey, IndexEntry> seen = seen(index, CLEAN);
    for (int i = 0; i < 5_000; i++) {
      assertThat(seen.remove(key(i))).isEqualTo(entry(i, CLEAN));
    }
    seen.forEach((key, entry) -> assertThat(key).isEqualTo(key((int) entry.generation())));
  }

  private static void churn(BlockIndex index, int round) throws IOException {
    for (int i = 5_000; i < 10_000; i++) {
      if (round % 2 == 0) {
        index.put(key(i), entry(i, i % 3 == 0 ? DIRTY : CLEAN));
      } else {
        index.remove(key(i), i);
      }
    }
  }

  @Test
  void threadsOnKeysOfTheirOwnDoNotDisturbEachOther() throws Exception {
    try (BlockIndex index = open(2 * MANY)) {
      List<Map<BlockKey, IndexEntry>> oracles =
          together(thread -> ownKeys(index, thread, new Random(thread)));
      Map<BlockKey, IndexEntry> oracle = new HashMap<>();
      oracles.forEach(oracle::putAll);
      assertHolds(index, oracle);
    }
  }

  private static Map<BlockKey, IndexEntry> ownKeys(BlockIndex index, int thread, Random random)
      throws IOException {
    Map<BlockKey, IndexEntry> oracle = new HashMap<>();
    for (int step = 0; step < MANY / 2; step++) {
      BlockKey key = BlockKey.of("thread-" + thread + "/" + random.nextInt(MANY / THREADS));
      assertThat(index.find(key).orElse(null)).isEqualTo(oracle.get(key));
      if (random.nextInt(3) == 0) {
        oracle.remove(key);
        index.remove(key);
      } else {
        IndexEntry entry = entry(step, (byte) random.nextInt(4));
        oracle.put(key, entry);
        index.put(key, entry);
      }
    }
    return oracle;
  }

  @Test
  void removalOfAnOldGenerationNeverTakesTheNewOne() throws Exception {
    try (BlockIndex index = open(10)) {
      BlockKey key = BlockKey.of("contended");
      AtomicInteger old = new AtomicInteger();
      together(thread -> {
        for (int generation = 1; generation <= 20_000; generation++) {
          if (thread == 0) {
            index.put(key, entry(generation, CLEAN));
            assertThat(index.find(key)).contains(entry(generation, CLEAN));
            old.set(generation);
          } else {
            index.remove(key, old.get());
          }
        }
        return null;
      });
      assertThat(index.size()).isEqualTo(index.find(key).isPresent() ? 1 : 0);
    }
  }

  @Test
  void oneOfManyRemovalsOfAGenerationCounts() throws Exception {
    try (BlockIndex index = open(10)) {
      BlockKey key = BlockKey.of("contended");
      for (int round = 0; round < 200; round++) {
        int generation = round;
        index.put(key, entry(generation, CLEAN));
        together(_ -> {
          index.remove(key, generation);
          return null;
        });
        assertThat(index.size()).isZero();
      }
    }
  }

  @Test
  void closedIndexRefusesEveryCall() throws IOException {
    BlockIndex index = open(10);
    index.put(key(1), entry(1, DIRTY));
    index.close();
    index.close();
    assertThatThrownBy(() -> index.find(key(1))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> index.put(key(1), entry(1, DIRTY))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> index.remove(key(1))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> index.remove(key(1), 1)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> index.forEach(StateSet.NONE.and(DIRTY), (_, _) -> {}))
        .isInstanceOf(IOException.class);
  }

  @FunctionalInterface
  private interface Share<T> {
    T of(int thread) throws Exception;
  }

  private static <T> List<T> together(Share<T> share) throws Exception {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    List<Callable<T>> tasks = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      int number = thread;
      tasks.add(() -> {
        start.await();
        return share.of(number);
      });
    }
    List<T> results = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
      for (Future<T> result : executor.invokeAll(tasks)) {
        results.add(result.get());
      }
    }
    return results;
  }

  /** A key of 40 bytes. */
  static BlockKey key(int number) {
    return BlockKey.of("share-0001/file-000042/chunk-%011d".formatted(number));
  }

  static IndexEntry entry(long generation, byte state) {
    int low = (int) generation;
    return new IndexEntry(
        generation,
        state,
        new Position(generation >>> 8, low & 0xFFFF, low & 0xFFF, ~low),
        generation << 8);
  }

  static Map<BlockKey, IndexEntry> seen(BlockIndex index, byte state) throws IOException {
    Map<BlockKey, IndexEntry> seen = new HashMap<>();
    index.forEach(
        StateSet.NONE.and(state),
        (key, entry) -> {
          assertThat(entry.state()).isEqualTo(state);
          assertThat(seen.put(key, entry)).as("%s seen twice", key).isNull();
        });
    return seen;
  }

  private static void assertHolds(BlockIndex index, Map<BlockKey, IndexEntry> oracle)
      throws IOException {
    Map<BlockKey, IndexEntry> seen = new HashMap<>();
    for (byte state = 0; state < 4; state++) {
      seen.putAll(seen(index, state));
    }
    assertThat(seen.equals(oracle)).as("enumerates what the map holds").isTrue();
    assertThat(index.size()).isEqualTo(oracle.size());
    for (Map.Entry<BlockKey, IndexEntry> expected : oracle.entrySet()) {
      assertThat(index.find(expected.getKey())).contains(expected.getValue());
    }
  }
}
