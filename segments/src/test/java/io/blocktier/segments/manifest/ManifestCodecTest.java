package io.blocktier.segments.manifest;

import static io.blocktier.segments.manifest.Sample.add;
import static io.blocktier.segments.manifest.Sample.object;
import static io.blocktier.segments.manifest.Sample.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.Blocks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ManifestCodecTest {

  /** Objects of version 1, as they are in the resources of this test. */
  private static final Map<String, byte[]> GOLDEN = new TreeMap<>();

  static {
    try {
      Manifest before = allKinds(Sample.claimed(Manifest.EMPTY, 100));
      Tip base =
          new Tip(before, before.number(), before.commit(), 1 << 20, Bytes.EMPTY, Boundary.NONE);
      List<Edit> edits = List.of(add(9), new Edit.Drop(List.of(3L)));
      GOLDEN.put("base-v1.manifest", whole(before));
      GOLDEN.put("delta-v1.manifest", base.propose(Sample.link(before, 1, edits), 64).object());
      GOLDEN.put("boundary-v1", new Boundary(3, 1_000, 2_000).encode());
    } catch (ManifestException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static byte[] whole(Manifest manifest) {
    byte[] body = StateCodec.encode(manifest);
    int crc = Header.crc(body, 0, body.length);
    long number = manifest.number();
    UniqueId commit = manifest.commit();
    Header header =
        new Header(
            number,
            number,
            manifest.millis(),
            commit,
            new UniqueId(7, 8),
            commit,
            body.length,
            crc);
    return header.object(body);
  }

  /** A manifest with some of all that one can have. */
  private static Manifest allKinds(Manifest claimed) throws ManifestException {
    Manifest manifest =
        Sample.then(
            claimed,
            add(1, 2, 3, 4),
            new Edit.Cover(new LogMark("journal-7", 1L << 41)),
            new Edit.TakeSnapshot("täglich", 49));
    manifest =
        Sample.then(
            manifest,
            new Edit.Move(1, object(Tier.COLD, 5)),
            new Edit.Replace(List.of(2L), List.of(segment(6))),
            new Edit.Drop(List.of(4L)),
            new Edit.Pin(3, true));
    manifest =
        Sample.then(
            manifest,
            new Edit.NoteOrphans(List.of(new Orphan(object(Tier.COLD, 8), 123))),
            new Edit.TakeSnapshot("weekly", 60));
    return Sample.then(manifest, new Edit.Condemn(List.of(8L)));
  }

  @Test
  void aWholeManifestComesBackAsItWas() throws Exception {
    Manifest manifest = allKinds(Sample.claimed(Manifest.EMPTY, 100));
    byte[] object = whole(manifest);
    Header header = Header.read(manifest.number(), object);
    Decoder in = new Decoder(header.body(object));
    assertThat(StateCodec.read(header, in)).isEqualTo(manifest);
    in.requireEnd();
  }

  @Test
  void logsThatWereLeftComeBackAsTheyWere() throws Exception {
    Manifest manifest =
        Sample.then(
            allKinds(Sample.claimed(Manifest.EMPTY, 100)), new Edit.Cover(new LogMark("next", 0)));
    assertThat(manifest.left()).containsOnlyKeys("journal-7");
    byte[] object = whole(manifest);
    Header header = Header.read(manifest.number(), object);
    Decoder in = new Decoder(header.body(object));
    assertThat(StateCodec.read(header, in)).isEqualTo(manifest);
    in.requireEnd();
  }

  @Test
  void everyKindOfEditComesBackAsItWas() throws Exception {
    List<Edit> edits =
        List.of(
            new Edit.Claim("host:1"),
            new Edit.Reserve(9),
            add(1, 2),
            new Edit.Replace(List.of(1L, 2L), List.of(segment(3))),
            new Edit.Drop(List.of(3L)),
            new Edit.Revive(List.of(4L)),
            new Edit.Move(5, object(Tier.COLD, 6)),
            new Edit.Pin(7, true),
            new Edit.TakeSnapshot("s", 8),
            new Edit.DropSnapshot("s"),
            new Edit.Cover(new LogMark("log", 9)),
            new Edit.NoteOrphans(List.of(new Orphan(object(Tier.HOT, 10), 11))),
            new Edit.Condemn(List.of(12L)),
            new Edit.Forget(List.of(13L)),
            new Edit.SettleLog("log"),
            new Edit.RememberLog("log"));
    assertThat(edits.stream().map(Object::getClass).distinct())
        .containsExactlyInAnyOrder(Edit.class.getPermittedSubclasses());
    Link link = Sample.link(Manifest.EMPTY, 1, edits);
    Decoder in = new Decoder(ByteBuffer.wrap(EditCodec.encode(link)));
    assertThat(EditCodec.readLink(in)).isEqualTo(link);
    in.requireEnd();
  }

  @Test
  void objectsOfVersionOneAreWrittenAsEver() throws IOException {
    for (Map.Entry<String, byte[]> golden : GOLDEN.entrySet()) {
      update(golden.getKey(), golden.getValue());
    }
    for (Map.Entry<String, byte[]> golden : GOLDEN.entrySet()) {
      assertThat(golden.getValue()).as(golden.getKey()).isEqualTo(resource(golden.getKey()));
    }
  }

  @Test
  void objectsOfVersionOneStillOpen() throws Exception {
    Bench bench = new Bench();
    Manifest expected = allKinds(Sample.claimed(Manifest.EMPTY, 100));
    long base = expected.number();
    Blocks.write(bench.store, Bench.key(base), resource("base-v1.manifest"));
    Blocks.write(bench.store, Bench.key(base + 1), resource("delta-v1.manifest"));
    ChainReading reading = new ChainReading(new ChainStore(bench.store, Sample.OPTIONS), Tip.EMPTY);
    assertThat(reading.read(base).manifest()).isEqualTo(expected);
    Manifest next = reading.read(base + 1).manifest();
    assertThat(next.segments()).containsOnlyKeys(1L, 6L, 9L);
    assertThat(next.garbage()).hasSize(expected.garbage().size() + 1);
    assertThat(Boundary.decode(3, resource("boundary-v1")))
        .isEqualTo(new Boundary(3, 1_000, 2_000));
  }

  /** Writes the files anew where {@code blocktier.golden} names their directory. */
  private static void update(String name, byte[] bytes) throws IOException {
    String directory = System.getProperty("blocktier.golden", "");
    if (!directory.isEmpty()) {
      Files.write(Path.of(directory, name), bytes);
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = ManifestCodecTest.class.getResourceAsStream("/manifest/" + name)) {
      assertThat(in).as(name).isNotNull();
      return in.readAllBytes();
    }
  }

  @Test
  void anotherVersionIsRefusedByItsNumber() {
    byte[] object = GOLDEN.get("base-v1.manifest").clone();
    object[11] = 2;
    assertThatThrownBy(() -> Header.read(5, object))
        .isInstanceOf(DamagedManifestException.class)
        .hasMessageContaining("version 2");
  }

  @Test
  void aSegmentOfAWholeManifestCostsFewBytes() throws Exception {
    Manifest manifest = Sample.claimed(Manifest.EMPTY, 20_000);
    int empty = StateCodec.encode(manifest).length;
    long[] ids = LongStream.rangeClosed(1, 10_000).toArray();
    int full = StateCodec.encode(Sample.then(manifest, add(ids))).length;
    assertThat((full - empty) / 10_000).isLessThan(200);
  }
}
