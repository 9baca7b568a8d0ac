package io.blocktier.segments.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.WriteOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Segments out of the frames of others, which the store copies. */
class SegmentAssemblyTest {

  private static final BlockKey TARGET = BlockKey.of("segments/99");

  private final SegmentFixture fixture = new SegmentFixture(SegmentFixture.small());

  private SegmentReader write(long id, List<SegmentRecord> records) throws Exception {
    BlockKey block = BlockKey.of("segments/" + id);
    try (SegmentWriter writer =
        fixture.format.write(
            fixture.store, block, new SegmentIdentity(id, 3), WriteOptions.ifAbsent())) {
      for (SegmentRecord record : records) {
        SegmentFixture.add(writer, record);
      }
      return fixture.format.open(fixture.store, writer.finish().handle());
    }
  }

  private SegmentSummary join(List<SegmentReader> sources) throws Exception {
    SegmentIdentity identity = new SegmentIdentity(99, 4);
    try (SegmentAssembly assembly =
        fixture.format.assemble(fixture.store, TARGET, identity, WriteOptions.ifAbsent())) {
      for (SegmentReader source : sources) {
        assembly.copy(source);
      }
      return assembly.finish();
    }
  }

  /** Records of all kinds, values longer than a frame among them. */
  private static List<List<SegmentRecord>> pieces() {
    List<SegmentRecord> all = SegmentFixture.mixed(400, 3_000, 5);
    return List.of(all.subList(0, 150), all.subList(150, 151), all.subList(151, 400));
  }

  @Test
  void aJoinedSegmentIsTheSameAsOneThatWasWritten() throws Exception {
    List<SegmentReader> sources = new ArrayList<>();
    List<SegmentRecord> records = new ArrayList<>();
    for (List<SegmentRecord> piece : pieces()) {
      sources.add(write(10 + sources.size(), piece));
      records.addAll(piece);
    }
    assertThat(SegmentAssembly.canJoin(sources)).isTrue();
    SegmentSummary joined = join(sources);
    SegmentReader reader = fixture.format.open(fixture.store, joined.handle());
    reader.verify();
    assertThat(SegmentFixture.all(reader.scan(KeyRange.ALL))).isEqualTo(records);
    for (SegmentRecord record : records) {
      assertThat(reader.get(record.key())).contains(record);
    }
    SegmentReader byPlace = fixture.format.open(fixture.store, joined.handleWithoutKeys());
    assertThat(byPlace.get(records.get(200).key())).contains(records.get(200));
    RecordKey some = records.get(170).key();
    assertThat(reader.proof(some)).isPresent();
    ByteBuffer whole = Blocks.readAll(fixture.memory, TARGET);
    assertThat(joined.bytes()).isEqualTo(whole.remaining());
    assertThat(joined.checksum()).isEqualTo(io.blocktier.blockstore.Crc32c.of(whole));
    assertThat(joined.statistics().records()).isEqualTo(400);
  }

  @Test
  void whatWasJoinedCanBeJoinedAgain() throws Exception {
    List<List<SegmentRecord>> pieces = pieces();
    SegmentReader first = write(10, pieces.get(0));
    SegmentReader second = write(11, pieces.get(1));
    SegmentReader joined =
        fixture.format.open(fixture.store, join(List.of(first, second)).handle());
    SegmentReader third = write(12, pieces.get(2));
    BlockKey last = BlockKey.of("segments/100");
    try (SegmentAssembly assembly =
        fixture.format.assemble(
            fixture.store, last, new SegmentIdentity(100, 4), WriteOptions.ifAbsent())) {
      assembly.copy(joined);
      assembly.copy(third);
      fixture.format.open(fixture.store, assembly.finish().handle()).verify();
    }
  }

  @Test
  void aDamagedFrameIsFoundAfterItWasCopied() throws Exception {
    SegmentReader source = write(10, pieces().get(0));
    BlockKey block = BlockKey.of("segments/10");
    ByteBuffer bytes = Blocks.readAll(fixture.memory, block);
    bytes.put(7, (byte) (bytes.get(7) ^ 1));
    byte[] damaged = new byte[bytes.remaining()];
    bytes.get(damaged);
    Blocks.write(fixture.memory, block, damaged);
    assertThatThrownBy(() -> join(List.of(source)))
        .as("the store has another checksum than was computed from those of the frames")
        .isInstanceOf(CorruptBlockException.class);
  }

  @Test
  void segmentsInAnotherOrderAreRefused() throws Exception {
    List<List<SegmentRecord>> pieces = pieces();
    SegmentReader first = write(10, pieces.get(0));
    SegmentReader second = write(11, pieces.get(1));
    assertThat(SegmentAssembly.canJoin(List.of(second, first))).isFalse();
    assertThat(SegmentAssembly.canJoin(List.of(first, first))).isFalse();
    assertThatThrownBy(() -> join(List.of(second, first)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not go behind");
    assertThat(Blocks.find(fixture.memory, TARGET)).isEmpty();
  }

  @Test
  void anAssemblyOfNothingIsRefused() {
    assertThatThrownBy(() -> join(List.of())).isInstanceOf(IllegalStateException.class);
  }
}
