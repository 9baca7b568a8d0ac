package io.blocktier.segments;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Operation;
import io.blocktier.segments.manifest.DamagedManifestException;
import io.blocktier.segments.manifest.Edit;
import io.blocktier.segments.manifest.FencedException;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.ManifestCommits;
import io.blocktier.segments.manifest.ManifestException;
import io.blocktier.segments.manifest.Snapshot;
import java.util.List;

/** Changes which segments and snapshots there are. Thread-safe. */
final class Stewardship implements SealedViews.Manifests {

  private final ManifestCommits commits;
  private final SealProgress progress;
  private final SegmentFailures failures;

  Stewardship(ManifestCommits commits, SealProgress progress, SegmentFailures failures) {
    this.commits = commits;
    this.progress = progress;
    this.failures = failures;
  }

  @Override
  public Manifest current() {
    return commits.current();
  }

  /** There is none newer, as nobody else commits; unless somebody has taken over. */
  @Override
  public Manifest refresh() throws BlockStoreException {
    progress.requireGoing(Operation.READ);
    try {
      commits.requireUnfenced();
    } catch (FencedException over) {
      BlockStoreException end = failures.manifest(Operation.READ, over);
      progress.end(end);
      throw end;
    } catch (ManifestException e) {
      throw failures.manifest(Operation.READ, e);
    }
    return commits.current();
  }

  void drop(long segment) throws BlockStoreException {
    commit(Operation.DELETE, _ -> List.of(new Edit.Drop(List.of(segment))));
  }

  /** Takes a snapshot of what is sealed. */
  Snapshot take(String name) throws BlockStoreException {
    Manifest with =
        commit(
            Operation.WRITE, newest -> List.of(new Edit.TakeSnapshot(name, newest.lastSequence())));
    Snapshot taken = with.snapshots().get(name);
    if (taken == null) {
      throw failures.noSnapshot(Operation.WRITE, name);
    }
    return taken;
  }

  void dropSnapshot(String name) throws BlockStoreException {
    failures.requireSnapshot(commits.current(), name);
    commit(Operation.DELETE, _ -> List.of(new Edit.DropSnapshot(name)));
  }

  /** Sees to it that a log that was left is remembered for as long as it takes to recover it. */
  void rememberLog(String log) throws BlockStoreException {
    commit(Operation.WRITE, _ -> List.of(new Edit.RememberLog(log)));
  }

  /** Strikes out a log that was left. */
  void settleLog(String log) throws BlockStoreException {
    commit(Operation.WRITE, _ -> List.of(new Edit.SettleLog(log)));
  }

  private Manifest commit(Operation operation, ManifestCommits.Plan plan)
      throws BlockStoreException {
    progress.requireGoing(operation);
    try {
      return commits.commit(plan);
    } catch (FencedException | DamagedManifestException over) {
      BlockStoreException end = failures.manifest(operation, over);
      progress.end(end);
      throw end;
    } catch (ManifestException e) {
      throw failures.manifest(operation, e);
    } catch (InterruptedException e) {
      throw failures.interrupted(operation, e);
    }
  }
}
