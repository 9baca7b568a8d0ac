package io.blocktier.blockstore.tck;

import java.util.SortedMap;
import java.util.TreeMap;

/** A directory. Sorted, so that chance meets the names in the same order. Not thread-safe. */
final class FolderNode implements DiskNode {

  private final SortedMap<String, DiskNode> now = new TreeMap<>();
  private final SortedMap<String, DiskNode> durable = new TreeMap<>();

  /** Returns the names as everybody sees them, to be changed. */
  SortedMap<String, DiskNode> now() {
    return now;
  }

  /** Returns the names that a power cut certainly leaves, to be changed. */
  SortedMap<String, DiskNode> durable() {
    return durable;
  }
}
