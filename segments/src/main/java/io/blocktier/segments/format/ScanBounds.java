package io.blocktier.segments.format;

/**
 * Where a scan begins and ends.
 *
 * @param firstFrame the frame of the first record
 * @param firstPlace where it begins in that frame
 * @param lastFrame the last frame to look into; less than the first where there is no record
 * @param endFrame the frame of the first record behind, or one that is not there
 * @param endPlace where that begins in its frame
 */
record ScanBounds(int firstFrame, int firstPlace, int lastFrame, int endFrame, int endPlace) {

  /** The bounds of all records in some frames. */
  static ScanBounds all(int frames) {
    return new ScanBounds(0, 0, frames - 1, frames, 0);
  }

  /** The bounds of a range of keys. */
  static ScanBounds of(KeyRange range, KeyIndex index) throws FormatException {
    KeyCursor cursor = new KeyCursor(index);
    if (!cursor.seek(range.from())) {
      return new ScanBounds(index.frames(), 0, index.frames() - 1, index.frames(), 0);
    }
    int firstNumber = cursor.number();
    int firstFrame = cursor.frame();
    int firstPlace = cursor.place();
    byte[] to = range.to();
    if (to == null || !cursor.seek(to)) {
      return new ScanBounds(firstFrame, firstPlace, index.frames() - 1, index.frames(), 0);
    }
    boolean hasRecords = cursor.number() > firstNumber;
    int last = cursor.place() == 0 ? cursor.frame() - 1 : cursor.frame();
    return new ScanBounds(
        firstFrame, firstPlace, hasRecords ? last : firstFrame - 1, cursor.frame(), cursor.place());
  }

  boolean isBehind(int frame, int place) {
    return frame > endFrame || (frame == endFrame && place >= endPlace);
  }
}
