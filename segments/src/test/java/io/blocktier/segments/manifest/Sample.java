package io.blocktier.segments.manifest;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.KeyPrefix;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Values for tests. */
final class Sample {

  static final ManifestOptions OPTIONS =
      new ManifestOptions(
          KeyPrefix.of("db/manifest/"),
          Duration.ofSeconds(5),
          Duration.ofMillis(10),
          Duration.ofMillis(200),
          Duration.ZERO,
          4,
          1,
          1_000);

  private Sample() {}

  static Bytes bytes(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
  }

  static ObjectRef object(Tier tier, long id) {
    return new ObjectRef(tier, id, BlockKey.of("segments/" + id));
  }

  static SegmentEntry segment(long id) {
    return segment(id, id);
  }

  static SegmentEntry segment(long id, long object) {
    SegmentContent content =
        new SegmentContent(
            1_000 + id,
            800,
            50,
            200,
            new Crc32c((int) id),
            Bytes.of(new byte[32]),
            3_000,
            40,
            2,
            1,
            new KeySpan(bytes("a" + id), bytes("m" + id)),
            new SequenceSpan(10 * id, 10 * id + 9));
    return SegmentEntry.of(id, object(Tier.HOT, object), content, 77);
  }

  static Edit.AddSegments add(long... ids) {
    return new Edit.AddSegments(Arrays.stream(ids).mapToObj(Sample::segment).toList());
  }

  /** Manifests without a store: commits of one writer, one behind the other. */
  static Manifest after(Edit... edits) throws ManifestException {
    return then(claimed(Manifest.EMPTY, 100), edits);
  }

  static Manifest claimed(Manifest manifest, int reserved) throws ManifestException {
    long epoch = manifest.writer().epoch() + 1;
    List<Edit> edits = List.of(new Edit.Claim("w" + epoch), new Edit.Reserve(reserved));
    return manifest.apply(List.of(link(manifest, epoch, edits)));
  }

  static Manifest then(Manifest manifest, Edit... edits) throws ManifestException {
    Link link = link(manifest, manifest.writer().epoch(), List.of(edits));
    return manifest.apply(List.of(link));
  }

  /** A commit a second behind the last one. */
  static Link link(Manifest manifest, long epoch, List<Edit> edits) {
    long number = manifest.number() + 1;
    return new Link(
        number,
        epoch,
        new UniqueId(epoch, 1),
        new UniqueId(number, 2),
        manifest.millis() + 1_000,
        edits);
  }
}
