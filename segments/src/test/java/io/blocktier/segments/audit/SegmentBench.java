package io.blocktier.segments.audit;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.ManualClock;
import io.blocktier.blockstore.tck.TestEffects;
import io.blocktier.segments.format.KeyRange;
import io.blocktier.segments.format.Lz4;
import io.blocktier.segments.format.RecordEntry;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.format.RecordKind;
import io.blocktier.segments.format.RecordScan;
import io.blocktier.segments.format.SegmentFormat;
import io.blocktier.segments.format.SegmentIdentity;
import io.blocktier.segments.format.SegmentOptions;
import io.blocktier.segments.format.SegmentReader;
import io.blocktier.segments.format.SegmentWriter;
import io.blocktier.segments.format.TestReadAhead;
import io.blocktier.segments.manifest.Edit;
import io.blocktier.segments.manifest.GarbageLimits;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.ManifestCommits;
import io.blocktier.segments.manifest.ManifestReader;
import io.blocktier.segments.manifest.ManifestWriter;
import io.blocktier.segments.manifest.ObjectRef;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Tier;
import io.blocktier.segments.objects.SegmentEntries;
import io.blocktier.segments.objects.SegmentNames;
import io.blocktier.segments.objects.SegmentStores;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Two tiers in memory, real segments in them, and the manifest of a writer. */
public final class SegmentBench {

  /** What all keys start with. */
  public static final String ROOT = "db/";

  public final ManualClock clock = ManualClock.selfAdvancing();
  public final Effects effects = TestEffects.seeded(42, clock);
  public final InMemoryBlockStore hot = new InMemoryBlockStore(effects);
  public final InMemoryBlockStore cold = new InMemoryBlockStore(effects);
  public final SegmentNames names = new SegmentNames(KeyPrefix.of(ROOT));
  public final SegmentStores stores = new SegmentStores(hot, Optional.of(cold));
  public final SegmentAudit audit =
      new SegmentAudit(ROOT, hot, Map.of(Tier.HOT, hot, Tier.COLD, cold));
  public SegmentFormat format = format(1024);
  public ManifestCommits commits = open("first");

  /** An hour, ten objects, and as many bytes as there are. */
  public static final GarbageLimits LIMITS =
      new GarbageLimits(Duration.ofHours(1), 10, Long.MAX_VALUE);

  public SegmentFormat format(int frameBytes) {
    SegmentOptions options = SegmentOptions.DEFAULT.withFrameBytes(frameBytes).withBatchBytes(4096);
    return new SegmentFormat(options, Lz4.portable(), clock, TestReadAhead.AT_ONCE);
  }

  /** Begins an epoch. */
  public ManifestCommits open(String name) {
    return open(name, hot);
  }

  /** Begins an epoch over a store that may fail. */
  public ManifestCommits open(String name, BlockStore over) {
    try {
      ManifestWriter writer = ManifestWriter.open(over, names.manifest(), name, effects);
      return new ManifestCommits(writer, Signals.ofThreads(), Duration.ofSeconds(60));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Says what a key has: {@code key=value}, {@code key} for a tombstone, {@code key=v@millis}. */
  public record Line(String key, Optional<String> value, long expiresAt, long sequence) {

    public static Line put(String key, long sequence, String value) {
      return new Line(key, Optional.of(value), RecordEntry.NEVER, sequence);
    }

    public static Line delete(String key, long sequence) {
      return new Line(key, Optional.empty(), RecordEntry.NEVER, sequence);
    }

    public Line expiring(long millis) {
      return new Line(key, value, millis, sequence);
    }
  }

  /** Writes an object that no manifest knows yet. */
  public SegmentEntry upload(long id, Line... lines) throws Exception {
    return upload(Tier.HOT, id, lines);
  }

  public SegmentEntry upload(Tier tier, long id, Line... lines) throws Exception {
    ObjectRef object = names.object(tier, id);
    try (SegmentWriter writer =
        format.write(
            stores.of(tier), object.key(), new SegmentIdentity(id, 1), WriteOptions.ifAbsent())) {
      for (Line line : lines) {
        RecordKey key = RecordKey.of(line.key());
        if (line.value().isPresent()) {
          byte[] value = line.value().get().getBytes(StandardCharsets.UTF_8);
          writer.put(key, line.sequence(), line.expiresAt(), ByteBuffer.wrap(value));
        } else {
          writer.delete(key, line.sequence());
        }
      }
      return SegmentEntries.of(object, writer.finish());
    }
  }

  /** Uploads a segment and commits it; returns its number. */
  public long add(Line... lines) throws Exception {
    long id = commits.reserve(1).first();
    SegmentEntry entry = upload(id, lines);
    commit(new Edit.AddSegments(List.of(entry)));
    return id;
  }

  /** A segment with one record of its own. */
  public long add() throws Exception {
    long next = commits.current().nextId();
    return add(Line.put("key-" + next, next, "value-" + next));
  }

  public Manifest commit(Edit... edits) throws Exception {
    return commits.commit(newest -> List.of(edits));
  }

  public Manifest drop(long... ids) throws Exception {
    return commit(new Edit.Drop(Arrays.stream(ids).boxed().toList()));
  }

  /** What a view has, worked out by reading all of its records and nothing else. */
  public SortedMap<String, String> contents(
      Collection<SegmentEntry> segments, long sequence, long nowMillis) throws Exception {
    Map<String, Long> newest = new HashMap<>();
    SortedMap<String, String> values = new TreeMap<>();
    for (SegmentEntry entry : segments) {
      SegmentReader reader =
          format.open(stores.of(entry.object().tier()), SegmentEntries.handle(entry));
      try (RecordScan scan = reader.scan(KeyRange.ALL)) {
        while (scan.next()) {
          String key = scan.key().toString();
          if (scan.sequence() <= sequence && scan.sequence() >= newest.getOrDefault(key, -1L)) {
            newest.put(key, scan.sequence());
            values.remove(key);
            if (scan.kind() == RecordKind.PUT && scan.expiresAt() > nowMillis) {
              values.put(key, StandardCharsets.UTF_8.decode(scan.value()).toString());
            }
          }
        }
      }
    }
    return values;
  }

  /** What everybody sees now. */
  public SortedMap<String, String> contents() throws Exception {
    return contents(read().segments().values(), Long.MAX_VALUE, clock.millis());
  }

  /** What a snapshot sees. */
  public SortedMap<String, String> contents(String snapshot) throws Exception {
    Manifest manifest = read();
    return contents(
        manifest.view(snapshot).orElseThrow().values(),
        manifest.snapshots().get(snapshot).sequence(),
        clock.millis());
  }

  /** How many records a segment has. */
  public long records(long segment) throws Exception {
    return read().segments().get(segment).content().records();
  }

  /** The manifest as a fresh reader sees it. */
  public Manifest read() throws Exception {
    return ManifestReader.open(hot, names.manifest()).current();
  }

  public boolean exists(long object) throws Exception {
    return exists(Tier.HOT, object);
  }

  public boolean exists(Tier tier, long object) throws Exception {
    return Blocks.find(stores.of(tier), key(object)).isPresent();
  }

  public BlockKey key(long object) {
    return names.object(Tier.HOT, object).key();
  }

  public void waitOutTheHorizon() {
    clock.advance(LIMITS.horizon());
  }
}
