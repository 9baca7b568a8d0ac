package io.blocktier.segments;

import io.blocktier.segments.format.KeyRange;
import io.blocktier.segments.format.RecordEntry;
import io.blocktier.segments.format.RecordKey;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Versions of keys in memory, all that were written in some time. Whoever owns the tables adds, one
 * at a time; anybody reads meanwhile.
 */
final class Table {

  private final SortedVersions versions = new SortedVersions();
  private volatile long begunNanos;
  private volatile long bytes;
  private volatile long memoryBytes;
  private volatile long lastSequence;
  private volatile long lastGeneration;

  /** How much memory a batch takes here. */
  static long memoryBytes(long encodedBytes, int changes) {
    return encodedBytes + (long) changes * Version.OVERHEAD_BYTES;
  }

  /** Adds the changes of a batch, whose record in the log has a generation. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one at a time adds
  void add(List<Change> changes, long encodedBytes, long sequence, long generation, long nowNanos) {
    if (versions.isEmpty()) {
      begunNanos = nowNanos;
    }
    for (Change change : changes) {
      versions.add(new Version(change, sequence));
    }
    bytes += encodedBytes;
    memoryBytes += memoryBytes(encodedBytes, changes.size());
    lastSequence = sequence;
    lastGeneration = generation;
  }

  boolean isEmpty() {
    return versions.isEmpty();
  }

  /** When the first batch came, by the ticker. */
  long begunNanos() {
    return begunNanos;
  }

  /** Returns how large a segment of these records becomes at most, about. */
  long bytes() {
    return bytes;
  }

  long memoryBytes() {
    return memoryBytes;
  }

  /** Returns how many changes came, which is at least as many as there are keys. */
  long changes() {
    return (memoryBytes - bytes) / Version.OVERHEAD_BYTES;
  }

  long lastSequence() {
    return lastSequence;
  }

  /** Returns the generation of the last record of the log that is in here. */
  long lastGeneration() {
    return lastGeneration;
  }

  /** Returns the newest version of a key that is not newer than a sequence number, or null. */
  @Nullable Version find(RecordKey key, long bound) {
    Version found = versions.ceiling(Version.probe(key, bound));
    return found != null && found.key().equals(key) ? found : null;
  }

  /** Goes through the newest versions of all keys of a range up to a sequence number. */
  Iterator<Version> newest(KeyRange range, long bound) {
    Iterator<Version> from =
        range
            .least()
            .map(least -> versions.from(Version.probe(least, RecordEntry.MAX_SEQUENCE)))
            .orElseGet(versions::all);
    return new NewestVersions(from, range, bound);
  }
}
