package io.blocktier.segments.compact;

import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.bill.RequestTally;
import io.blocktier.blockstore.layer.BilledBlockStore;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.segments.format.SegmentAssembly;
import io.blocktier.segments.format.SegmentFormat;
import io.blocktier.segments.format.SegmentReader;
import io.blocktier.segments.manifest.Edit;
import io.blocktier.segments.manifest.FencedException;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.ManifestCommits;
import io.blocktier.segments.manifest.ManifestException;
import io.blocktier.segments.manifest.ObjectRef;
import io.blocktier.segments.manifest.Orphan;
import io.blocktier.segments.manifest.RefusedEditException;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.objects.Pace;
import io.blocktier.segments.objects.SegmentNames;
import io.blocktier.segments.objects.SegmentStores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Merges segments into fewer and smaller ones without what is dead. What snapshots see is not
 * touched: they see the inputs, which stay garbage for as long as there is a snapshot that does.
 * Thread-safe; one job at a time is enough to keep a store busy.
 *
 * <p>A job takes these steps:
 *
 * <ol>
 *   <li><b>Look.</b> Which other segments may have older records is decided by the manifest at this
 *       moment. What comes later is newer, and what was removed before cannot come back unseen.
 *   <li><b>Write</b> the outputs, each under a number that was reserved for it. The store compares
 *       checksums. Inputs that are merged only because they are small are joined by the store
 *       itself, where it can and their keys do not overlap.
 *   <li><b>Open</b> each output as a reader does, its frames under the root that was computed.
 *   <li><b>Replace</b> in one commit. It is refused if an input was dropped meanwhile, so that what
 *       was dropped does not come back; and not tried while somebody takes a snapshot at a number
 *       that the outputs are newer than, as they no longer have what it would see, or once a
 *       segment is gone whose newer records were the reason to drop others.
 *   <li>The inputs are garbage from then on, for the {@link
 *       io.blocktier.segments.collect.GarbageCollector}. If the job is given up before, the outputs
 *       are; if the process dies, the orphan sweep of the next one finds them.
 * </ol>
 */
public final class Compactor {

  private final ManifestCommits commits;
  private final SegmentStores stores;
  private final SegmentNames names;
  private final SegmentFormat format;
  private final Liveness liveness;
  private final RecordBounds bounds;
  private final CompactionPolicy policy;
  private final Effects effects;

  /**
   * Makes a compactor.
   *
   * @param commits the manifest
   * @param stores where segments are, and go
   * @param names the keys of new objects
   * @param format reads and writes segments
   * @param liveness which segments have dead records
   * @param bounds what is known of records beside the manifest
   * @param policy what is worth it
   * @param effects time and waiting
   */
  public Compactor(
      ManifestCommits commits,
      SegmentStores stores,
      SegmentNames names,
      SegmentFormat format,
      Liveness liveness,
      RecordBounds bounds,
      CompactionPolicy policy,
      Effects effects) {
    this.commits = commits;
    this.stores = stores;
    this.names = names;
    this.format = format;
    this.liveness = liveness;
    this.bounds = bounds;
    this.policy = policy;
    this.effects = effects;
  }

  /**
   * Tells what a compaction would do now. Reads what is needed to know what is alive.
   *
   * @return the report of a dry run
   * @throws BlockStoreException if a store fails
   */
  public CompactionReport dryRun() throws BlockStoreException {
    return dryRun(commits.current(), liveness, policy);
  }

  /**
   * Tells what a compaction by whoever writes would do now, to somebody who does not.
   *
   * @param manifest the newest that is known
   * @param liveness which segments have dead records
   * @param policy what is worth it
   * @return the report of a dry run
   * @throws BlockStoreException if a store fails
   */
  public static CompactionReport dryRun(
      Manifest manifest, Liveness liveness, CompactionPolicy policy) throws BlockStoreException {
    CompactionPlan plan = CompactionPlan.of(manifest, liveness.of(manifest), policy);
    return new CompactionReport(true, plan, List.of());
  }

  private CompactionPlan plan() throws BlockStoreException {
    Manifest manifest = commits.current();
    return CompactionPlan.of(manifest, liveness.of(manifest), policy);
  }

  /**
   * Compacts what is worth it. A job that fails on its segments, or is overtaken, is given up and
   * reported; the others go on.
   *
   * @return what was done
   * @throws ManifestException as {@link ManifestCommits#commit} does, except where it refuses an
   *     edit
   * @throws BlockStoreException if it cannot be found out what is alive
   * @throws InterruptedException if the thread is interrupted while it waits; what is not committed
   *     is given up
   */
  public CompactionReport run()
      throws ManifestException, BlockStoreException, InterruptedException {
    return run(() -> false);
  }

  /**
   * Compacts what is worth it, until it is told to stop. A job that fails on its segments, or is
   * overtaken, is given up and reported; the others go on.
   *
   * @param stop is asked before each job
   * @return what was done; jobs that were not begun are in the plan alone
   * @throws ManifestException as {@link #run()} does
   * @throws BlockStoreException as {@link #run()} does
   * @throws InterruptedException as {@link #run()} does
   */
  public CompactionReport run(BooleanSupplier stop)
      throws ManifestException, BlockStoreException, InterruptedException {
    CompactionPlan plan = plan();
    List<JobReport> reports = new ArrayList<>();
    Iterator<CompactionJob> jobs = plan.jobs().iterator();
    while (jobs.hasNext() && !stop.getAsBoolean()) {
      reports.add(run(jobs.next()));
    }
    return new CompactionReport(false, plan, reports);
  }

  /**
   * Does one job.
   *
   * @param job from a plan
   * @return what became of it
   * @throws ManifestException as {@link #run()} does
   * @throws InterruptedException as {@link #run()} does
   */
  public JobReport run(CompactionJob job) throws ManifestException, InterruptedException {
    RequestTally tally = new RequestTally();
    BlockStore store = new BilledBlockStore(stores.of(job.tier()), tally);
    Manifest manifest = commits.current(); // step 1
    Witnesses witnesses = Witnesses.of(job, manifest, stores, policy.maxIndexBytes());
    HiddenRecords hidden =
        HiddenRecords.outside(witnesses.with(job), manifest, bounds.settled(manifest));
    long over = effects.clock().millis() - policy.expiryGrace().toMillis();
    Pace pace = new Pace(effects, policy.bytesPerSecond());
    try (Outputs outputs =
            new Outputs(commits, names, format, store, job.tier(), policy.outputBytes());
        Rewrite rewrite = new Rewrite(hidden, over, pace)) {
      try {
        if (!join(job, store, outputs)) {
          rewrite.open(job.inputs(), format, store);
          rewrite.hear(witnesses, format, stores);
          rewrite.run(outputs); // steps 2 and 3
        }
        replace(job, witnesses, outputs.finished()); // step 4
        return report(job, outputs, rewrite, tally, Optional.empty());
      } catch (BlockStoreException | RefusedEditException | CompactionPostponedException e) {
        outputs.abort();
        giveUp(outputs.begun(), e);
        return report(job, outputs, rewrite, tally, Optional.of(e));
      }
    }
  }

  /** Steps 2 and 3 by the store itself, where it can and the job is such. */
  private boolean join(CompactionJob job, BlockStore store, Outputs outputs)
      throws BlockStoreException, ManifestException, InterruptedException {
    if (!Assembly.isPossible(job, store, policy)) {
      return false;
    }
    Assembly assembly = new Assembly(format, store);
    List<SegmentReader> inputs = assembly.open(job);
    boolean fit = SegmentAssembly.canJoin(inputs);
    if (fit) {
      outputs.join(assembly, inputs);
    }
    return fit;
  }

  private void replace(CompactionJob job, Witnesses witnesses, List<SegmentEntry> outputs)
      throws ManifestException,
          BlockStoreException,
          CompactionPostponedException,
          InterruptedException {
    long newest =
        Stream.concat(job.inputs().stream(), witnesses.entries().stream())
            .mapToLong(entry -> entry.content().sequences().greatest())
            .max()
            .orElse(0);
    AtomicReference<@Nullable CompactionPostponedException> late = new AtomicReference<>();
    Manifest ignored =
        commits.commit(manifest -> {
          late.set(overtaken(newest, witnesses, manifest));
          return late.get() == null ? List.of(new Edit.Replace(job.ids(), outputs)) : List.of();
        });
    CompactionPostponedException postponed = late.get();
    if (postponed != null) {
      throw postponed;
    }
  }

  private @Nullable CompactionPostponedException overtaken(
      long newest, Witnesses witnesses, Manifest manifest) {
    long pinned = bounds.pinned();
    if (newest > pinned) {
      return new CompactionPostponedException(
          "a snapshot at "
              + pinned
              + " is just taken, and records up to "
              + newest
              + " were merged");
    }
    return witnesses.areAllIn(manifest)
        ? null
        : new CompactionPostponedException("a segment was removed that shadowed records");
  }

  /** Writes down as garbage what was written in vain, as far as that can be told now. */
  private void giveUp(List<ObjectRef> begun, IOException cause)
      throws FencedException, InterruptedException {
    try {
      List<Orphan> there = new ArrayList<>();
      for (ObjectRef object : begun) {
        Optional<BlockStat> found = Blocks.find(stores.of(object.tier()), object.key());
        found.ifPresent(stat -> there.add(new Orphan(object, stat.size())));
      }
      if (!there.isEmpty()) {
        Manifest ignored = commits.commit(newest -> List.of(new Edit.NoteOrphans(there)));
      }
    } catch (FencedException e) {
      throw e;
    } catch (ManifestException | BlockStoreException later) {
      cause.addSuppressed(later); // the sweep of the next epoch finds them
    }
  }

  private static JobReport report(
      CompactionJob job,
      Outputs outputs,
      Rewrite rewrite,
      RequestTally tally,
      Optional<IOException> givenUp) {
    return new JobReport(
        job,
        givenUp.isPresent() ? List.of() : outputs.finished(),
        outputs.records(),
        rewrite.shadowed(),
        rewrite.over(),
        RequestBill.of(tally),
        givenUp);
  }
}
