package io.blocktier.cli.bench;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.ProbeReport;
import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.blockstore.spi.Effects;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Measures a store, in a folder of its own, for one thread. */
public final class StoreTrial {

  /** How long the removal may take, which somebody may be waiting for that has interrupted us. */
  private static final Duration CLEANING = Duration.ofSeconds(60);

  /** A listing that lags may show once more what is gone, and hide what is not. */
  private static final int LOOKS = 5;

  private final Set<BlockKey> written = ConcurrentHashMap.newKeySet(); // bounded by the plan
  private final BlockStore careful;
  private final BlockStore bare;
  private final StorePlan plan;
  private final Effects effects;
  private final Consumer<String> progress;

  /**
   * Prepares a trial.
   *
   * @param careful the store with its retries, for what has to work
   * @param bare the same without, for what is timed: a retry would hide a failure in a long call
   * @param plan what to do
   * @param effects clock, randomness and threads
   * @param progress is told what is about to be done
   */
  public StoreTrial(
      BlockStore careful,
      BlockStore bare,
      StorePlan plan,
      Effects effects,
      Consumer<String> progress) {
    this.careful = new Remembering(careful, written);
    this.bare = new Remembering(bare, written);
    this.plan = plan;
    this.effects = effects;
    this.progress = progress;
  }

  /**
   * Measures. Leaves blocks behind, however it ends: {@link #cleanUp} removes them.
   *
   * @return what was found
   * @throws BlockStoreException if the store cannot be measured
   * @throws InterruptedException if the thread was interrupted
   */
  public StoreFindings run() throws BlockStoreException, InterruptedException {
    long start = effects.ticker().nanos();
    progress.accept("what the store claims");
    ProbeReport probe = careful.probe();
    progress.accept("what every store promises");
    List<StoreCheck> checks =
        new StoreChecks(careful, plan.folder().value(), effects.random()).run();
    progress.accept("calls for small blocks");
    Tally tally = new Tally();
    Map<String, CallTimes> small = new SmallCalls(bare, plan, effects, tally).run();
    LargeBlocks blocks = new LargeBlocks(bare, plan, effects, progress);
    List<StoreLevel> writes = blocks.write();
    List<StoreLevel> reads = blocks.read(writes);
    return new StoreFindings(
        probe,
        checks,
        small,
        writes,
        reads,
        tally.failures(),
        tally.throttled(),
        effects.ticker().nanos() - start);
  }

  /**
   * Removes all that was written, and looks whether it is gone. Works in a thread that was
   * interrupted, too.
   *
   * @return whether nothing is listed any more
   * @throws BlockStoreException if something may be left
   */
  public boolean cleanUp() throws BlockStoreException {
    boolean interrupted = Thread.interrupted();
    try {
      Deadline deadline = Deadline.in(CLEANING, effects.ticker());
      return deadline.<Boolean, BlockStoreException>call(this::remove);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean remove() throws BlockStoreException {
    careful.deleteAll(written).orThrow();
    for (int look = 0; look < LOOKS; look++) {
      if (first().isEmpty()) {
        return true;
      }
      careful.deleteByPrefix(plan.folder()).orThrow(); // a write without a reply landed behind us
    }
    return false;
  }

  private List<ListEntry> first() throws BlockStoreException {
    try (BlockListing listing = careful.list(ListOptions.under(plan.folder()))) {
      return listing.nextPage();
    }
  }
}
