package io.blocktier.benchmarks.segments;

import io.blocktier.benchmarks.measure.DurableLag;
import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.spi.Effects;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

/** An object for each record, over the same store. */
final class SingleObjects implements RecordStore {

  private final Effects effects = Effects.ofSystem();
  private final BlockStore store;

  SingleObjects(Path directory) throws BlockStoreException {
    this.store = LocalBackend.open(directory, effects);
  }

  private static BlockKey key(int number) {
    return BlockKey.of(SegmentsCell.key(number));
  }

  @Override
  public void put(int number, byte[] value) throws BlockStoreException {
    Blocks.write(store, key(number), value);
  }

  /** Side by side, as whoever has many objects to write does. */
  @Override
  public void putAll(List<Integer> numbers, List<byte[]> values) throws Exception {
    List<Future<?>> lanes = new ArrayList<>();
    for (int lane = 0; lane < SegmentsCell.WRITERS; lane++) {
      int first = lane;
      lanes.add(
          effects
              .executor()
              .submit(() -> {
                for (int i = first; i < numbers.size(); i += SegmentsCell.WRITERS) {
                  put(numbers.get(i), values.get(i));
                }
                return null;
              }));
    }
    for (Future<?> lane : lanes) {
      lane.get();
    }
  }

  @Override
  public int read(int number) throws BlockStoreException {
    return Blocks.readAll(store, key(number)).remaining();
  }

  @Override
  public long scan() throws BlockStoreException {
    long records = 0;
    try (BlockListing listing = store.list(ListOptions.under(KeyPrefix.ALL))) {
      for (List<ListEntry> page = listing.nextPage(); !page.isEmpty(); page = listing.nextPage()) {
        for (ListEntry entry : page) {
          int length = Blocks.readAll(store, BlockKey.of(entry.name())).remaining();
          records += length == SegmentsCell.VALUE ? 1 : 0;
        }
      }
    }
    return records;
  }

  @Override
  public DurableLag lag() {
    return DurableLag.none("synced before it is acknowledged, and goes nowhere else");
  }

  @Override
  public void close() throws BlockStoreException {
    store.close();
    effects.executor().close();
  }
}
