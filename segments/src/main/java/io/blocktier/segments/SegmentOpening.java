package io.blocktier.segments;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.ProbeReport;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.spi.Disk;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.journal.Journal;
import io.blocktier.journal.JournalEffects;
import io.blocktier.journal.JournalOptions;
import io.blocktier.journal.disk.DiskWatch;
import io.blocktier.journal.disk.WatchedDisk;
import io.blocktier.segments.format.Lz4;
import io.blocktier.segments.format.ReadAhead;
import io.blocktier.segments.format.SegmentFormat;
import io.blocktier.segments.index.IndexKeeper;
import io.blocktier.segments.index.SegmentIndex;
import io.blocktier.segments.manifest.Edit;
import io.blocktier.segments.manifest.FencedException;
import io.blocktier.segments.manifest.LeftLog;
import io.blocktier.segments.manifest.LogMark;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.ManifestCommits;
import io.blocktier.segments.manifest.ManifestException;
import io.blocktier.segments.manifest.ManifestWriter;
import io.blocktier.segments.objects.RequestCause;
import io.blocktier.segments.objects.RequestLedger;
import io.blocktier.segments.objects.SegmentNames;
import io.blocktier.segments.objects.SegmentStores;
import io.blocktier.segments.tiering.Tiering;
import io.blocktier.segments.tiering.TieringRun;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a manager. In order: the log, whose lock keeps a second process on the same directory from
 * doing anything; the manifest, which fences whoever wrote before; then what the log has and no
 * segment.
 */
final class SegmentOpening {

  private static final Logger LOG = LoggerFactory.getLogger(SegmentOpening.class);

  /** The largest record of the log is at most this part of one of its files. */
  private static final int RECORDS_PER_FILE = 4;

  private static final int MIN_FILE_BYTES = 1 << 20;
  private static final int BLOCK_BYTES = 4096;
  private static final int SPARE_FILES = 4;
  private static final int MAX_WRITE_BYTES = 8 << 20;

  private final SegmentStores stores;
  private final RequestLedger ledger = new RequestLedger();
  private final SegmentsOptions options;
  private final SegmentEffects effects;
  private final DiskWatch watch;
  private final Disk disk;
  private final SegmentFailures failures;
  private final Events events;
  private final LogHealth health;

  SegmentOpening(SegmentStores stores, SegmentsOptions options, SegmentEffects effects, Disk disk) {
    this.stores = stores;
    this.options = options;
    this.effects = effects;
    this.watch =
        new DiskWatch(
            options.directory(),
            options.diskDeadline(),
            effects.effects().ticker(),
            effects.signals(),
            effects.diskThreads());
    this.disk = new WatchedDisk(disk, watch);
    this.failures = new SegmentFailures(name(stores, options));
    this.events = new Events(effects.signals());
    this.health = new LogHealth(events);
  }

  static String name(SegmentStores stores, SegmentsOptions options) {
    return name(stores, options.names());
  }

  /** Names them by the store that does the work: what layers are around it may change. */
  static String name(SegmentStores stores, SegmentNames names) {
    String store = ForwardingBlockStore.identityOf(stores.hot());
    return "segments '" + names.root().value() + "' of " + store;
  }

  SegmentParts open() throws BlockStoreException {
    try {
      requestProof();
      LoggedRecords logged = new LoggedRecords();
      Journal journal = openLog(logged);
      try {
        return open(journal, logged);
      } catch (IOException | InterruptedException | RuntimeException e) {
        letGo(journal, e);
        throw e;
      }
    } catch (IOException e) {
      throw failures.opening(e);
    } catch (InterruptedException e) {
      throw failures.interrupted(Operation.OPEN, e);
    }
  }

  /**
   * Lets a store prove that it creates conditionally, which the manifest rests on. One that offers
   * it already is known for it, or was probed: the races of a probe are hundreds of requests.
   */
  private void requestProof() throws BlockStoreException {
    BlockStore hot = billed(RequestCause.MANIFEST).hot();
    if (!hot.capabilities().has(Capability.CONDITIONAL_CREATE)) {
      ProbeReport _ = hot.probe();
    }
  }

  private static void letGo(Journal journal, Exception cause) {
    try {
      journal.close();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private Journal openLog(LoggedRecords logged) throws IOException {
    Path directory = options.directory().toAbsolutePath();
    create(directory);
    JournalEffects own =
        new JournalEffects(effects.effects(), disk, watch, effects.signals(), health);
    return Journal.open(directory, name(stores, options), sizes(options), own, logged);
  }

  /** In order: the directory is created, then the one above is forced, which has its name. */
  private void create(Path directory) throws IOException {
    Path above = directory.getParent();
    if (above == null) {
      return;
    }
    try {
      disk.createDirectory(directory);
    } catch (NoSuchFileException aboveIsMissing) {
      create(above);
      disk.createDirectory(directory);
    }
    disk.forceDirectory(above);
  }

  static JournalOptions sizes(SegmentsOptions options) {
    long least = Math.max(MIN_FILE_BYTES, (long) RECORDS_PER_FILE * options.maxBatchBytes());
    int fileBytes = Math.toIntExact((least + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES);
    long files = 2 * options.maxUnsealedBytes() / fileBytes + SPARE_FILES;
    return new JournalOptions(
        fileBytes,
        Math.toIntExact(Math.min(files, Integer.MAX_VALUE)),
        MAX_WRITE_BYTES,
        options.maxBatchBytes());
  }

  private SegmentParts open(Journal journal, LoggedRecords logged)
      throws IOException, InterruptedException {
    Effects machine = effects.effects();
    ManifestWriter writer =
        ManifestWriter.open(
            billed(RequestCause.MANIFEST).hot(),
            options.names().manifest(),
            options.patience(),
            options.writer(),
            machine);
    ManifestCommits commits = new ManifestCommits(writer, effects.signals(), options.patience());
    long mark = coveredMark(journal, logged, commits);
    RecordLog log = new RecordLog(journal, health, logged.lastGenerations());
    Tables tables =
        new Tables(log, machine.ticker(), options.segmentBytes(), commits.current().lastSequence());
    health.recovered(Math.max(mark, logged.lastGeneration()));
    SealProgress progress = new SealProgress(events, machine.ticker(), failures, mark);
    Room room = new Room(options.maxUnsealedBytes(), progress, health);
    watch.run(() -> replay(journal, logged, mark, tables, room));
    return assemble(commits, log, tables, progress, room);
  }

  private boolean replay(Journal journal, LoggedRecords logged, long mark, Tables tables, Room room)
      throws IOException {
    logged.replay(
        journal,
        mark,
        health,
        (changes, bytes, sequence, generation) -> {
          tables.recover(changes, bytes, sequence, generation);
          room.add(Table.memoryBytes(bytes, changes.size()));
        });
    return true;
  }

  /**
   * Returns up to which generation segments cover the log. Another one than the manifest goes with
   * may not have records that no segment has: they would come out of their order, or belong to
   * somebody else. It is made known before it gets its next record.
   */
  private long coveredMark(Journal journal, LoggedRecords logged, ManifestCommits commits)
      throws IOException, InterruptedException {
    Manifest manifest = commits.current();
    Optional<LogMark> covered = manifest.covered();
    if (covered.isPresent() && covered.get().log().equals(journal.identity())) {
      return covered.get().position();
    }
    LeftLog left = manifest.left().get(journal.identity());
    long sealed = left == null ? 0 : left.position();
    if (logged.lastGeneration() > sealed) {
      throw left == null
          ? failures.unknownLog(options.directory(), journal.identity())
          : failures.leftBehind(options.directory(), journal.identity(), covered);
    }
    commits.commit(_ -> List.of(new Edit.Cover(new LogMark(journal.identity(), sealed))));
    return sealed;
  }

  private SegmentParts assemble(
      ManifestCommits commits, RecordLog log, Tables tables, SealProgress progress, Room room) {
    Effects machine = effects.effects();
    ReadAhead ahead = ReadAhead.by(machine, effects.signals(), options.patience());
    SegmentFormat format =
        new SegmentFormat(options.format(), Lz4.fastest(), machine.clock(), ahead);
    SegmentIndex index = new SegmentIndex(options.index().tableBytes());
    Indexing indexing = indexing(index, format, commits);
    Sealing sealing =
        new Sealing(
            billed(RequestCause.SEAL),
            options,
            format,
            commits,
            log,
            tables,
            room,
            progress,
            indexing);
    Sealer sealer =
        new Sealer(effects, options.sealAge(), tables, progress, events, sealing, failures);
    Receipts receipts = new Receipts(log, tables, progress, machine.ticker(), failures);
    Writes writes =
        new Writes(
            options, tables, log, room, progress, events, receipts, machine.ticker(), failures);
    Tiering tiering =
        new Tiering(
            billed(RequestCause.TIERING),
            options.names(),
            commits,
            options.tiering(),
            machine,
            effects.signals(),
            run -> tellOthers(run, progress, commits));
    Tiers tiers = new Tiers(tiering, options, progress, failures);
    Readers readers =
        new Readers(
            billed(RequestCause.READ),
            format,
            options.reading(),
            machine,
            effects.signals(),
            options.patience(),
            tiering::read);
    Reads reads = new Reads(readers, index, machine.clock(), failures);
    Stewardship stewardship = new Stewardship(commits, progress, failures);
    LiveViews live = new LiveViews(tables, stewardship);
    Upkeep upkeep =
        new Upkeep(
            commits,
            stores,
            ledger,
            options,
            format,
            machine,
            progress,
            failures,
            indexing::changed);
    BackgroundUpkeep background =
        new BackgroundUpkeep(
            upkeep,
            options.upkeep(),
            progress,
            new UpkeepNote(billed(RequestCause.GC).hot(), options.names()),
            effects);
    sealer.start();
    tiers.start();
    indexing.start();
    background.start();
    return new SegmentParts(
        log,
        tables,
        live,
        reads,
        writes,
        stewardship,
        progress,
        sealer,
        upkeep,
        background,
        tiers,
        indexing,
        ledger,
        failures);
  }

  /**
   * Who was fenced has nothing to tell any more. One that had nothing to commit does not know of it
   * yet, so that is looked up first.
   */
  private void tellOthers(TieringRun run, SealProgress progress, ManifestCommits commits) {
    if (progress.hasEnded()) {
      return;
    }
    try {
      commits.requireUnfenced();
      new TieringNote(billed(RequestCause.TIERING).hot(), options.names()).write(run);
    } catch (FencedException over) {
      LOG.info("what was moved last is not noted, as somebody else writes: {}", over.getMessage());
    } catch (ManifestException | BlockStoreException | RuntimeException e) {
      LOG.warn("others do not see what was moved: {}", e.toString());
    }
  }

  private SegmentStores billed(RequestCause cause) {
    return ledger.billed(stores, cause);
  }

  private Indexing indexing(SegmentIndex index, SegmentFormat format, ManifestCommits commits) {
    IndexKeeper keeper =
        new IndexKeeper(
            index,
            billed(RequestCause.INDEX),
            options.names(),
            format,
            options.index().checkpointSegments());
    return new Indexing(index, keeper, commits::current, options.index(), effects);
  }
}
