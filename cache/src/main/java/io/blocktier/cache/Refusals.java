package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Why blocks are quarantined; an entry is true as long as the index says that its block is, and of
 * that generation. There is one for each such block, of which the index bounds the number.
 * Thread-safe.
 */
final class Refusals {

  private final Map<BlockKey, Refusal> refusals = new ConcurrentHashMap<>();

  boolean isEmpty() {
    return refusals.isEmpty();
  }

  void put(BlockKey key, Refusal refusal) {
    refusals.put(key, refusal);
  }

  void forget(BlockKey key) {
    if (!refusals.isEmpty()) {
      refusals.remove(key);
    }
  }

  Optional<Refusal> find(BlockKey key) {
    return Optional.ofNullable(refusals.get(key));
  }
}
