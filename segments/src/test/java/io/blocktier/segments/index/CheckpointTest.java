package io.blocktier.segments.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.TestEffects;
import io.blocktier.segments.format.BlockSink;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.format.RecordKind;
import io.blocktier.segments.index.CheckpointHeader.Part;
import io.blocktier.segments.manifest.Bytes;
import io.blocktier.segments.manifest.KeySpan;
import io.blocktier.segments.manifest.SegmentContent;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.SequenceSpan;
import io.blocktier.segments.manifest.Tier;
import io.blocktier.segments.manifest.UniqueId;
import io.blocktier.segments.objects.SegmentNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Checkpoints as they are written, and what is made of them when they are not. The golden file is
 * never changed; with {@code -Dblocktier.golden.update=/some/directory} a new one is written there.
 */
class CheckpointTest {

  private static final int ROUNDS = Integer.getInteger("blocktier.fuzz.rounds", 400);
  private static final int MIB = 1 << 20;
  private static final SegmentNames NAMES = new SegmentNames(KeyPrefix.of("db/"));
  private static final UniqueId COMMIT = new UniqueId(0x0102030405060708L, 0x1112131415161718L);
  private static final String GOLDEN = "checkpoint-v1.bin";

  /** Seeds are new in every run, and printed. */
  private final long seed = Long.getLong("blocktier.fuzz.seed", System.nanoTime());

  private final InMemoryBlockStore store = new InMemoryBlockStore(TestEffects.seeded(1));
  private final SegmentIndex index = new SegmentIndex(8 * MIB);
  private final Map<Long, SegmentEntry> entries = new TreeMap<>();

  private static SegmentEntry entry(long id, long records, int root) {
    byte[] hash = new byte[32];
    Arrays.fill(hash, (byte) root);
    SegmentContent content =
        new SegmentContent(
            1000,
            500,
            100,
            500,
            Crc32c.EMPTY,
            Bytes.of(hash),
            500,
            records,
            0,
            0,
            new KeySpan(Bytes.of(new byte[] {'a'}), Bytes.of(new byte[] {'z'})),
            new SequenceSpan(1, records));
    return SegmentEntry.of(id, NAMES.object(Tier.HOT, id), content, 0);
  }

  private static RecordKey key(int number) {
    return RecordKey.of("key" + number);
  }

  private static void cover(SegmentIndex index, long id, int from, int to) {
    try (Cover cover = index.begin(id, to - from)) {
      assertThat(cover).isNotNull();
      for (int i = from; i < to; i++) {
        cover.add(key(i), i % 7 == 0 ? RecordKind.TOMBSTONE : RecordKind.PUT, i / 3);
      }
      assertThat(cover.finish()).isTrue();
    }
  }

  private void add(long id, int from, int to) {
    cover(index, id, from, to);
    entries.put(id, entry(id, to - from, (int) id));
  }

  private byte[] written(long manifest, List<Part> parts) throws Exception {
    BlockKey key = NAMES.checkpoint(manifest);
    try (BlockSink sink = new BlockSink(store, key, WriteOptions.DEFAULT, MIB)) {
      CheckpointHeader header = new CheckpointHeader(manifest, COMMIT, parts);
      assertThat(
              new CheckpointWriter(sink, header, index.coverage())
                  .write(index.table(), () -> false))
          .isTrue();
      sink.finish();
    }
    ByteBuffer all = Blocks.readAll(store, key);
    byte[] bytes = new byte[all.remaining()];
    all.get(bytes);
    return bytes;
  }

  private List<Part> parts() {
    return entries.values().stream().map(Part::of).toList();
  }

  private SegmentIndex read(byte[] bytes, Map<Long, SegmentEntry> wanted) throws Exception {
    SegmentIndex into = new SegmentIndex(bytes.length < MIB / 16 ? MIB / 8 : 8 * MIB);
    read(bytes, wanted, into);
    return into;
  }

  private void read(byte[] bytes, Map<Long, SegmentEntry> wanted, SegmentIndex into)
      throws Exception {
    BlockKey key = BlockKey.of("checkpoint");
    Blocks.write(store, key, bytes);
    new CheckpointReader(new CheckpointSource(store, key), into).read(wanted, () -> false);
  }

  private static void requireSame(SegmentIndex one, SegmentIndex other, int keys) {
    for (int i = 0; i < keys; i++) {
      assertThat(hints(one, i)).as("key %d", i).isEqualTo(hints(other, i));
    }
  }

  private static Map<Long, String> hints(SegmentIndex index, int number) {
    Map<Long, String> hints = new TreeMap<>();
    index
        .find(key(number))
        .forEach((segment, frame, tombstone) -> hints.put(segment, frame + " " + tombstone));
    return hints;
  }

  @Test
  void anIndexComesBackFromItsCheckpoint() throws Exception {
    add(5, 0, 90_000); // more than a block
    add(9, 80_000, 100_000);
    SegmentIndex back = read(written(17, parts()), entries);
    assertThat(back.coverage().ordinals()).containsOnlyKeys(5L, 9L);
    assertThat(back.records()).isEqualTo(110_000);
    requireSame(back, index, 101_000);
  }

  @Test
  void segmentsThatAreNotWantedOrWereOthersAreLeftOut() throws Exception {
    add(1, 0, 100);
    add(2, 100, 200);
    add(3, 200, 300);
    byte[] bytes = written(17, parts());
    Map<Long, SegmentEntry> wanted =
        Map.of(1L, entry(1, 100, 1), 2L, entry(2, 100, 99), 4L, entry(4, 100, 4));
    SegmentIndex back = read(bytes, wanted);
    assertThat(back.coverage().ordinals()).containsOnlyKeys(1L);
    assertThat(back.records()).isEqualTo(100);
  }

  @Test
  void aSegmentWhoseRecordsAreNotAllThereIsNotCovered() throws Exception {
    add(1, 0, 100);
    add(2, 100, 200);
    entries.put(2L, entry(2, 101, 2));
    SegmentIndex back = read(written(17, parts()), entries);
    assertThat(back.coverage().ordinals()).containsOnlyKeys(1L);
    back.sweep();
    assertThat(back.records()).isEqualTo(100);
  }

  @Test
  void aCheckpointOfMoreThanThereIsRoomForCoversWhatFits() throws Exception {
    for (int id = 1; id <= 10; id++) {
      add(id, id * 1000, id * 1000 + 1000);
    }
    SegmentIndex small = new SegmentIndex(MIB / 8);
    read(written(17, parts()), entries, small);
    assertThat(small.coverage().ordinals().size()).isBetween(1, 9);
    small
        .coverage()
        .ordinals()
        .keySet()
        .forEach(id -> assertThat(hints(small, (int) (id * 1000 + 5))).containsKey(id));
  }

  @Test
  void whoeverStopsHasCoveredNothing() throws Exception {
    add(1, 0, 100);
    written(17, parts());
    SegmentIndex into = new SegmentIndex(MIB);
    CheckpointSource source = new CheckpointSource(store, NAMES.checkpoint(17));
    assertThat(new CheckpointReader(source, into).read(entries, () -> true)).isZero();
    assertThat(into.coverage().ordinals()).isEmpty();
  }

  private byte[] golden() throws Exception {
    cover(index, 3, 0, 40);
    cover(index, 4, 20, 30);
    entries.put(3L, entry(3, 40, 3));
    entries.put(4L, entry(4, 10, 4));
    return written(42, parts());
  }

  private static byte[] goldenFile() throws IOException {
    try (InputStream file = CheckpointTest.class.getResourceAsStream(GOLDEN)) {
      return file == null ? new byte[0] : file.readAllBytes();
    }
  }

  @Test
  void whatIsWrittenTodayIsTheSameByteByByte() throws Exception {
    byte[] today = golden();
    String update = System.getProperty("blocktier.golden.update");
    if (update != null) {
      Files.write(Path.of(update, GOLDEN), today);
    }
    assertThat(today).isEqualTo(goldenFile());
  }

  @Test
  void theGoldenCheckpointIsRead() throws Exception {
    golden();
    SegmentIndex back = read(goldenFile(), entries);
    assertThat(back.coverage().ordinals()).containsOnlyKeys(3L, 4L);
    requireSame(back, index, 50);
  }

  private void requireRefused(byte[] bytes, String what) throws Exception {
    SegmentIndex into = new SegmentIndex(MIB / 16);
    assertThatThrownBy(() -> read(bytes, entries, into))
        .as(what)
        .isInstanceOf(UnusableCheckpointException.class);
    assertThat(into.coverage().ordinals()).as(what).isEmpty();
  }

  @Test
  void aBitThatIsWrongAnywhereIsNoticed() throws Exception {
    byte[] right = golden();
    for (int at = 0; at < right.length; at++) {
      byte[] wrong = right.clone();
      wrong[at] ^= (byte) (1 << (at % 8));
      requireRefused(wrong, "byte " + at);
    }
  }

  @Test
  void aCheckpointThatEndsEarlyOrLateIsNotBelieved() throws Exception {
    byte[] right = golden();
    for (int length = 0; length < right.length; length++) {
      requireRefused(Arrays.copyOf(right, length), length + " bytes");
    }
    requireRefused(Arrays.copyOf(right, right.length + 1), "a byte more");
  }

  @Test
  void aBlockOfAnotherCheckpointIsNotBelieved() throws Exception {
    byte[] one = golden();
    byte[] other = written(43, parts());
    int length = CheckpointHeader.length(ByteBuffer.wrap(one));
    byte[] mixed = one.clone();
    System.arraycopy(other, length, mixed, length, other.length - length);
    requireRefused(mixed, "the blocks of 43 in 42");
  }

  @Test
  void bytesOfAnyKindAreReadOrRefused() throws Exception {
    byte[] right = golden();
    Random random = new Random(seed);
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] wrong = round % 4 == 0 ? new byte[random.nextInt(300)] : right.clone();
      for (int i = random.nextInt(5); i >= 0 && wrong.length > 0; i--) {
        wrong[random.nextInt(wrong.length)] = (byte) random.nextInt();
      }
      try {
        requireSame(read(wrong, entries), index, 50);
      } catch (UnusableCheckpointException e) {
        refused++;
      } catch (Exception | Error e) {
        throw new AssertionError("seed " + seed + ", round " + round, e);
      }
    }
    assertThat(refused).as("seed %d", seed).isBetween(ROUNDS / 2, ROUNDS);
  }
}
