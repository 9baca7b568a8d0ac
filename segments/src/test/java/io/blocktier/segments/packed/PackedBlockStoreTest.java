package io.blocktier.segments.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.UnsupportedByStoreException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.DiskFaults;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.SimulatedDisk;
import io.blocktier.blockstore.tck.Simulation;
import io.blocktier.segments.ReadMemory;
import io.blocktier.segments.ReadOnlySegments;
import io.blocktier.segments.compact.CompactionPolicy;
import io.blocktier.segments.objects.Pace;
import io.blocktier.segments.objects.SegmentStores;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the contract does not say of packed blocks. */
class PackedBlockStoreTest {

  private static final Effects EFFECTS = PackedFixture.EFFECTS;
  private static final BlockKey A = BlockKey.of("a");
  private static final BlockKey B = BlockKey.of("dir/b");
  private static final KeyPrefix OBJECTS = KeyPrefix.of("packed/objects/");
  private static final int LARGE = PackedFixture.MAX_PACKED_BYTES + 1;

  @TempDir Path directory;

  private final InMemoryBlockStore memory = new InMemoryBlockStore(EFFECTS);
  private final CountedStore store = new CountedStore(memory);

  private PackedBlockStore open() throws Exception {
    return PackedBlockStore.open(store, PackedFixture.local(directory.resolve("log")), EFFECTS);
  }

  private static byte[] bytes(int length, int seed) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31 + seed);
    }
    return bytes;
  }

  private List<String> objects() throws Exception {
    List<String> names = new ArrayList<>();
    try (var listing = memory.list(ListOptions.under(OBJECTS))) {
      listing.forEachRemaining(entry -> names.add(entry.name()));
    }
    return names;
  }

  @Test
  void anEtagStaysOverSealingCompactionAndRestart() throws Exception {
    BlockStat written;
    try (PackedBlockStore packed = open()) {
      Blocks.write(packed, A, bytes(5000, 1));
      Metadata metadata = Metadata.of(Map.of("owner", "ada"));
      packed.write(B, Content.of(bytes(100, 2)), WriteOptions.DEFAULT.with(metadata));
      written = packed.stat(B);
      packed.segments().flush();
      assertThat(packed.stat(B)).isEqualTo(written);
      Blocks.write(packed, A, bytes(5000, 3));
      packed.segments().flush();
      CompactionPolicy all =
          new CompactionPolicy(1, 8, 1 << 30, 64 << 20, 1 << 20, Duration.ZERO, Pace.UNLIMITED);
      assertThat(packed.segments().compact(all, false).jobs()).isNotEmpty();
      assertThat(packed.segments().getSegment(1)).as("what had the block").isEmpty();
      assertThat(packed.stat(B)).isEqualTo(written);
    }
    try (PackedBlockStore packed = open()) {
      assertThat(packed.stat(B)).isEqualTo(written);
      assertThat(listed(packed)).contains(written);
      packed.write(B, Content.of(bytes(1, 4)), WriteOptions.ifMatch(written.etag()));
      assertThatThrownBy(
              () -> packed.write(B, Content.of(bytes(1, 5)), WriteOptions.ifMatch(written.etag())))
          .isInstanceOf(PreconditionFailedException.class);
      assertThat(Blocks.readAll(packed, A)).isEqualTo(ByteBuffer.wrap(bytes(5000, 3)));
    }
  }

  private static List<BlockStat> listed(PackedBlockStore packed) throws Exception {
    List<BlockStat> stats = new ArrayList<>();
    try (var listing = packed.list(ListOptions.under(KeyPrefix.ALL))) {
      listing.forEachRemaining(entry -> stats.add(((ListEntry.Block) entry).stat()));
    }
    return stats;
  }

  @Test
  void aWriteThatAsksForTheStoreIsInASegmentWhenItReturns() throws Exception {
    try (PackedBlockStore packed = open()) {
      Receipt local = Blocks.write(packed, A, bytes(10, 1));
      assertThat(local.level()).isEqualTo(Durability.LOCAL);
      WriteOptions remotely = WriteOptions.DEFAULT.with(Durability.REMOTE);
      Receipt remote = packed.write(B, Content.of(bytes(10, 2)), remotely);
      assertThat(remote.level()).isEqualTo(Durability.REMOTE);
      assertThat(local.level()).as("it went along").isEqualTo(Durability.REMOTE);
      assertThat(packed.segments().listSegments()).hasSize(1);
      Receipt later = Blocks.write(packed, A, bytes(10, 3));
      later.await(Durability.REMOTE, Duration.ofSeconds(30));
      assertThat(packed.segments().listSegments()).hasSize(2);
    }
  }

  @Test
  void aRangeFarBehindTheBeginningIsOfTheSameVersion() throws Exception {
    PackedOptions options =
        PackedFixture.local(directory.resolve("log"))
            .with(
                PackedFixture.local(directory.resolve("log"))
                    .segments()
                    .withMemory(8 << 20, 2 << 20, new ReadMemory(4 << 20, 1 << 20)))
            .packingUpTo(1 << 20);
    try (PackedBlockStore packed = PackedBlockStore.open(store, options, EFFECTS)) {
      byte[] content = bytes(1 << 20, 1);
      Etag etag = Blocks.write(packed, A, content).etag();
      packed.segments().flush();
      for (int from : new int[] {0, 1, 60_000, 70_000, 500_000, (1 << 20) - 10}) {
        ByteBuffer target = ByteBuffer.allocate(5000);
        BlockRead read = packed.read(A, ByteRange.of(from, 5000), target);
        int length = Math.min(5000, (1 << 20) - from);
        assertThat(read.length()).isEqualTo(length);
        assertThat(read.block().etag()).isEqualTo(etag);
        assertThat(target.flip()).isEqualTo(ByteBuffer.wrap(content, from, length).slice());
      }
    }
  }

  @Test
  void aLargeBlockIsAnObjectThatGoesWithIt() throws Exception {
    try (PackedBlockStore packed = open()) {
      Blocks.write(packed, A, bytes(LARGE, 1));
      assertThat(objects()).hasSize(1);
      assertThat(Blocks.readAll(packed, A)).isEqualTo(ByteBuffer.wrap(bytes(LARGE, 1)));
      packed.copy(A, B, CopyOptions.DEFAULT);
      assertThat(objects()).hasSize(2);
      Blocks.write(packed, A, bytes(LARGE, 2));
      Blocks.write(packed, B, bytes(10, 3));
      assertThat(objects()).as("as long as the log alone has the new ones").hasSize(3);
      WriteOptions remotely = WriteOptions.DEFAULT.with(Durability.REMOTE);
      packed.write(BlockKey.of("c"), Content.of(bytes(1, 1)), remotely);
      assertThat(objects()).hasSize(1);
      assertThat(Blocks.readAll(packed, A)).isEqualTo(ByteBuffer.wrap(bytes(LARGE, 2)));
      assertThat(Blocks.readAll(packed, B)).isEqualTo(ByteBuffer.wrap(bytes(10, 3)));
      assertThatThrownBy(
              () -> packed.write(A, Content.of(bytes(LARGE, 4)), WriteOptions.ifAbsent()))
          .isInstanceOf(PreconditionFailedException.class);
      assertThat(objects()).hasSize(1);
      Blocks.delete(packed, A);
      packed.write(BlockKey.of("c"), Content.of(bytes(1, 2)), remotely);
      assertThat(objects()).isEmpty();
    }
  }

  @Test
  void whatWasReplacedInALifeBeforeIsDeletedInTheNext() throws Exception {
    try (PackedBlockStore packed = open()) {
      Blocks.write(packed, A, bytes(LARGE, 1));
      Blocks.delete(packed, A);
      assertThat(objects()).hasSize(1);
    }
    try (PackedBlockStore packed = open()) {
      assertThat(objects()).isEmpty();
      assertThat(Blocks.find(packed, A)).isEmpty();
    }
  }

  @Test
  void anUploadThatWasNotCompletedLeavesNothing() throws Exception {
    try (PackedBlockStore packed = open()) {
      try (var upload = packed.startUpload(A, WriteOptions.DEFAULT)) {
        upload.uploadPart(1, Content.of(bytes(10, 1)));
      }
      assertThat(objects()).isEmpty();
      assertThat(memory.openUploads()).isEmpty();
      assertThat(Blocks.find(packed, A)).isEmpty();
    }
  }

  @Test
  void anObjectThatIsMissingIsDamageAndNoAbsence() throws Exception {
    try (PackedBlockStore packed = open()) {
      Blocks.write(packed, A, bytes(LARGE, 1));
      Blocks.delete(memory, BlockKey.of(objects().getFirst()));
      assertThatThrownBy(() -> Blocks.readAll(packed, A))
          .isInstanceOf(CorruptBlockException.class)
          .hasMessageContaining("'a'");
    }
  }

  @Test
  void aStoreWithoutUploadsAndChecksumsOffersNone() throws Exception {
    var weak =
        new InMemoryBlockStore(
            "weak",
            InMemoryBlockStore.ALL_CAPABILITIES.without(
                java.util.Set.of(Capability.UPLOAD, Capability.PART_COPY, Capability.CHECKSUM)),
            EFFECTS);
    try (PackedBlockStore packed =
        PackedBlockStore.open(weak, PackedFixture.local(directory.resolve("log")), EFFECTS)) {
      assertThat(packed.capabilities().features())
          .containsExactly(
              Capability.CONDITIONAL_CREATE,
              Capability.CONDITIONAL_REPLACE,
              Capability.CONDITIONAL_DELETE,
              Capability.CONDITIONAL_COPY,
              Capability.ORDERED_LISTING,
              Capability.METADATA);
      Blocks.write(packed, A, bytes(LARGE, 1));
      assertThat(Blocks.readAll(packed, A)).isEqualTo(ByteBuffer.wrap(bytes(LARGE, 1)));
      assertThat(packed.stat(A).checksum()).isPresent();
    }
  }

  @Test
  void whoOpensLastWrites() throws Exception {
    PackedBlockStore first = open();
    Blocks.write(first, A, bytes(10, 1));
    first.segments().flush();
    PackedOptions elsewhere = PackedFixture.local(directory.resolve("other"));
    try (PackedBlockStore second = PackedBlockStore.open(store, elsewhere, EFFECTS)) {
      Blocks.write(second, A, bytes(10, 2));
      WriteOptions remotely = WriteOptions.DEFAULT.with(Durability.REMOTE);
      assertThatThrownBy(() -> first.write(B, Content.of(bytes(10, 3)), remotely))
          .isInstanceOf(StoreClosedException.class)
          .hasMessageContaining("dir/b");
      assertThat(Blocks.readAll(second, A)).isEqualTo(ByteBuffer.wrap(bytes(10, 2)));
    }
    assertThatThrownBy(first::close)
        .isInstanceOf(StoreClosedException.class)
        .hasMessageContaining("does not have the last records");
  }

  @Test
  void theLogOfAFencedWriterIsNotBroughtOverAndWhatItWroteRemotelyIsThere() throws Exception {
    Path log = directory.resolve("log");
    try (PackedBlockStore first = open()) {
      first.write(A, Content.of(bytes(10, 1)), WriteOptions.DEFAULT.with(Durability.REMOTE));
      PackedOptions elsewhere = PackedFixture.local(directory.resolve("second"));
      try (PackedBlockStore second = PackedBlockStore.open(store, elsewhere, EFFECTS)) {
        Blocks.write(first, B, bytes(LARGE, 2)); // it does not know yet
        assertThatThrownBy(first::close).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(() -> second.segments().recover(log, _ -> {}))
            .isInstanceOf(UnsupportedByStoreException.class)
            .hasMessageContaining(log + " is of packed blocks")
            .hasMessageContaining("REMOTE");
        assertThat(Blocks.readAll(second, A)).isEqualTo(ByteBuffer.wrap(bytes(10, 1)));
        assertThat(Blocks.find(second, B)).isEmpty();
      }
      ReadOnlySegments sealed =
          ReadOnlySegments.open(
              new SegmentStores(store, Optional.empty()),
              elsewhere.segments().names(),
              elsewhere.segments().format(),
              elsewhere.segments().reading(),
              EFFECTS);
      assertThatThrownBy(() -> sealed.recoveryPlan(log, elsewhere.segments(), _ -> {}))
          .isInstanceOf(UnsupportedByStoreException.class);
    }
  }

  @Test
  void aFolderIsListedOnceHoweverManyBlocksItHas() throws Exception {
    try (PackedBlockStore packed = open()) {
      for (int i = 0; i < 50; i++) {
        Blocks.write(packed, BlockKey.of("x/" + i), bytes(1, i));
        Blocks.write(packed, BlockKey.of("y/" + i + "/z"), bytes(1, i));
      }
      packed.segments().flush();
      Blocks.write(packed, BlockKey.of("x0"), bytes(1, 1));
      ListOptions folded = ListOptions.under(KeyPrefix.ALL).folded();
      assertThat(names(packed, folded)).containsExactly("x/", "x0", "y/");
      assertThat(names(packed, folded.withPageSize(1))).containsExactly("x/", "x0", "y/");
      assertThat(names(packed, folded.startingAfter("x/"))).containsExactly("x0", "y/");
      assertThat(names(packed, folded.startingAfter("x/17"))).containsExactly("x0", "y/");
      assertThat(names(packed, folded.startingAfter("//"))).containsExactly("x/", "x0", "y/");
      assertThat(names(packed, folded.startingAfter("x".repeat(5000)))).containsExactly("y/");
    }
  }

  private static List<String> names(PackedBlockStore packed, ListOptions options) throws Exception {
    List<String> names = new ArrayList<>();
    try (var listing = packed.list(options)) {
      listing.forEachRemaining(entry -> names.add(entry.name()));
    }
    return names;
  }

  @Test
  void upkeepJoinsWhatCameSlowly() {
    Simulation simulation = new Simulation(7, 5_000_000);
    SimulatedDisk disk = new SimulatedDisk(DiskFaults.of(7), _ -> {}, (_, _) -> {});
    PackedOptions options =
        PackedFixture.local(PackedFixture.LOG).withUpkeep(Duration.ofMinutes(10));
    assertThat(
            simulation.run(() -> {
              try (PackedBlockStore packed = PackedFixture.open(simulation, store, options, disk)) {
                for (int i = 0; i < 40; i++) {
                  Blocks.write(packed, BlockKey.of("slow/" + i), bytes(10, i));
                  packed.segments().flush();
                }
                assertThat(packed.segments().listSegments()).hasSize(40);
                simulation.sleeper().sleep(Duration.ofMinutes(40));
                assertThat(packed.segments().listSegments()).hasSizeLessThan(8);
                assertThat(names(packed, ListOptions.under(KeyPrefix.ALL))).hasSize(40);
                simulation.sleeper().sleep(Duration.ofDays(2));
                assertThat(packed.segments().listSegments()).hasSizeLessThan(8);
              }
              try (var left = memory.list(ListOptions.under(KeyPrefix.of("packed/segments/")))) {
                assertThat(left.nextPage()).as("objects behind the horizon").hasSizeLessThan(10);
              }
            }))
        .isTrue();
  }
}
