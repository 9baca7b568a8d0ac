package io.blocktier.segments.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Signals.Signal;
import io.blocktier.blockstore.tck.DiskFaultKind;
import io.blocktier.blockstore.tck.DiskFaultRule;
import io.blocktier.blockstore.tck.DiskFaults;
import io.blocktier.blockstore.tck.DiskOperation;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.SimulatedDisk;
import io.blocktier.blockstore.tck.Simulation;
import io.blocktier.blockstore.tck.SteppingBlockStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writers of one block that rewrite it, replace what they saw, and delete it, in any order. */
class PackedRacesTest {

  private static final BlockKey A = BlockKey.of("a");
  private static final long MAX_STEPS = 1_000_000;
  private static final int WRITERS = 4;
  private static final int TURNS = 8;

  private final InMemoryBlockStore memory = new InMemoryBlockStore(PackedFixture.EFFECTS);
  private final CountedStore store = new CountedStore(memory);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void noVersionIsReplacedTwiceAndTheLastOneStays(long seed) {
    Simulation simulation = new Simulation(seed, MAX_STEPS);
    SimulatedDisk disk =
        new SimulatedDisk(DiskFaults.of(seed), _ -> {}, (_, _) -> simulation.step());
    PackedOptions options = PackedFixture.remote(PackedFixture.LOG, Duration.ofMillis(20));
    Set<Etag> replaced = new HashSet<>();
    Optional<?>[] last = {Optional.empty()};
    assertThat(
            simulation.run(() -> {
              try (BlockStore packed = PackedFixture.openBare(simulation, store, options, disk)) {
                List<Signal> ends = new ArrayList<>();
                for (int writer = 0; writer < WRITERS; writer++) {
                  Signal end = simulation.signals().create();
                  ends.add(end);
                  SplittableRandom random = new SplittableRandom(seed * WRITERS + writer);
                  simulation
                      .effects()
                      .executor()
                      .execute(() -> {
                        for (int turn = 0; turn < TURNS; turn++) {
                          change(packed, random, replaced);
                        }
                        end.raise();
                      });
                }
                for (Signal end : ends) {
                  assertThat(end.await(Duration.ofHours(1))).isTrue();
                }
                last[0] = Blocks.find(packed, A);
              }
            }))
        .isTrue();
    Simulation later = new Simulation(seed, MAX_STEPS);
    later.run(() -> {
      try (BlockStore packed = PackedFixture.openBare(later, store, options, disk)) {
        assertThat(Blocks.find(packed, A)).as("behind a restart, seed %d", seed).isEqualTo(last[0]);
      }
    });
    assertThat(replaced).as("versions that were replaced, seed %d", seed).isNotEmpty();
  }

  private static void change(BlockStore packed, SplittableRandom random, Set<Etag> replaced) {
    byte[] bytes = new byte[1 + random.nextInt(PackedFixture.MAX_PACKED_BYTES * 5 / 4)];
    try {
      Optional<BlockStat> seen = Blocks.find(packed, A);
      switch (random.nextInt(6)) {
        case 0 -> packed.write(A, Content.of(bytes), WriteOptions.DEFAULT);
        case 1 -> Blocks.delete(packed, A);
        default -> {
          if (seen.isEmpty()) {
            packed.write(A, Content.of(bytes), WriteOptions.ifAbsent());
          } else if (random.nextInt(3) == 0) {
            packed.delete(A, DeleteOptions.ifMatch(seen.get().etag()));
            assertThat(replaced.add(seen.get().etag())).as("replaced once").isTrue();
          } else {
            packed.write(A, Content.of(bytes), WriteOptions.ifMatch(seen.get().etag()));
            assertThat(replaced.add(seen.get().etag())).as("replaced once").isTrue();
          }
        }
      }
    } catch (PreconditionFailedException overtaken) {
      assertThat(overtaken).hasMessageContaining("'a'");
    } catch (Exception e) {
      throw new AssertionError("a change failed", e);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aConditionIsNotJudgedBeforeWhatIsInDoubtIsSettled(long seed) {
    Simulation simulation = new Simulation(seed, MAX_STEPS);
    SimulatedDisk disk = new SimulatedDisk(DiskFaults.of(seed), _ -> {}, (_, _) -> {});
    PackedOptions options = PackedFixture.local(PackedFixture.LOG);
    assertThat(
            simulation.run(() -> {
              try (BlockStore packed = PackedFixture.openBare(simulation, store, options, disk)) {
                disk.setFaults(
                    DiskFaults.of(
                        seed, DiskFaultRule.of(DiskFaultKind.IO_ERROR, 100, DiskOperation.FORCE)));
                assertThatThrownBy(
                        () -> packed.write(A, Content.of(new byte[1]), WriteOptions.ifAbsent()))
                    .isInstanceOf(OutcomeUnknownException.class);
                disk.setFaults(DiskFaults.of(seed));
                assertThatThrownBy(
                        () -> packed.write(A, Content.of(new byte[2]), WriteOptions.ifAbsent()))
                    .isInstanceOf(PreconditionFailedException.class);
                assertThat(packed.stat(A).size()).isEqualTo(1);
              }
            }))
        .isTrue();
  }

  @Test
  void whoReadsAnObjectWithoutKnowingThatAnotherTookOverIsToldThatRatherThanOfDamage() {
    Simulation simulation = new Simulation(1, MAX_STEPS);
    SimulatedDisk disk = new SimulatedDisk(DiskFaults.of(1), _ -> {}, (_, _) -> {});
    byte[] large = new byte[PackedFixture.MAX_PACKED_BYTES + 1];
    PackedOptions here = PackedFixture.remote(PackedFixture.LOG, Duration.ofMillis(20));
    PackedOptions there = PackedFixture.remote(Path.of("/var/log-there"), Duration.ofMillis(20));
    simulation.run(() -> {
      BlockStore first = PackedFixture.openBare(simulation, store, here, disk);
      Blocks.write(first, A, large);
      try (BlockStore second = PackedFixture.openBare(simulation, store, there, disk)) {
        Blocks.write(second, A, new byte[1]);
        Blocks.write(second, BlockKey.of("b"), new byte[1]);

        assertThatThrownBy(() -> Blocks.readAll(first, A)).isInstanceOf(StoreClosedException.class);
        assertThat(Blocks.readAll(second, A).remaining()).isEqualTo(1);
      }
    });
  }

  /** Records may be in memory when it is found out that there is no room for their file. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void noHeadRefersToAnObjectThatIsGoneWhereTheDiskOfTheLogIsFull(long seed) {
    Simulation simulation = new Simulation(seed, MAX_STEPS);
    SimulatedDisk disk =
        new SimulatedDisk(DiskFaults.of(seed), _ -> {}, (_, _) -> simulation.step());
    PackedOptions options = PackedFixture.local(PackedFixture.LOG);
    BlockStore stepping = new SteppingBlockStore(store, simulation);
    simulation.run(() -> {
      try (BlockStore packed = PackedFixture.openBare(simulation, stepping, options, disk)) {
        disk.setFaults(DiskFaults.of(seed).withCapacity(1));
        List<Signal> ends = new ArrayList<>();
        for (int writer = 0; writer < 40; writer++) {
          int bytes = PackedFixture.MAX_PACKED_BYTES + (writer % 2 == 0 ? 1 : -1_000);
          BlockKey key = BlockKey.of("block-" + writer);
          Signal end = simulation.signals().create();
          ends.add(end);
          simulation
              .effects()
              .executor()
              .execute(() -> {
                try {
                  Blocks.write(packed, key, new byte[bytes]);
                } catch (BlockStoreException full) {
                  assertThat(full).hasMessageContaining(key.value());
                }
                end.raise();
              });
        }
        for (Signal end : ends) {
          assertThat(end.await(Duration.ofHours(1))).isTrue();
        }
        disk.setFaults(DiskFaults.of(seed));
      }
    });
    Simulation later = new Simulation(seed, MAX_STEPS);
    later.run(() -> {
      try (BlockStore packed = PackedFixture.openBare(later, store, options, disk)) {
        for (int writer = 0; writer < 40; writer++) {
          BlockKey key = BlockKey.of("block-" + writer);
          if (Blocks.find(packed, key).isPresent()) {
            assertThat(Blocks.readAll(packed, key).remaining()).isPositive();
          }
        }
      }
    });
  }
}
