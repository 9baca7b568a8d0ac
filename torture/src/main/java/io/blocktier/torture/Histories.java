package io.blocktier.torture;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What was done to every key, and the audit of what is left. Thread-safe. */
final class Histories {

  private final Map<String, KeyHistory> histories;

  Histories(Set<String> keys) {
    Map<String, KeyHistory> all = new TreeMap<>();
    keys.forEach(key -> all.put(key, new KeyHistory()));
    this.histories = Collections.unmodifiableMap(all);
  }

  KeyHistory of(String key) {
    KeyHistory history = histories.get(key);
    if (history == null) {
      throw new IllegalArgumentException("'" + key + "' is not written to");
    }
    return history;
  }

  /** Returns where every history is. */
  Map<String, KeyHistory.Bounds> bounds() {
    Map<String, KeyHistory.Bounds> bounds = new TreeMap<>();
    histories.forEach((key, history) -> bounds.put(key, history.bounds()));
    return bounds;
  }

  /**
   * Compares what is there with what has to be: of each key what was promised before the harm, or
   * anything later that was begun before its end, and listings that say the same as reads.
   *
   * @param level the level whose promises count
   * @return how many blocks were compared
   * @throws AuditException if something acknowledged is missing, or something is there that was
   *     never written
   */
  long audit(
      BlockStore store,
      Durability level,
      Map<String, KeyHistory.Bounds> before,
      Map<String, KeyHistory.Bounds> after)
      throws AuditException, BlockStoreException {
    Set<String> found = new HashSet<>();
    for (Map.Entry<String, KeyHistory.Bounds> entry : before.entrySet()) {
      String key = entry.getKey();
      KeyHistory.Bounds bounds = entry.getValue();
      long least = level == Durability.REMOTE ? bounds.remote() : bounds.local();
      KeyHistory.Bounds end = after.getOrDefault(key, bounds);
      long version = version(store, key);
      of(key).check(key, version, least, end.begun());
      if (version > 0) {
        found.add(key);
      }
    }
    requireListed(store, found);
    return before.size();
  }

  private static void requireListed(BlockStore store, Set<String> found)
      throws AuditException, BlockStoreException {
    Set<String> listed = new HashSet<>();
    try (BlockListing listing = store.list(ListOptions.under(KeyPrefix.ALL))) {
      listing.forEachRemaining(entry -> listed.add(entry.name()));
    }
    if (!listed.equals(found)) {
      throw new AuditException("listed are " + listed + ", found were " + found);
    }
  }

  /** Returns the keys. */
  Set<String> keys() {
    return histories.keySet();
  }

  /** Returns the version that a key has, or 0 if it has no block. */
  static long version(BlockStore store, String key) throws AuditException, BlockStoreException {
    try {
      return Version.number(key, Blocks.readAll(store, BlockKey.of(key)));
    } catch (BlockNotFoundException e) {
      return 0;
    }
  }
}
