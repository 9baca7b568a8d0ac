package io.blocktier.segments;

import io.blocktier.journal.Damage;
import java.util.List;

/**
 * What became of the records of a log that was left, or would. Immutable and thread-safe.
 *
 * @param dryRun whether nothing was changed
 * @param log which log
 * @param restored how many keys got what it has
 * @param there how many had that already
 * @param overwritten how many were written or deleted since, and stay as they are
 * @param damages what could not be read of the log, in words; as long as there is some, the log
 *     keeps all its records
 */
public record RecoveryReport(
    boolean dryRun, String log, long restored, long there, long overwritten, List<String> damages) {

  /** Copies the list. */
  public RecoveryReport {
    damages = List.copyOf(damages);
  }

  static RecoveryReport nothing(boolean dryRun, String log) {
    return new RecoveryReport(dryRun, log, 0, 0, 0, List.of());
  }

  static List<String> words(List<Damage> damages) {
    return damages.stream()
        .map(damage -> damage.file() + ", record " + damage.first() + ": " + damage.detail())
        .distinct() // the log is read twice
        .toList();
  }
}
