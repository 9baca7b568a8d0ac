package io.blocktier.segments.manifest;

/**
 * A segment of a manifest. Immutable and thread-safe.
 *
 * @param id the segment, a number that was reserved for it
 * @param object where its bytes are now
 * @param content what is in it
 * @param createdMillis when it was sealed, milliseconds since 1970-01-01 UTC
 * @param movedMillis when it last came to another tier, or 0 if it never did
 * @param pinned whether it stays in its tier whatever policies say
 * @param since the manifest that it came with; set by the commit that adds it
 */
public record SegmentEntry(
    long id,
    ObjectRef object,
    SegmentContent content,
    long createdMillis,
    long movedMillis,
    boolean pinned,
    long since) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of bounds
   */
  public SegmentEntry {
    if (id < 1 || since < 0) {
      throw new IllegalArgumentException("there is no segment " + id + " since " + since);
    }
  }

  /**
   * Describes a segment that is to be added.
   *
   * @param id the segment, a number that was reserved for it
   * @param object where its bytes are
   * @param content what is in it
   * @param createdMillis when it was sealed, milliseconds since 1970-01-01 UTC
   * @return the entry, not pinned
   */
  public static SegmentEntry of(
      long id, ObjectRef object, SegmentContent content, long createdMillis) {
    return new SegmentEntry(id, object, content, createdMillis, 0, false, 0);
  }

  SegmentEntry since(long number) {
    return new SegmentEntry(id, object, content, createdMillis, movedMillis, pinned, number);
  }

  SegmentEntry movedTo(ObjectRef target, long millis) {
    return new SegmentEntry(id, target, content, createdMillis, millis, pinned, since);
  }

  SegmentEntry withPinned(boolean on) {
    return new SegmentEntry(id, object, content, createdMillis, movedMillis, on, since);
  }
}
