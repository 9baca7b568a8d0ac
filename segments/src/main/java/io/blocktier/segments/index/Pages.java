package io.blocktier.segments.index;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Memory of the process off the heap, in pages of slots, each of two numbers. It grows with the
 * pages in use up to a bound, is used again for other pages, and goes when nobody has the pages any
 * more: readers need not be closed. Taking and giving pages is thread-safe; a page belongs to
 * whoever took it.
 */
final class Pages {

  static final int PAGE_SLOTS = 512;
  static final int SLOT_BYTES = 2 * Long.BYTES;
  static final int PAGE_BYTES = PAGE_SLOTS * SLOT_BYTES;

  private static final int PAGE_WORDS = 2 * PAGE_SLOTS;
  private static final int BLOCK_PAGES = 128;
  private static final int NONE = -1;

  private final Arena arena = Arena.ofAuto();
  private final int maxPages;
  private final int blockPages;
  private MemorySegment[] blocks = new MemorySegment[0];
  private int[] free = new int[0];
  private int freeCount;
  private int taken;
  private boolean exhausted;

  Pages(long maxBytes) {
    this.maxPages = (int) Math.min(Integer.MAX_VALUE, maxBytes / PAGE_BYTES);
    this.blockPages = Math.min(BLOCK_PAGES, Math.max(1, maxPages));
  }

  int maxPages() {
    return maxPages;
  }

  /** Returns how much memory was taken from the machine. */
  synchronized long bytes() {
    return (long) blocks.length * blockPages * PAGE_BYTES;
  }

  /** Returns so many empty pages, or null if there are not as many. */
  synchronized int @Nullable [] take(int count) {
    if (count > maxPages - taken + freeCount) {
      return null;
    }
    int[] pages = new int[count];
    for (int i = 0; i < count; i++) {
      pages[i] = takeOne();
      if (pages[i] == NONE) {
        give(Arrays.copyOf(pages, i));
        return null;
      }
    }
    return pages;
  }

  private int takeOne() {
    if (freeCount > 0) {
      int page = free[--freeCount];
      page(page).fill((byte) 0);
      return page;
    }
    if (taken == blocks.length * blockPages && !addBlock()) {
      return NONE;
    }
    return taken++;
  }

  /** What the machine has no memory for is as if the bound were reached, once and for all. */
  private boolean addBlock() {
    if (exhausted) {
      return false;
    }
    try {
      MemorySegment block = arena.allocate((long) blockPages * PAGE_BYTES, Long.BYTES);
      blocks = Arrays.copyOf(blocks, blocks.length + 1);
      blocks[blocks.length - 1] = block;
      return true;
    } catch (OutOfMemoryError e) {
      exhausted = true; // finding that out takes the JVM a collection of all garbage
      return false;
    }
  }

  /** Takes pages back that nobody uses any more. */
  synchronized void give(int[] pages) {
    if (free.length < freeCount + pages.length) {
      free = Arrays.copyOf(free, Math.max(freeCount + pages.length, 2 * free.length));
    }
    System.arraycopy(pages, 0, free, freeCount, pages.length);
    freeCount += pages.length;
  }

  private MemorySegment page(int page) {
    return blocks[page / blockPages].asSlice((long) page % blockPages * PAGE_BYTES, PAGE_BYTES);
  }

  /** Returns one of the numbers of a page. */
  long get(int page, int word) {
    return blocks[page / blockPages].getAtIndex(ValueLayout.JAVA_LONG, at(page, word));
  }

  void set(int page, int word, long value) {
    blocks[page / blockPages].setAtIndex(ValueLayout.JAVA_LONG, at(page, word), value);
  }

  private long at(int page, int word) {
    return (long) page % blockPages * PAGE_WORDS + word;
  }

  /** Copies a page to another place. */
  void copy(int page, MemorySegment target, long at) {
    MemorySegment.copy(page(page), 0, target, at, PAGE_BYTES);
  }
}
