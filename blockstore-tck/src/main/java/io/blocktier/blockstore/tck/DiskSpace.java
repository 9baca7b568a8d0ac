package io.blocktier.blockstore.tck;

/** The room on a simulated disk, in pages. Not thread-safe. */
final class DiskSpace {

  private long capacity;
  private long used;

  private DiskSpace(long capacity) {
    this.capacity = capacity;
  }

  static DiskSpace ofBytes(long capacityBytes) {
    return new DiskSpace(capacityBytes / Pages.PAGE_BYTES);
  }

  /** Returns the room on a disk of the same size without files. */
  DiskSpace empty() {
    return new DiskSpace(capacity);
  }

  void resize(long capacityBytes) {
    capacity = capacityBytes / Pages.PAGE_BYTES;
  }

  boolean take(long pages) {
    boolean fits = pages <= capacity - used;
    used += fits ? pages : 0;
    return fits;
  }

  /** Takes what a file has already, even from a disk that has become smaller. */
  void occupy(long pages) {
    used += pages;
  }

  void give(long pages) {
    used -= pages;
  }

  long usableBytes() {
    return Math.max(0, capacity - used) * Pages.PAGE_BYTES;
  }
}
