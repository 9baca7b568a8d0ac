package io.blocktier.segments;

import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.format.RecordKind;

/**
 * What a log that was left has last of a key, and what becomes of that. Immutable and thread-safe.
 *
 * @param key the key
 * @param kind whether it has a value there, or was deleted
 * @param bytes how long that value is
 * @param fate what becomes of it
 */
public record RecoveredRecord(RecordKey key, RecordKind kind, long bytes, Fate fate) {

  /** What becomes of a record of a log that was left. */
  public enum Fate {
    /** It is brought over: nobody wrote the key since. */
    RESTORED,
    /** What there is of the key is the same already. */
    THERE,
    /** Whoever wrote later has written the key, or deleted it: that stays, and this goes. */
    OVERWRITTEN
  }
}
