package io.blocktier.segments.manifest;

import java.util.Comparator;
import java.util.Optional;
import java.util.SortedMap;

/** The logs of a manifest while commits are applied to it. For one thread. */
final class DraftLogs {

  private final DraftMap<String, LeftLog> left;
  private Optional<LogMark> covered;

  DraftLogs(Manifest base) {
    this.left = new DraftMap<>(base.left());
    this.covered = base.covered();
  }

  Optional<LogMark> covered() {
    return covered;
  }

  SortedMap<String, LeftLog> left() {
    return left.now();
  }

  /** Covers a log; one that was covered before and is another one is left. */
  void cover(LogMark mark, long lastSequence, long number, long millis)
      throws RefusedEditException {
    Optional<LogMark> same = covered.filter(before -> before.log().equals(mark.log()));
    if (same.isPresent() && mark.position() < same.get().position()) {
      throw new RefusedEditException("the log was covered further than " + mark.position());
    }
    if (same.isEmpty()) {
      covered.ifPresent(before ->
          leave(new LeftLog(before.log(), before.position(), lastSequence, number, millis)));
      if (left.now().containsKey(mark.log())) {
        left.changing().remove(mark.log());
      }
    }
    covered = Optional.of(mark);
    forget(millis);
  }

  private void leave(LeftLog log) {
    left.changing().put(log.log(), log);
    while (left.now().size() > LeftLog.MOST) {
      left.now().values().stream()
          .min(Comparator.comparingLong(LeftLog::number))
          .ifPresent(oldest -> left.changing().remove(oldest.log()));
    }
  }

  private void forget(long millis) {
    if (left.now().values().stream().anyMatch(log -> log.isForgottenAt(millis))) {
      left.changing().values().removeIf(log -> log.isForgottenAt(millis));
    }
  }

  void remember(String log, long millis) throws RefusedEditException {
    left.changing().put(log, require(log).rememberedFrom(millis));
  }

  void settle(String log) throws RefusedEditException {
    require(log);
    left.changing().remove(log);
  }

  private LeftLog require(String log) throws RefusedEditException {
    LeftLog known = left.now().get(log);
    if (known == null) {
      throw new RefusedEditException("no log " + log + " was left");
    }
    return known;
  }
}
