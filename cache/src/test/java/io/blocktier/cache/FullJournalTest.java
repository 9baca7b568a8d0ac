package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.AccessRefusedException;
import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutOfSpaceException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A journal in which nothing is left but what is kept for moving blocks. */
class FullJournalTest {

  private final InMemoryBlockStore beneath = new InMemoryBlockStore(CacheFixture.EFFECTS);
  private final SimulatedCache simulated = new SimulatedCache(new MemoryLog(10, 8));
  private final Refusing store = new Refusing(beneath);

  /** Refuses to write as long as the test says so. */
  private static final class Refusing extends ForwardingBlockStore {
    private boolean refuses;

    Refusing(BlockStore inner) {
      super(inner);
    }

    @Override
    public Receipt write(BlockKey key, Content content, WriteOptions how)
        throws BlockStoreException {
      if (refuses) {
        throw new AccessRefusedException(Failure.of(this, Operation.WRITE, key, "refused"), null);
      }
      return inner().write(key, content, how);
    }
  }

  private CachingBlockStore open() throws BlockStoreException {
    return simulated.open(new Unclosed(store), CacheFixture.OPTIONS);
  }

  private static List<BlockKey> keys(int count) {
    List<BlockKey> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      keys.add(BlockKey.of("k" + i));
    }
    return keys;
  }

  private static long fillWithRefused(BlockStore cache) {
    long[] written = {0};
    assertThatThrownBy(
            () -> {
              for (BlockKey key : keys(1000)) {
                Blocks.write(cache, key, new byte[] {1});
                written[0]++;
              }
            })
        .isInstanceOf(OutOfSpaceException.class);
    return written[0];
  }

  @Test
  void whatTheStoreRefusedCanBeOfferedAgain() {
    simulated
        .simulation()
        .run(() -> {
          store.refuses = true;
          try (CachingBlockStore cache = open()) {
            long written = fillWithRefused(cache);
            store.refuses = false;
            assertThat(cache.parts().quarantine().retry(KeyPrefix.ALL)).isEqualTo(written);
            cache.parts().flushing().flush(KeyPrefix.ALL);
            assertThat(Blocks.readAll(beneath, BlockKey.of("k0")).array()).containsExactly(1);
            Blocks.write(cache, BlockKey.of("again"), new byte[] {1});
          }
        });
  }

  @Test
  void whatTheStoreRefusedCanBeGivenUp() {
    simulated
        .simulation()
        .run(() -> {
          store.refuses = true;
          try (CachingBlockStore cache = open()) {
            long written = fillWithRefused(cache);
            assertThat(cache.parts().quarantine().drop(KeyPrefix.ALL)).isEqualTo(written);
            assertThat(cache.parts().flushing().status().atRiskBytes()).isZero();
            Blocks.write(cache, BlockKey.of("again"), new byte[] {1});
          }
        });
  }

  @Test
  void moreBlocksAreDeletedThanTheJournalHasRoomFor() {
    simulated
        .simulation()
        .run(() -> {
          for (BlockKey key : keys(300)) {
            Blocks.write(beneath, key, new byte[] {1});
          }
          try (CachingBlockStore cache = open()) {
            assertThat(cache.deleteAll(keys(300)).deleted()).isEqualTo(300);
            assertThat(cache.list(ListOptions.under(KeyPrefix.ALL)).nextPage()).isEmpty();
            cache.parts().flushing().flush(KeyPrefix.ALL);
            assertThat(beneath.list(ListOptions.under(KeyPrefix.ALL)).nextPage()).isEmpty();
          }
        });
  }

  @Test
  void deletionsLeaveWhatIsKeptForMovingBlocks() {
    simulated
        .simulation()
        .run(() -> {
          try (CachingBlockStore cache = open()) {
            cache.parts().flusher().pause(true);
            assertThatThrownBy(() -> cache.deleteAll(keys(300)))
                .isInstanceOf(OutOfSpaceException.class);
            assertThat(cache.parts().log().freeSegments())
                .isGreaterThanOrEqualTo(Room.RESERVED_SEGMENTS);
          }
        });
  }
}
