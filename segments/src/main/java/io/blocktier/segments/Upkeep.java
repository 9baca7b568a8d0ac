package io.blocktier.segments;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.spi.Effects;
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
import io.blocktier.segments.collect.Undo;
import io.blocktier.segments.compact.CompactionPolicy;
import io.blocktier.segments.compact.CompactionReport;
import io.blocktier.segments.compact.Compactor;
import io.blocktier.segments.compact.KeyIndexLiveness;
import io.blocktier.segments.compact.RecordBounds;
import io.blocktier.segments.format.SegmentFormat;
import io.blocktier.segments.index.Checkpoints;
import io.blocktier.segments.manifest.FencedException;
import io.blocktier.segments.manifest.GarbageLimits;
import io.blocktier.segments.manifest.ManifestCommits;
import io.blocktier.segments.manifest.ManifestException;
import io.blocktier.segments.objects.RequestCause;
import io.blocktier.segments.objects.RequestLedger;
import io.blocktier.segments.objects.SegmentStores;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done to segments besides writing and reading records. The sealer commits segments in the
 * order of their records, so that whatever the newest of them has is settled. Thread-safe.
 */
record Upkeep(
    ManifestCommits commits,
    SegmentStores stores,
    RequestLedger ledger,
    SegmentsOptions options,
    SegmentFormat format,
    Effects effects,
    SealProgress progress,
    SegmentFailures failures,
    Runnable changed) {

  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

  /** Work on the manifest and the stores. */
  private interface Work<T> {
    T run() throws IOException, InterruptedException;
  }

  CollectReport gc(GarbageLimits limits, boolean dryRun) throws BlockStoreException {
    GarbageCollector collector =
        new GarbageCollector(
            commits, billed(RequestCause.GC), options.names(), limits, effects.clock());
    return dryRun ? collector.dryRun() : translated(Operation.DELETE_ALL, collector::run);
  }

  void restore(long segment) throws BlockStoreException {
    translated(Operation.WRITE, () -> new Undo(commits, billed(RequestCause.GC)).run(segment));
  }

  SweepReport sweepOrphans(GarbageLimits limits, boolean dryRun) throws BlockStoreException {
    OrphanSweep sweep =
        new OrphanSweep(commits, billed(RequestCause.ORPHANS), options.names(), limits);
    return translated(Operation.LIST, dryRun ? sweep::dryRun : () -> sweepAll(sweep));
  }

  /** Checkpoints are in no manifest: whoever stopped writing them left old ones behind. */
  private SweepReport sweepAll(OrphanSweep sweep) throws IOException, InterruptedException {
    SweepReport report = sweep.run();
    pruneCheckpoints();
    return report;
  }

  /** What is written down stays so; nothing but room depends on old checkpoints. */
  private void pruneCheckpoints() {
    try {
      int deleted = new Checkpoints(billed(RequestCause.ORPHANS).hot(), options.names()).prune();
      LOG.debug("{} old checkpoints deleted", deleted);
    } catch (BlockStoreException e) {
      LOG.warn("old checkpoints are left to the next sweep: {}", e.toString());
    }
  }

  CompactionReport compact(CompactionPolicy policy, boolean dryRun) throws BlockStoreException {
    Compactor compactor = compactor(policy);
    return dryRun ? compactor.dryRun() : translated(Operation.WRITE, compactor::run);
  }

  /** Begins no job any more once it is told to stop. */
  CompactionReport compact(CompactionPolicy policy, BooleanSupplier stop)
      throws BlockStoreException {
    Compactor compactor = compactor(policy);
    return translated(Operation.WRITE, () -> compactor.run(stop));
  }

  private Compactor compactor(CompactionPolicy policy) {
    RecordBounds bounds = RecordBounds.OF_THE_MANIFEST;
    SegmentStores measured = billed(RequestCause.COMPACTION);
    KeyIndexLiveness liveness =
        new KeyIndexLiveness(measured, format, bounds, policy, effects.clock());
    return new Compactor(
        commits, measured, options.names(), format, liveness, bounds, policy, effects);
  }

  CheckReport fsck(CheckDepth depth) throws BlockStoreException {
    Fsck fsck = new Fsck(billed(RequestCause.CHECK), options.names(), format);
    return translated(Operation.READ, () -> fsck.run(depth));
  }

  RepairReport repair(List<Finding> findings, List<BlockStore> others, boolean dryRun)
      throws BlockStoreException {
    Repair repair = new Repair(commits, billed(RequestCause.CHECK), options.names(), format);
    return dryRun
        ? repair.dryRun(findings, others)
        : translated(Operation.WRITE, () -> repair.run(findings, others));
  }

  ScrubReport scrub(long position, long maxBytes, long bytesPerSecond) throws BlockStoreException {
    Scrub scrub =
        new Scrub(billed(RequestCause.CHECK), options.names(), format, effects, bytesPerSecond);
    return translated(Operation.READ, () -> scrub.run(position, maxBytes));
  }

  private SegmentStores billed(RequestCause cause) {
    return ledger.billed(stores, cause);
  }

  private <T> T translated(Operation operation, Work<T> work) throws BlockStoreException {
    try {
      return work.run();
    } catch (FencedException e) {
      BlockStoreException end = failures.manifest(operation, e);
      progress.end(end);
      throw end;
    } catch (ManifestException e) {
      throw failures.manifest(operation, e);
    } catch (CollectionRefusedException e) {
      throw failures.damaged(operation, String.valueOf(e.getMessage()), e);
    } catch (BlockStoreException e) {
      throw e;
    } catch (IOException e) {
      throw new IllegalStateException("nothing else is thrown", e);
    } catch (InterruptedException e) {
      throw failures.interrupted(operation, e);
    } finally {
      changed.run();
    }
  }
}
