package io.blocktier.segments;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.spi.Disk;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.journal.disk.DiskThreads;
import io.blocktier.segments.check.CheckDepth;
import io.blocktier.segments.check.CheckReport;
import io.blocktier.segments.check.Finding;
import io.blocktier.segments.check.Fsck;
import io.blocktier.segments.check.Repair;
import io.blocktier.segments.check.RepairReport;
import io.blocktier.segments.check.Scrub;
import io.blocktier.segments.check.ScrubReport;
import io.blocktier.segments.collect.CollectReport;
import io.blocktier.segments.collect.CollectionRefusedException;
import io.blocktier.segments.collect.GarbageCollector;
import io.blocktier.segments.collect.OrphanSweep;
import io.blocktier.segments.collect.SweepReport;
import io.blocktier.segments.compact.CompactionPolicy;
import io.blocktier.segments.compact.CompactionReport;
import io.blocktier.segments.compact.Compactor;
import io.blocktier.segments.compact.KeyIndexLiveness;
import io.blocktier.segments.compact.RecordBounds;
import io.blocktier.segments.format.Lz4;
import io.blocktier.segments.format.ReadAhead;
import io.blocktier.segments.format.SegmentFormat;
import io.blocktier.segments.format.SegmentOptions;
import io.blocktier.segments.index.IndexFigures;
import io.blocktier.segments.index.IndexKeeper;
import io.blocktier.segments.index.SegmentIndex;
import io.blocktier.segments.manifest.GarbageLimits;
import io.blocktier.segments.manifest.LeftLog;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.ManifestException;
import io.blocktier.segments.manifest.ManifestReader;
import io.blocktier.segments.manifest.Snapshot;
import io.blocktier.segments.objects.RequestCause;
import io.blocktier.segments.objects.RequestCount;
import io.blocktier.segments.objects.RequestLedger;
import io.blocktier.segments.objects.SegmentNames;
import io.blocktier.segments.objects.SegmentStores;
import io.blocktier.segments.tiering.AccessLog;
import io.blocktier.segments.tiering.TieringPlan;
import io.blocktier.segments.tiering.TieringPolicy;
import io.blocktier.segments.tiering.TieringRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads segments that others write: what is in a committed manifest, not what waits in a log. Any
 * number may be open, in any process; none of them writes or fences anything. Thread-safe; holds
 * nothing that has to be closed.
 */
public final class ReadOnlySegments {

  private static final Logger LOG = LoggerFactory.getLogger(ReadOnlySegments.class);

  /** How long a read waits for a footer that another one reads. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final SegmentStores stores;
  private final RequestLedger ledger;
  private final SegmentNames names;
  private final SegmentFormat format;
  private final Effects effects;
  private final Committed committed;
  private final Reads reads;
  private final SegmentFailures failures;
  private final SegmentView newest;
  private final IndexKeeper keeper;

  private ReadOnlySegments(
      SegmentStores stores,
      RequestLedger ledger,
      SegmentNames names,
      SegmentFormat format,
      Effects effects,
      Committed committed,
      Reads reads,
      IndexKeeper keeper,
      SegmentFailures failures) {
    this.stores = stores;
    this.ledger = ledger;
    this.names = names;
    this.format = format;
    this.effects = effects;
    this.committed = committed;
    this.keeper = keeper;
    this.reads = reads;
    this.failures = failures;
    this.newest = new SegmentView(SealedViews.newest(committed), reads);
  }

  /** The manifests that others commit. */
  private record Committed(ManifestReader reader, SegmentFailures failures)
      implements SealedViews.Manifests {

    @Override
    public Manifest current() {
      return reader.current();
    }

    @Override
    public Manifest refresh() throws BlockStoreException {
      try {
        return reader.refresh();
      } catch (IOException e) {
        throw known(failures, e);
      }
    }
  }

  /**
   * Opens segments for reading, without an index of their keys.
   *
   * @param stores where the segments are; they outlive this
   * @param names the keys in the stores
   * @param format how segments are read
   * @param reading how much heap is taken by what was read of segments
   * @param effects clock, randomness and threads; outlive this
   * @return a reader of the newest manifest, which is empty where nobody has written yet
   * @throws io.blocktier.blockstore.CorruptBlockException if the manifest is damaged
   * @throws BlockStoreException if the store fails
   */
  public static ReadOnlySegments open(
      SegmentStores stores,
      SegmentNames names,
      SegmentOptions format,
      ReadMemory reading,
      Effects effects)
      throws BlockStoreException {
    return open(stores, names, format, reading, IndexOptions.NONE, effects);
  }

  /**
   * Opens segments for reading, with an index that {@link #loadKeys()} fills.
   *
   * @param stores where the segments are; they outlive this
   * @param names the keys in the stores
   * @param format how segments are read
   * @param reading how much heap is taken by what was read of segments
   * @param index how much the index takes off the heap; no checkpoints are written
   * @param effects clock, randomness and threads; outlive this
   * @return a reader of the newest manifest, which is empty where nobody has written yet
   * @throws io.blocktier.blockstore.CorruptBlockException if the manifest is damaged
   * @throws BlockStoreException if the store fails
   */
  public static ReadOnlySegments open(
      SegmentStores stores,
      SegmentNames names,
      SegmentOptions format,
      ReadMemory reading,
      IndexOptions index,
      Effects effects)
      throws BlockStoreException {
    SegmentFailures failures = new SegmentFailures(SegmentOpening.name(stores, names));
    Signals signals = Signals.ofThreads(effects);
    ReadAhead ahead = ReadAhead.by(effects, signals, PATIENCE);
    SegmentFormat formats = new SegmentFormat(format, Lz4.fastest(), effects.clock(), ahead);
    RequestLedger ledger = new RequestLedger();
    Readers readers =
        new Readers(
            ledger.billed(stores, RequestCause.READ),
            formats,
            reading,
            effects,
            signals,
            PATIENCE,
            _ -> {});
    SegmentIndex table = new SegmentIndex(index.tableBytes());
    IndexKeeper keeper =
        new IndexKeeper(table, ledger.billed(stores, RequestCause.INDEX), names, formats, 0);
    Reads reads = new Reads(readers, table, effects.clock(), failures);
    try {
      ManifestReader reader =
          ManifestReader.open(ledger.billed(stores, RequestCause.MANIFEST).hot(), names.manifest());
      return new ReadOnlySegments(
          stores,
          ledger,
          names,
          formats,
          effects,
          new Committed(reader, failures),
          reads,
          keeper,
          failures);
    } catch (IOException e) {
      throw known(failures, e);
    }
  }

  /** Both kinds of failures that a manifest has. */
  private static BlockStoreException known(SegmentFailures failures, IOException error) {
    return error instanceof ManifestException manifest
        ? failures.manifest(Operation.READ, manifest)
        : failures.opening(error);
  }

  /**
   * Returns a view of what was the newest manifest when it was last looked for.
   *
   * @return the view, which sees more with every {@link #refresh()}
   */
  public SegmentView newest() {
    return newest;
  }

  /**
   * Looks for what was committed since: two small reads where there is nothing.
   *
   * @throws BlockStoreException if the store fails, or the manifest is damaged; what was seen
   *     before stays
   */
  public void refresh() throws BlockStoreException {
    committed.refresh();
  }

  /**
   * Fills the index of keys, for those who read many: from the newest checkpoint, and from the key
   * indexes of the segments that it does not have, by one request each. Later calls read only what
   * came since. Reads go on meanwhile; they never depend on this.
   *
   * @return what the index covers now
   * @throws BlockStoreException if the store fails before a checkpoint is read
   */
  public IndexFigures loadKeys() throws BlockStoreException {
    keeper.load(committed.current(), () -> false);
    boolean again = keeper.follow(committed::current, () -> false);
    LOG.debug("the index covers what it can: {}", !again);
    return keeper.figures();
  }

  /**
   * Returns the snapshots of the newest manifest that is known.
   *
   * @return the snapshots by name
   */
  public List<Snapshot> snapshots() {
    return List.copyOf(committed.current().snapshots().values());
  }

  /**
   * Returns a view of a snapshot.
   *
   * @param name its name
   * @return the view
   * @throws io.blocktier.blockstore.BlockNotFoundException if no such snapshot is known
   */
  public SegmentView snapshot(String name) throws BlockStoreException {
    failures.requireSnapshot(committed.current(), name);
    return new SegmentView(SealedViews.snapshot(committed, name, failures), reads);
  }

  /**
   * Checks the manifest and every segment that it or a snapshot needs, beside whoever writes.
   *
   * @param depth how closely
   * @return what was found; an object that cannot be read is a finding, too
   * @throws io.blocktier.blockstore.CorruptBlockException if the manifest is damaged
   * @throws BlockStoreException if the manifest cannot be read
   */
  public CheckReport fsck(CheckDepth depth) throws BlockStoreException {
    Fsck fsck = new Fsck(billed(RequestCause.CHECK), names, format);
    return checked(() -> fsck.run(depth));
  }

  /**
   * Reads segments behind a position, all of each, beside whoever writes.
   *
   * @param position of the last report, or 0 to begin a round
   * @param maxBytes no further segment is begun once so many bytes were read
   * @param bytesPerSecond how fast it reads, or {@link
   *     io.blocktier.segments.objects.Pace#UNLIMITED}
   * @return how far it came
   * @throws io.blocktier.blockstore.CorruptBlockException if the manifest is damaged
   * @throws BlockStoreException if the manifest cannot be read
   */
  public ScrubReport scrub(long position, long maxBytes, long bytesPerSecond)
      throws BlockStoreException {
    Scrub scrub = new Scrub(billed(RequestCause.CHECK), names, format, effects, bytesPerSecond);
    return checked(() -> scrub.run(position, maxBytes));
  }

  /**
   * Tells what {@link SegmentManager#repair} would repair, beside whoever writes.
   *
   * @param findings of {@link #fsck}
   * @param others stores that may have copies under the same keys
   * @return the report of a dry run
   * @throws BlockStoreException if the manifest cannot be read
   */
  public RepairReport repairPlan(List<Finding> findings, List<BlockStore> others)
      throws BlockStoreException {
    return Repair.dryRun(committed.refresh(), billed(RequestCause.CHECK), format, findings, others);
  }

  /**
   * Tells what {@link SegmentManager#gc} would delete now, beside whoever writes. Calls no store
   * but for the manifest.
   *
   * @param limits the horizon, and what one pass may do
   * @return the report of a dry run
   * @throws BlockStoreException if the manifest cannot be read
   */
  public CollectReport gcPlan(GarbageLimits limits) throws BlockStoreException {
    return GarbageCollector.dryRun(
        committed.refresh(), billed(RequestCause.GC), limits, effects.clock());
  }

  /**
   * Tells what {@link SegmentManager#sweepOrphans} would write down if it took over now, beside
   * whoever writes: what that one has on its way is among it. Lists all tiers.
   *
   * @param limits how much is written down at most
   * @return the report of a dry run
   * @throws io.blocktier.blockstore.CorruptBlockException if the listing leaves out what has to be
   *     there
   * @throws BlockStoreException if a store cannot be listed to its end, or the manifest not be read
   */
  public SweepReport orphansPlan(GarbageLimits limits) throws BlockStoreException {
    try {
      return OrphanSweep.dryRun(committed::refresh, billed(RequestCause.ORPHANS), names, limits);
    } catch (CollectionRefusedException e) {
      throw failures.damaged(Operation.LIST, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Tells what {@link SegmentManager#compact} would do now, beside whoever writes. Reads the key
   * indexes of segments, by one request for each.
   *
   * @param policy what is worth it
   * @return the report of a dry run
   * @throws BlockStoreException if it cannot be found out what is dead
   */
  public CompactionReport compactionPlan(CompactionPolicy policy) throws BlockStoreException {
    RecordBounds bounds = RecordBounds.OF_THE_MANIFEST;
    KeyIndexLiveness liveness =
        new KeyIndexLiveness(
            billed(RequestCause.COMPACTION), format, bounds, policy, effects.clock());
    return Compactor.dryRun(committed.refresh(), liveness, policy);
  }

  /**
   * Returns the logs that others took the place of, and that may have records that no segment has:
   * {@link SegmentManager#recover} brings them over.
   *
   * @return the logs, by their names
   * @throws BlockStoreException if the manifest cannot be read
   */
  public List<LeftLog> leftLogs() throws BlockStoreException {
    return List.copyOf(committed.refresh().leftAt(effects.clock().millis()).values());
  }

  /**
   * Tells what {@link SegmentManager#recover} would bring over, judged by what is committed, beside
   * whoever writes. Opens the log as its writer would, and takes nothing out of it.
   *
   * @param directory of the log, which nobody has open
   * @param options how the segments are kept
   * @param watch is told of each key, in the order of the log
   * @return the report of a dry run
   * @throws BlockStoreException as {@link SegmentManager#recover} does
   */
  public RecoveryReport recoveryPlan(
      Path directory, SegmentsOptions options, Consumer<RecoveredRecord> watch)
      throws BlockStoreException {
    ExecutorService threads = DiskThreads.of(effects.diskThreads(), effects.ticker());
    try {
      SegmentEffects own = new SegmentEffects(effects, Signals.ofThreads(effects), threads);
      Disk disk = Disk.ofSystem(effects.executor());
      ViewSource views = SealedViews.newest(committed);
      return new LeftLogs(SegmentOpening.name(stores, names), options, own, disk, failures)
          .plan(directory, committed.refresh(), key -> reads.newest(views, key), watch);
    } finally {
      threads.shutdown();
    }
  }

  /**
   * Tells what {@link SegmentManager#tier} would move and drop if it took over now, beside whoever
   * writes. Of reads nothing is known: they count as made just now.
   *
   * @param policy when segments move
   * @return the plan, which changes nothing
   * @throws BlockStoreException if the manifest cannot be read
   */
  public TieringPlan tieringPlan(TieringPolicy policy) throws BlockStoreException {
    long now = effects.clock().millis();
    return TieringPlan.of(committed.refresh(), now, policy, new AccessLog(effects.clock()));
  }

  /**
   * Tells what the last run did of the upkeep of whoever writes, as noted in the hot store.
   *
   * @return the run, or empty where none is noted, or not in a form that is known here
   * @throws BlockStoreException if the store fails
   */
  public Optional<UpkeepRun> lastUpkeep() throws BlockStoreException {
    return new UpkeepNote(billed(RequestCause.GC).hot(), names).read();
  }

  /**
   * Tells what the last pass did of whoever writes and moves segments by itself, as noted in the
   * hot store.
   *
   * @return the pass, or empty where none is noted, or not in a form that is known here
   * @throws BlockStoreException if the store fails
   */
  public Optional<TieringRun> lastTiering() throws BlockStoreException {
    return new TieringNote(billed(RequestCause.TIERING).hot(), names).read();
  }

  /**
   * Returns what the newest manifest says of all segments together.
   *
   * @return the sums
   * @throws BlockStoreException if the manifest cannot be read
   */
  public SegmentTotals totals() throws BlockStoreException {
    return SegmentTotals.of(committed.refresh());
  }

  /**
   * Tells what was asked of the stores since these segments were opened.
   *
   * @return requests by what they were made for, store and kind
   */
  public List<RequestCount> requests() {
    return ledger.counts();
  }

  private SegmentStores billed(RequestCause cause) {
    return ledger.billed(stores, cause);
  }

  /** Reads all of something. */
  private interface Check<T> {
    T run() throws ManifestException, BlockStoreException;
  }

  private <T> T checked(Check<T> check) throws BlockStoreException {
    try {
      return check.run();
    } catch (ManifestException e) {
      throw failures.manifest(Operation.READ, e);
    }
  }

  /** Names root and store. */
  @Override
  public String toString() {
    return failures.toString();
  }
}
