package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.Metadata;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryTierTest {

  private static final BlockKey KEY = BlockKey.of("block");
  private static final BlockStat STAT =
      new BlockStat(
          KEY,
          4096,
          Etag.of("etag"),
          Instant.EPOCH,
          Optional.empty(),
          Metadata.EMPTY,
          Optional.empty(),
          Optional.empty());

  private final MemoryTier memory = new MemoryTier(1 << 20, 1 << 16, CacheFixture.EFFECTS);

  @Test
  void aBufferWithLittleBesideTheBlockIsKeptAsItIs() {
    ByteBuffer read = ByteBuffer.allocate(512 + 4096).position(512);

    assertThat(MemoryTier.Block.of(STAT, read).bytes()).isSameAs(read);
  }

  @Test
  void aBufferWithMuchBesideTheBlockIsCopied() {
    ByteBuffer read = ByteBuffer.allocate(8192).put(4096, (byte) 7).position(4096);

    ByteBuffer kept = MemoryTier.Block.of(STAT, read).bytes();

    assertThat(kept).isNotSameAs(read).isEqualTo(read);
    assertThat(read.position()).isEqualTo(4096);
  }

  @Test
  void whatABufferTakesBesideTheBlockCountsAsMemory() {
    memory.keep(KEY, MemoryTier.Block.of(STAT, ByteBuffer.allocate(4096)), () -> true);
    long exact = memory.bytes();

    ByteBuffer read = ByteBuffer.allocate(512 + 4096).position(512);
    memory.keep(KEY, MemoryTier.Block.of(STAT, read), () -> true);

    assertThat(memory.bytes()).isEqualTo(exact + 512);
  }

  @Test
  void everyBlockIsWelcomeWhileThereIsRoom() {
    for (int i = 0; i < 100; i++) {
      assertThat(memory.welcomes(key(i))).isTrue();
    }
  }

  @Test
  void aBlockThatIsReadOnceIsNotKeptInTheFullMemory() {
    fill();

    assertThat(memory.welcomes(KEY)).as("first read").isFalse();
    assertThat(memory.welcomes(KEY)).as("second read").isTrue();
  }

  @Test
  void whatWasReadLongAgoCountsAsReadForTheFirstTime() {
    fill();

    assertThat(welcome(10_000, 20_000)).as("new ones, of 10,000").isLessThan(2000);
    assertThat(welcome(10_000, 11_000)).as("of those read long ago").isLessThan(200);
  }

  @Test
  void thereIsRoomAgainWhenBlocksAreForgotten() {
    fill();
    memory.forget(KeyPrefix.ALL);

    welcome(10_000, 10_300);
    assertThat(memory.bytes()).as("from the end of a period on").isPositive();
    assertThat(welcome(20_000, 20_100)).isEqualTo(100);
  }

  /** Reads blocks, and keeps those that are welcome; returns how many. */
  private int welcome(int from, int to) {
    int welcome = 0;
    for (int i = from; i < to; i++) {
      if (memory.welcomes(key(i))) {
        keep(key(i));
        welcome++;
      }
    }
    return welcome;
  }

  private void fill() {
    for (int i = 0; i < 1000; i++) {
      keep(key(i));
    }
    assertThat(memory.bytes()).isLessThanOrEqualTo(1 << 20);
  }

  private void keep(BlockKey key) {
    memory.keep(key, MemoryTier.Block.of(STAT, ByteBuffer.allocate(4096)), () -> true);
  }

  private static BlockKey key(int number) {
    return BlockKey.of("blocks/" + number);
  }
}
