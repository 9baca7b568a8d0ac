package io.blocktier.blockstore.tck;

import java.util.Arrays;

/**
 * The bytes of a file in pages that nobody changes, so that copies of files share them. Not
 * thread-safe.
 */
final class Pages {

  static final int PAGE_BYTES = 4096;

  /** What is read where nothing was written; takes no room. */
  static final byte[] HOLE = new byte[PAGE_BYTES];

  /** Written zeros; take room on the disk, but none in memory. */
  static final byte[] ZEROS = new byte[PAGE_BYTES];

  private byte[][] pages;
  private int count;

  Pages() {
    this(new byte[0][], 0);
  }

  private Pages(byte[][] pages, int count) {
    this.pages = pages;
    this.count = count;
  }

  @SuppressWarnings("ReferenceEquality") // other zeros were written
  static boolean isHole(byte[] page) {
    return page == HOLE;
  }

  Pages copy() {
    return new Pages(Arrays.copyOf(pages, count), count);
  }

  byte[] get(int index) {
    return index < count ? pages[index] : HOLE;
  }

  /** Takes over the page. */
  void set(int index, byte[] page) {
    if (index >= count) {
      grow(index + 1);
    }
    pages[index] = page;
  }

  private void grow(int newCount) {
    if (newCount > pages.length) {
      pages = Arrays.copyOf(pages, Math.max(newCount, 2 * pages.length));
    }
    Arrays.fill(pages, count, newCount, HOLE);
    count = newCount;
  }

  int allocated() {
    int allocated = 0;
    for (int i = 0; i < count; i++) {
      allocated += isHole(pages[i]) ? 0 : 1;
    }
    return allocated;
  }

  /** Drops what is behind the end of a file. */
  void cut(long size) {
    int kept = Math.toIntExact(Math.ceilDiv(size, PAGE_BYTES));
    count = Math.min(count, kept);
    int end = (int) (size % PAGE_BYTES);
    if (end > 0 && !isHole(get(kept - 1))) {
      byte[] last = get(kept - 1).clone();
      Arrays.fill(last, end, PAGE_BYTES, (byte) 0);
      set(kept - 1, shared(last));
    }
  }

  /** Saves the memory of zeros. */
  static byte[] shared(byte[] page) {
    return Arrays.equals(page, ZEROS) ? ZEROS : page;
  }
}
