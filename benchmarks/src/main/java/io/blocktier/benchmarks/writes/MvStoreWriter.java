package io.blocktier.benchmarks.writes;

import io.blocktier.benchmarks.measure.DurableLag;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/** H2's MVStore, committed and synced for each write. */
final class MvStoreWriter implements BlockWriter {

  private final MVStore store;
  private final MVMap<String, byte[]> map;

  MvStoreWriter(WriteCell cell) {
    this.store =
        new MVStore.Builder()
            .fileName(cell.directory().resolve("store.mv").toString())
            .autoCommitDisabled()
            .open();
    this.map = store.openMap("blocks");
  }

  @Override
  public void write(int writer, int key, Payload block) {
    map.put(WriteCell.name(key), block.array());
    store.commit();
    store.sync();
  }

  @Override
  public DurableLag lag() {
    return DurableLag.none("synced before it is acknowledged, and goes nowhere else");
  }

  @Override
  public void close() {
    store.close();
  }
}
