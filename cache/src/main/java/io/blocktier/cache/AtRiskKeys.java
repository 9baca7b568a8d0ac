package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The keys of the blocks at risk, as long as they are few: nobody has to look for them among all
 * others then. Of more than a bound, or when nobody has looked yet, it has some, and counts the
 * rest. Thread-safe; for one key the caller makes one change at a time.
 */
final class AtRiskKeys {

  private final int maxKeys;
  private final Set<BlockKey> keys = new HashSet<>();
  private long missing;

  /** Begins with none; keeps so many keys at most. */
  AtRiskKeys(int maxKeys) {
    this.maxKeys = maxKeys;
  }

  /** Notes that a block is at risk that was not. */
  synchronized void add(BlockKey key) {
    if (keys.size() < maxKeys) {
      keys.add(key);
    } else {
      missing++;
    }
  }

  /** Notes more of them, or fewer, whose keys are looked for later. */
  synchronized void addUnnamed(int more) {
    missing += more;
  }

  /** Notes that a block is not at risk any more. */
  synchronized void remove(BlockKey key) {
    if (!keys.remove(key)) {
      missing--;
    }
  }

  /** Notes a block that is at risk, and may be among those that were only counted. */
  synchronized void found(BlockKey key) {
    if (lacksSome() && keys.add(key)) {
      missing--;
    }
  }

  /** Tells whether some are only counted, although there is room for their keys. */
  synchronized boolean lacksSome() {
    return missing > 0 && keys.size() < maxKeys;
  }

  /** Returns all of them, unless some are only counted. */
  synchronized Optional<List<BlockKey>> all() {
    return missing == 0 ? Optional.of(List.copyOf(keys)) : Optional.empty();
  }
}
