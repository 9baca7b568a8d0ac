package io.blocktier.segments.tiering;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.segments.manifest.Edit;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.ManifestCommits;
import io.blocktier.segments.manifest.ManifestException;
import io.blocktier.segments.manifest.Orphan;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Copies that may lie in a store, and that no segment has: they become garbage with the next commit
 * that works. Those that this process never gets to note are found by the next writer, as their
 * numbers are of an epoch that is over then. Thread-safe.
 */
final class Leftovers {

  /** Beyond it they are left to the next writer. */
  private static final int MOST = 10_000;

  private final ManifestCommits commits;
  private final Map<Long, Orphan> open = new LinkedHashMap<>();

  Leftovers(ManifestCommits commits) {
    this.commits = commits;
  }

  synchronized void add(Orphan orphan) {
    if (open.size() < MOST) {
      open.put(orphan.object().id(), orphan);
    }
  }

  /** Notes what there is, with a commit of its own. */
  void note() throws ManifestException, BlockStoreException, InterruptedException {
    List<Orphan> all = all();
    if (!all.isEmpty()) {
      Manifest ignored = commits.commit(newest -> edits(newest, all));
      forget(all);
    }
  }

  synchronized List<Orphan> all() {
    return List.copyOf(open.values());
  }

  synchronized void forget(Collection<Orphan> noted) {
    noted.forEach(orphan -> open.remove(orphan.object().id()));
  }

  /** A move whose commit was in doubt may have succeeded after all. */
  static List<Edit> edits(Manifest newest, List<Orphan> orphans) {
    Set<Long> known = new HashSet<>(newest.garbage().keySet());
    newest.segments().values().forEach(entry -> known.add(entry.object().id()));
    List<Orphan> nowhere =
        orphans.stream().filter(orphan -> !known.contains(orphan.object().id())).toList();
    return nowhere.isEmpty() ? List.of() : List.of(new Edit.NoteOrphans(nowhere));
  }
}
