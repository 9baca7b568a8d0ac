package io.blocktier.segments;

import io.blocktier.segments.format.RecordEntry;
import io.blocktier.segments.format.RecordKey;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Changes that are made together: all of them or none, to every reader and behind every crash. Of
 * several changes to one key the last one counts. Values are not copied before the batch is
 * written, and not changed by anybody until then. Not thread-safe.
 */
public final class Batch {

  private final Map<RecordKey, Change> changes = new LinkedHashMap<>();

  /** Makes a batch without changes. */
  public Batch() {}

  /**
   * Gives a key a value.
   *
   * @param key the key
   * @param value its remaining bytes; the position does not move
   * @return this batch
   */
  public Batch put(RecordKey key, ByteBuffer value) {
    return add(Change.put(key, RecordEntry.NEVER, value.slice()));
  }

  /**
   * Gives a key a value for some time.
   *
   * @param key the key
   * @param value its remaining bytes; the position does not move
   * @param expiresAt from when on the key has no value, to the millisecond
   * @return this batch
   */
  public Batch put(RecordKey key, ByteBuffer value, Instant expiresAt) {
    return add(Change.put(key, expiresAt.toEpochMilli(), value.slice()));
  }

  /**
   * Takes the value of a key away.
   *
   * @param key the key, which may have none
   * @return this batch
   */
  public Batch delete(RecordKey key) {
    return add(Change.delete(key));
  }

  private Batch add(Change change) {
    changes.put(change.key(), change);
    return this;
  }

  /**
   * Returns how many keys are changed.
   *
   * @return keys
   */
  public int size() {
    return changes.size();
  }

  Collection<Change> changes() {
    return changes.values();
  }
}
