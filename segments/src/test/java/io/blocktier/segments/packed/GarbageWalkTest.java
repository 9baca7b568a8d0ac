package io.blocktier.segments.packed;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.AccessRefusedException;
import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.tck.DiskFaults;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.SimulatedDisk;
import io.blocktier.blockstore.tck.Simulation;
import io.blocktier.segments.Batch;
import io.blocktier.segments.SegmentManager;
import io.blocktier.segments.SimulatedSegments;
import io.blocktier.segments.manifest.Snapshot;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a walk through the notes of objects deletes, and in which order it makes sure of it. */
@Timeout(120)
class GarbageWalkTest {

  private static final BlockKey BLOCK = BlockKey.of("dir/block");
  private static final PackedOptions OPTIONS = PackedFixture.local(PackedFixture.LOG);

  private final InMemoryBlockStore memory = new InMemoryBlockStore(PackedFixture.EFFECTS);
  private final SimulatedDisk disk = new SimulatedDisk(DiskFaults.of(7), _ -> {}, (_, _) -> {});
  private final Simulation simulation = new Simulation(7, 5_000_000);
  private final List<NotedObject> deleted = new ArrayList<>();
  private final Set<String> refused = new HashSet<>();

  /** A test with segments of its own. */
  @FunctionalInterface
  private interface Task {
    void run(SegmentManager manager) throws Exception;
  }

  private void simulate(Task task) {
    assertThat(
            simulation.run(() -> {
              try (SegmentManager manager =
                  SimulatedSegments.open(
                      simulation, new UnclosedStore(memory), OPTIONS.managed(), disk)) {
                task.run(manager);
              }
            }))
        .isTrue();
  }

  private GarbageNotes notes(SegmentManager manager) {
    return new GarbageNotes(manager, new BlockObjects(memory, KeyPrefix.of("packed/")));
  }

  /** Objects are numbered. */
  private static String object(int number) {
    return String.format(Locale.ROOT, "%032x", number);
  }

  private static ByteBuffer name() {
    return ByteBuffer.wrap(BLOCK.value().getBytes(StandardCharsets.UTF_8));
  }

  /** Notes an object; returns the sequence number of the note. */
  private static long note(SegmentManager manager, int number) throws BlockStoreException {
    return manager
        .write(new Batch().put(RecordNames.garbage(object(number)), name()), Durability.LOCAL)
        .sequence();
  }

  private static void refer(SegmentManager manager, int number) throws BlockStoreException {
    ByteBuffer value = ByteBuffer.wrap(object(number).getBytes(StandardCharsets.US_ASCII));
    manager.write(
        new Batch()
            .put(RecordNames.object(BLOCK), value)
            .delete(RecordNames.garbage(object(number))),
        Durability.LOCAL);
  }

  private Optional<Snapshot> delete(NotedObject noted) {
    deleted.add(noted);
    return Optional.empty();
  }

  @Test
  void anObjectThatWasNotedAgainBehindALookIsNotJudgedByItsOlderNote() {
    simulate(manager -> {
      note(manager, 1);
      long[] again = new long[1];
      GarbageWalk walk =
          new GarbageWalk(
              manager,
              notes(manager),
              object -> {
                if (again[0] == 0) { // the cursor is at the first note
                  again[0] = arriveAndGo(manager);
                }
                return false;
              },
              this::delete);
      walk.want();

      walk.pass(() -> false);
      assertThat(deleted).as("a snapshot sees it").isEmpty();

      walk.want();
      walk.pass(() -> false);
      assertThat(deleted).containsExactly(new NotedObject(object(1), Optional.of(BLOCK), again[0]));
    });
  }

  /** Has a block get an object, a snapshot see it, and the block lose it. */
  private static long arriveAndGo(SegmentManager manager) {
    try {
      refer(manager, 1);
      manager.snapshot("between");
      return note(manager, 1);
    } catch (BlockStoreException e) {
      throw new AssertionError(e);
    }
  }

  /** Makes a walk whose store refuses to delete some objects. */
  private GarbageWalk refusing(SegmentManager manager, IntFunction<BlockStoreException> refusal) {
    GarbageWalk walk =
        new GarbageWalk(
            manager,
            notes(manager),
            _ -> false,
            noted -> {
              Optional<Snapshot> seer = delete(noted);
              if (refused.contains(noted.object())) {
                throw refusal.apply(deleted.size());
              }
              return seer;
            });
    walk.want();
    return walk;
  }

  private static Failure failure() {
    return Failure.of("store", Operation.DELETE, "not this one");
  }

  private List<String> tried() {
    return deleted.stream().map(NotedObject::object).toList();
  }

  @Test
  void anObjectThatMayNotBeDeletedKeepsNoOtherAndIsTriedAgain() {
    simulate(manager -> {
      for (int i = 1; i <= 3; i++) {
        note(manager, i);
      }
      refused.add(object(2));
      GarbageWalk walk = refusing(manager, _ -> new AccessRefusedException(failure(), null));

      walk.pass(() -> false);
      assertThat(tried()).containsExactly(object(1), object(2), object(3));

      deleted.clear();
      walk.pass(() -> false);
      assertThat(tried()).as("another time").contains(object(2));
    });
  }

  @Test
  void anOutageOrManyRefusalsEndAPassAndTheNextOneGoesOnBehind() {
    int most = GarbageWalk.MOST_REFUSALS_PER_PASS;
    simulate(manager -> {
      for (int i = 1; i <= most + 20; i++) {
        note(manager, i);
        refused.add(object(i));
      }
      GarbageWalk walk =
          refusing(
              manager,
              tried ->
                  tried < most + 5
                      ? new AccessRefusedException(failure(), null)
                      : new StoreUnavailableException(failure(), null));

      walk.pass(() -> false);
      assertThat(tried()).hasSize(most);
      walk.pass(() -> false);
      assertThat(tried()).hasSize(most + 5).last().isEqualTo(object(most + 5));
      walk.pass(() -> false);
      assertThat(tried()).last().isEqualTo(object(most + 6));
    });
  }

  @Test
  void aWalkThatIsToldToStopLooksUpNoFurtherNote() {
    simulate(manager -> {
      for (int i = 1; i <= 3; i++) {
        note(manager, i);
      }
      int[] looks = new int[1];
      GarbageWalk walk =
          new GarbageWalk(
              manager,
              notes(manager),
              _ -> {
                looks[0]++;
                return false;
              },
              this::delete);
      walk.want();

      walk.pass(() -> looks[0] == 4); // three of the page, and one behind it

      assertThat(looks[0]).isEqualTo(4);
      assertThat(deleted).isEmpty();
    });
  }
}
