package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.tck.FaultKind;
import io.blocktier.blockstore.tck.FaultPlan;
import io.blocktier.blockstore.tck.FaultRule;
import io.blocktier.blockstore.tck.FaultyBlockStore;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long closing takes, and what it waits for. */
class CacheClosingTest {

  private static final BlockKey A = BlockKey.of("a");

  private static final CacheOptions PATIENT =
      new CacheOptions(
          Path.of("cache"),
          1 << 20,
          1000,
          IndexKind.HEAP,
          1000,
          1000,
          Durability.LOCAL,
          Duration.ofMinutes(5),
          4,
          Duration.ofSeconds(20),
          Duration.ofMinutes(1),
          CacheFixture.READS);

  private final SimulatedCache simulated = new SimulatedCache(new MemoryLog(10, 20));
  private final InMemoryBlockStore beneath = new InMemoryBlockStore(CacheFixture.EFFECTS);

  private BlockStore faulty(FaultRule rule) {
    return new Unclosed(
        new FaultyBlockStore(beneath, FaultPlan.of(1, rule), simulated.simulation().effects()));
  }

  private Duration closingTime(CachingBlockStore cache) throws Exception {
    Duration before = simulated.now();
    cache.close();
    return simulated.now().minus(before);
  }

  @Test
  void blocksThatWaitToBeTriedAgainDoNotKeepACacheOpen() {
    FaultRule away = FaultRule.of(FaultKind.UNAVAILABLE, 100, Operation.WRITE, Operation.DELETE);
    simulated
        .simulation()
        .run(() -> {
          CachingBlockStore cache = simulated.open(faulty(away), PATIENT);
          for (String key : new String[] {"a", "b", "c"}) {
            Blocks.write(cache, BlockKey.of(key), new byte[] {1});
          }
          simulated.sleep(Duration.ofSeconds(1));
          assertThat(closingTime(cache)).isLessThan(Duration.ofSeconds(1));
        });
  }

  @Test
  void aCallOnTheStoreThatIsUnderWayIsWaitedFor() {
    FaultRule slow =
        FaultRule.of(FaultKind.DELAYED, 100, Operation.WRITE).taking(Duration.ofSeconds(7));
    simulated
        .simulation()
        .run(() -> {
          CachingBlockStore cache = simulated.open(faulty(slow), PATIENT);
          Blocks.write(cache, A, new byte[] {1});
          simulated.sleep(Duration.ofSeconds(1));
          assertThat(closingTime(cache)).isEqualTo(Duration.ofSeconds(6));
          assertThat(beneath.stat(A).size()).isEqualTo(1);
        });
  }

  @Test
  void aCallThatDoesNotEndIsGivenUpAtTheDeadline() {
    FaultRule stuck =
        FaultRule.of(FaultKind.DELAYED, 100, Operation.WRITE).taking(Duration.ofDays(1));
    simulated
        .simulation()
        .run(() -> {
          CachingBlockStore cache = simulated.open(faulty(stuck), PATIENT);
          Blocks.write(cache, A, new byte[] {1});
          simulated.sleep(Duration.ofSeconds(1));
          assertThat(closingTime(cache)).isEqualTo(PATIENT.patience());
        });
  }
}
