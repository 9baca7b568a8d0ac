package io.blocktier.segments;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Health;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.blockstore.spi.Disk;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.journal.disk.DiskThreads;
import io.blocktier.segments.check.CheckDepth;
import io.blocktier.segments.check.CheckReport;
import io.blocktier.segments.check.Finding;
import io.blocktier.segments.check.RepairReport;
import io.blocktier.segments.check.ScrubReport;
import io.blocktier.segments.collect.CollectReport;
import io.blocktier.segments.collect.SweepReport;
import io.blocktier.segments.compact.CompactionPolicy;
import io.blocktier.segments.compact.CompactionReport;
import io.blocktier.segments.format.KeyRange;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.format.RecordProof;
import io.blocktier.segments.format.SegmentRecord;
import io.blocktier.segments.index.IndexFigures;
import io.blocktier.segments.manifest.GarbageLimits;
import io.blocktier.segments.manifest.LeftLog;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Snapshot;
import io.blocktier.segments.objects.RequestCount;
import io.blocktier.segments.objects.SegmentStores;
import io.blocktier.segments.objects.TierPrices;
import io.blocktier.segments.tiering.MoveFigures;
import io.blocktier.segments.tiering.MoveOutcome;
import io.blocktier.segments.tiering.Run;
import io.blocktier.segments.tiering.TieringPlan;
import io.blocktier.segments.tiering.TieringReport;
import io.blocktier.segments.tiering.TieringRun;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps small records by key: in a local log first, forced for all who wait at once, and then in
 * immutable segments on a block store. Thread-safe.
 *
 * <p>A write is seen by readers when it is acknowledged; those of a batch all at once. Writes have
 * one order, and after a crash there is a prefix of it that holds everything that was acknowledged
 * at a level which the crash spares ({@link Durability}).
 *
 * <p>One manager writes to a root at a time: opening another one, in whatever process, fences the
 * first, whose writes fail from then on with a {@link
 * io.blocktier.blockstore.StoreClosedException}. What it has acknowledged as {@link
 * Durability#LOCAL} and not sealed stays in its local log alone, until {@link #recover} brings it
 * over.
 *
 * <p>Memory is bounded by {@link SegmentsOptions#maxUnsealedBytes()} and {@link
 * SegmentsOptions#reading()}, and off the heap by {@link IndexOptions#tableBytes()}, whatever the
 * number of keys.
 */
public final class SegmentManager implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SegmentManager.class);

  private final SegmentsOptions options;
  private final SegmentEffects effects;
  private final Disk disk;
  private final SegmentParts parts;
  private final Runnable afterwards;
  private final SegmentStores stores;
  private final SegmentView live;
  private final AtomicBoolean closed = new AtomicBoolean();

  private SegmentManager(
      SegmentStores stores,
      SegmentsOptions options,
      SegmentEffects effects,
      Disk disk,
      SegmentParts parts,
      Runnable afterwards) {
    this.stores = stores;
    this.options = options;
    this.effects = effects;
    this.disk = disk;
    this.parts = parts;
    this.afterwards = afterwards;
    this.live = new SegmentView(parts.live(), parts.reads());
  }

  /**
   * Opens segments for reading and writing, with whatever the local log has from the last time.
   * Whoever wrote before is fenced.
   *
   * @param stores where the segments are; they outlive the manager, which does not close them. The
   *     hot one has the manifest, too, and is probed
   * @param options how the segments are kept
   * @param effects clock, randomness and threads; outlive the manager
   * @return the manager, which the caller closes
   * @throws io.blocktier.blockstore.StoreUnavailableException if another process has the directory,
   *     or the store or the disk fails
   * @throws io.blocktier.blockstore.InvalidRequestException if the directory holds records that do
   *     not belong to these segments
   * @throws io.blocktier.blockstore.UnsupportedByStoreException if the hot store does not create
   *     conditionally
   * @throws io.blocktier.blockstore.CorruptBlockException if the manifest is damaged
   * @throws BlockStoreException if the store fails otherwise
   */
  public static SegmentManager open(SegmentStores stores, SegmentsOptions options, Effects effects)
      throws BlockStoreException {
    ExecutorService threads = DiskThreads.of(effects.diskThreads(), effects.ticker());
    SegmentEffects own = new SegmentEffects(effects, Signals.ofThreads(effects), threads);
    try {
      return open(stores, options, own, Disk.ofSystem(effects.executor()), threads::shutdown);
    } catch (BlockStoreException | RuntimeException e) {
      threads.shutdown();
      throw e;
    }
  }

  /** Opens with a disk and signals of the caller's own. */
  static SegmentManager open(
      SegmentStores stores, SegmentsOptions options, SegmentEffects effects, Disk disk)
      throws BlockStoreException {
    return open(stores, options, effects, disk, () -> {});
  }

  private static SegmentManager open(
      SegmentStores stores,
      SegmentsOptions options,
      SegmentEffects effects,
      Disk disk,
      Runnable afterwards)
      throws BlockStoreException {
    SegmentParts parts = new SegmentOpening(stores, options, effects, disk).open();
    return new SegmentManager(stores, options, effects, disk, parts, afterwards);
  }

  /**
   * Gives a key a value, as safely as {@link SegmentsOptions#durability()} says.
   *
   * @param key the key
   * @param value its remaining bytes, which are copied; the position does not move
   * @return the acknowledgement
   * @throws BlockStoreException as {@link #write(Batch, Durability)} does
   */
  public RecordReceipt put(RecordKey key, ByteBuffer value) throws BlockStoreException {
    return write(new Batch().put(key, value));
  }

  /**
   * Gives a key a value for some time.
   *
   * @param key the key
   * @param value its remaining bytes, which are copied; the position does not move
   * @param expiresAt from when on the key has no value, by the clock of whoever reads
   * @return the acknowledgement
   * @throws BlockStoreException as {@link #write(Batch, Durability)} does
   */
  public RecordReceipt put(RecordKey key, ByteBuffer value, Instant expiresAt)
      throws BlockStoreException {
    return write(new Batch().put(key, value, expiresAt));
  }

  /**
   * Takes the value of a key away; a key without one may be deleted, too.
   *
   * @param key the key
   * @return the acknowledgement
   * @throws BlockStoreException as {@link #write(Batch, Durability)} does
   */
  public RecordReceipt delete(RecordKey key) throws BlockStoreException {
    return write(new Batch().delete(key));
  }

  /**
   * Makes the changes of a batch together, as safely as {@link SegmentsOptions#durability()} says.
   *
   * @param batch the changes
   * @return the acknowledgement
   * @throws BlockStoreException as {@link #write(Batch, Durability)} does
   */
  public RecordReceipt write(Batch batch) throws BlockStoreException {
    return write(batch, options.durability());
  }

  /**
   * Makes the changes of a batch together. Waits up to {@link SegmentsOptions#patience()} for room,
   * and for the level.
   *
   * @param batch the changes, at least one
   * @param level what they have survived when this returns; {@link Durability#REMOTE} has all that
   *     was written until then sealed at once
   * @return the acknowledgement
   * @throws io.blocktier.blockstore.InvalidRequestException if the batch is empty, or larger than
   *     {@link SegmentsOptions#maxBatchBytes()}
   * @throws io.blocktier.blockstore.StoreUnavailableException if too much waits to be sealed, the
   *     level was not reached in time, or the log promises nothing until it is sealed, because its
   *     disk failed. The batch may have been written, and be seen later
   * @throws io.blocktier.blockstore.OutOfSpaceException if there is no room in the log or on its
   *     disk; nothing was written
   * @throws io.blocktier.blockstore.OutcomeUnknownException if the log failed: the batch may have
   *     been written, and be seen later
   * @throws io.blocktier.blockstore.StoreClosedException if the manager is closed, or another
   *     writer took over
   * @throws BlockStoreException if the manifest is damaged
   */
  public RecordReceipt write(Batch batch, Durability level) throws BlockStoreException {
    return parts.writes().write(batch, level);
  }

  /**
   * Gives a batch its place in the order of all writes, and does not wait for it to survive
   * anything. Whoever calls this awaits the receipt: the batch is seen from then on, and perhaps
   * before.
   *
   * @param batch the changes, at least one
   * @return the receipt
   * @throws io.blocktier.blockstore.StoreUnavailableException if there is no room in time; nothing
   *     was written
   * @throws BlockStoreException otherwise as {@link #write(Batch, Durability)} does
   */
  public RecordReceipt submit(Batch batch) throws BlockStoreException {
    return parts.writes().submit(batch);
  }

  /**
   * Finds the value of a key. In memory if it is there; from a segment by one request for a value
   * that is not longer than a frame, once the segment's footer is known; by none where the key was
   * never there.
   *
   * @param key the key
   * @return the record with a buffer of the caller's own position and limit, or empty if the key
   *     has no value
   * @throws io.blocktier.blockstore.CorruptBlockException if what is there is not what was written
   * @throws BlockStoreException if the store fails
   */
  public Optional<SegmentRecord> get(RecordKey key) throws BlockStoreException {
    requireOpen();
    return live.get(key);
  }

  /**
   * Finds a part of the value of a key; of a long value, only the frames that the range touches are
   * read.
   *
   * @param key the key
   * @param range which bytes, clamped at the end of the value; there are none behind it
   * @return the part, or empty if the key has no value
   * @throws BlockStoreException as {@link #get(RecordKey)} does
   */
  public Optional<RecordPart> get(RecordKey key, ByteRange range) throws BlockStoreException {
    requireOpen();
    return parts.reads().get(parts.live(), key, range);
  }

  /**
   * Goes through the keys that start with some bytes, in their order, as they are now.
   *
   * @param prefix what they start with
   * @return the records, which the caller closes
   * @throws BlockStoreException if the manager is closed
   */
  public RecordCursor scan(RecordKey prefix) throws BlockStoreException {
    return scan(KeyRange.prefix(prefix));
  }

  /**
   * Goes through the keys of a range, in their order, as they are now.
   *
   * @param range which keys
   * @return the records, which the caller closes
   * @throws BlockStoreException if the manager is closed
   */
  public RecordCursor scan(KeyRange range) throws BlockStoreException {
    requireOpen();
    return live.scan(range);
  }

  /**
   * Returns the segments of the newest manifest.
   *
   * @return where each is and what is in it, by their numbers
   * @throws BlockStoreException if the manager is closed
   */
  public List<SegmentEntry> listSegments() throws BlockStoreException {
    requireOpen();
    return live.listSegments();
  }

  /**
   * Returns what is known of a segment: when it was created and moved, its sizes, its entries, its
   * root.
   *
   * @param id its number
   * @return what the newest manifest has of it, or empty if it has none
   * @throws BlockStoreException if the manager is closed
   */
  public Optional<SegmentEntry> getSegment(long id) throws BlockStoreException {
    requireOpen();
    return live.getSegment(id);
  }

  /**
   * Finds what one segment has of a key, whatever others or the log have.
   *
   * @param segment its number
   * @param key the key
   * @return the record, which may be a tombstone, or over; empty if the segment has none
   * @throws io.blocktier.blockstore.BlockNotFoundException if there is no such segment
   * @throws BlockStoreException as {@link #get(RecordKey)} does
   */
  public Optional<SegmentRecord> get(long segment, RecordKey key) throws BlockStoreException {
    requireOpen();
    return live.get(segment, key);
  }

  /**
   * Shows that what {@link #get(long, RecordKey)} finds is under the root of the segment.
   *
   * @param segment its number
   * @param key the key
   * @return the proof, or empty if the segment has no record of the key
   * @throws io.blocktier.blockstore.BlockNotFoundException if there is no such segment
   * @throws BlockStoreException as {@link #get(RecordKey)} does
   */
  public Optional<RecordProof> proof(long segment, RecordKey key) throws BlockStoreException {
    requireOpen();
    return live.proof(segment, key);
  }

  /**
   * Removes a segment with all its records, whatever they are: what older segments have of its keys
   * is seen again. Its object stays as long as a snapshot sees it, and then for a while.
   *
   * @param id its number
   * @throws io.blocktier.blockstore.InvalidRequestException if there is no such segment
   * @throws io.blocktier.blockstore.OutcomeUnknownException if it may be removed or not; the next
   *     commit settles it
   * @throws BlockStoreException if the store fails, the manager is closed, or another writer took
   *     over
   */
  public void deleteSegment(long id) throws BlockStoreException {
    parts.stewardship().drop(id);
  }

  /**
   * Takes a segment back that was removed, as long as nobody has begun to delete its object, which
   * is looked at first.
   *
   * @param id its number
   * @throws io.blocktier.blockstore.InvalidRequestException if it cannot be taken back
   * @throws io.blocktier.blockstore.BlockNotFoundException if its object is gone
   * @throws io.blocktier.blockstore.CorruptBlockException if its object has another size
   * @throws BlockStoreException as {@link #deleteSegment(long)} does
   */
  public void restore(long id) throws BlockStoreException {
    parts.progress().requireGoing(Operation.WRITE);
    parts.upkeep().restore(id);
  }

  /**
   * Gives what there is now a name under which it stays readable, wherever its segments move. Seals
   * everything that was written before, and costs one commit.
   *
   * @param name 1 to {@value Snapshot#MAX_NAME_LENGTH} characters
   * @return the snapshot
   * @throws IllegalArgumentException if the name is empty or too long
   * @throws io.blocktier.blockstore.InvalidRequestException if there is a snapshot of that name
   * @throws BlockStoreException as {@link #flush()} and {@link #deleteSegment(long)} do
   */
  public Snapshot snapshot(String name) throws BlockStoreException {
    flush();
    return parts.stewardship().take(name);
  }

  /**
   * Returns the snapshots.
   *
   * @return the snapshots by name
   * @throws BlockStoreException if the manager is closed
   */
  public List<Snapshot> snapshots() throws BlockStoreException {
    requireOpen();
    return List.copyOf(parts.stewardship().current().snapshots().values());
  }

  /**
   * Gives up a snapshot. What only it has seen is deleted after a while.
   *
   * @param name its name
   * @throws io.blocktier.blockstore.BlockNotFoundException if there is no such snapshot
   * @throws BlockStoreException as {@link #deleteSegment(long)} does
   */
  public void dropSnapshot(String name) throws BlockStoreException {
    parts.stewardship().dropSnapshot(name);
  }

  /**
   * Returns a view of a snapshot.
   *
   * @param name its name
   * @return the view, which holds nothing and does not change
   * @throws io.blocktier.blockstore.BlockNotFoundException if there is no such snapshot
   * @throws BlockStoreException if the manager is closed
   */
  public SegmentView view(String name) throws BlockStoreException {
    requireOpen();
    Stewardship stewardship = parts.stewardship();
    parts.failures().requireSnapshot(stewardship.current(), name);
    return new SegmentView(
        SealedViews.snapshot(stewardship, name, parts.failures()), parts.reads());
  }

  /**
   * Asks the store, and looks at what went wrong lately.
   *
   * @return whether records can be read and written, and otherwise what is wrong; and what the last
   *     upkeep and the last pass of tiering did, which may have failed without hindering anybody
   * @throws BlockStoreException if the store cannot be asked
   */
  public Health healthCheck() throws BlockStoreException {
    Optional<String> trouble = parts.trouble();
    Health health =
        trouble.isPresent() ? new Health(false, trouble.get()) : stores.hot().healthCheck();
    return parts.tiers().addTo(parts.background().addTo(health));
  }

  /**
   * Tells what the last run did of the upkeep that {@link SegmentsOptions#upkeep()} asks for.
   *
   * @return the run, or empty where there was none since the manager was opened
   */
  public Optional<UpkeepRun> lastUpkeep() {
    return parts.background().last();
  }

  /**
   * Tells what the last pass did that {@link SegmentsOptions#tiering()} asks for without a command.
   *
   * @return the last one that was due, or failed; empty where there was none since the manager was
   *     opened
   */
  public Optional<TieringRun> lastTiering() {
    return parts.tiers().lastRun();
  }

  /**
   * Deletes objects that have been garbage for longer than a horizon, and that no segment and no
   * snapshot needs.
   *
   * @param limits the horizon, and what one pass may do
   * @param dryRun whether only to tell what would be done
   * @return what was done, and what could not be
   * @throws io.blocktier.blockstore.CorruptBlockException if the manifest contradicts itself;
   *     nothing was deleted
   * @throws BlockStoreException if the manager is closed, another writer took over, or the manifest
   *     cannot be written; what was not confirmed is deleted by the next pass
   */
  public CollectReport gc(GarbageLimits limits, boolean dryRun) throws BlockStoreException {
    requireOpen();
    return parts.upkeep().gc(limits, dryRun);
  }

  /**
   * Finds objects that earlier writers left behind, and writes them down as garbage. Lists all
   * tiers.
   *
   * @param limits how much is written down at most
   * @param dryRun whether only to tell what would be done
   * @return what was found
   * @throws io.blocktier.blockstore.CorruptBlockException if the listing leaves out what has to be
   *     there; nothing was written down
   * @throws BlockStoreException if the manager is closed, another writer took over, or a store
   *     cannot be listed to its end; nothing was written down
   */
  public SweepReport sweepOrphans(GarbageLimits limits, boolean dryRun) throws BlockStoreException {
    requireOpen();
    return parts.upkeep().sweepOrphans(limits, dryRun);
  }

  /**
   * Writes segments anew without what is dead in them. What readers and snapshots see stays the
   * same.
   *
   * @param policy what is worth it
   * @param dryRun whether only to tell what would be done
   * @return what was done; jobs that were given up are in it with the reason
   * @throws BlockStoreException if the manager is closed, another writer took over, or it cannot be
   *     found out what is dead
   */
  public CompactionReport compact(CompactionPolicy policy, boolean dryRun)
      throws BlockStoreException {
    requireOpen();
    return parts.upkeep().compact(policy, dryRun);
  }

  /**
   * Checks the manifest and every segment that it or a snapshot needs. Changes nothing.
   *
   * @param depth how closely
   * @return what is not as it has to be
   * @throws io.blocktier.blockstore.CorruptBlockException if the manifest itself is damaged
   * @throws BlockStoreException if the manager is closed, or the manifest cannot be read
   */
  public CheckReport fsck(CheckDepth depth) throws BlockStoreException {
    requireOpen();
    return parts.upkeep().fsck(depth);
  }

  /**
   * Repairs segments from wherever their bytes still are: the tier that they came from, or a store
   * with a copy. All of it is verified before the manifest has it.
   *
   * @param findings of {@link #fsck}
   * @param others stores that may have copies under the same keys
   * @param dryRun whether only to tell what would be done
   * @return what was repaired, and what could not be
   * @throws BlockStoreException if the manager is closed, another writer took over, or a store
   *     fails
   */
  public RepairReport repair(List<Finding> findings, List<BlockStore> others, boolean dryRun)
      throws BlockStoreException {
    requireOpen();
    return parts.upkeep().repair(findings, others, dryRun);
  }

  /**
   * Reads segments slowly, all of each, to find what rots before it is needed.
   *
   * @param position of the last report, or 0 to begin a round
   * @param maxBytes about how much is read
   * @param bytesPerSecond how fast
   * @return how far it came, and what it found
   * @throws BlockStoreException if the manager is closed, or the manifest cannot be read
   */
  public ScrubReport scrub(long position, long maxBytes, long bytesPerSecond)
      throws BlockStoreException {
    requireOpen();
    return parts.upkeep().scrub(position, maxBytes, bytesPerSecond);
  }

  /**
   * Brings over what the log of a writer has that was fenced, and no segment: as if it had been
   * sealed before the next writer began. What was written or deleted since stays as it is, and the
   * log's record of it goes. Whoever calls this sees to it that nobody writes the same keys
   * meanwhile. Doing it again does nothing more, wherever it was interrupted. In order:
   *
   * <ol>
   *   <li>the manifest remembers the log from now on, for as long as the rest may take;
   *   <li>the log is read, and compared with what there is;
   *   <li>what is brought over goes into the log of this manager;
   *   <li>all of it is sealed: in committed segments in the store;
   *   <li>only then the old log gives up its records, which a crash does not bring back;
   *   <li>the manifest forgets that it waits for that log.
   * </ol>
   *
   * <p>A log of which something cannot be read keeps all it has.
   *
   * @param directory of the log, which nobody has open
   * @param watch is told of each key, in the order of the log
   * @return what became of the records
   * @throws io.blocktier.blockstore.InvalidRequestException if there is no such log, it belongs to
   *     other segments, it is the one in use, another one has to go first, or the manifest does not
   *     know how far it is in segments
   * @throws io.blocktier.blockstore.UnsupportedByStoreException if the records are {@link
   *     Contents#BLOCKS}; nothing was changed, and blocks that were written as {@link
   *     Durability#REMOTE} are there without the log
   * @throws io.blocktier.blockstore.StoreUnavailableException if another process has it, or not all
   *     is sealed in time; the old log has its records then
   * @throws BlockStoreException as {@link #write(Batch, Durability)} does
   */
  public RecoveryReport recover(Path directory, Consumer<RecoveredRecord> watch)
      throws BlockStoreException {
    parts.progress().requireGoing(Operation.WRITE);
    LeftLogs logs =
        new LeftLogs(
            SegmentOpening.name(stores, options), options, effects, disk, parts.failures());
    Manifest manifest = parts.stewardship().current();
    return logs.with(directory, manifest, false, (log, left) -> recover(log, left, watch));
  }

  private RecoveryReport recover(OldLog log, LeftLog left, Consumer<RecoveredRecord> watch)
      throws IOException {
    parts.stewardship().rememberLog(left.log()); // step 1
    LogRecovery recovery =
        new LogRecovery(log, left, key -> parts.reads().newest(parts.live(), key), watch); // step 2
    RecoveryReport report =
        recovery.run(false, batch -> parts.writes().submit(batch)); // steps 2 and 3
    flush(); // step 4
    if (report.damages().isEmpty()) {
      log.empty(); // step 5
      parts.stewardship().settleLog(left.log()); // step 6
    }
    return report;
  }

  /**
   * Gives a log up that was left, and whatever it may have: its disk is gone, or nobody wants it.
   * Deletions that are kept because of it go with the next compactions.
   *
   * @param log its name, as {@link ReadOnlySegments#leftLogs()} has it
   * @throws io.blocktier.blockstore.InvalidRequestException if there is no such log
   * @throws BlockStoreException if the store fails, the manager is closed, or another writer took
   *     over
   */
  public void giveUpLog(String log) throws BlockStoreException {
    parts.stewardship().settleLog(log);
  }

  /**
   * Looks whether this is still who writes, by two small requests. For whoever misses something in
   * the store that a record names: the next writer deletes what it has no use for.
   *
   * @throws io.blocktier.blockstore.StoreClosedException if the manager is closed, or another
   *     writer took over; nothing is written any more then
   * @throws BlockStoreException if the store fails, or the manifest is damaged
   */
  public void requireWriter() throws BlockStoreException {
    requireOpen();
    Manifest _ = parts.stewardship().refresh();
  }

  private void requireOpen() throws BlockStoreException {
    if (closed.get()) {
      throw parts.failures().closed();
    }
  }

  /**
   * Has everything that was written until now sealed at once, and does not wait for it. What is
   * written from now on goes to another segment.
   *
   * @throws BlockStoreException if the manager is closed, or another writer took over
   */
  public void seal() throws BlockStoreException {
    parts.progress().requireGoing(Operation.WRITE);
    parts.tables().cut();
    parts.progress().want(parts.log().health().appended());
  }

  /**
   * Waits until everything that was written before is {@link Durability#REMOTE}, for {@link
   * SegmentsOptions#patience()} at most.
   *
   * @throws io.blocktier.blockstore.StoreUnavailableException if that was not long enough; the
   *     reason says what the store answered last
   * @throws BlockStoreException if the manager is closed, or another writer took over
   */
  public void flush() throws BlockStoreException {
    parts.progress().requireGoing(Operation.WRITE);
    sealAll();
  }

  private void sealAll() throws BlockStoreException {
    Deadline deadline = Deadline.in(options.patience(), effects.effects().ticker());
    parts.progress().awaitSealed(Operation.WRITE, parts.log().health().appended(), deadline);
  }

  /**
   * Moves a segment to the cold store, whether the policy wants it or not. It can be read all the
   * while.
   *
   * @param segment its number
   * @param run who watches
   * @return what became of it; a move that fails is no exception
   * @throws BlockStoreException if the manager is closed, or another writer took over
   */
  public MoveOutcome archive(long segment, Run run) throws BlockStoreException {
    return parts.tiers().archive(segment, run);
  }

  /**
   * Moves a segment back to the hot store.
   *
   * @param segment its number
   * @param run who watches
   * @return what became of it; a move that fails is no exception
   * @throws BlockStoreException if the manager is closed, or another writer took over
   */
  public MoveOutcome restoreToHot(long segment, Run run) throws BlockStoreException {
    return parts.tiers().restore(segment, run);
  }

  /**
   * Pins a segment to its tier, or lets it go: neither the policy nor a command moves it then.
   *
   * @param segment its number
   * @param pinned whether it stays
   * @throws io.blocktier.blockstore.InvalidRequestException if there is no such segment
   * @throws BlockStoreException if the manifest's store fails, the manager is closed, or another
   *     writer took over
   */
  public void pin(long segment, boolean pinned) throws BlockStoreException {
    parts.tiers().pin(segment, pinned);
  }

  /**
   * Tells what {@link #tier} would move and drop now, and why the rest stays.
   *
   * @return the plan, which changes nothing
   * @throws BlockStoreException if the manager is closed, or another writer took over
   */
  public TieringPlan tieringPlan() throws BlockStoreException {
    return parts.tiers().plan();
  }

  /**
   * Moves and drops now what the policy of {@link SegmentsOptions#tiering()} says. The manager does
   * so by itself, too, each interval, where there is a policy.
   *
   * @param run who watches
   * @return what was done
   * @throws BlockStoreException if the manifest's store fails, the manager is closed, or another
   *     writer took over
   */
  public TieringReport tier(Run run) throws BlockStoreException {
    return parts.tiers().tier(run);
  }

  /**
   * Tells what was asked of the stores since these segments were opened.
   *
   * @return requests by what they were made for, store and kind
   */
  public List<RequestCount> requests() {
    return parts.ledger().counts();
  }

  /**
   * Returns what such requests cost.
   *
   * @return the prices of the options
   */
  public TierPrices prices() {
    return options.prices();
  }

  /**
   * Returns what was moved since the manager was opened, and by which way.
   *
   * @return the figures
   */
  public MoveFigures moveFigures() {
    return parts.tiers().figures();
  }

  /**
   * Tells how the index of keys is.
   *
   * @return what it covers, what it takes, and where it had that from
   */
  public IndexFigures indexFigures() {
    return parts.indexing().figures();
  }

  /**
   * Seals what there is, for {@link SegmentsOptions#patience()} at most, and makes durable in the
   * log what could not be sealed: opening again finds it there. Closing again does nothing.
   *
   * @throws StoreClosedException if somebody else has taken over meanwhile, and something was not
   *     sealed: the log has it, and who writes now does not
   * @throws BlockStoreException if the log could not be closed in order, and something was not
   *     sealed; what was acknowledged as {@link Durability#LOCAL} is in the log nevertheless
   */
  @Override
  public void close() throws BlockStoreException {
    if (closed.compareAndSet(false, true)) {
      try {
        closeParts();
      } finally {
        afterwards.run();
      }
    }
  }

  private void closeParts() throws BlockStoreException {
    parts.tiers().close();
    parts.background().stop();
    stopIndexing();
    StoreClosedException fenced = null;
    try {
      sealAll();
    } catch (StoreClosedException e) {
      fenced = e;
    } catch (BlockStoreException e) {
      LOG.warn("not everything is sealed; the log keeps the rest: {}", e.getMessage());
    }
    awaitUpkeep(); // behind sealing, which nothing that takes long may delay
    parts.progress().end(parts.failures().closed());
    stopSealer();
    try {
      parts.log().close();
    } catch (IOException e) {
      if (parts.progress().sealed() < parts.log().health().appended()) {
        throw parts.failures().logged(Operation.WRITE, e);
      }
      LOG.warn("the log does not close in order; everything is sealed: {}", e.toString());
    }
    if (fenced != null) {
      throw parts.failures().leftInLog(options.directory(), fenced);
    }
  }

  /** A compaction that is under way may still commit. */
  private void awaitUpkeep() {
    try {
      if (!parts.background().awaitEnd(options.patience())) {
        LOG.warn("upkeep is still under way; what it does late is harmless");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A checkpoint on its way is given up. */
  private void stopIndexing() {
    try {
      if (!parts.indexing().stop(options.patience())) {
        LOG.warn("the index still waits for the store; nothing depends on that");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stopSealer() {
    try {
      if (!parts.sealer().stop(options.patience())) {
        LOG.warn("a call to the store is still under way; what it does late is harmless");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  SegmentParts parts() {
    return parts;
  }

  long maxUnsealedBytes() {
    return options.maxUnsealedBytes();
  }

  /** Seals nothing any more, as if the process were gone; the log is left as it is. */
  void abandon() throws InterruptedException {
    closed.set(true);
    parts.tiers().close();
    parts.progress().end(parts.failures().closed());
    parts.background().stop();
    parts.background().awaitEnd(options.patience());
    parts.indexing().stop(options.patience());
    parts.sealer().stop(options.patience());
  }

  /** Names root and store. */
  @Override
  public String toString() {
    return parts.failures().toString();
  }
}
