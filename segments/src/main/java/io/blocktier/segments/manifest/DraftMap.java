package io.blocktier.segments.manifest;

import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A map that is copied before it is changed for the first time. For one thread. */
final class DraftMap<K, V> {

  private final SortedMap<K, V> original;
  private @Nullable SortedMap<K, V> changed;

  DraftMap(SortedMap<K, V> original) {
    this.original = original;
  }

  SortedMap<K, V> now() {
    return changed == null ? original : changed;
  }

  SortedMap<K, V> changing() {
    if (changed == null) {
      changed = new TreeMap<>(original);
    }
    return changed;
  }
}
