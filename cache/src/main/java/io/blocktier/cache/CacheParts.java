package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutOfSpaceException;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.journal.JournalListener;
import io.blocktier.journal.JournalOwnerException;
import io.blocktier.journal.Log;
import io.blocktier.journal.RecordVisitor;
import io.blocktier.journal.disk.DiskWatch;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a cache is made of.
 *
 * @param writes stage changes
 * @param partialWrites stage changes of parts of blocks
 * @param reading finds blocks
 * @param view lists them
 * @param passThrough hands to the store what only it can decide
 * @param flushing waits for the store
 * @param quarantine decides about what the store refuses
 * @param warming brings blocks to the disk, and takes them from there
 * @param flusher brings blocks to the store
 * @param rescue brings to safety what the disk of the cache fails
 * @param atRisk the bytes that the store does not have
 * @param timings how long it all takes
 * @param watch knows the calls to the disk
 * @param patience how long closing waits for each of its steps
 * @param log the journal
 * @param index where the blocks are in it
 */
record CacheParts(
    Writes writes,
    PartialWrites partialWrites,
    ReadParts reading,
    StagedView view,
    PassThrough passThrough,
    Flushing flushing,
    Quarantine quarantine,
    Warming warming,
    Flusher flusher,
    Rescue rescue,
    AtRisk atRisk,
    Timings timings,
    DiskWatch watch,
    Log log,
    CountedIndex index,
    Duration patience) {

  private static final Logger LOG = LoggerFactory.getLogger(CacheParts.class);

  /** Puts the parts together for a cache, which names itself in errors. */
  @FunctionalInterface
  interface Assembly {
    CacheParts assemble(Object cache) throws BlockStoreException;
  }

  /** Opens a journal, and shows what is in it. */
  @FunctionalInterface
  interface LogOpener {
    Log open(RecordVisitor visitor, JournalListener listener) throws IOException;
  }

  static Assembly of(
      BlockStore store,
      CacheOptions options,
      CacheEffects effects,
      DiskWatch watch,
      IndexOpening.Opener index,
      LogOpener opener) {
    return cache -> {
      try {
        return watch.run(
            () -> open(cache, store, options, effects, watch, index, opener),
            CacheParts::closeLate);
      } catch (CacheFullException e) {
        Failure failure = Failure.of(cache, Operation.OPEN, String.valueOf(e.getMessage()));
        throw new OutOfSpaceException(failure.remedy("raise max_blocks above that"), e);
      } catch (JournalOwnerException e) {
        Failure failure = Failure.of(cache, Operation.OPEN, String.valueOf(e.getMessage()));
        throw new InvalidRequestException(
            failure.remedy("drain it into that store first, or give this one another directory"),
            e);
      } catch (IOException | RejectedExecutionException e) {
        Failure failure =
            Failure.of(cache, Operation.OPEN, options.directory() + ": " + e.getMessage());
        throw new StoreUnavailableException(failure.remedy("check the directory"), e);
      }
    };
  }

  /** Whoever opened the cache has given up, because the disk hung. */
  private static void closeLate(CacheParts parts) {
    try {
      parts.close();
    } catch (BlockStoreException e) {
      LOG.warn("a cache that was opened too late does not close in order", e);
    }
  }

  /** What an opening that fails has opened is closed again, so that the next one finds it free. */
  private static CacheParts open(
      Object cache,
      BlockStore store,
      CacheOptions options,
      CacheEffects effects,
      DiskWatch watch,
      IndexOpening.Opener indexOpener,
      LogOpener opener)
      throws IOException {
    Refusals refusals = new Refusals();
    IndexOpening opening = new IndexOpening(indexOpener, options.maxBlocks(), refusals, effects);
    Rescue rescue = new Rescue(effects);
    try {
      Log log = opener.open(opening, rescue);
      try {
        return assemble(
            cache, store, options, effects, watch, opening.finish(), refusals, log, rescue);
      } catch (IOException | RuntimeException e) {
        closeAfter(e, log::close);
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      closeAfter(e, opening::abandon);
      throw e;
    }
  }

  /** Closes a part. */
  @FunctionalInterface
  private interface Closing {
    void run() throws IOException;
  }

  private static void closeAfter(Exception failure, Closing part) {
    try {
      part.run();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private static CacheParts assemble(
      Object cache,
      BlockStore store,
      CacheOptions options,
      CacheEffects effects,
      DiskWatch watch,
      CountedIndex index,
      Refusals refusals,
      Log log,
      Rescue rescue)
      throws IOException {
    CacheFailures failures = new CacheFailures(cache);
    AtRisk atRisk = new AtRisk(options.maxAtRiskBytes(), effects.signals());
    Timings timings = new Timings(index, effects.effects());
    Promotions promotions = new Promotions(effects.signals(), timings);
    KeyLocks locks = new KeyLocks(effects.signals());
    LateCalls late = new LateCalls(options.lateness(), effects.effects().ticker());
    Precedence precedence = new Precedence(atRisk, effects.effects().ticker());
    StagedBlocks staged =
        new StagedBlocks(log, index, atRisk, locks, refusals, watch, effects.effects(), options);
    Courier courier =
        new Courier(
            new Delivery(store, new StagedContents(log), new Merging(store, log)),
            staged,
            locks,
            promotions,
            late,
            effects,
            options.patience());
    Flusher flusher = new Flusher(courier, new Backlog(index), precedence, effects, options);
    Barrier barrier = new Barrier(staged, promotions, flusher, failures);
    ReadParts reading = ReadParts.of(store, staged, log, locks, late, failures, effects, options);
    FetchedBlocks fetched = reading.fetched();
    Receipts receipts = new Receipts(log, barrier, timings, failures, options.patience());
    atRisk.recovered(index.counts().bytesAtRisk());
    Writes writes =
        new Writes(
            staged,
            fetched,
            atRisk,
            precedence,
            locks,
            flusher,
            receipts,
            watch,
            failures,
            effects,
            options);
    CacheParts parts =
        new CacheParts(
            writes,
            new PartialWrites(
                store.capabilities().limits(),
                writes,
                staged,
                log,
                barrier,
                flusher,
                receipts,
                failures,
                effects,
                options),
            reading,
            new StagedView(store, staged, index, reading.overStore(), fetched, failures),
            new PassThrough(
                store, staged, fetched, barrier, locks, late, failures, effects, options),
            new Flushing(
                index,
                atRisk,
                timings,
                rescue,
                watch,
                barrier,
                flusher,
                failures,
                options.patience(),
                reading::status),
            new Quarantine(
                index,
                staged,
                fetched,
                locks,
                promotions,
                flusher,
                failures,
                effects.effects(),
                options.patience()),
            new Warming(store, index, staged, reading, locks, failures, effects, options),
            flusher,
            rescue,
            atRisk,
            timings,
            watch,
            log,
            index,
            options.patience());
    flusher.begin();
    rescue.begin(staged);
    return parts;
  }

  /**
   * Stops the flusher, whose blocks travel on after the next opening, and closes the index, then
   * the journal: its mark of a clean stop says that the index was complete before. Where the disk
   * hangs, both are closed when it answers.
   */
  void close() throws BlockStoreException {
    try {
      List<BlockKey> lost = List.of();
      try {
        lost = stop();
      } finally {
        closeFilesAnd(lost);
      }
    } catch (BlockStoreException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException(
          Failure.of("cache", Operation.OPEN, "interrupted while closing").remedy("close again"),
          e);
    } catch (IOException | TimeoutException e) {
      Failure failure = Failure.of("cache", Operation.OPEN, "the journal does not close: " + e);
      throw new StoreUnavailableException(failure.remedy("check the disk of the cache"), e);
    }
  }

  /**
   * Returns what is in memory alone, and stays there. All that was written is forced before it is
   * looked for: what the closing journal gives up itself has no name any more.
   */
  private List<BlockKey> stop() throws IOException, TimeoutException, InterruptedException {
    flusher.stop();
    reading.fetches().stop();
    settle();
    rescue.stop(patience);
    return rescue.inMemoryAlone();
  }

  private void settle() {
    try {
      log.settle(patience);
    } catch (IOException e) {
      LOG.warn(
          "the closing journal still has to write what was written to the cache: {}", e.toString());
    }
  }

  private void closeFilesAnd(List<BlockKey> lost) throws IOException {
    try {
      watch.finish(this::closeFiles);
    } finally {
      requireNone(lost);
    }
  }

  private boolean closeFiles() throws IOException {
    closeIndex();
    log.close();
    return true;
  }

  private void closeIndex() {
    try {
      index.close();
    } catch (IOException e) {
      LOG.warn("the index is not complete, and is built anew at the next opening", e);
    }
  }

  private static void requireNone(List<BlockKey> lost) throws OutcomeUnknownException {
    if (lost.isEmpty()) {
      return;
    }
    String detail =
        lost.size()
            + " blocks were acknowledged in memory alone, and could not be written when the cache"
            + " closed, the first is this one";
    throw new OutcomeUnknownException(
        Failure.of("cache", Operation.WRITE, lost.getFirst(), detail)
            .remedy("write them again, on a disk that works"));
  }
}
