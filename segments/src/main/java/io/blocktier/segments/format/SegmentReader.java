package io.blocktier.segments.format;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.RangeNotSatisfiableException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one segment. Once it is open, a value that is not longer than a frame costs one request,
 * and a key that is not there none; with a {@link FrameCache} nor does a value whose frame is in
 * it. Every frame is checked when it is read, before anything of it is handed out: what does not
 * match is a {@link io.blocktier.blockstore.CorruptBlockException}. Thread-safe; holds nothing that
 * has to be closed, and does not close its store.
 */
public final class SegmentReader {

  /** What a piece of a key index takes at least. */
  public static final int LEAST_PIECE_BYTES = KeyPieces.MIN_BYTES;

  private final SegmentBlock block;
  private final Footer footer;
  private final Frames frames;
  private final LoadedKeys keys;
  private final SegmentOptions options;
  private final ReadAhead ahead;
  private final Workspace.Pool pool;
  private final ValueReader values;

  SegmentReader(
      SegmentBlock block,
      Opening opening,
      SegmentOptions options,
      Lz4 lz4,
      ReadAhead ahead,
      Workspace.Pool pool,
      @Nullable FrameCache cache) {
    this.block = block;
    this.footer = opening.footer();
    this.frames = new Frames(block, footer.frames(), footer.trailer().frameBytes(), lz4);
    this.keys = new LoadedKeys(block, footer, opening.keys());
    this.options = options;
    this.ahead = ahead;
    this.pool = pool;
    KeptFrames kept = new KeptFrames(frames, root(), options.reads(), pool, cache);
    this.values = new ValueReader(kept, options.batchBytes());
  }

  /**
   * Returns what the segment says of itself.
   *
   * @return its statistics
   */
  public SegmentStatistics statistics() {
    return footer.statistics();
  }

  /**
   * Returns the Merkle root over the records, under which all frames were found when it was opened.
   *
   * @return the root
   */
  public RootHash root() {
    return footer.trailer().root();
  }

  /**
   * Returns how much of the block the frames are.
   *
   * @return their bytes as they are stored
   */
  public long storedBytes() {
    return footer.trailer().framesBytes();
  }

  /**
   * Returns about how much memory the reader keeps, for a cache that has a bound.
   *
   * @return bytes; more once the key index was needed, if the opening did not bring it
   */
  public long memoryBytes() {
    return footer.trailer().footerBytes() + keys.memoryBytes();
  }

  /**
   * Tells whether the key index is in memory.
   *
   * @return false if it is read when it is first needed
   */
  public boolean hasKeys() {
    return keys.memoryBytes() > 0;
  }

  /**
   * Tells without a request, and without the key index, whether a key may be there.
   *
   * @param key whom to look for
   * @return false if there is no record; true if there is one, and wrongly of 1 % of all keys
   */
  public boolean mayContain(RecordKey key) {
    return footer.bloom().mayContain(key.utf8());
  }

  /**
   * Looks a key up: no request, but for the key index where the opening did not bring it.
   *
   * @param key whom to look for
   * @return what the key index knows of it, or empty if the segment has no record of it
   * @throws BlockStoreException if the key index cannot be read
   */
  public Optional<RecordEntry> find(RecordKey key) throws BlockStoreException {
    if (!mayContain(key)) {
      return Optional.empty();
    }
    KeyCursor cursor = new KeyCursor(keys.get());
    try {
      boolean found = cursor.seek(key.utf8()) && cursor.compareTo(key.utf8()) == 0;
      return found ? Optional.of(cursor.entry(key)) : Optional.empty();
    } catch (FormatException e) {
      throw block.corrupt(e);
    }
  }

  /**
   * Reads the record of a key.
   *
   * @param key whom to look for
   * @return the record, be it a tombstone or over, or empty if the segment has none
   * @throws BlockStoreException if it cannot be read
   */
  public Optional<SegmentRecord> get(RecordKey key) throws BlockStoreException {
    Optional<RecordEntry> entry = find(key);
    return entry.isPresent() ? Optional.of(record(entry.get())) : Optional.empty();
  }

  /**
   * Reads the record of a key from the frame that it is said to begin in, without the key index: by
   * one request, or more where the value is longer than a frame.
   *
   * @param key whom to look for
   * @param frame from a table outside, which may be wrong
   * @return the record, be it a tombstone or over, or empty if none of the key begins there
   * @throws BlockStoreException if it cannot be read
   */
  public Optional<SegmentRecord> get(RecordKey key, int frame) throws BlockStoreException {
    ValueReader.Found found = values.find(key, frame);
    if (found == null) {
      return Optional.empty();
    }
    ByteBuffer value = found.value();
    return Optional.of(value == null ? record(found.entry()) : record(found.entry(), value));
  }

  private SegmentRecord record(RecordEntry entry) throws BlockStoreException {
    return record(entry, value(entry));
  }

  private static SegmentRecord record(RecordEntry entry, ByteBuffer value) {
    return new SegmentRecord(entry.key(), entry.sequence(), entry.kind(), entry.expiresAt(), value);
  }

  /**
   * Reads the value of an entry into a fresh buffer: one request, or for a long value one for each
   * {@link SegmentOptions#batchBytes()}; none for a value without bytes.
   *
   * @param entry from this segment's key index, or from one that was built of it
   * @return the value, from its position to its limit
   * @throws BlockStoreException if it cannot be read
   */
  public ByteBuffer value(RecordEntry entry) throws BlockStoreException {
    values.requireRoomFor(entry);
    ByteBuffer value = ByteBuffer.allocate(entry.valueBytes());
    if (entry.valueBytes() > 0) {
      values.read(entry, 0, entry.valueBytes(), value);
    }
    return value.flip();
  }

  /**
   * Reads a range of a value into a buffer, and moves the buffer's position behind the bytes. Of a
   * long value, only the frames that the range touches are read. If the call fails, the position is
   * where it was and the bytes behind it are undefined.
   *
   * @param entry from this segment's key index, or from one that was built of it
   * @param range what to read; {@link ByteRange} has the rule for the edges
   * @param target where the bytes go
   * @return how many there were
   * @throws RangeNotSatisfiableException if the range starts at or beyond the end of the value
   * @throws InvalidRequestException if the target has too little room
   * @throws BlockStoreException if the value cannot be read
   */
  public int read(RecordEntry entry, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    int size = entry.valueBytes();
    if (!range.isSatisfiable(size)) {
      throw new RangeNotSatisfiableException(
          refused(entry, range + " of a value of " + size + " bytes", "read within the value"));
    }
    int length = (int) range.clampedLength(size);
    if (length > target.remaining()) {
      String detail =
          String.format(
              Locale.ROOT,
              "%d bytes do not fit into the %d of the target",
              length,
              target.remaining());
      throw new InvalidRequestException(refused(entry, detail, "bring a larger buffer"));
    }
    if (length > 0) {
      values.read(entry, (int) range.offset(), length, target);
    }
    return length;
  }

  private Failure refused(RecordEntry entry, String detail, String remedy) {
    return Failure.of(
            block.store(), Operation.READ, block.key(), "record '" + entry.key() + "': " + detail)
        .remedy(remedy);
  }

  /**
   * Starts to go through keys in their order, by the key index alone.
   *
   * @param range which keys
   * @return the keys
   * @throws BlockStoreException if the key index cannot be read
   */
  public KeyScan keys(KeyRange range) throws BlockStoreException {
    return new KeyScan(block, keys.get(), range);
  }

  /**
   * Starts to go through all keys in their order, by the key index alone, of which a piece is in
   * memory at a time. That it matches its checksum is known when {@link KeyScan#next()} has shown
   * the last one; what came before does not count if it throws then.
   *
   * @param mostBytes that are in memory of the index, but for {@link #LEAST_PIECE_BYTES}
   * @return the keys
   */
  public KeyScan keysInPieces(long mostBytes) {
    return new KeyScan(block, new KeyPieces(block, footer, mostBytes));
  }

  /**
   * Starts to go through records in the order of their keys. A scan of all records needs no key
   * index.
   *
   * @param range which keys
   * @return the records, which the caller closes
   * @throws BlockStoreException if the key index cannot be read
   */
  public RecordScan scan(KeyRange range) throws BlockStoreException {
    return scan(range, options.batchBytes());
  }

  /**
   * Starts to go through records in the order of their keys, beside others whose memory adds up.
   *
   * @param range which keys
   * @param mostBytes of one request, at least one frame; no more than {@link
   *     SegmentOptions#batchBytes()} in any case
   * @return the records, which the caller closes
   * @throws BlockStoreException if the key index cannot be read
   */
  public RecordScan scan(KeyRange range, int mostBytes) throws BlockStoreException {
    int batchBytes = Math.min(mostBytes, options.batchBytes());
    ScanBounds bounds = bounds(range);
    ScanFeed feed = feed(batchBytes, bounds.lastFrame());
    ScanSettings settings = new ScanSettings(options.scans(), batchBytes, pool);
    return new RecordScan(frames, values, bounds, feed, settings);
  }

  private ScanFeed feed(int batchBytes, int lastFrame) {
    return new ScanFeed(frames, batchBytes, lastFrame, ahead, pool.batches());
  }

  private ScanBounds bounds(KeyRange range) throws BlockStoreException {
    if (range.from().length == 0 && range.to() == null) {
      return ScanBounds.all(frames.table().count());
    }
    try {
      return ScanBounds.of(range, keys.get());
    } catch (FormatException e) {
      throw block.corrupt(e);
    }
  }

  /**
   * Shows that a key's record is under {@link #root()}.
   *
   * @param key whom to look for
   * @return the proof, or empty if the segment has no record of the key
   * @throws BlockStoreException if it cannot be read
   */
  public Optional<RecordProof> proof(RecordKey key) throws BlockStoreException {
    Optional<RecordEntry> entry = find(key);
    return entry.isPresent() ? Optional.of(new Proofs(frames).of(entry.get())) : Optional.empty();
  }

  /**
   * Reads the whole segment and compares all that is in it: every frame with its checksum and its
   * part of the root, every record with the key index, bloom filter and statistics. The footer is
   * the one that was read when the segment was opened.
   *
   * @throws io.blocktier.blockstore.CorruptBlockException if anything does not match; the message
   *     says what
   * @throws BlockStoreException if it cannot be read
   */
  public void verify() throws BlockStoreException {
    try (ScanFeed feed = feed(options.batchBytes(), frames.table().count() - 1)) {
      new SegmentVerifier(footer, frames, keys.get(), feed).run();
    }
  }

  SegmentBlock block() {
    return block;
  }

  Footer footer() {
    return footer;
  }

  KeyIndex index() throws BlockStoreException {
    return keys.get();
  }

  /** Names the segment and where it is. */
  @Override
  public String toString() {
    return "segment " + block.segment() + " at '" + block.key() + "' of " + block.store();
  }
}
