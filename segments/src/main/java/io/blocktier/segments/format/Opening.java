package io.blocktier.segments.format;

import io.blocktier.blockstore.BlockStoreException;
import java.util.Arrays;
import java.util.Optional;

/**
 * What an opening found.
 *
 * @param footer of the segment
 * @param keys its key index, if the bytes that were read had it
 */
record Opening(Footer footer, Optional<KeyIndex> keys) {

  /** Reads the end of a segment: by one request if the handle says how long it is, else by two. */
  static Opening read(SegmentBlock block, SegmentHandle handle) throws BlockStoreException {
    if (block.bytes() < Trailer.BYTES) {
      throw block.corrupt("a block of " + block.bytes() + " bytes is no segment");
    }
    byte[] tail = readTail(block, Math.max(handle.tailBytes(), Trailer.BYTES));
    try {
      Trailer trailer = Trailer.read(tail, tail.length - Trailer.BYTES, handle.id());
      requireRoot(trailer, handle);
      return read(trailer, complete(block, trailer, tail));
    } catch (FormatException e) {
      throw block.corrupt(e);
    }
  }

  private static Opening read(Trailer trailer, byte[] tail) throws FormatException {
    Footer footer = Footer.read(tail, trailer);
    boolean hasKeys = tail.length == trailer.tailBytes();
    return new Opening(footer, hasKeys ? Optional.of(footer.readKeys(tail, 0)) : Optional.empty());
  }

  private static void requireRoot(Trailer trailer, SegmentHandle handle) throws FormatException {
    RootHash known = handle.root().orElse(trailer.root());
    FormatException.require(
        known.equals(trailer.root()),
        "the root is " + trailer.root() + ", not " + known + " as it was when it was written");
  }

  private static byte[] readTail(SegmentBlock block, int bytes) throws BlockStoreException {
    byte[] tail = new byte[(int) Math.min(bytes, block.bytes())];
    block.read(block.bytes() - tail.length, tail, 0, tail.length);
    return tail;
  }

  /** Returns the tail without what stands before it, and with what is missing of the footer. */
  private static byte[] complete(SegmentBlock block, Trailer trailer, byte[] tail)
      throws BlockStoreException, FormatException {
    long whole = trailer.tailBytes();
    FormatException.require(
        whole <= Integer.MAX_VALUE - Long.BYTES && trailer.framesBytes() == block.bytes() - whole,
        "the trailer is not that of a block of " + block.bytes() + " bytes");
    if (tail.length >= whole) {
      return tail.length == whole
          ? tail
          : Arrays.copyOfRange(tail, tail.length - (int) whole, tail.length);
    }
    return tail.length >= trailer.footerBytes() ? tail : extend(block, tail, (int) whole);
  }

  private static byte[] extend(SegmentBlock block, byte[] tail, int whole)
      throws BlockStoreException {
    byte[] extended = new byte[whole];
    int missing = whole - tail.length;
    System.arraycopy(tail, 0, extended, missing, tail.length);
    block.read(block.bytes() - whole, extended, 0, missing);
    return extended;
  }
}
