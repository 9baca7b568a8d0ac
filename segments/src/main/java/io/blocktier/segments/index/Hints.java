package io.blocktier.segments.index;

/**
 * What the table has of a key: places in covered segments, among them perhaps those of other keys.
 * Segments that are not covered may have the key or not. Immutable, but for the array, which is
 * nobody else's.
 *
 * @param coverage which segments are covered
 * @param places where records may be
 */
@SuppressWarnings("ArrayRecordComponent") // made for one search, and compared with nothing
public record Hints(Coverage coverage, long[] places) {

  /** What is told of a segment that the table knows of. */
  @FunctionalInterface
  public interface Visitor {

    /**
     * Takes a hint.
     *
     * @param segment its number
     * @param frame where a record with the key may begin
     * @param tombstone whether that record says that the key was deleted
     */
    void take(long segment, int frame, boolean tombstone);
  }

  /**
   * Tells what is in covered segments.
   *
   * @param visitor takes what there is, in no order
   */
  public void forEach(Visitor visitor) {
    for (long place : places) {
      Long segment = coverage.segments().get(Place.ordinal(place));
      if (segment != null) {
        visitor.take(segment, Place.frame(place), Place.isTombstone(place));
      }
    }
  }
}
