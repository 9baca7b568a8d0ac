package io.blocktier.segments;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.journal.Damage;
import io.blocktier.segments.objects.RequestLedger;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What a manager consists of.
 *
 * @param log the local log
 * @param tables what no segment has yet
 * @param live what there is now
 * @param reads finds records
 * @param writes brings records in
 * @param stewardship changes which segments there are
 * @param progress of sealing
 * @param sealer seals
 * @param upkeep collects, compacts and checks
 * @param background collects and compacts without a command
 * @param tiers moves segments
 * @param indexing keeps the index of keys
 * @param ledger counts requests to the stores
 * @param failures says what went wrong
 */
record SegmentParts(
    RecordLog log,
    Tables tables,
    LiveViews live,
    Reads reads,
    Writes writes,
    Stewardship stewardship,
    SealProgress progress,
    Sealer sealer,
    Upkeep upkeep,
    BackgroundUpkeep background,
    Tiers tiers,
    Indexing indexing,
    RequestLedger ledger,
    SegmentFailures failures) {

  /** Says what is wrong here, or nothing. */
  Optional<String> trouble() {
    BlockStoreException end = progress.end();
    IOException failure = progress.failure();
    List<Damage> damages = log.health().damages();
    if (end != null) {
      return Optional.of(end.failure().detail());
    }
    if (!damages.isEmpty()) {
      return Optional.of("the log had lost acknowledged records when it was opened: " + damages);
    }
    if (failure != null) {
      return Optional.of("nothing was sealed lately: " + failure.getMessage());
    }
    return log.health().suspect() > progress.sealed()
        ? Optional.of("a write of the log failed, and what it had is not sealed yet")
        : Optional.empty();
  }
}
