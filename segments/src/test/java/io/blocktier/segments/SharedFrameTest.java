package io.blocktier.segments;

import static io.blocktier.segments.SegmentsFixture.OPTIONS;
import static io.blocktier.segments.SegmentsFixture.get;
import static io.blocktier.segments.SegmentsFixture.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.spi.Signals.Signal;
import io.blocktier.blockstore.tck.DiskFaults;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.SimulatedDisk;
import io.blocktier.blockstore.tck.Simulation;
import io.blocktier.blockstore.tck.SteppingBlockStore;
import io.blocktier.blockstore.tck.TestEffects;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A frame that many want at once. */
class SharedFrameTest {

  private static final int READERS = 8;
  private static final long MAX_STEPS = 100_000;

  /** What became of each reader; a failure is nothing. */
  private final List<Optional<String>> found = new ArrayList<>();

  private final InMemoryBlockStore store = new InMemoryBlockStore(TestEffects.seeded(1));
  private int frames;
  private int failures;
  private long hits;
  private long misses;

  /** Counts what is at the beginning of an object, and fails the first of them if told to. */
  private final class FirstFrames extends ForwardingBlockStore {

    FirstFrames(BlockStore inner) {
      super(inner);
    }

    @Override
    public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
        throws BlockStoreException {
      BlockRead read = super.read(key, range, target);
      if (key.value().startsWith("db/segments/") && range.offset() == 0) {
        frames++;
        if (failures-- > 0) {
          throw new StoreUnavailableException(
              Failure.of(this, Operation.READ, key, "not this time"), null);
        }
      }
      return read;
    }

    @Override
    public String toString() {
      return "firstFrames(" + inner() + ")";
    }
  }

  private void readTogether(int seed) {
    Simulation simulation = new Simulation(seed, MAX_STEPS);
    SimulatedDisk disk = new SimulatedDisk(DiskFaults.of(seed), _ -> {}, (_, _) -> {});
    boolean ended =
        simulation.run(() -> {
          BlockStore stepping = new FirstFrames(new SteppingBlockStore(store, simulation));
          try (SegmentManager manager = SegmentsFixture.open(simulation, stepping, OPTIONS, disk)) {
            put(manager, "a", "one");
            manager.flush();
            List<Signal> ends = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
              Signal end = simulation.signals().create();
              ends.add(end);
              simulation.effects().executor().execute(() -> read(manager, end));
            }
            for (Signal end : ends) {
              assertThat(end.await(Duration.ofMinutes(1))).isTrue();
            }
            hits = manager.parts().reads().frames().hits();
            misses = manager.parts().reads().frames().misses();
          }
        });
    assertThat(ended).isTrue();
  }

  private void read(SegmentManager manager, Signal end) {
    try {
      found.add(get(manager, "a"));
    } catch (BlockStoreException e) {
      found.add(Optional.empty());
    } finally {
      end.raise();
    }
  }

  @Test
  void isReadOnce() {
    for (int seed = 1; seed <= 20; seed++) {
      frames = 0;
      found.clear();
      readTogether(seed);
      assertThat(found).as("seed " + seed).hasSize(READERS).containsOnly(Optional.of("one"));
      assertThat(frames).as("seed " + seed).isEqualTo(1);
      assertThat(hits).as("seed " + seed).isEqualTo(READERS - 1);
      assertThat(misses).as("seed " + seed).isEqualTo(1);
    }
  }

  @Test
  void isReadByTheOthersWhereTheFirstFails() {
    failures = 1;
    readTogether(2);
    assertThat(found).hasSize(READERS).containsOnlyOnce(Optional.empty());
    assertThat(frames).isBetween(2, READERS);
    assertThat(misses).isEqualTo(frames);
  }
}
