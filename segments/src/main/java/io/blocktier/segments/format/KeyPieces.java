package io.blocktier.segments.format;

import io.blocktier.blockstore.BlockStoreException;

/**
 * The key index of a segment, from its beginning to its end, of which a piece is in memory. Whether
 * it matches its checksum is known at the end: nothing that was read before may have been acted on
 * for good until then. Not thread-safe.
 */
final class KeyPieces implements KeyGroups {

  /** The most that numbers and flags of an entry take beside its key. */
  private static final int MAX_NUMBERS_BYTES = 64;

  /** The most that a group takes. */
  private static final int MAX_GROUP_BYTES =
      KeyIndex.GROUP_KEYS * (RecordKey.MAX_BYTES + MAX_NUMBERS_BYTES);

  /** The least that is held: a group, and enough beside it for a request to be worth it. */
  static final int MIN_BYTES = MAX_GROUP_BYTES + (16 << 10);

  private final SegmentBlock block;
  private final int keys;
  private final int frames;
  private final int crc;
  private final BoundChecksum checksum = new BoundChecksum();
  private final byte[] buffer;
  private final long end;
  private long at;
  private int from;
  private int to;

  KeyPieces(SegmentBlock block, Footer footer, long mostBytes) {
    Trailer.Section section = footer.trailer().keys();
    this.block = block;
    this.keys = footer.statistics().records();
    this.frames = footer.frames().count();
    this.crc = section.crc();
    this.buffer = new byte[(int) Math.min(section.bytes(), Math.max(mostBytes, MIN_BYTES))];
    this.at = footer.trailer().framesBytes();
    this.end = at + section.bytes();
    checksum.begin(block.segment(), BoundChecksum.KEYS);
  }

  @Override
  public int keys() {
    return keys;
  }

  @Override
  public int frames() {
    return frames;
  }

  /** Sees to it that the next group is in memory, if a cursor is about to begin one. */
  void provide(KeyCursor cursor) throws BlockStoreException {
    int next = cursor.number() + 1;
    if (next % KeyIndex.GROUP_KEYS == 0) {
      from = next == 0 ? from : cursor.position();
      if (to - from < MAX_GROUP_BYTES) {
        fill();
      }
    }
  }

  private void fill() throws BlockStoreException {
    System.arraycopy(buffer, from, buffer, 0, to - from);
    to -= from;
    from = 0;
    int length = (int) Math.min(end - at, buffer.length - to);
    if (length > 0) {
      block.read(at, buffer, to, length);
      checksum.update(buffer, to, length);
      at += length;
      to += length;
    }
  }

  @Override
  public void open(int group, ByteReader reader) {
    reader.reset(buffer, from, to);
  }

  @Override
  public int groupOf(byte[] key, ByteReader reader) {
    return 0;
  }

  /** Requires that all of the index matches its checksum; to be called at its end. */
  void requireSound() throws BlockStoreException, FormatException {
    while (at < end) {
      from = to;
      fill();
    }
    FormatException.require(checksum.value() == crc, "the key index does not match its checksum");
  }
}
