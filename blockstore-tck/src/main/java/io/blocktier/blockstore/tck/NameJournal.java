package io.blocktier.blockstore.tck;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** The changes of names that were not forced, oldest first. Not thread-safe. */
final class NameJournal {

  private final List<NameChange> pending = new ArrayList<>();

  /** Those that a force has failed to save, and that no later one saves for their own sake. */
  private final Set<NameChange> missed = Collections.newSetFromMap(new IdentityHashMap<>());

  void add(NameChange change) {
    change.apply(FolderNode::now);
    pending.add(change);
  }

  /** Makes the changes in a directory durable, and those that they need. */
  void force(FolderNode folder) {
    List<NameChange> forced = new ArrayList<>();
    for (NameChange change : pending.reversed()) {
      boolean wanted = change.touches(folder) && !missed.contains(change);
      if (wanted || forced.stream().anyMatch(later -> later.needs(change))) {
        forced.add(change);
      }
    }
    forced.reversed().forEach(change -> change.apply(FolderNode::durable));
    forget(forced);
  }

  private void forget(List<NameChange> forced) {
    Set<NameChange> gone = Collections.newSetFromMap(new IdentityHashMap<>());
    gone.addAll(forced);
    pending.removeIf(gone::contains);
    missed.removeAll(gone);
  }

  void failToForce(FolderNode folder) {
    pending.stream().filter(change -> change.touches(folder)).forEach(missed::add);
  }

  /** Draws the names that a power cut leaves; what is not in the map is as it was forced. */
  Map<FolderNode, SortedMap<String, DiskNode>> left(NameLoss loss, RandomGenerator random) {
    Map<FolderNode, SortedMap<String, DiskNode>> left = new HashMap<>();
    List<NameChange> lost = new ArrayList<>();
    int limit = loss.limit(pending.size(), random);
    for (NameChange change : pending.subList(0, limit)) {
      if (loss.keeps(random) && lost.stream().noneMatch(change::needs)) {
        change.apply(folder -> left.computeIfAbsent(folder, NameJournal::copyOfDurable));
      } else {
        lost.add(change);
      }
    }
    return left;
  }

  private static SortedMap<String, DiskNode> copyOfDurable(FolderNode folder) {
    return new TreeMap<>(folder.durable());
  }
}
