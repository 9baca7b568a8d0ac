package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.cache.index.EntryBatch;
import io.blocktier.cache.index.HeapIndex;
import io.blocktier.cache.index.IndexEntry;
import io.blocktier.journal.Position;
import io.blocktier.journal.RecordView;
import java.io.IOException;
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
    EntryBatch batch = new EntryBatch();
    for (int i = 0; i < CHANGES; i++) {
      String key = "key-" + random.nextInt(KEYS);
      IndexEntry entry = entry(i, random);
      RecordView record = record(key, entry);
      if (!batch.takes(record) || random.nextInt(FEW) == 0) {
        restore(batch);
        assertThat(counts(built)).as("seed %d, change %d", seed, i).isEqualTo(counts(used));
      }
      batch.add(record, entry.state(), entry.since());
      used.put(BlockKey.of(key), entry);
    }
    restore(batch);
    assertThat(counts(built)).as("seed %d", seed).isEqualTo(counts(used));
    assertThat(atRisk(built)).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(atRisk(used));
  }

  private void restore(EntryBatch batch) throws IOException {
    assertThat(built.restore(batch)).isEqualTo(batch.size());
    batch.clear();
  }

  private static RecordView record(String key, IndexEntry entry) {
    return RecordView.of(entry.generation(), entry.position(), (byte) 1, key, new byte[0]);
  }

  private static IndexEntry entry(int generation, RandomGenerator random) {
    BlockState[] states = BlockState.values();
    Position position = new Position(segment(generation), 4096, random.nextInt(100), 0);
    return new IndexEntry(generation, states[random.nextInt(states.length)].code(), position, 0);
  }

  /** Runs of records have the same, and each comes back. */
  private static long segment(int generation) {
    return generation / FEW % 4;
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
