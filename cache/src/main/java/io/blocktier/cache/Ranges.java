package io.blocktier.cache;

import io.blocktier.blockstore.Crc32c;
import java.util.ArrayList;
import java.util.List;

/**
 * Which parts of a block a record holds. Its payload has their bytes, one part behind the other.
 *
 * @param extents the parts by their offsets; none touches the next. Empty where the record holds
 *     the whole block
 */
record Ranges(List<Extent> extents) {

  /** The most parts of one record. */
  static final int MAX_EXTENTS = 1024;

  /** The record holds the whole block. */
  static final Ranges WHOLE = new Ranges(List.of());

  /**
   * A part.
   *
   * @param offset where it begins in the block
   * @param length its bytes
   * @param checksum of them
   */
  record Extent(long offset, int length, Crc32c checksum) {

    long end() {
      return offset + length;
    }

    /** Tells whether nothing is between this part and another. */
    boolean touches(long from, long to) {
      return offset <= to && from <= end();
    }
  }

  boolean isWhole() {
    return extents.isEmpty();
  }

  /** Returns where the last part ends. */
  long end() {
    return extents.getLast().end();
  }

  /** Tells whether one part has all of these bytes. */
  boolean cover(long from, long to) {
    return extents.stream().anyMatch(extent -> extent.offset() <= from && to <= extent.end());
  }

  void encode(HeadBytes out) {
    out.putInt(extents.size());
    for (Extent extent : extents) {
      out.putLong(extent.offset()).putInt(extent.length()).putInt(extent.checksum().value());
    }
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if it did not write that
   */
  static Ranges decode(HeadReader in) {
    int count = in.takeInt();
    if (count <= 0 || count > MAX_EXTENTS) {
      throw new IllegalArgumentException("a record cannot hold " + count + " parts of a block");
    }
    List<Extent> extents = new ArrayList<>(count);
    long end = -1;
    for (int i = 0; i < count; i++) {
      Extent extent = new Extent(in.takeLong(), in.takeInt(), new Crc32c(in.takeInt()));
      if (extent.offset() <= end || extent.length() <= 0 || extent.end() < 0) {
        throw new IllegalArgumentException("the parts of a block are out of order");
      }
      end = extent.end();
      extents.add(extent);
    }
    return new Ranges(List.copyOf(extents));
  }
}
