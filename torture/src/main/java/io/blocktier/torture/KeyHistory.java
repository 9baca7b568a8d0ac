package io.blocktier.torture;

import io.blocktier.blockstore.Durability;
import java.util.HashSet;
import java.util.Set;

/**
 * What one writer did to one key, numbered from 1 in its order, and what of it was promised to
 * survive. Thread-safe.
 */
final class KeyHistory {

  /**
   * A moment of a history.
   *
   * @param local the newest change that is promised to survive the end of the process
   * @param remote the newest that is promised to be in the store
   * @param begun the newest that was begun
   */
  record Bounds(long local, long remote, long begun) {}

  private final Set<Long> deletions = new HashSet<>();
  private long begun;
  private long local;
  private long remote;
  private long abandoned;

  /** Begins a change; returns its number, which is that of the version written. */
  synchronized long begin(boolean deletion) {
    begin(begun + 1, deletion);
    return begun;
  }

  synchronized void begin(long number, boolean deletion) {
    begun = Math.max(begun, number);
    if (deletion) {
      deletions.add(number);
    }
  }

  synchronized void acknowledge(long number, Durability level) {
    if (level.covers(Durability.LOCAL)) {
      local = Math.max(local, number);
    }
    if (level.covers(Durability.REMOTE)) {
      remote = Math.max(remote, number);
    }
  }

  /**
   * Goes on from what was found after a kill: what was begun behind it must never come back.
   *
   * @param number the version, or 0 if there was no block
   */
  synchronized void found(long number) {
    local = Math.max(local, number);
    abandoned = begun;
  }

  synchronized Bounds bounds() {
    return new Bounds(local, remote, begun);
  }

  /**
   * Checks a version that was found.
   *
   * @param found its number, or 0 if there is no block
   * @param least the newest change that has to be in it
   * @param most the newest that may be
   * @throws AuditException if it is older than what was promised, or was never written
   */
  synchronized void check(String key, long found, long least, long most) throws AuditException {
    boolean legal = found == 0 ? absent(least, most) : written(found, least, most);
    if (!legal) {
      String what = found == 0 ? "is missing" : "is version " + found;
      throw new AuditException(
          "'" + key + "' " + what + ", not one of changes " + least + " to " + most);
    }
  }

  private boolean absent(long least, long most) {
    return least == 0 || deletions.stream().anyMatch(number -> number >= least && number <= most);
  }

  private boolean written(long found, long least, long most) {
    boolean gone = found > local && found <= abandoned;
    return found >= least && found <= most && !deletions.contains(found) && !gone;
  }
}
