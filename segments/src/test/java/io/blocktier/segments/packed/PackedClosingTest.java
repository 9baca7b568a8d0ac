package io.blocktier.segments.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.segments.ReadOnlySegments;
import io.blocktier.segments.manifest.GarbageLimits;
import io.blocktier.segments.objects.SegmentStores;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the object of a large block when its store closes under its writer. */
@Timeout(120)
class PackedClosingTest {

  private static final Effects EFFECTS = PackedFixture.EFFECTS;
  private static final BlockKey A = BlockKey.of("a");
  private static final BlockKey B = BlockKey.of("b");
  private static final KeyPrefix OBJECTS = KeyPrefix.of("packed/objects/");
  private static final int LARGE = PackedFixture.MAX_PACKED_BYTES + 1;
  private static final GarbageLimits AT_ONCE = new GarbageLimits(Duration.ZERO, 2, 1L << 30);

  @TempDir private Path directory;

  private final InMemoryBlockStore memory = new InMemoryBlockStore(EFFECTS);
  private final Interrupted store = new Interrupted(new CountedStore(memory));

  /** Has something happen as soon as an object is there, and deletes none if the test says so. */
  private static final class Interrupted extends ForwardingBlockStore {
    private @Nullable Happening next;
    private boolean deletes = true;

    Interrupted(CountedStore inner) {
      super(inner);
    }

    @FunctionalInterface
    interface Happening {
      void happen() throws BlockStoreException;
    }

    @Override
    public Receipt write(BlockKey key, Content content, WriteOptions how)
        throws BlockStoreException {
      Receipt receipt = inner().write(key, content, how);
      Happening due = next;
      if (due != null && OBJECTS.covers(key)) {
        next = null;
        due.happen();
      }
      return receipt;
    }

    @Override
    public void delete(BlockKey key, DeleteOptions how) throws BlockStoreException {
      if (!deletes && OBJECTS.covers(key)) {
        throw new StoreUnavailableException(Failure.of(this, Operation.DELETE, key, "away"), null);
      }
      inner().delete(key, how);
    }
  }

  private PackedBlockStore open() throws BlockStoreException {
    return open("log");
  }

  private PackedBlockStore open(String log) throws BlockStoreException {
    return PackedBlockStore.open(store, PackedFixture.local(directory.resolve(log)), EFFECTS);
  }

  private static byte[] bytes(int seed) {
    byte[] bytes = new byte[LARGE];
    for (int i = 0; i < LARGE; i++) {
      bytes[i] = (byte) (i * 31 + seed);
    }
    return bytes;
  }

  private List<BlockKey> objects() throws BlockStoreException {
    List<BlockKey> keys = new ArrayList<>();
    try (var listing = memory.list(ListOptions.under(OBJECTS))) {
      listing.forEachRemaining(entry -> keys.add(BlockKey.of(entry.name())));
    }
    return keys;
  }

  /** Closes the segments behind the object of the second version of a block. */
  private void closeBetweenObjectAndRecord() throws BlockStoreException {
    try (PackedBlockStore packed = open()) {
      Blocks.write(packed, A, bytes(1));
      store.next = packed.segments()::close;
      assertThatThrownBy(() -> Blocks.write(packed, A, bytes(2)))
          .isInstanceOf(StoreClosedException.class)
          .hasMessageContaining("'a'");
    }
  }

  private void requireFirstVersionAlone() throws BlockStoreException {
    try (PackedBlockStore packed = open()) {
      assertThat(Blocks.readAll(packed, A)).isEqualTo(ByteBuffer.wrap(bytes(1)));
      assertThat(objects()).hasSize(1);
    }
  }

  @Test
  void anObjectWhoseRecordIsTooLateGoesAtOnceAndTheVersionBeforeStays() throws Exception {
    closeBetweenObjectAndRecord();
    assertThat(objects()).hasSize(1);
    requireFirstVersionAlone();
  }

  @Test
  void anObjectThatCannotBeDeletedThenIsDeletedByTheNextOpening() throws Exception {
    store.deletes = false;
    closeBetweenObjectAndRecord();
    assertThat(objects()).hasSize(2);
    store.deletes = true;
    requireFirstVersionAlone();
  }

  @Test
  void aWriterThatWaitsForItsSegmentWhileItClosesLeavesABlockOrNothing() throws Exception {
    for (int round = 0; round < 10; round++) {
      PackedOptions waiting =
          PackedFixture.remote(directory.resolve("log"), Duration.ofSeconds(20));
      try (PackedBlockStore packed = PackedBlockStore.open(store, waiting, EFFECTS)) {
        CompletableFuture<Void> there = new CompletableFuture<>();
        store.next = () -> there.complete(null);
        int seed = round;
        CompletableFuture<Boolean> written =
            CompletableFuture.supplyAsync(() -> isWritten(packed, seed), EFFECTS.executor());
        there.get(1, TimeUnit.MINUTES);
        packed.segments().close();
        boolean acknowledged = written.get(1, TimeUnit.MINUTES);
        try (PackedBlockStore next = open()) {
          Optional<ByteBuffer> found =
              Blocks.find(next, A).isEmpty()
                  ? Optional.empty()
                  : Optional.of(Blocks.readAll(next, A));
          assertThat(acknowledged && !found.equals(Optional.of(ByteBuffer.wrap(bytes(seed)))))
              .as("acknowledged and lost")
              .isFalse();
          assertThat(objects()).hasSize(found.isPresent() ? 1 : 0);
        }
      }
    }
  }

  private static boolean isWritten(PackedBlockStore packed, int seed) {
    try {
      Blocks.write(packed, A, bytes(seed));
      return true;
    } catch (StoreClosedException closed) {
      return false;
    } catch (BlockStoreException e) {
      throw new CompletionException(e);
    }
  }

  private ReadOnlySegments sealed() throws BlockStoreException {
    PackedOptions options = PackedFixture.local(directory.resolve("log"));
    return ReadOnlySegments.open(
        new SegmentStores(store, Optional.empty()),
        options.segments().names(),
        options.segments().format(),
        options.segments().reading(),
        EFFECTS);
  }

  private PackedRepair repair(GarbageLimits limits, InstantSource clock)
      throws BlockStoreException {
    return new PackedRepair(
        sealed(),
        store,
        PackedFixture.local(directory.resolve("log")).segments().names(),
        limits,
        clock);
  }

  @Test
  void whatAFencedWriterLeftIsDeletedByARepairOnceItsLogIsGivenUp() throws Exception {
    try (PackedBlockStore first = open()) {
      Blocks.write(first, A, bytes(1));
      first.segments().flush();
      PackedBlockStore[] second = new PackedBlockStore[1];
      store.next = () -> second[0] = open("other");
      Blocks.write(first, B, bytes(2)); // it does not know yet
      Blocks.write(first, B, bytes(3));
      assertThatThrownBy(first::close).isInstanceOf(StoreClosedException.class);
      try (PackedBlockStore writer = second[0]) {
        Blocks.write(writer, B, bytes(4));
        assertThat(objects()).hasSize(4);
        PackedRepair repair = repair(AT_ONCE, EFFECTS.clock());
        OrphanReport waits = repair.run(writer.segments());
        assertThat(waits.logs()).hasSize(1);
        assertThat(waits.left()).isEqualTo(2);
        assertThat(objects()).as("as long as the log may be kept for them").hasSize(4);

        writer.segments().giveUpLog(waits.logs().getFirst());
        GarbageLimits tomorrow = new GarbageLimits(Duration.ofDays(1), 2, 1L << 30);
        assertThat(repair(tomorrow, EFFECTS.clock()).run(writer.segments()).young()).isEqualTo(2);
        assertThat(objects()).as("too young").hasSize(4);

        BlockKey foreign = BlockKey.of("packed/objects/readme");
        BlockKey deeper = BlockKey.of("packed/objects/theirs/" + "f".repeat(32));
        Blocks.write(memory, foreign, new byte[] {1});
        Blocks.write(memory, deeper, new byte[] {1});
        OrphanReport plan = repair.plan();
        assertThat(plan.dryRun()).isTrue();
        assertThat(plan.deleted()).hasSize(2).doesNotContain(foreign, deeper);
        assertThat(objects()).as("a dry run").hasSize(6);

        OrphanReport one = repair(one(), EFFECTS.clock()).run(writer.segments());
        assertThat(one.deleted()).hasSize(1);
        assertThat(one.left()).isEqualTo(1);
        assertThat(repair.run(writer.segments()).deleted()).hasSize(1);
        assertThat(objects()).hasSize(4).contains(foreign, deeper);
        assertThat(Blocks.readAll(writer, A)).isEqualTo(ByteBuffer.wrap(bytes(1)));
        assertThat(Blocks.readAll(writer, B)).isEqualTo(ByteBuffer.wrap(bytes(4)));
      }
    }
  }

  private static GarbageLimits one() {
    return new GarbageLimits(Duration.ZERO, 1, 1L << 30);
  }

  @Test
  void aRepairDeletesNothingThatIsOnItsWayNorAnythingOnceItIsFenced() throws Exception {
    try (PackedBlockStore packed = open()) {
      store.next =
          () ->
              assertThat(repair(AT_ONCE, EFFECTS.clock()).run(packed.segments()).deleted())
                  .isEmpty();
      Blocks.write(packed, A, bytes(1));
      assertThat(Blocks.readAll(packed, A)).isEqualTo(ByteBuffer.wrap(bytes(1)));
      packed.segments().flush();
      Blocks.write(memory, BlockKey.of("packed/objects/" + "f".repeat(32)), new byte[] {1});
      try (PackedBlockStore second = open("other")) {
        Blocks.write(second, B, bytes(2));
        assertThatThrownBy(() -> repair(AT_ONCE, EFFECTS.clock()).run(packed.segments()))
            .isInstanceOf(StoreClosedException.class);
        assertThat(objects()).hasSize(3);
      }
    } catch (StoreClosedException fenced) {
      assertThat(fenced).hasMessageContaining("somebody else writes these segments now");
    }
  }
}
