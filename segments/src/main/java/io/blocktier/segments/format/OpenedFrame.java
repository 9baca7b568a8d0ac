package io.blocktier.segments.format;

/**
 * A frame of short records in memory, which was compared when it came there, with the places of its
 * records. Immutable and thread-safe.
 */
final class OpenedFrame {

  /** What it takes beside records and places, with its key in a cache, about. */
  private static final int OVERHEAD_BYTES = 256;

  private final byte[] raw;
  private final int[] places;

  private OpenedFrame(byte[] raw, int[] places) {
    this.raw = raw;
    this.places = places;
  }

  /**
   * Returns the frame that an array is, which nobody changes any more.
   *
   * @param raw exactly the frame
   * @param records how many begin in it
   */
  static OpenedFrame of(byte[] raw, int records) throws FormatException {
    int[] places = new int[records];
    RecordView view = new RecordView();
    view.reset(raw, 0, raw.length);
    int found = 0;
    for (; view.hasMore() && found < records; found++) {
      view.next();
      places[found] = view.place();
    }
    FormatException.require(
        found == records && !view.hasMore(), "a frame has not the " + records + " records of it");
    return new OpenedFrame(raw, places);
  }

  byte[] raw() {
    return raw;
  }

  /** Returns how much memory it takes, about. */
  int memoryBytes() {
    return raw.length + places.length * Integer.BYTES + OVERHEAD_BYTES;
  }

  /** Shows the record of a key, if it is here; the records are in the order of their keys. */
  boolean find(byte[] key, RecordView view) throws FormatException {
    int low = 0;
    int high = places.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = RecordView.compareKey(raw, places[middle], key);
      if (order == 0) {
        view.reset(raw, places[middle], raw.length);
        view.nextHead();
        return true;
      }
      low = order < 0 ? middle + 1 : low;
      high = order < 0 ? high : middle - 1;
    }
    return false;
  }
}
