package io.blocktier.segments.manifest;

/**
 * A named view that does not change: the segments of one manifest, and their records up to a
 * sequence number. Segments that it sees are kept, wherever they move. Immutable and thread-safe.
 *
 * @param name its name, 1 to {@value #MAX_NAME_LENGTH} characters
 * @param number the manifest whose segments it sees
 * @param sequence the greatest sequence number that it sees
 * @param createdMillis when it was taken, milliseconds since 1970-01-01 UTC
 */
public record Snapshot(String name, long number, long sequence, long createdMillis) {

  /** The longest name. */
  public static final int MAX_NAME_LENGTH = 255;

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if it is empty or too long
   */
  public Snapshot {
    Names.require(name, MAX_NAME_LENGTH);
  }

  boolean sees(SegmentEntry entry) {
    return entry.since() <= number;
  }

  boolean sees(Removal removal) {
    return sees(removal.entry()) && number < removal.at();
  }
}
