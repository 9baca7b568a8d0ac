package io.blocktier.cache.index;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.journal.RecordView;
import java.util.Arrays;

/**
 * Entries on their way from the records of one segment into an index, each with its key, in the
 * order in which they have to get there. They are kept as an {@link Arena} keeps them, so that one
 * is a few bytes to copy. Not thread-safe.
 */
public final class EntryBatch {

  /** So few that they stay in the cache of a core until they are in the index. */
  static final int MAX_ENTRIES = 1024;

  private static final int FIRST_BYTES = 64 << 10;

  private final long[] hashes = new long[MAX_ENTRIES];
  private final int[] starts = new int[MAX_ENTRIES];
  private final int[] lengths = new int[MAX_ENTRIES];
  private final byte[] states = new byte[MAX_ENTRIES];
  private byte[] images = new byte[FIRST_BYTES];
  private int used;
  private int size;
  private long segment;

  /** Makes a batch without entries. */
  public EntryBatch() {}

  /**
   * Tells whether the next entry may be of a record.
   *
   * @param record the record
   * @return false where there is no room, or a record of another segment came before
   */
  public boolean takes(RecordView record) {
    return size == 0 || (size < MAX_ENTRIES && record.segment() == segment);
  }

  /**
   * Adds an entry.
   *
   * @param record the record it leads to, of which {@linkplain #takes this takes} one
   * @param state what the block is
   * @param since when the block's version was staged
   */
  public void add(RecordView record, byte state, long since) {
    PositionCodec.requireLegal(state, since, record.segment());
    int keyBytes = record.keyLength();
    int start = used;
    used += Arena.recordBytes(keyBytes);
    if (used > images.length) {
      images = Arrays.copyOf(images, Math.max(2 * images.length, used));
    }
    PositionCodec.write(images, start, record, since);
    Arena.writeKey(images, start, record.bytes(), record.keyFrom(), keyBytes);
    hashes[size] = KeyText.hash(record.bytes(), record.keyFrom(), keyBytes);
    starts[size] = start;
    lengths[size] = record.payloadLength();
    states[size] = state;
    segment = record.segment();
    size++;
  }

  /** Forgets all entries. */
  public void clear() {
    size = 0;
    used = 0;
  }

  /**
   * Returns how many there are.
   *
   * @return the entries
   */
  public int size() {
    return size;
  }

  /**
   * Returns where all the records are.
   *
   * @return their segment
   */
  public long segment() {
    return segment;
  }

  /**
   * Returns what a block is.
   *
   * @param number how many entries came before
   * @return the state
   */
  public byte state(int number) {
    return states[number];
  }

  /**
   * Returns how long the payload of a record is.
   *
   * @param number how many entries came before
   * @return its bytes
   */
  public int length(int number) {
    return lengths[number];
  }

  /**
   * Returns the key of an entry.
   *
   * @param number how many came before
   * @return the block
   */
  public BlockKey key(int number) {
    return Arena.key(images, starts[number]);
  }

  /**
   * Returns an entry.
   *
   * @param number how many came before
   * @return the entry
   */
  public IndexEntry entry(int number) {
    return PositionCodec.entry(images, starts[number], states[number]);
  }

  long hash(int number) {
    return hashes[number];
  }

  /** Returns an array with the bytes of all entries. */
  byte[] images() {
    return images;
  }

  /** Returns where an entry begins among them. */
  int start(int number) {
    return starts[number];
  }
}
