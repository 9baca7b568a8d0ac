package io.blocktier.segments.format;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Writes a segment, record by record, in the order of their keys. Holds one frame, what the footer
 * says, and at most {@link SegmentOptions#partBytes()} of what goes to the store; a block appears
 * there with {@link #finish()}. After an exception nothing but {@link #close()} may be called,
 * which whoever opened the writer does in any case. Not thread-safe.
 */
public final class SegmentWriter implements AutoCloseable {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final BlockKey block;
  private final BlockSink sink;
  private final FrameWriter frames;
  private final SegmentOptions options;
  private final long id;
  private final long epoch;
  private final Instant created;
  private final KeyIndex.Builder keys = new KeyIndex.Builder();
  private final BloomFilter.Builder bloom = new BloomFilter.Builder();
  private final Tally tally = new Tally();
  private boolean finished;

  SegmentWriter(
      BlockKey block,
      BlockSink sink,
      SegmentIdentity identity,
      Instant created,
      SegmentOptions options,
      Lz4 lz4) {
    this.block = block;
    this.sink = sink;
    this.id = identity.id();
    this.epoch = identity.epoch();
    this.created = created.truncatedTo(ChronoUnit.MILLIS);
    this.options = options;
    this.frames = new FrameWriter(sink, id, options, lz4);
  }

  /**
   * Writes a value.
   *
   * @param key whom it concerns; greater than those before
   * @param sequence its place in the order of all writes, 0 to {@link RecordEntry#MAX_SEQUENCE}
   * @param expiresAt when it is over, in milliseconds since 1970-01-01 UTC, or {@link
   *     RecordEntry#NEVER}
   * @param value its remaining bytes, at most {@link RecordEntry#MAX_VALUE_BYTES}; they are copied,
   *     and the position does not move
   * @throws IllegalArgumentException if the key is not greater, or a number is out of bounds
   * @throws BlockStoreException if the store does not take what is sent to it
   */
  public void put(RecordKey key, long sequence, long expiresAt, ByteBuffer value)
      throws BlockStoreException {
    add(key, sequence, RecordView.flags(RecordKind.PUT, expiresAt), expiresAt, value);
  }

  /**
   * Writes that a key has no value any more.
   *
   * @param key whom it concerns; greater than those before
   * @param sequence its place in the order of all writes, 0 to {@link RecordEntry#MAX_SEQUENCE}
   * @throws IllegalArgumentException if the key is not greater, or the number is out of bounds
   * @throws BlockStoreException if the store does not take what is sent to it
   */
  public void delete(RecordKey key, long sequence) throws BlockStoreException {
    add(key, sequence, RecordView.TOMBSTONE, RecordEntry.NEVER, NOTHING);
  }

  private void add(RecordKey key, long sequence, int flags, long expiresAt, ByteBuffer value)
      throws BlockStoreException {
    requireOpen();
    requireGreater(key);
    requireSense(key, sequence, value.remaining());
    frames.append(key, sequence, flags, expiresAt, value);
    keys.add(
        key.utf8(),
        flags,
        sequence,
        expiresAt,
        frames.placeFrame(),
        frames.place(),
        value.remaining());
    bloom.add(key.utf8());
    tally.add(key, sequence, flags, value.remaining());
  }

  private void requireOpen() {
    if (finished) {
      throw new IllegalStateException("the segment is finished");
    }
  }

  private void requireGreater(RecordKey key) {
    RecordKey before = tally.greatestKey();
    if (before != null && key.compareTo(before) <= 0) {
      throw new IllegalArgumentException("key '" + key + "' comes behind '" + before + "'");
    }
  }

  private static void requireSense(RecordKey key, long sequence, int bytes) {
    if (sequence < 0 || sequence > RecordEntry.MAX_SEQUENCE) {
      throw new IllegalArgumentException("key '" + key + "' has sequence " + sequence);
    }
    if (bytes > RecordEntry.MAX_VALUE_BYTES) {
      throw new IllegalArgumentException("the value of key '" + key + "' has " + bytes + " bytes");
    }
  }

  /**
   * Returns the frame that the last record begins in, for a table outside.
   *
   * @return its number, from 0
   */
  public int lastFrame() {
    return frames.placeFrame();
  }

  /**
   * Returns how many records were written.
   *
   * @return 0 or more
   */
  public int records() {
    return tally.records();
  }

  /**
   * Returns how many bytes the records have before compression.
   *
   * @return keys, values and what stands before them
   */
  public long rawBytes() {
    return frames.rawBytes();
  }

  /**
   * Writes the footer, and makes the segment visible under its key.
   *
   * @return what a manifest has to hold of it
   * @throws IllegalStateException if there is no record, or the segment is finished
   * @throws io.blocktier.blockstore.CorruptBlockException if the store has other bytes than were
   *     sent; the block is there and not to be used
   * @throws BlockStoreException if the store does not take it
   */
  public SegmentSummary finish() throws BlockStoreException {
    requireOpen();
    finished = true;
    SegmentStatistics statistics = tally.statistics(frames.rawBytes(), epoch, created);
    frames.finish();
    long framesBytes = sink.length();
    Trailer trailer = writeFooter(statistics, framesBytes);
    sink.finish();
    return new SegmentSummary(
        block,
        id,
        sink.length(),
        framesBytes,
        frames.frames(),
        Math.toIntExact(trailer.footerBytes()),
        Math.toIntExact(trailer.tailBytes()),
        sink.checksum(),
        trailer.root(),
        statistics);
  }

  private Trailer writeFooter(SegmentStatistics statistics, long framesBytes)
      throws BlockStoreException {
    return new FooterParts(
            id,
            framesBytes,
            options.frameBytes(),
            keys,
            bloom,
            statistics,
            frames.table(),
            frames.root())
        .writeTo(sink::write);
  }

  /** Gives up what was not finished. Never fails. */
  @Override
  public void close() {
    sink.close();
  }
}
