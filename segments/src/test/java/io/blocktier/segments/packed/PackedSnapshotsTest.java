package io.blocktier.segments.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.tck.DiskFaults;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.SimulatedDisk;
import io.blocktier.blockstore.tck.Simulation;
import io.blocktier.segments.Batch;
import io.blocktier.segments.ReadOnlySegments;
import io.blocktier.segments.SegmentsOptions;
import io.blocktier.segments.check.CheckDepth;
import io.blocktier.segments.objects.SegmentStores;
import io.blocktier.segments.packed.ObjectFinding.Kind;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Objects of large blocks: what snapshots keep, and what a check sees. */
@Timeout(120)
class PackedSnapshotsTest {

  private static final BlockKey A = BlockKey.of("a");
  private static final BlockKey B = BlockKey.of("dir/b");
  private static final BlockKey C = BlockKey.of("dir/c");
  private static final BlockKey D = BlockKey.of("dir/d");
  private static final int LARGE = PackedFixture.MAX_PACKED_BYTES + 1;
  private static final Duration UPKEEP = Duration.ofMinutes(10);
  private static final PackedOptions OPTIONS =
      PackedFixture.local(PackedFixture.LOG).withUpkeep(UPKEEP);

  private final InMemoryBlockStore memory = new InMemoryBlockStore(PackedFixture.EFFECTS);
  private final SimulatedDisk disk = new SimulatedDisk(DiskFaults.of(7), _ -> {}, (_, _) -> {});
  private final Simulation simulation = new Simulation(7, 5_000_000);

  /** Each length is an object of its own. */
  private static byte[] bytes(int more) {
    byte[] bytes = new byte[LARGE + more];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31 + more);
    }
    return bytes;
  }

  private void simulate(Simulation.Task task) {
    assertThat(simulation.run(task)).isTrue();
  }

  private PackedBlockStore open(BlockStore store) throws BlockStoreException {
    return PackedFixture.open(simulation, new UnclosedStore(store), OPTIONS, disk);
  }

  private void passUpkeep() throws InterruptedException {
    simulation.sleeper().sleep(UPKEEP.multipliedBy(2).plusMinutes(1));
  }

  /** Returns the objects of large blocks by how much more than large they are. */
  private static Map<Integer, BlockKey> objects(BlockStore store) throws BlockStoreException {
    Map<Integer, BlockKey> objects = new TreeMap<>();
    try (var listing = store.list(ListOptions.under(KeyPrefix.of("packed/objects/")))) {
      listing.forEachRemaining(entry -> {
        if (entry instanceof ListEntry.Block(var stat)) {
          objects.put((int) stat.size() - LARGE, stat.key());
        }
      });
    }
    return objects;
  }

  private ReadOnlyPackedBlockStore snapshot(String name) throws BlockStoreException {
    return ReadOnlyPackedBlockStore.openSnapshot(
        new UnclosedStore(memory), OPTIONS, name, PackedFixture.EFFECTS);
  }

  private static PackedCheckReport check(BlockStore store, CheckDepth depth)
      throws BlockStoreException {
    SegmentsOptions segments = OPTIONS.segments();
    ReadOnlySegments sealed =
        ReadOnlySegments.open(
            new SegmentStores(store, Optional.empty()),
            segments.names(),
            segments.format(),
            segments.reading(),
            PackedFixture.EFFECTS);
    return new PackedFsck(sealed, store, segments.names()).run(depth);
  }

  @Test
  void aSnapshotKeepsTheLargeBlocksThatItSeesUntilItIsDropped() {
    simulate(() -> {
      try (PackedBlockStore packed = open(memory)) {
        Blocks.write(packed, A, bytes(1));
        Blocks.write(packed, B, bytes(2));
        packed.segments().snapshot("monday");
        Blocks.write(packed, A, bytes(3));
        Blocks.delete(packed, B);
        Blocks.write(packed, C, bytes(4));
        Blocks.delete(packed, C);
        packed.segments().flush();
        passUpkeep();
        assertThat(objects(memory).keySet()).as("none sees 4").containsExactly(1, 2, 3);
        try (BlockStore monday = snapshot("monday")) {
          assertThat(Blocks.readAll(monday, A)).isEqualTo(ByteBuffer.wrap(bytes(1)));
          assertThat(Blocks.readAll(monday, B)).isEqualTo(ByteBuffer.wrap(bytes(2)));
          assertThat(Blocks.find(monday, C)).isEmpty();
        }
      }
      try (PackedBlockStore packed = open(memory)) {
        passUpkeep();
        assertThat(objects(memory).keySet()).as("over a restart").containsExactly(1, 2, 3);
        packed.segments().snapshot("tuesday");
        Blocks.write(packed, A, bytes(5));
        packed.segments().dropSnapshot("monday");
        packed.segments().flush();
        passUpkeep();
        assertThat(objects(memory).keySet()).containsExactly(3, 5);
        try (BlockStore tuesday = snapshot("tuesday")) {
          assertThat(Blocks.readAll(tuesday, A)).isEqualTo(ByteBuffer.wrap(bytes(3)));
          packed.segments().dropSnapshot("tuesday");
        }
        passUpkeep();
        assertThat(objects(memory).keySet()).containsExactly(5);
        assertThatThrownBy(() -> snapshot("tuesday")).isInstanceOf(BlockNotFoundException.class);
        assertThat(Blocks.readAll(packed, A)).isEqualTo(ByteBuffer.wrap(bytes(5)));
      }
      PackedCheckReport end = check(memory, CheckDepth.RECORDS);
      assertThat(end.findings()).isEmpty();
      assertThat(end.orphans()).isEmpty();
      assertThat(end.waiting()).isZero();
      assertThat(end.objects()).isEqualTo(1);
    });
  }

  @Test
  void aNoteThatNamesNoBlockKeepsItsObjectForAnyOlderSnapshot() {
    String number = "0123456789abcdef".repeat(2);
    BlockKey object = BlockKey.of("packed/objects/" + number);
    Batch note = new Batch().put(RecordNames.garbage(number), ByteBuffer.allocate(0));
    simulate(() -> {
      try (PackedBlockStore packed = open(memory)) {
        Blocks.write(memory, object, bytes(1));
        Blocks.write(packed, A, new byte[1]);
        packed.segments().snapshot("monday");
        packed.segments().write(note);
        packed.segments().snapshot("tuesday");
      }
      try (PackedBlockStore packed = open(memory)) {
        passUpkeep();
        assertThat(objects(memory)).hasSize(1);
        packed.segments().dropSnapshot("monday");
        passUpkeep();
        assertThat(objects(memory)).isEmpty();
      }
    });
  }

  @Test
  void whoReadsASnapshotThatWasDroppedIsToldSo() {
    simulate(() -> {
      try (PackedBlockStore packed = open(memory)) {
        Blocks.write(packed, A, bytes(1));
        Blocks.write(packed, B, new byte[9]);
        packed.segments().snapshot("monday");
        Blocks.write(packed, A, bytes(2));
        packed.segments().flush();
        try (BlockStore monday = snapshot("monday")) {
          assertThat(Blocks.readAll(monday, A)).isEqualTo(ByteBuffer.wrap(bytes(1)));
          packed.segments().dropSnapshot("monday");
          passUpkeep();
          assertThat(objects(memory).keySet()).containsExactly(2);

          assertThatThrownBy(() -> Blocks.readAll(monday, A))
              .isInstanceOf(StoreClosedException.class)
              .hasMessageContaining("'monday'");
          assertThatThrownBy(() -> Blocks.find(monday, B))
              .as("not what there never was")
              .isInstanceOf(StoreClosedException.class);
          assertThatThrownBy(
                  () -> {
                    try (var listing = monday.list(ListOptions.under(KeyPrefix.ALL))) {
                      listing.nextPage();
                    }
                  })
              .isInstanceOf(StoreClosedException.class);
        }
      }
    });
  }

  /** A store that deletes no objects for a while, or only slowly. */
  private static final class Undeleting extends ForwardingBlockStore {

    private final Simulation simulation;
    private boolean refuses;
    private Duration takes = Duration.ZERO;
    private int tried;

    Undeleting(BlockStore store, Simulation simulation) {
      super(store);
      this.simulation = simulation;
    }

    @Override
    public void delete(BlockKey key, DeleteOptions how) throws BlockStoreException {
      if (key.value().startsWith("packed/objects/")) {
        tried++;
        sleep();
        if (refuses) {
          throw new StoreUnavailableException(
              Failure.of("store", Operation.DELETE, "no deletes today"), null);
        }
      }
      super.delete(key, how);
    }

    private void sleep() {
      try {
        simulation.sleeper().sleep(takes);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** Leaves three objects to upkeep that only a snapshot has kept. */
  private static void replaceThree(PackedBlockStore packed) throws BlockStoreException {
    Blocks.write(packed, A, bytes(1));
    Blocks.write(packed, B, bytes(2));
    Blocks.write(packed, C, bytes(3));
    packed.segments().snapshot("monday");
    Blocks.write(packed, A, new byte[1]);
    Blocks.write(packed, B, new byte[1]);
    Blocks.write(packed, C, new byte[1]);
    packed.segments().flush();
    Blocks.write(packed, D, new byte[1]);
    packed.segments().dropSnapshot("monday");
  }

  @Test
  void anOutageEndsAPassOfUpkeepAndLosesNothing() {
    simulate(() -> {
      Undeleting store = new Undeleting(memory, simulation);
      try (PackedBlockStore packed = open(store)) {
        replaceThree(packed);
        store.refuses = true;
        passUpkeep();
        assertThat(store.tried).as("one in each pass").isBetween(1, 3);
        assertThat(objects(memory)).hasSize(3);

        store.refuses = false;
        passUpkeep();

        assertThat(objects(memory)).isEmpty();
      }
      assertThat(check(memory, CheckDepth.OBJECTS).waiting()).isZero();
    });
  }

  @Test
  void upkeepDeletesNoFurtherObjectOnceItIsToEnd() {
    simulate(() -> {
      Undeleting store = new Undeleting(memory, simulation);
      try (PackedBlockStore packed = open(store)) {
        replaceThree(packed);
        store.takes = Duration.ofSeconds(10);
        simulation.sleeper().sleep(UPKEEP.plusSeconds(5));
        assertThat(store.tried).isEqualTo(1);
      }
      simulation.sleeper().sleep(Duration.ofDays(1));
      assertThat(store.tried).isEqualTo(1);
    });
  }

  /** A store where something happens once, behind the first look at what an object is like. */
  private static final class Meanwhile extends ForwardingBlockStore {

    private final Simulation.Task task;
    private boolean done;

    Meanwhile(BlockStore store, Simulation.Task task) {
      super(store);
      this.task = task;
    }

    @Override
    public BlockStat stat(BlockKey key) throws BlockStoreException {
      try {
        return super.stat(key);
      } finally {
        happen(key);
      }
    }

    private void happen(BlockKey key) {
      if (!done && key.value().startsWith("packed/objects/")) {
        done = true;
        try {
          task.run();
        } catch (Exception e) {
          throw new AssertionError(e);
        }
      }
    }
  }

  @Test
  void aCheckReportsWhatASnapshotLostThoughTheBlockIsReplacedMeanwhile() {
    simulate(() -> {
      try (PackedBlockStore packed = open(memory)) {
        Blocks.write(packed, A, bytes(1));
        packed.segments().snapshot("monday");
        Blocks.delete(memory, objects(memory).get(1));
        BlockStore store =
            new Meanwhile(
                memory,
                () -> {
                  Blocks.write(packed, A, bytes(2));
                  packed.segments().flush();
                });

        assertThat(check(store, CheckDepth.OBJECTS).findings())
            .singleElement()
            .satisfies(finding -> {
              assertThat(finding.kind()).isEqualTo(Kind.MISSING);
              assertThat(finding.block()).isEqualTo(A);
              assertThat(finding.snapshot()).contains("monday");
            });
      }
    });
  }

  @Test
  void aCheckReportsNothingAsLeftBehindThatIsGoneMeanwhile() {
    simulate(() -> {
      try (PackedBlockStore packed = open(memory)) {
        Blocks.write(packed, A, bytes(1));
        packed.segments().flush();
      }
      BlockKey stray = BlockKey.of("packed/objects/" + "f".repeat(32));
      Blocks.write(memory, stray, bytes(9));
      BlockStore store = new Meanwhile(memory, () -> Blocks.delete(memory, stray));

      PackedCheckReport report = check(store, CheckDepth.OBJECTS);

      assertThat(report.findings()).isEmpty();
      assertThat(report.orphans()).isEmpty();
      assertThat(report.orphanBytes()).isZero();
    });
  }

  @Test
  void aCheckSeesWhatIsMissingOrDamagedAndWhatBelongsToNobody() {
    simulate(() -> {
      try (PackedBlockStore packed = open(memory)) {
        Blocks.write(packed, A, bytes(1));
        Blocks.write(packed, B, bytes(2));
        Blocks.write(packed, C, bytes(3));
        Blocks.write(packed, D, bytes(4));
        packed.segments().snapshot("monday");
        Blocks.write(packed, D, bytes(5));
        packed.segments().flush();
      }
      PackedCheckReport sound = check(memory, CheckDepth.RECORDS);
      assertThat(sound.findings()).isEmpty();
      assertThat(sound.orphans()).isEmpty();
      assertThat(sound.objects()).isEqualTo(5);
      assertThat(sound.bytes()).isEqualTo(5L * LARGE + 15);

      Map<Integer, BlockKey> objects = objects(memory);
      Blocks.delete(memory, objects.get(1));
      byte[] other = bytes(2);
      other[77] ^= 1;
      Blocks.write(memory, objects.get(2), other);
      Blocks.write(memory, objects.get(3), bytes(2));
      Blocks.delete(memory, objects.get(4));
      BlockKey stray = BlockKey.of("packed/objects/" + "f".repeat(32));
      Blocks.write(memory, stray, bytes(9));

      PackedCheckReport found = check(memory, CheckDepth.OBJECTS);
      assertThat(found.findings())
          .extracting(finding -> finding.block() + " " + finding.kind())
          .containsExactlyInAnyOrder(
              "a " + Kind.MISSING,
              "dir/b " + Kind.DAMAGED,
              "dir/c " + Kind.WRONG_SIZE,
              "dir/d " + Kind.MISSING);
      assertThat(found.findings())
          .filteredOn(finding -> finding.block().equals(D))
          .singleElement()
          .extracting(finding -> finding.snapshot().orElseThrow())
          .isEqualTo("monday");
      assertThat(found.orphans()).containsExactly(stray);
      assertThat(found.orphanBytes()).isEqualTo(LARGE + 9);
    });
  }

  @Test
  void whereTheStoreKeepsNoChecksumsOnlyReadingFindsDamage() {
    InMemoryBlockStore weak =
        new InMemoryBlockStore(
            "weak",
            InMemoryBlockStore.ALL_CAPABILITIES.without(Set.of(Capability.CHECKSUM)),
            PackedFixture.EFFECTS);
    simulate(() -> {
      try (PackedBlockStore packed = open(weak)) {
        Blocks.write(packed, A, bytes(2 << 20));
        packed.segments().flush();
      }
      byte[] other = bytes(2 << 20);
      other[LARGE + 70] ^= 1;
      Blocks.write(weak, objects(weak).get(2 << 20), other);

      assertThat(check(weak, CheckDepth.FOOTERS).findings()).isEmpty();
      assertThat(check(weak, CheckDepth.RECORDS).findings())
          .singleElement()
          .extracting(ObjectFinding::kind)
          .isEqualTo(Kind.DAMAGED);
    });
  }
}
