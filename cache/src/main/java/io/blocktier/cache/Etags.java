package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.Precondition;
import java.util.Map;
import java.util.Optional;

/**
 * Says etags in the terms of the store beneath, which knows by one of its own what was written
 * here. A version is recognised as long as it is cached, and by its put-id later.
 */
final class Etags {

  private final BlockStore store;
  private final Map<BlockKey, Etag> cached;

  /**
   * Makes a translation for blocks that nobody changes meanwhile.
   *
   * @param store the store beneath
   * @param cached the etags of the versions that were cached and that the store has
   */
  Etags(BlockStore store, Map<BlockKey, Etag> cached) {
    this.store = store;
    this.cached = Map.copyOf(cached);
  }

  Precondition translate(BlockKey key, Precondition condition) throws BlockStoreException {
    return condition instanceof Precondition.IfMatch(Etag etag)
        ? Precondition.ifMatch(translate(key, etag))
        : condition;
  }

  Etag translate(BlockKey key, Etag etag) throws BlockStoreException {
    Optional<BlockStat> there = Blocks.find(store, key);
    boolean own = etag.equals(cached.get(key)) || there.map(stat -> isOf(stat, etag)).orElse(false);
    return own && there.isPresent() ? there.get().etag() : etag;
  }

  private static boolean isOf(BlockStat stat, Etag etag) {
    return stat.putId().map(id -> id.value().equals(etag.value())).orElse(false);
  }
}
