package io.blocktier.cache;

import io.blocktier.blockstore.Durability;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one writer did to one key, in order, and what of it has to be there: after a crash the
 * newest change that was acknowledged as surviving it, or a later one that was begun.
 */
final class KeyHistory {

  /** Versions by number; 0 is absence, as are deletions. */
  private final List<Optional<Integer>> changes = new ArrayList<>(List.of(Optional.empty()));

  /** The least change that the newest look may show, by level. */
  private int acknowledged;

  private int local;
  private int remote;

  /** Notes that a change is begun; its number tells it from others. */
  int begin(Optional<Integer> version) {
    changes.add(version);
    return changes.size() - 1;
  }

  void acknowledge(int change, Durability level) {
    acknowledged = Math.max(acknowledged, change);
    if (level.covers(Durability.LOCAL)) {
      local = Math.max(local, change);
    }
    if (level.covers(Durability.REMOTE)) {
      remote = Math.max(remote, change);
    }
  }

  /** Notes that a change that failed had no effect and never will. */
  void forget(int change) {
    if (change == changes.size() - 1) {
      changes.removeLast();
    } else {
      throw new AssertionError("a writer makes one change at a time");
    }
  }

  /** Where a look begins that others may change something during. */
  int now() {
    return acknowledged;
  }

  /** What a look may find that began then, and ends now. */
  Set<Integer> visibleSince(int then) {
    return from(then);
  }

  /** What a look may find while nothing has crashed. */
  Set<Integer> visible() {
    return from(acknowledged);
  }

  /** What may be found after a power cut. */
  Set<Integer> afterPowerCut() {
    return from(local);
  }

  /** What the store may hold once everything has got there, or the machine is lost. */
  Set<Integer> afterLossOfTheMachine() {
    return from(remote);
  }

  /** Goes on from what was found, which is all that there is from now on. */
  void found(int version) {
    changes.clear();
    changes.add(version == 0 ? Optional.empty() : Optional.of(version));
    acknowledged = 0;
    local = 0;
    remote = 0;
  }

  private Set<Integer> from(int first) {
    Set<Integer> versions = new TreeSet<>();
    changes.subList(first, changes.size()).forEach(change -> versions.add(change.orElse(0)));
    return versions;
  }
}
