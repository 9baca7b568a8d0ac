package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.cache.index.HeapIndex;
import io.blocktier.cache.index.IndexEntry;
import io.blocktier.cache.index.KeyBytes;
import io.blocktier.cache.journal.Position;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;

/** What an index counts while it is built, against what it counts while it is used. */
class CountedIndexTest {

  private static final int MAX_BLOCKS = 1000;
  private static final int KEYS = 40;
  private static final int CHANGES = 300;
  private static final int FEW = 10;

  private final CountedIndex built = new CountedIndex(new HeapIndex(MAX_BLOCKS), MAX_BLOCKS, FEW);
  private final CountedIndex used = new CountedIndex(new HeapIndex(MAX_BLOCKS), MAX_BLOCKS, FEW);

  @RepeatedTest(20)
  void anIndexThatIsBuiltCountsLikeOneThatIsUsed() throws IOException {
    long seed = new SplittableRandom().nextLong();
    RandomGenerator random = new SplittableRandom(seed);
    for (int i = 0; i < CHANGES; i++) {
      String key = "key-" + random.nextInt(KEYS);
      IndexEntry entry = entry(i, random);
      byte[] utf8 = key.getBytes(StandardCharsets.UTF_8);
      built.restore(KeyBytes.of(utf8, 0, utf8.length), entry);
      used.put(BlockKey.of(key), entry);
      assertThat(counts(built)).as("seed %d, change %d", seed, i).isEqualTo(counts(used));
    }
    assertThat(atRisk(built)).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(atRisk(used));
  }

  private static IndexEntry entry(int generation, RandomGenerator random) {
    BlockState[] states = BlockState.values();
    Position position = new Position(random.nextInt(4), 4096, random.nextInt(100), 0);
    return new IndexEntry(generation, states[random.nextInt(states.length)].code(), position, 0);
  }

  private static List<Object> counts(CountedIndex index) {
    List<Object> counts = new ArrayList<>();
    for (BlockState state : BlockState.values()) {
      counts.add(index.counts().blocks(state));
      counts.add(index.counts().bytes(state));
    }
    for (long segment = 0; segment < 4; segment++) {
      counts.add(index.counts().hasAtRisk(segment));
      counts.add(index.counts().hasClean(segment));
      counts.add(index.counts().hasResidents(segment));
    }
    counts.add(index.counts().oldestWithClean());
    return counts;
  }

  private static List<BlockKey> atRisk(CountedIndex index) throws IOException {
    List<BlockKey> keys = new ArrayList<>();
    index.forEachAtRisk(KeyPrefix.ALL, (key, _) -> keys.add(key));
    return keys;
  }
}
