package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.cache.index.StateSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Compares what a cache counts at every change with what its index has. */
final class ExactCounts {

  private ExactCounts() {}

  private static List<BlockKey> atRisk(CountedIndex index) {
    List<BlockKey> found = new ArrayList<>();
    try {
      index.forEachAtRisk(KeyPrefix.ALL, (key, _) -> found.add(key));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return found;
  }

  /** What is counted at every change is what all of the index adds up to. */
  static void require(CountedIndex index) {
    List<BlockKey> atRisk = new ArrayList<>();
    long all = 0;
    for (BlockState state : BlockState.values()) {
      long[] found = {0, 0};
      try {
        index.forEach(
            StateSet.NONE.and(state.code()),
            (key, entry) -> {
              found[0]++;
              found[1] += entry.position().length();
              if (state.isAtRisk()) {
                atRisk.add(key);
              }
            });
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      assertThat(index.counts().blocks(state)).isEqualTo(found[0]);
      assertThat(index.counts().bytes(state)).isEqualTo(found[1]);
      all += found[0];
    }
    assertThat(index.size()).isEqualTo(all);
    assertThat(atRisk(index)).containsExactlyInAnyOrderElementsOf(atRisk);
  }
}
