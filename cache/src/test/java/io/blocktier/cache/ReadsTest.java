package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.RangeNotSatisfiableException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What readers get while others read and write, and what they cost the store. */
class ReadsTest {

  private static final BlockKey A = BlockKey.of("a");
  private static final int UNIT = CacheFixture.READS.unitBytes();
  private static final int LARGE = 100 * UNIT + 17;

  private final InMemoryBlockStore beneath = new InMemoryBlockStore(CacheFixture.EFFECTS);
  private final GatedStore store = new GatedStore(beneath);
  private final WriteBackBlockStore cache;

  ReadsTest() throws BlockStoreException {
    cache = CacheFixture.open(store, new MemoryLog(100, 1000));
  }

  @AfterEach
  void close() throws BlockStoreException {
    store.open();
    cache.close();
  }

  private static byte[] bytes(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private byte[] read(long offset, int length) throws BlockStoreException {
    ByteBuffer target = ByteBuffer.allocate(length);
    cache.read(A, ByteRange.of(offset, length), target);
    return Arrays.copyOf(target.array(), target.position());
  }

  private Future<byte[]> reading() {
    return CacheFixture.EFFECTS.executor().submit(() -> read(0, LARGE));
  }

  @Test
  void manyReadersOfABlockAskTheStoreOnce() throws Exception {
    Blocks.write(beneath, A, bytes(1, 1000));
    store.shut();
    List<Future<byte[]>> readers = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      readers.add(reading());
    }
    store.awaitReader();
    store.open();
    for (Future<byte[]> reader : readers) {
      assertThat(reader.get()).isEqualTo(bytes(1, 1000));
    }
    assertThat(store.asked).hasSize(1);
  }

  @Test
  void aReaderThatIsInterruptedPoisonsNothing() throws Exception {
    Blocks.write(beneath, A, bytes(1, 1000));
    store.shut();
    List<Exception> seen = new ArrayList<>();
    Thread first =
        Thread.ofVirtual()
            .start(() -> {
              try {
                read(0, 1000);
              } catch (BlockStoreException e) {
                seen.add(e);
              }
            });
    store.awaitReader();
    Future<byte[]> second = reading();
    first.interrupt();
    first.join();
    assertThat(seen).singleElement().isInstanceOf(StoreUnavailableException.class);
    store.open();
    assertThat(second.get()).isEqualTo(bytes(1, 1000));
    assertThat(read(0, 1000)).isEqualTo(bytes(1, 1000));
    assertThat(store.asked).hasSize(1);
  }

  @Test
  void aFetchThatFailsFailsForThoseWhoWaitedAndForNobodyElse() throws Exception {
    Blocks.write(beneath, A, bytes(1, 1000));
    store.before =
        read -> {
          if (read == 1) {
            throw new CacheFailures("store").unavailable(Operation.READ, A, "away", null);
          }
        };
    assertThatThrownBy(() -> read(0, 1000)).isInstanceOf(StoreUnavailableException.class);
    assertThat(read(0, 1000)).isEqualTo(bytes(1, 1000));
  }

  /** What changes a block while the store is just about to answer with its old version. */
  @FunctionalInterface
  private interface Change {
    void run() throws Exception;
  }

  private void changeWhileFetching(Change change) throws Exception {
    Blocks.write(beneath, A, bytes(1, 1000));
    store.shut();
    Future<byte[]> before = reading();
    store.awaitReader();
    change.run();
    store.open();
    assertThat(before.get()).as("what was there when it began").isEqualTo(bytes(1, 1000));
  }

  @Test
  void aBlockThatWasWrittenWhileItWasFetchedIsTheNewOne() throws Exception {
    changeWhileFetching(() -> Blocks.write(cache, A, bytes(2, 900)));
    assertThat(read(0, 1000)).isEqualTo(bytes(2, 900));
    cache.flush(KeyPrefix.ALL);
    assertThat(read(0, 1000)).isEqualTo(bytes(2, 900));
  }

  @Test
  void aBlockThatWasDeletedWhileItWasFetchedIsGone() throws Exception {
    changeWhileFetching(() -> Blocks.delete(cache, A));
    assertThatThrownBy(() -> read(0, 1000)).isInstanceOf(BlockNotFoundException.class);
    cache.flush(KeyPrefix.ALL);
    assertThatThrownBy(() -> read(0, 1000)).isInstanceOf(BlockNotFoundException.class);
  }

  @Test
  void aBlockThatTheStoreReplacedWhileItWasFetchedIsTheNewOne() throws Exception {
    changeWhileFetching(() ->
        cache.write(A, Content.of(bytes(2, 900)), WriteOptions.ifMatch(beneath.stat(A).etag())));
    assertThat(read(0, 1000)).isEqualTo(bytes(2, 900));
    assertThat(cache.stat(A).size()).isEqualTo(900);
  }

  @Test
  void whoLooksBehindAWriteDoesNotJoinAFetchFromBefore() throws Exception {
    Blocks.write(beneath, A, bytes(1, LARGE));
    store.shut();
    Future<byte[]> before = reading();
    store.awaitReader();
    cache.write(A, Content.of(bytes(2, LARGE)), WriteOptions.ifMatch(beneath.stat(A).etag()));
    Future<byte[]> behind = CacheFixture.EFFECTS.executor().submit(() -> read(5L * UNIT, 10));
    store.awaitReader();
    store.open();
    assertThat(behind.get())
        .isEqualTo(Arrays.copyOfRange(bytes(2, LARGE), 5 * UNIT, 5 * UNIT + 10));
    assertThat(before.get()).isIn(bytes(1, LARGE), bytes(2, LARGE));
  }

  @Test
  void smallReadsOfALargeBlockFetchTheUnitsTheyTouchAndNoMore() throws Exception {
    byte[] bytes = bytes(1, LARGE);
    Blocks.write(beneath, A, bytes);
    for (int offset :
        new int[] {50 * UNIT + 3, 20 * UNIT, 90 * UNIT - 1, 50 * UNIT + 9, LARGE - 1}) {
      int length = Math.min(4, LARGE - offset);
      assertThat(read(offset, 4)).isEqualTo(Arrays.copyOfRange(bytes, offset, offset + length));
    }
    assertThat(store.bytesAsked()).isLessThanOrEqualTo(5L * UNIT);
  }

  @Test
  void aReaderFromOneEndToTheOtherIsReadAheadOf() throws Exception {
    byte[] bytes = bytes(1, LARGE);
    Blocks.write(beneath, A, bytes);
    int step = UNIT / 2;
    for (int offset = 0; offset < LARGE; offset += step) {
      byte[] expected = Arrays.copyOfRange(bytes, offset, Math.min(LARGE, offset + step));
      assertThat(read(offset, step)).isEqualTo(expected);
      assertThat(cache.status().reads().bufferBytes())
          .isLessThanOrEqualTo(CacheFixture.READS.bufferBytes());
    }
    assertThat(store.asked).hasSizeLessThan(40);
    assertThat(store.asked.stream().mapToLong(ByteRange::length).max().orElseThrow())
        .isBetween(
            CacheFixture.READS.maxAheadBytes() / 2L, (long) CacheFixture.READS.maxAheadBytes());
  }

  @Test
  void allOfAReadIsOfOneVersion() throws Exception {
    Blocks.write(beneath, A, bytes(1, LARGE));
    byte[] second = bytes(2, LARGE);
    store.before =
        read -> {
          if (read == 2) {
            Blocks.write(beneath, A, second);
          }
        };
    assertThat(read(0, 10)).isEqualTo(Arrays.copyOf(bytes(1, LARGE), 10));
    assertThat(read(UNIT - 5, 10)).isEqualTo(Arrays.copyOfRange(second, UNIT - 5, UNIT + 5));
  }

  @Test
  void rangesBehindTheEndAreRefusedAndAtTheEndCut() throws Exception {
    Blocks.write(beneath, A, bytes(1, UNIT + 10));
    assertThat(read(UNIT, 100)).hasSize(10);
    for (long offset : new long[] {UNIT + 10, 2L * UNIT, 50L * UNIT}) {
      assertThatThrownBy(() -> read(offset, 1)).isInstanceOf(RangeNotSatisfiableException.class);
    }
  }

  @Test
  void aSmallBlockIsReadFromMemoryUntilItIsChanged() throws Exception {
    Blocks.write(cache, A, bytes(1, 1000));
    for (int i = 0; i < 10; i++) {
      assertThat(read(0, 1000)).isEqualTo(bytes(1, 1000));
    }
    assertThat(cache.status().reads().memoryHits()).isEqualTo(9);
    assertThat(cache.status().reads().memoryMisses()).isEqualTo(1);
    assertThat(cache.status().reads().memoryBytes()).isBetween(1000L, 2000L);
    Blocks.write(cache, A, bytes(2, 500));
    assertThat(read(0, 1000)).isEqualTo(bytes(2, 500));
    Blocks.delete(cache, A);
    assertThatThrownBy(() -> read(0, 1000)).isInstanceOf(BlockNotFoundException.class);
    assertThat(cache.status().reads().memoryBytes()).isZero();
  }

  @Test
  void whatIsWarmedIsReadWithoutTheStore() throws Exception {
    for (int i = 0; i < 50; i++) {
      Blocks.write(beneath, BlockKey.of("in/" + i), bytes(i, 1000 + i * UNIT / 10));
    }
    Blocks.write(beneath, BlockKey.of("in/huge"), new byte[(1 << 20) + 1]);
    Blocks.write(beneath, BlockKey.of("out"), new byte[1]);
    Warmed warmed = cache.warm(KeyPrefix.of("in/"));
    assertThat(warmed.blocks()).isEqualTo(50);
    assertThat(warmed.left()).isEqualTo(1);
    assertThat(cache.warm(KeyPrefix.of("in/")).present()).isEqualTo(50);
    store.asked.clear();
    for (int i = 0; i < 50; i++) {
      assertThat(Blocks.readAll(cache, BlockKey.of("in/" + i)).array())
          .isEqualTo(bytes(i, 1000 + i * UNIT / 10));
    }
    assertThat(store.asked).isEmpty();
  }

  @Test
  void whatIsEvictedIsReadFromTheStore() throws Exception {
    Blocks.write(cache, A, bytes(1, 1000));
    cache.flush(KeyPrefix.ALL);
    assertThat(read(0, 1000)).isEqualTo(bytes(1, 1000));
    Blocks.write(beneath, A, bytes(2, 500));
    assertThat(read(0, 1000)).isEqualTo(bytes(1, 1000));
    assertThat(cache.evict(KeyPrefix.of("b"))).isZero();
    assertThat(cache.evict(KeyPrefix.ALL)).isEqualTo(1);
    assertThat(read(0, 1000)).isEqualTo(bytes(2, 500));
    while (cache.status().blocks() == 0) { // who reads it does not wait until it is kept
      Thread.onSpinWait();
    }
    assertThat(cache.evict(KeyPrefix.ALL)).as("what was fetched").isEqualTo(1);
    assertThat(cache.status().reads().memoryBytes()).isZero();
  }

  @Test
  void memoryTakesNoMoreBytesThanItMay() throws Exception {
    for (int i = 0; i < 3000; i++) {
      BlockKey key = BlockKey.of("k" + i);
      Blocks.write(cache, key, bytes(i, UNIT));
      assertThat(Blocks.readAll(cache, key).array()).isEqualTo(bytes(i, UNIT));
    }
    assertThat(cache.status().reads().memoryBytes())
        .isBetween(CacheFixture.READS.memoryBytes() / 2, CacheFixture.READS.memoryBytes());
  }

  @Test
  void readersAndWritersOfOneBlockNeverSeeTwoVersionsInOne() throws Exception {
    Blocks.write(cache, A, new byte[3000]);
    List<Future<?>> tasks = new ArrayList<>();
    for (int task = 0; task < 8; task++) {
      int own = task;
      tasks.add(
          CacheFixture.EFFECTS
              .executor()
              .submit(() -> {
                for (int i = 0; i < 300; i++) {
                  if (own < 2) {
                    byte[] version = new byte[3000];
                    Arrays.fill(version, (byte) (own * 100 + i % 100));
                    Blocks.write(cache, A, version);
                  } else {
                    byte[] found = read(0, 3000);
                    byte[] expected = new byte[3000];
                    Arrays.fill(expected, found[0]);
                    assertThat(found).isEqualTo(expected);
                  }
                }
                return null;
              }));
    }
    for (Future<?> task : tasks) {
      task.get();
    }
  }

  @Test
  void whatAWriterReadsBehindItsWriteIsItsOwn() throws ExecutionException, InterruptedException {
    List<Future<?>> tasks = new ArrayList<>();
    for (int task = 0; task < 8; task++) {
      BlockKey key = BlockKey.of("own" + task);
      tasks.add(
          CacheFixture.EFFECTS
              .executor()
              .submit(() -> {
                for (int i = 0; i < 300; i++) {
                  byte[] version = bytes(i, 100 + i);
                  Blocks.write(cache, key, version);
                  assertThat(Blocks.readAll(cache, key).array()).isEqualTo(version);
                }
                return null;
              }));
    }
    for (Future<?> task : tasks) {
      task.get();
    }
  }

  @Test
  void aFetchThatEndsWithADefectFailsAtOnceAndTakesNoRoomForEver() throws Exception {
    Blocks.write(beneath, A, bytes(1, 1000));
    store.before =
        read -> {
          if (read == 1) {
            throw new OutOfMemoryError("no direct memory left");
          }
        };
    assertThatThrownBy(() -> read(0, 1000))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("no direct memory left");
    assertThat(read(0, 1000)).isEqualTo(bytes(1, 1000));
    assertThat(cache.status().reads().bufferBytes()).isEqualTo(1000);
  }
}
