package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.cache.index.BlockIndex;
import io.blocktier.cache.index.HeapIndex;
import io.blocktier.cache.index.OpenedIndex;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Blocks that are changed while somebody brings them to the disk. */
class WarmingRacesTest {

  private static final BlockKey A = BlockKey.of("a");

  private final InMemoryBlockStore beneath = new InMemoryBlockStore(CacheFixture.EFFECTS);
  private final HeldStore store = new HeldStore(beneath);
  private final AtomicReference<@Nullable Change> behindTheNextLook = new AtomicReference<>();

  /** Holds the answer to the first read back until the test lets it go. */
  private static final class HeldStore extends ForwardingBlockStore {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answers = new CountDownLatch(1);
    private final AtomicInteger reads = new AtomicInteger();

    HeldStore(BlockStore inner) {
      super(inner);
    }

    @Override
    public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
        throws BlockStoreException {
      BlockRead read = inner().read(key, range, target);
      if (reads.incrementAndGet() == 1) {
        asked.countDown();
        await(answers);
      }
      return read;
    }

    private static void await(CountDownLatch latch) {
      try {
        assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError("nobody interrupts", e);
      }
    }

    @Override
    public void close() {}
  }

  /** What happens on the side. */
  @FunctionalInterface
  private interface Change {
    void to(CachingBlockStore cache) throws BlockStoreException;
  }

  private CachingBlockStore open() throws BlockStoreException {
    CacheOptions options = CacheFixture.OPTIONS;
    CacheEffects effects =
        new CacheEffects(
            CacheFixture.EFFECTS,
            Signals.ofThreads(CacheFixture.EFFECTS),
            CacheFixture.EFFECTS.executor());
    AtomicReference<CachingBlockStore> opened = new AtomicReference<>();
    BlockIndex index = watched(new HeapIndex(options.maxBlocks()), opened);
    CachingBlockStore cache =
        new CachingBlockStore(
            store,
            options,
            CacheParts.of(
                store,
                options,
                effects,
                CacheOpening.watch(options, effects),
                _ -> new OpenedIndex(index, false),
                new MemoryLog(100, 1000)::open));
    opened.set(cache);
    return cache;
  }

  /** An index behind each look at which something may happen. */
  private BlockIndex watched(BlockIndex index, AtomicReference<CachingBlockStore> cache) {
    return (BlockIndex)
        Proxy.newProxyInstance(
            BlockIndex.class.getClassLoader(),
            new Class<?>[] {BlockIndex.class},
            (_, method, arguments) -> {
              try {
                Object result = method.invoke(index, arguments);
                Change change =
                    method.getName().equals("find") ? behindTheNextLook.getAndSet(null) : null;
                if (change != null) {
                  change.to(cache.get());
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private CachingBlockStore warmAcross(Change change) throws Exception {
    Blocks.write(beneath, A, new byte[] {1, 1});
    CachingBlockStore cache = open();
    cache.parts().flusher().pause(true);
    behindTheNextLook.set(change);
    Future<Warmed> warming =
        CacheFixture.EFFECTS.executor().submit(() -> cache.parts().warming().warm(KeyPrefix.ALL));
    HeldStore.await(store.asked);
    cache.parts().flusher().pause(false);
    cache.parts().flushing().flush(KeyPrefix.ALL);
    store.answers.countDown();
    warming.get();
    return cache;
  }

  @Test
  void aDeletionIsNotUndoneByWhatWasReadBeforeItGotToTheStore() throws Exception {
    try (CachingBlockStore cache = warmAcross(to -> Blocks.delete(to, A))) {
      assertThatThrownBy(() -> Blocks.readAll(cache, A)).isInstanceOf(BlockNotFoundException.class);
    }
  }

  @Test
  void aPartIsNotUndoneByWhatWasReadBeforeItGotToTheStore() throws Exception {
    Change part =
        to -> to.parts().partialWrites().write(A, 1, Content.of(new byte[] {2}), Durability.LOCAL);
    try (CachingBlockStore cache = warmAcross(part)) {
      assertThat(Blocks.readAll(cache, A).array()).containsExactly(1, 2);
    }
  }
}
