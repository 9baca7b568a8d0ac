package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.tck.DiskFaults;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.SimulatedDisk;
import io.blocktier.blockstore.tck.Simulation;
import io.blocktier.blockstore.tck.SteppingBlockStore;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Short lives of a cache, each ended at every step it takes by a power cut that spares nothing but
 * what was forced. Whatever is left, cache and store have to agree on it in the end.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@ParameterizedClass
@EnumSource(names = {"HEAP", "CHRONICLE"})
class CrashAtEveryStepTest {

  private static final BlockKey A = BlockKey.of("a");
  private static final long MAX_STEPS = 100_000;
  private static final int SEEDS = 3;

  @Parameter private IndexKind index;

  /** What happens in a life; returns by and by which version has to be there at least. */
  @FunctionalInterface
  private interface Life {
    void run(CachingBlockStore cache, Acknowledged acknowledged) throws Exception;
  }

  /** The newest version, by its length, that has to survive. */
  private static final class Acknowledged {
    private int least;
  }

  @Test
  void aVersionIsInTheStoreOnlyWhenThePowerCutSparesItHereToo() {
    endAtEveryStep((cache, acknowledged) -> {
      write(cache, 1, WriteOptions.DEFAULT, acknowledged);
      cache.parts().flushing().flush(KeyPrefix.ALL);
      cache.write(A, Content.of(new byte[2]), WriteOptions.DEFAULT.with(Durability.MEMORY));
      cache.parts().flushing().flush(KeyPrefix.ALL);
      acknowledged.least = 2;
    });
  }

  @Test
  void aVersionThatTheStoreDecidedOnIsNotHiddenByAnOlderOneHere() {
    endAtEveryStep((cache, acknowledged) -> {
      write(cache, 1, WriteOptions.DEFAULT, acknowledged);
      cache.parts().flushing().flush(KeyPrefix.ALL);
      BlockStat there = cache.stat(A);
      write(cache, 2, WriteOptions.ifMatch(there.etag()), acknowledged);
      write(cache, 3, WriteOptions.DEFAULT, acknowledged);
    });
  }

  @Test
  void aDeletionThatTheStoreHasDoesNotComeBackOverALaterVersion() {
    endAtEveryStep((cache, acknowledged) -> {
      write(cache, 1, WriteOptions.DEFAULT, acknowledged);
      acknowledged.least = 0;
      Blocks.delete(cache, A);
      cache.parts().flushing().flush(KeyPrefix.ALL);
      write(cache, 2, WriteOptions.ifAbsent(), acknowledged);
    });
  }

  @Test
  void whatACleanStopLeftMisleadsNobodyBehindTheNextPowerCut() {
    endAtEveryStep(
        (cache, acknowledged) -> write(cache, 1, WriteOptions.DEFAULT, acknowledged),
        (cache, acknowledged) -> {
          assertThat(version(cache)).isEqualTo(1);
          write(cache, 2, WriteOptions.DEFAULT, acknowledged);
        });
  }

  private static void write(
      BlockStore cache, int version, WriteOptions how, Acknowledged acknowledged)
      throws BlockStoreException {
    cache.write(A, Content.of(new byte[version]), how);
    acknowledged.least = version;
  }

  private void endAtEveryStep(Life... lives) {
    for (int seed = 1; seed <= SEEDS; seed++) {
      int step = 1;
      while (!endsBefore(step, seed, lives)) {
        step++;
      }
      assertThat(step).as("the steps of a life").isGreaterThan(50);
    }
  }

  /** Tells whether lives end by themselves before a step; otherwise they are cut off there. */
  private boolean endsBefore(int step, int seed, Life... lives) {
    InMemoryBlockStore store = new InMemoryBlockStore(CacheFixture.EFFECTS);
    Simulation simulation = new Simulation(seed, MAX_STEPS);
    simulation.crashAt(step);
    Acknowledged acknowledged = new Acknowledged();
    Simulation[] now = {simulation};
    SimulatedDisk disk = new SimulatedDisk(DiskFaults.of(seed), _ -> {}, (_, _) -> now[0].step());
    boolean ended =
        simulation.run(() -> {
          BlockStore beneath = new Unclosed(new SteppingBlockStore(store, simulation));
          for (Life life : lives) {
            try (CachingBlockStore cache = SimulatedRound.open(simulation, disk, beneath, index)) {
              life.run(cache, acknowledged);
            }
          }
        });
    if (!ended) {
      now[0] = new Simulation(seed, MAX_STEPS);
      SimulatedDisk left = disk.crashLosingAll();
      now[0].run(() -> requireAgreement(now[0], left, store, step, seed, acknowledged.least));
    }
    return ended;
  }

  private void requireAgreement(
      Simulation simulation,
      SimulatedDisk disk,
      InMemoryBlockStore store,
      int step,
      int seed,
      int least)
      throws BlockStoreException {
    try (CachingBlockStore cache =
        SimulatedRound.open(simulation, disk, new Unclosed(store), index)) {
      String when = "behind a power cut at step " + step + " of seed " + seed;
      int found = version(cache);
      assertThat(found).as(when).isGreaterThanOrEqualTo(least);
      cache.parts().flushing().flush(KeyPrefix.ALL);
      assertThat(version(store)).as("the store, %s", when).isEqualTo(found);
    }
  }

  private static int version(BlockStore store) throws BlockStoreException {
    Optional<BlockStat> found = Blocks.find(store, A);
    return found.map(stat -> Math.toIntExact(stat.size())).orElse(0);
  }
}
