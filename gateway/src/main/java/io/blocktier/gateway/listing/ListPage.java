package io.blocktier.gateway.listing;

import io.blocktier.blockstore.BlockStat;
import java.util.List;

/**
 * A page of a listing.
 *
 * @param lines in the order of their names
 * @param truncated whether there is more
 */
record ListPage(List<Line> lines, boolean truncated) {

  /** One line. */
  sealed interface Line {

    /** Returns the key or the fold. */
    String name();
  }

  /**
   * An object.
   *
   * @param name its key
   * @param stat its block, as the store's listing has it
   */
  record Key(String name, BlockStat stat) implements Line {}

  /**
   * All keys that start so.
   *
   * @param name prefix, what is between, and delimiter
   */
  record Fold(String name) implements Line {}

  /** Returns where the next page begins. */
  String last() {
    return lines.isEmpty() ? "" : lines.getLast().name();
  }
}
