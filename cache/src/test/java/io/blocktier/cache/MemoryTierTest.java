package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.Etag;
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
}
