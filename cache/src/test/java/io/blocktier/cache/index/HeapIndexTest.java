package io.blocktier.cache.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.blocktier.blockstore.BlockKey;
import io.blocktier.cache.LiveHeap;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeapIndexTest extends BlockIndexContract {

  private static final int BLOCKS = 250_000;
  private static final int MAX_BYTES_PER_BLOCK = 90;
  private static final byte CLEAN = 2;

  @Override
  BlockIndex open(long maxEntries) {
    return new HeapIndex(maxEntries);
  }

  @Test
  void blockWithAKeyOf40BytesTakesLessThan90BytesOfHeap() throws Exception {
    long before = LiveHeap.bytes();
    HeapIndex index = new HeapIndex(BLOCKS);
    for (int i = 0; i < BLOCKS; i++) {
      index.put(key(i), entry(i, CLEAN));
    }
    assertThat((LiveHeap.bytes() - before) / (double) BLOCKS)
        .isBetween((double) PositionCodec.BYTES + 40, (double) MAX_BYTES_PER_BLOCK);
    for (int i = 0; i < 2 * BLOCKS; i++) {
      index.remove(key(i));
      index.put(key(BLOCKS + i), entry(i, CLEAN));
    }
    assertThat((LiveHeap.bytes() - before) / (double) BLOCKS)
        .as("after every block was replaced twice")
        .isLessThan(MAX_BYTES_PER_BLOCK + 8);
    assertThat(index.size()).isEqualTo(BLOCKS);
  }

  @Test
  void removedBlocksGiveTheirHeapBack() throws Exception {
    long before = LiveHeap.bytes();
    HeapIndex index = new HeapIndex(BLOCKS);
    for (int i = 0; i < BLOCKS; i++) {
      index.put(key(i), entry(i, CLEAN));
    }
    for (int i = 0; i < BLOCKS; i++) {
      index.remove(key(i));
    }
    assertThat((LiveHeap.bytes() - before) / (double) BLOCKS).isLessThan(16);
    assertThat(index.size()).isZero();
  }

  @Test
  void roomForBlocksThatDidNotComeIsGivenBack() throws Exception {
    long before = LiveHeap.bytes();
    HeapIndex index = new HeapIndex(BLOCKS);
    index.expect(BLOCKS);
    assertThat(LiveHeap.bytes() - before).as("room for all").isGreaterThan(5L * BLOCKS);
    index.put(key(1), entry(1, CLEAN));
    index.expect(1);
    assertThat(LiveHeap.bytes() - before).as("room for one").isLessThan(BLOCKS);
    assertThat(index.find(key(1))).isPresent();
  }

  @Test
  void findAllocatesNothingButItsResult() throws IOException {
    HeapIndex index = new HeapIndex(100);
    BlockKey key = key(1);
    index.put(key, entry(1, CLEAN));
    int calls = 100_000;
    findOften(index, key, calls);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    findOften(index, key, calls);
    double perCall = (threads.getCurrentThreadAllocatedBytes() - before) / (double) calls;
    assertThat(perCall).as("optional, entry and position").isLessThan(90);
  }

  private static void findOften(HeapIndex index, BlockKey key, int calls) throws IOException {
    for (int i = 0; i < calls; i++) {
      assertThatFound(index.find(key).isPresent());
    }
  }

  private static void assertThatFound(boolean found) {
    if (!found) {
      throw new AssertionError("not found");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, HeapIndex.MAX_ENTRIES + 1})
  void sizeOutOfBoundsIsRefused(long maxEntries) {
    assertThatThrownBy(() -> new HeapIndex(maxEntries))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Long.toString(maxEntries));
  }
}
