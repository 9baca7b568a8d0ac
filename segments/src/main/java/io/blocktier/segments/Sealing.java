package io.blocktier.segments;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.segments.format.KeyRange;
import io.blocktier.segments.format.RecordEntry;
import io.blocktier.segments.format.SegmentFormat;
import io.blocktier.segments.format.SegmentIdentity;
import io.blocktier.segments.format.SegmentSummary;
import io.blocktier.segments.format.SegmentWriter;
import io.blocktier.segments.index.Cover;
import io.blocktier.segments.manifest.DoubtfulCommitException;
import io.blocktier.segments.manifest.Edit;
import io.blocktier.segments.manifest.LogMark;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.ManifestCommits;
import io.blocktier.segments.manifest.ManifestException;
import io.blocktier.segments.manifest.ObjectRef;
import io.blocktier.segments.manifest.RefusedEditException;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Tier;
import io.blocktier.segments.objects.SegmentEntries;
import io.blocktier.segments.objects.SegmentStores;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a committed segment of a table. What failed is tried again from the step that failed. For
 * one thread.
 */
final class Sealing {

  private static final Logger LOG = LoggerFactory.getLogger(Sealing.class);

  private final SegmentStores stores;
  private final SegmentsOptions options;
  private final SegmentFormat format;
  private final ManifestCommits commits;
  private final SegmentIds ids;
  private final RecordLog log;
  private final Tables tables;
  private final Room room;
  private final SealProgress progress;
  private final Indexing indexing;
  private @Nullable SegmentEntry written;
  private @Nullable Cover covered;
  private boolean doubtful;

  Sealing(
      SegmentStores stores,
      SegmentsOptions options,
      SegmentFormat format,
      ManifestCommits commits,
      RecordLog log,
      Tables tables,
      Room room,
      SealProgress progress,
      Indexing indexing) {
    this.stores = stores;
    this.options = options;
    this.format = format;
    this.commits = commits;
    this.ids = new SegmentIds(commits);
    this.log = log;
    this.tables = tables;
    this.room = room;
    this.progress = progress;
    this.indexing = indexing;
  }

  /**
   * Seals the oldest table. Each step is durable before the next one begins, so that the records
   * are in the log or in a committed segment at every moment:
   *
   * <ol>
   *   <li>A number is reserved in the manifest, which no other segment or object ever gets.
   *   <li>The segment is written under it, where nothing is, and compared with what was sent.
   *   <li>One commit adds it to the manifest, and says how far the log is covered by that.
   *   <li>The index covers it. Readers go to the segment, and the table is forgotten.
   *   <li>Files of the log are released whose records are all covered.
   *   <li>Whoever waits is told.
   * </ol>
   */
  void seal(Table table) throws IOException, InterruptedException {
    SegmentEntry entry = written;
    if (entry == null) {
      entry = write(table, ids.next());
      written = entry;
    }
    commit(entry, table.lastGeneration());
    written = null;
    cover();
    tables.show(table.lastSequence());
    tables.drop(table);
    room.release(table.memoryBytes());
    release(table.lastGeneration());
    progress.advance(table.lastGeneration());
    indexing.changed();
  }

  private void cover() {
    Cover cover = covered;
    covered = null;
    if (cover != null) {
      try (cover) {
        LOG.debug("indexed: {}", cover.finish());
      }
    }
  }

  /** Begins to index a segment instead of one that was not written. */
  private @Nullable Cover coverInstead(long id, Table table) {
    Cover before = covered;
    if (before != null) {
      before.close();
    }
    Cover now = indexing.begin(id, table.changes());
    covered = now;
    return now;
  }

  private SegmentEntry write(Table table, long id) throws BlockStoreException {
    ObjectRef object = options.names().object(Tier.HOT, id);
    SegmentIdentity identity = new SegmentIdentity(id, commits.current().writer().epoch());
    Cover cover = coverInstead(id, table);
    try (SegmentWriter writer =
        format.write(stores.of(Tier.HOT), object.key(), identity, WriteOptions.ifAbsent())) {
      Iterator<Version> versions = table.newest(KeyRange.ALL, RecordEntry.MAX_SEQUENCE);
      while (versions.hasNext()) {
        Version version = versions.next();
        add(version, writer);
        if (cover != null) {
          cover.add(version.key(), version.change().kind(), writer.lastFrame());
        }
      }
      SegmentSummary summary = writer.finish();
      LOG.debug("segment {} has {} records", id, summary.statistics().records());
      return SegmentEntries.of(object, summary);
    }
  }

  private static void add(Version version, SegmentWriter writer) throws BlockStoreException {
    Change change = version.change();
    if (version.isTombstone()) {
      writer.delete(change.key(), version.sequence());
    } else {
      writer.put(change.key(), version.sequence(), change.expiresAt(), change.value());
    }
  }

  /** A commit in doubt is settled before it is decided whether it is to be made again. */
  private void commit(SegmentEntry entry, long mark)
      throws ManifestException, BlockStoreException, InterruptedException {
    LogMark covered = new LogMark(log.identity(), mark);
    try {
      if (doubtful) {
        ids.reserve();
        doubtful = false;
      }
      commits.commit(newest -> edits(newest, entry, covered));
    } catch (DoubtfulCommitException e) {
      doubtful = true;
      throw e;
    } catch (RefusedEditException e) {
      written = null; // its number is of no use any more
      throw e;
    }
  }

  private static List<Edit> edits(Manifest newest, SegmentEntry entry, LogMark covered) {
    boolean done =
        newest
            .covered()
            .filter(m -> m.log().equals(covered.log()) && m.position() >= covered.position())
            .isPresent();
    return done
        ? List.of()
        : List.of(new Edit.AddSegments(List.of(entry)), new Edit.Cover(covered));
  }

  /** Deletes manifests that were replaced long ago; what fails is done another time. */
  void prune() throws InterruptedException {
    try {
      LOG.debug("manifests: {}", commits.prune());
    } catch (IOException e) {
      LOG.warn("old manifests are not deleted yet: {}", e.toString());
    }
  }

  /** What is not released now is with the next segment; only room is missing until then. */
  private void release(long mark) {
    try {
      log.release(mark);
    } catch (IOException e) {
      LOG.warn("the log gives no room back: {}", e.toString());
    }
  }
}
