package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.tck.DiskFaults;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.SimulatedDisk;
import io.blocktier.cache.index.BlockIndex;
import io.blocktier.cache.index.HeapIndex;
import io.blocktier.cache.index.IndexEntry;
import io.blocktier.cache.journal.Journal;
import io.blocktier.cache.journal.JournalEffects;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an opening leaves that does not come to its end. */
class CacheOpeningTest {

  private static final CacheEffects EFFECTS =
      new CacheEffects(CacheFixture.EFFECTS, Signals.ofThreads());

  private final BlockStore beneath = new Unclosed(new InMemoryBlockStore(CacheFixture.EFFECTS));
  private final SimulatedDisk disk =
      new SimulatedDisk(DiskFaults.of(1), CacheFixture.EFFECTS.sleeper(), (_, _) -> {});

  private WriteBackBlockStore open() throws BlockStoreException {
    return WriteBackBlockStore.open(beneath, CacheFixture.OPTIONS, EFFECTS, disk);
  }

  @Test
  void anOpeningThatFailsBehindTheJournalLeavesItFree() throws Exception {
    try (WriteBackBlockStore cache = open()) {
      Blocks.write(cache, BlockKey.of("a"), new byte[] {1});
    }
    CacheParts.Assembly broken =
        CacheParts.of(
            beneath,
            CacheFixture.OPTIONS,
            EFFECTS,
            new UnvisitableIndex(),
            (visitor, listener) ->
                Journal.open(
                    CacheFixture.OPTIONS.directory().toAbsolutePath(),
                    CacheOpening.sizes(CacheFixture.OPTIONS),
                    new JournalEffects(EFFECTS.effects(), disk, EFFECTS.signals(), listener),
                    visitor));
    assertThatThrownBy(() -> new CachingBlockStore(beneath, CacheFixture.OPTIONS, broken))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(disk.openFiles()).isEmpty();
    try (WriteBackBlockStore cache = open()) {
      assertThat(cache.stat(BlockKey.of("a")).size()).isEqualTo(1);
    }
  }

  /** An index that fails once it is full of what the journal holds. */
  private static final class UnvisitableIndex implements BlockIndex {

    private final BlockIndex inner = new HeapIndex(100);

    @Override
    public Optional<IndexEntry> find(BlockKey key) throws IOException {
      return inner.find(key);
    }

    @Override
    public void put(BlockKey key, IndexEntry entry) throws IOException {
      inner.put(key, entry);
    }

    @Override
    public void remove(BlockKey key) throws IOException {
      inner.remove(key);
    }

    @Override
    public void remove(BlockKey key, long generation) throws IOException {
      inner.remove(key, generation);
    }

    @Override
    public long size() {
      return inner.size();
    }

    @Override
    public void forEach(byte state, Visitor visitor) throws IOException {
      throw new IOException("the index is broken");
    }

    @Override
    public void close() throws IOException {
      inner.close();
    }
  }
}
