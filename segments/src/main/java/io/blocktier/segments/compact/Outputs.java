package io.blocktier.segments.compact;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.format.SegmentFormat;
import io.blocktier.segments.format.SegmentIdentity;
import io.blocktier.segments.format.SegmentReader;
import io.blocktier.segments.format.SegmentWriter;
import io.blocktier.segments.manifest.ManifestCommits;
import io.blocktier.segments.manifest.ManifestException;
import io.blocktier.segments.manifest.ObjectRef;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Tier;
import io.blocktier.segments.objects.SegmentEntries;
import io.blocktier.segments.objects.SegmentNames;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes records into new segments, one behind the other, each with a number of its own that is
 * reserved before its first byte is sent. For one thread.
 */
final class Outputs implements AutoCloseable {

  private final ManifestCommits commits;
  private final SegmentNames names;
  private final SegmentFormat format;
  private final BlockStore store;
  private final Tier tier;
  private final long segmentBytes;
  private final List<SegmentEntry> finished = new ArrayList<>();
  private final List<ObjectRef> begun = new ArrayList<>();
  private @Nullable SegmentWriter writer;
  private long records;

  Outputs(
      ManifestCommits commits,
      SegmentNames names,
      SegmentFormat format,
      BlockStore store,
      Tier tier,
      long segmentBytes) {
    this.commits = commits;
    this.names = names;
    this.format = format;
    this.store = store;
    this.tier = tier;
    this.segmentBytes = segmentBytes;
  }

  /** The segments that are complete. */
  List<SegmentEntry> finished() {
    return finished;
  }

  /** All objects that may be there, complete or not. */
  List<ObjectRef> begun() {
    return begun;
  }

  long records() {
    return records;
  }

  void put(RecordKey key, long sequence, long expiresAt, ByteBuffer value)
      throws BlockStoreException, ManifestException, InterruptedException {
    writer().put(key, sequence, expiresAt, value);
    added();
  }

  void delete(RecordKey key, long sequence)
      throws BlockStoreException, ManifestException, InterruptedException {
    writer().delete(key, sequence);
    added();
  }

  private void added() throws BlockStoreException {
    records++;
    if (writer != null && writer.rawBytes() >= segmentBytes) {
      finish();
    }
  }

  private SegmentWriter writer()
      throws BlockStoreException, ManifestException, InterruptedException {
    SegmentWriter open = writer;
    if (open == null) {
      ObjectRef object = begin();
      SegmentIdentity identity = new SegmentIdentity(object.id(), epoch());
      open = format.write(store, object.key(), identity, WriteOptions.ifAbsent());
      writer = open;
    }
    return open;
  }

  private ObjectRef begin() throws BlockStoreException, ManifestException, InterruptedException {
    ObjectRef object = names.object(tier, commits.reserve(1).first());
    begun.add(object);
    return object;
  }

  private long epoch() {
    return commits.current().writer().epoch();
  }

  /** Joins segments into one. */
  void join(Assembly assembly, List<SegmentReader> inputs)
      throws BlockStoreException, ManifestException, InterruptedException {
    SegmentEntry entry = assembly.run(inputs, begin(), epoch());
    finished.add(entry);
    records += entry.content().records();
  }

  /** Finishes the segment that is open, if there is one, and opens it again as a reader does. */
  void finish() throws BlockStoreException {
    SegmentWriter open = writer;
    if (open != null) {
      SegmentEntry entry = SegmentEntries.of(begun.getLast(), open.finish());
      writer = null;
      finished.add(entry);
      format.open(store, SegmentEntries.handle(entry));
    }
  }

  /** Gives up the segment that is open. */
  void abort() {
    if (writer != null) {
      writer.close();
    }
  }

  @Override
  public void close() {
    abort();
  }
}
