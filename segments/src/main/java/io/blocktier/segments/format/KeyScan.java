package io.blocktier.segments.format;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.CorruptBlockException;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the keys of a segment in their order, by its key index alone. Not thread-safe.
 *
 * <pre>{@code
 * KeyScan keys = reader.keys(KeyRange.ALL);
 * while (keys.next()) {
 *   index.put(keys.entry());
 * }
 * }</pre>
 */
public final class KeyScan {

  private final SegmentBlock block;
  private final KeyCursor cursor;
  private final KeyRange range;
  private final @Nullable KeyPieces pieces;
  private boolean begun;
  private boolean over;

  KeyScan(SegmentBlock block, KeyIndex index, KeyRange range) {
    this.block = block;
    this.cursor = new KeyCursor(index);
    this.range = range;
    this.pieces = null;
  }

  KeyScan(SegmentBlock block, KeyPieces pieces) {
    this.block = block;
    this.cursor = new KeyCursor(pieces);
    this.range = KeyRange.ALL;
    this.pieces = pieces;
  }

  /**
   * Goes on to the next key, at first to the first one.
   *
   * @return whether there is one
   * @throws CorruptBlockException if the key index is damaged
   * @throws BlockStoreException if the store fails, where the index is read in pieces
   */
  public boolean next() throws BlockStoreException {
    if (over) {
      return false;
    }
    try {
      boolean found = goOn();
      begun = true;
      over = !found || isBehind(range.to());
      return !over;
    } catch (FormatException e) {
      throw block.corrupt(e);
    }
  }

  private boolean goOn() throws FormatException, BlockStoreException {
    if (pieces == null) {
      return begun ? cursor.next() : cursor.seek(range.from());
    }
    pieces.provide(cursor);
    boolean found = cursor.next();
    if (!found) {
      pieces.requireSound();
    }
    return found;
  }

  private boolean isBehind(byte @Nullable [] end) {
    return end != null && cursor.compareTo(end) >= 0;
  }

  /**
   * Returns the entry of the key.
   *
   * @return a new object
   */
  public RecordEntry entry() {
    return cursor.entry();
  }

  /**
   * Returns an array that begins with the key, for those who make no object of it.
   *
   * @return its first {@link #keyLength()} bytes are the key's until the next call of {@link
   *     #next()}
   */
  public byte[] keyBytes() {
    return cursor.key();
  }

  /**
   * Returns how long the key is.
   *
   * @return bytes of UTF-8
   */
  public int keyLength() {
    return cursor.keyLength();
  }

  /**
   * Returns the record's place in the order of all writes.
   *
   * @return 0 or more
   */
  public long sequence() {
    return cursor.sequence();
  }

  /**
   * Returns what the record says.
   *
   * @return its kind
   */
  public RecordKind kind() {
    return cursor.kind();
  }

  /**
   * Returns when the value is over.
   *
   * @return milliseconds since 1970-01-01 UTC, or {@link RecordEntry#NEVER}
   */
  public long expiresAt() {
    return cursor.expiresAt();
  }

  /**
   * Returns the frame that the record begins in.
   *
   * @return its number, from 0
   */
  public int frame() {
    return cursor.frame();
  }

  /**
   * Returns where in its frame the record begins.
   *
   * @return bytes before compression
   */
  public int place() {
    return cursor.place();
  }

  /**
   * Returns how long the value is.
   *
   * @return bytes
   */
  public int valueBytes() {
    return cursor.valueBytes();
  }
}
