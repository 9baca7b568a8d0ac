package io.blocktier.segments.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.tck.DiskFaultKind;
import io.blocktier.blockstore.tck.DiskFaultRule;
import io.blocktier.blockstore.tck.DiskFaults;
import io.blocktier.blockstore.tck.DiskOperation;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.SimulatedDisk;
import io.blocktier.blockstore.tck.Simulation;
import io.blocktier.segments.RecordCursor;
import io.blocktier.segments.SegmentManager;
import io.blocktier.segments.SimulatedSegments;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More replaced objects of large blocks than are remembered. */
@Timeout(120)
class PackedUpkeepTest {

  private static final int REMEMBERED = 4;
  private static final int DOUBTED = 2;
  private static final int BLOCKS = 20;
  private static final int LARGE = PackedFixture.MAX_PACKED_BYTES + 1;
  private static final KeyPrefix OBJECTS = KeyPrefix.of("packed/objects/");
  private static final Duration UPKEEP = Duration.ofMinutes(10);
  private static final PackedOptions OPTIONS =
      PackedFixture.local(PackedFixture.LOG).withUpkeep(UPKEEP);

  private final InMemoryBlockStore memory = new InMemoryBlockStore(PackedFixture.EFFECTS);
  private final SimulatedDisk disk = new SimulatedDisk(DiskFaults.of(7), _ -> {}, (_, _) -> {});
  private final Simulation simulation = new Simulation(7, 5_000_000);
  private final Away store = new Away(memory);

  /** Deletes nothing where the test says so, and is slow to say that it has an object. */
  private static final class Away extends ForwardingBlockStore {
    private boolean isAway;
    private boolean isMute;
    private boolean isBusy;
    private @Nullable Happening behindNext;

    Away(BlockStore inner) {
      super(inner);
    }

    @FunctionalInterface
    interface Happening {
      void happen() throws BlockStoreException, InterruptedException;
    }

    @Override
    public Receipt write(BlockKey key, Content content, WriteOptions how)
        throws BlockStoreException {
      Receipt receipt = inner().write(key, content, how);
      if (isMute && OBJECTS.covers(key)) {
        throw new OutcomeUnknownException(Failure.of(this, Operation.WRITE, key, "mute"), null);
      }
      Happening due = behindNext;
      if (due != null && OBJECTS.covers(key)) {
        behindNext = null;
        try {
          due.happen();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
      return receipt;
    }

    @Override
    public BlockUpload startUpload(BlockKey key, WriteOptions how) throws BlockStoreException {
      if (isBusy) {
        throw new StoreUnavailableException(
            Failure.of(this, Operation.START_UPLOAD, key, "busy"), null);
      }
      return inner().startUpload(key, how);
    }

    @Override
    public void delete(BlockKey key, DeleteOptions how) throws BlockStoreException {
      if (isAway && OBJECTS.covers(key)) {
        throw new StoreUnavailableException(Failure.of(this, Operation.DELETE, key, "away"), null);
      }
      inner().delete(key, how);
    }
  }

  /** A store that remembers few, and what looks after it. */
  private record Opened(BlockStore store, SegmentManager segments) implements AutoCloseable {
    @Override
    public void close() throws BlockStoreException {
      store.close();
    }
  }

  private Opened open() throws BlockStoreException {
    BlockStore beneath = new UnclosedStore(store);
    SegmentManager manager = SimulatedSegments.open(simulation, beneath, OPTIONS.managed(), disk);
    PackedParts parts =
        PackedBlockStore.start(
            beneath,
            manager,
            OPTIONS,
            simulation.effects(),
            simulation.signals(),
            new ObjectBounds(REMEMBERED, DOUBTED));
    return new Opened(new PackingBlockStore(parts, OPTIONS.segments().durability()), manager);
  }

  private void passUpkeep() throws InterruptedException {
    simulation.sleeper().sleep(UPKEEP.multipliedBy(3).plusMinutes(1));
  }

  private int objects() throws BlockStoreException {
    int[] count = {0};
    try (var listing = memory.list(ListOptions.under(OBJECTS))) {
      listing.forEachRemaining(_ -> count[0]++);
    }
    return count[0];
  }

  private static int notes(Opened packed) throws BlockStoreException {
    int count = 0;
    try (RecordCursor cursor = packed.segments().scan(RecordNames.allGarbage())) {
      while (cursor.next()) {
        count++;
      }
    }
    return count;
  }

  private static byte[] bytes(int seed) {
    byte[] bytes = new byte[LARGE];
    bytes[LARGE - 1] = (byte) seed;
    return bytes;
  }

  private static void writeAll(BlockStore packed, String prefix, int seed)
      throws BlockStoreException {
    for (int i = 0; i < BLOCKS; i++) {
      Blocks.write(packed, BlockKey.of(prefix + i), bytes(seed));
    }
  }

  private static void requireAll(BlockStore packed, int seed) throws BlockStoreException {
    for (int i = 0; i < BLOCKS; i++) {
      assertThat(Blocks.readAll(packed, BlockKey.of("k" + i)))
          .isEqualTo(ByteBuffer.wrap(bytes(seed)));
    }
  }

  @Test
  void upkeepFindsByTheirNotesWhatIsTooMuchToBeRemembered() {
    assertThat(
            simulation.run(() -> {
              try (Opened packed = open()) {
                writeAll(packed.store(), "k", 1);
                packed.segments().snapshot("monday");
                writeAll(packed.store(), "k", 2);
                writeAll(packed.store(), "gone", 3);
                assertThat(packed.store().deleteByPrefix(KeyPrefix.of("gone")).deleted())
                    .isEqualTo(BLOCKS);
                passUpkeep();
                assertThat(objects()).as("what the snapshot or a block has").isEqualTo(2 * BLOCKS);
                packed.segments().dropSnapshot("monday");
                passUpkeep();
                assertThat(objects()).isEqualTo(BLOCKS);
                requireAll(packed.store(), 2);
              }
            }))
        .isTrue();
  }

  @Test
  void whatAnOpeningDoesNotDeleteAtOnceUpkeepDeletes() {
    assertThat(
            simulation.run(() -> {
              store.isAway = true;
              try (Opened packed = open()) {
                writeAll(packed.store(), "k", 1);
                writeAll(packed.store(), "k", 2);
                passUpkeep();
                assertThat(objects()).isEqualTo(2 * BLOCKS);
              }
              try (Opened packed = open()) {
                passUpkeep();
                assertThat(objects()).as("nothing is lost from sight").isEqualTo(2 * BLOCKS);
                store.isAway = false;
                passUpkeep();
                assertThat(objects()).isEqualTo(BLOCKS);
                requireAll(packed.store(), 2);
              }
            }))
        .isTrue();
  }

  @Test
  void anObjectOnItsWayIsNotDeletedHoweverLongThatTakes() {
    assertThat(
            simulation.run(() -> {
              try (Opened packed = open()) {
                BlockKey late = BlockKey.of("late");
                store.behindNext =
                    () -> {
                      writeAll(packed.store(), "k", 1);
                      writeAll(packed.store(), "k", 2);
                      passUpkeep();
                      assertThat(objects()).isEqualTo(BLOCKS + 1);
                    };
                Blocks.write(packed.store(), late, bytes(9));
                writeAll(packed.store(), "k", 3);
                passUpkeep();
                assertThat(objects()).isEqualTo(BLOCKS + 1);
                assertThat(Blocks.readAll(packed.store(), late))
                    .isEqualTo(ByteBuffer.wrap(bytes(9)));
                requireAll(packed.store(), 3);
              }
            }))
        .isTrue();
  }

  @Test
  void uploadsThatNobodyCompletedLeaveNothingBehindHoweverManyThereAre() {
    BlockKey key = BlockKey.of("upload");
    assertThat(
            simulation.run(() -> {
              try (Opened packed = open()) {
                for (int i = 0; i < 5 * DOUBTED; i++) {
                  store.isBusy = true;
                  assertThatThrownBy(() -> packed.store().startUpload(key, WriteOptions.DEFAULT))
                      .isInstanceOf(StoreUnavailableException.class);
                  store.isBusy = false;
                  try (BlockUpload upload = packed.store().startUpload(key, WriteOptions.DEFAULT)) {
                    upload.uploadPart(1, Content.of(bytes(i)));
                    if (i % 2 == 0) {
                      upload.abort();
                    }
                  }
                }
                assertThat(notes(packed)).isEqualTo(10 * DOUBTED);
                passUpkeep();
                assertThat(notes(packed)).isZero();

                writeAll(packed.store(), "k", 1);
                writeAll(packed.store(), "k", 2);
                passUpkeep();
                assertThat(objects()).as("upkeep goes on").isEqualTo(BLOCKS);
                requireAll(packed.store(), 2);
              }
            }))
        .isTrue();
  }

  @Test
  void anUploadThatWasClosedIsNotCompletedBecauseItsObjectMayBeDeleted() {
    BlockKey key = BlockKey.of("upload");
    assertThat(
            simulation.run(() -> {
              try (Opened packed = open()) {
                BlockUpload upload = packed.store().startUpload(key, WriteOptions.DEFAULT);
                PartReceipt part = upload.uploadPart(1, Content.of(bytes(1)));
                upload.close();
                assertThatThrownBy(() -> upload.complete(List.of(part)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("the upload is over");
                assertThat(objects()).isZero();
                assertThat(Blocks.find(packed.store(), key)).isEmpty();
              }
            }))
        .isTrue();
  }

  @Test
  void whereTooManyWritesHaveNoKnownEndTheirNotesAreForTheNextOpening() {
    assertThat(
            simulation.run(() -> {
              try (Opened packed = open()) {
                store.isMute = true;
                for (int i = 0; i <= DOUBTED; i++) {
                  BlockKey key = BlockKey.of("lost" + i);
                  assertThatThrownBy(() -> Blocks.write(packed.store(), key, bytes(9)))
                      .isInstanceOf(StoreUnavailableException.class);
                }
                store.isMute = false;
                writeAll(packed.store(), "k", 1);
                writeAll(packed.store(), "k", 2);
                passUpkeep();
                assertThat(objects())
                    .as("no note is looked at")
                    .isGreaterThan(BLOCKS + DOUBTED + 1);
                requireAll(packed.store(), 2);
              }
              try (Opened packed = open()) {
                passUpkeep();
                assertThat(objects()).isEqualTo(BLOCKS);
                assertThat(notes(packed)).isZero();
                requireAll(packed.store(), 2);
              }
            }))
        .isTrue();
  }

  private void withoutForces(Away.Happening task) throws Exception {
    disk.setFaults(
        DiskFaults.of(7, DiskFaultRule.of(DiskFaultKind.IO_ERROR, 100, DiskOperation.FORCE)));
    task.happen();
    disk.setFaults(DiskFaults.of(7));
  }

  @Test
  void whatWasReplacedByAChangeThatNobodyWasSureOfIsDeletedWithoutAnotherOpening() {
    BlockKey packedLater = BlockKey.of("packed-later");
    BlockKey gone = BlockKey.of("gone");
    assertThat(
            simulation.run(() -> {
              try (Opened packed = open()) {
                Blocks.write(packed.store(), packedLater, bytes(1));
                Blocks.write(packed.store(), gone, bytes(2));
                withoutForces(() ->
                    assertThatThrownBy(() -> Blocks.write(packed.store(), packedLater, new byte[1]))
                        .isInstanceOf(OutcomeUnknownException.class));
                passUpkeep();
                assertThat(objects()).isEqualTo(1);
                withoutForces(() ->
                    assertThatThrownBy(() -> Blocks.delete(packed.store(), gone))
                        .isInstanceOf(OutcomeUnknownException.class));
                passUpkeep();
                assertThat(objects()).isZero();
                assertThat(notes(packed)).isZero();
                assertThat(Blocks.readAll(packed.store(), packedLater).remaining()).isEqualTo(1);
                assertThat(Blocks.find(packed.store(), gone)).isEmpty();
              }
            }))
        .isTrue();
  }
}
