package io.blocktier.segments.index;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.segments.format.BlockSink;
import io.blocktier.segments.format.KeyRange;
import io.blocktier.segments.format.SegmentFormat;
import io.blocktier.segments.index.CheckpointHeader.Part;
import io.blocktier.segments.manifest.Candidate;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.objects.SegmentEntries;
import io.blocktier.segments.objects.SegmentNames;
import io.blocktier.segments.objects.SegmentStores;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets an index cover the segments that there are, those that only snapshots see included: from a
 * checkpoint, from their key indexes, and no longer once they are gone. One call at a time is
 * served; the index itself is read all the while. Thread-safe.
 */
public final class IndexKeeper {

  private static final Logger LOG = LoggerFactory.getLogger(IndexKeeper.class);

  /** A checkpoint is written once what it would add is more than this part of the table. */
  private static final int NEW_PART = 4;

  private static final int PART_BYTES = 8 << 20;

  private final SegmentIndex index;
  private final SegmentStores stores;
  private final SegmentNames names;
  private final SegmentFormat format;
  private final int checkpointSegments;
  private final Checkpoints checkpoints;
  private final Set<Long> refused = new HashSet<>();
  private final Set<Long> saved = new HashSet<>();
  private boolean loaded;
  private final LongAdder fromCheckpoints = new LongAdder();
  private final LongAdder fromKeyIndexes = new LongAdder();
  private final LongAdder written = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder unusable = new LongAdder();

  /**
   * Makes a keeper.
   *
   * @param index what is kept
   * @param stores where the segments are; checkpoints are in the hot one
   * @param names the keys in the stores
   * @param format how segments are read
   * @param checkpointSegments behind how many segments a checkpoint is written; 0 for none
   */
  public IndexKeeper(
      SegmentIndex index,
      SegmentStores stores,
      SegmentNames names,
      SegmentFormat format,
      int checkpointSegments) {
    this.index = index;
    this.stores = stores;
    this.names = names;
    this.format = format;
    this.checkpointSegments = checkpointSegments;
    this.checkpoints = new Checkpoints(stores.hot(), names);
  }

  /**
   * Tells how the index is.
   *
   * @return its figures
   */
  public IndexFigures figures() {
    return new IndexFigures(
        index.coverage().ordinals().size(),
        index.records(),
        index.bytes(),
        fromCheckpoints.sum(),
        fromKeyIndexes.sum(),
        written.sum(),
        failed.sum(),
        unusable.sum());
  }

  /**
   * Takes what it can from the newest checkpoint that is whole; once that is done, does nothing.
   *
   * @param manifest whose segments are wanted
   * @param stop whether to give up, asked now and then
   * @throws BlockStoreException if the store fails
   */
  public synchronized void load(Manifest manifest, BooleanSupplier stop)
      throws BlockStoreException {
    Map<Long, SegmentEntry> wanted = wanted(manifest);
    if (loaded || wanted.isEmpty()) {
      loaded = true;
      return;
    }
    for (BlockKey key : checkpoints.newestFirst()) {
      if (stop.getAsBoolean() || load(key, wanted, stop)) {
        break;
      }
    }
    loaded = true;
  }

  private boolean load(BlockKey key, Map<Long, SegmentEntry> wanted, BooleanSupplier stop)
      throws BlockStoreException {
    Set<Long> before = Set.copyOf(index.coverage().ordinals().keySet());
    try {
      CheckpointSource source = new CheckpointSource(stores.hot(), key);
      fromCheckpoints.add(new CheckpointReader(source, index).read(wanted, stop));
      saved.addAll(index.coverage().ordinals().keySet());
      saved.removeAll(before);
      return true;
    } catch (UnusableCheckpointException | CorruptBlockException e) {
      unusable.increment();
      LOG.warn("checkpoint '{}' is of no use: {}", key, e.getMessage());
    } catch (BlockNotFoundException replaced) {
      LOG.debug("checkpoint '{}' is gone", key);
    }
    return false;
  }

  /**
   * Makes the index go with the newest manifest: covers what is not covered, as far as there is
   * room, at one request each, and forgets what is gone. Goes on where a segment cannot be read.
   *
   * @param manifests returns the newest one that is known
   * @param stop whether to give up, asked now and then
   * @return whether trying again makes sense, as a store failed
   */
  public synchronized boolean follow(Supplier<Manifest> manifests, BooleanSupplier stop) {
    Coverage before = index.coverage(); // what is covered was committed before it was
    Map<Long, SegmentEntry> wanted = wanted(manifests.get());
    index.retire(id -> before.covers(id) && !wanted.containsKey(id));
    if (index.coverage().removals() != before.removals()) {
      refused.clear(); // there may be room now
      saved.retainAll(wanted.keySet());
    }
    boolean again = false;
    for (SegmentEntry entry : wanted.values()) {
      if (stop.getAsBoolean()) {
        return false;
      }
      again |= !cover(entry);
    }
    return again;
  }

  /** Covers a segment if that is possible; false if a store failed. */
  private boolean cover(SegmentEntry entry) {
    boolean possible =
        !index.coverage().covers(entry.id())
            && !refused.contains(entry.id())
            && stores.has(entry.object().tier());
    if (!possible) {
      return true;
    }
    try (Cover cover = index.begin(entry.id(), entry.content().records())) {
      return cover == null || cover(entry, cover);
    } catch (CorruptBlockException e) {
      refused.add(entry.id());
      LOG.warn("segment {} is not indexed: {}", entry.id(), e.getMessage());
      return true;
    } catch (BlockStoreException e) {
      LOG.debug("segment {} is not indexed yet: {}", entry.id(), e.toString());
      return false;
    }
  }

  private boolean cover(SegmentEntry entry, Cover cover) throws BlockStoreException {
    cover.addAll(
        format
            .open(stores.of(entry.object().tier()), SegmentEntries.handle(entry))
            .keys(KeyRange.ALL));
    if (cover.finish()) {
      fromKeyIndexes.increment();
    } else {
      refused.add(entry.id());
    }
    return true;
  }

  /** Returns the segments to be covered: the newest first, then what only snapshots see. */
  private static Map<Long, SegmentEntry> wanted(Manifest manifest) {
    Map<Long, SegmentEntry> wanted = new LinkedHashMap<>();
    manifest.segments().values().stream()
        .sorted(
            Comparator.<SegmentEntry>comparingLong(entry -> entry.content().sequences().greatest())
                .reversed())
        .forEach(entry -> wanted.put(entry.id(), entry));
    manifest.garbage().values().stream()
        .filter(candidate -> candidate.removal().isPresent() && manifest.isSeen(candidate))
        .map(Candidate::removal)
        .forEach(removal -> wanted.put(removal.get().entry().id(), removal.get().entry()));
    return wanted;
  }

  /**
   * Writes a checkpoint if one is due, and deletes old ones then. Never fails: what could not be
   * written is tried again with the next call.
   *
   * @param manifests returns the newest one that is known
   * @param stop whether to give up, asked now and then
   * @return whether trying again makes sense, as the store failed
   */
  public synchronized boolean saveIfDue(Supplier<Manifest> manifests, BooleanSupplier stop) {
    Coverage coverage = index.coverage();
    Manifest manifest = manifests.get();
    List<Part> parts =
        wanted(manifest).values().stream()
            .filter(entry -> coverage.covers(entry.id()))
            .map(Part::of)
            .toList();
    if (!isDue(parts)) {
      return false;
    }
    try {
      CheckpointHeader header = new CheckpointHeader(manifest.number(), manifest.commit(), parts);
      if (write(header, coverage, stop)) {
        written.increment();
        saved.clear();
        parts.forEach(part -> saved.add(part.id()));
        checkpoints.prune();
      }
      return false;
    } catch (BlockStoreException e) {
      failed.increment();
      LOG.warn("no checkpoint of the index is written for now: {}", e.toString());
      return true;
    }
  }

  private boolean isDue(List<Part> parts) {
    long newSegments = 0;
    long newRecords = 0;
    long records = 0;
    for (Part part : parts) {
      boolean isNew = !saved.contains(part.id());
      newSegments += isNew ? 1 : 0;
      newRecords += isNew ? part.records() : 0;
      records += part.records();
    }
    return checkpointSegments > 0
        && newSegments >= checkpointSegments
        && newRecords >= records / NEW_PART;
  }

  /** In order: all of it is written, then it appears; old ones go only behind that. */
  private boolean write(CheckpointHeader header, Coverage coverage, BooleanSupplier stop)
      throws BlockStoreException {
    BlockKey key = names.checkpoint(header.manifest());
    try (BlockSink sink = new BlockSink(stores.hot(), key, WriteOptions.ifAbsent(), PART_BYTES)) {
      CheckpointWriter writer = new CheckpointWriter(sink, header, coverage);
      boolean whole = writer.write(index.table(), stop);
      if (whole) {
        sink.finish();
      }
      return whole;
    } catch (PreconditionFailedException own) {
      LOG.debug("checkpoint '{}' is there already", key); // of an attempt whose reply was lost
      return true;
    }
  }
}
