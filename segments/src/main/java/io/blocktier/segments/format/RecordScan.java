package io.blocktier.segments.format;

import io.blocktier.blockstore.BlockStoreException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the records of a segment in the order of their keys, reading ahead. Whoever started
 * a scan closes it. Not thread-safe.
 *
 * <pre>{@code
 * try (RecordScan scan = reader.scan(KeyRange.ALL)) {
 *   while (scan.next()) {
 *     use(scan.key(), scan.value());
 *   }
 * }
 * }</pre>
 */
public final class RecordScan implements AutoCloseable {

  private final Frames frames;
  private final Verification verification;
  private final ValueReader values;
  private final int longestKept;
  private final ScanBounds bounds;
  private final ScanFeed feed;
  private final Workspace.Pool pool;
  private final Workspace work;
  private final RecordView view = new RecordView();
  private int frame;
  private int begins;
  private int place;
  private int nextFrame;
  private byte[] longValue = new byte[0];
  private boolean closed;
  private @Nullable BlockStoreException failure;

  RecordScan(
      Frames frames, ValueReader values, ScanBounds bounds, ScanFeed feed, ScanSettings settings) {
    this.frames = frames;
    this.values = values;
    this.bounds = bounds;
    this.feed = feed;
    this.verification = settings.verification();
    this.longestKept = settings.batchBytes();
    this.pool = settings.pool();
    this.work = pool.take();
    this.nextFrame = bounds.firstFrame();
  }

  /**
   * Goes on to the next record, at first to the first one.
   *
   * @return whether there is one
   * @throws io.blocktier.blockstore.CorruptBlockException if the segment is damaged
   * @throws BlockStoreException if the store fails; another scan may be tried from the key behind
   *     the last one, this one fails from then on: frames are behind it that it has not shown
   */
  public boolean next() throws BlockStoreException {
    if (closed) {
      return false;
    }
    BlockStoreException before = failure;
    if (before != null) {
      throw before;
    }
    try {
      return goOn();
    } catch (FormatException e) {
      throw failed(frames.block().corrupt(e));
    } catch (BlockStoreException e) {
      throw failed(e);
    }
  }

  /** Has the first records brought before {@link #next()} is called for the first time. */
  public void prepare() {
    if (nextFrame <= bounds.lastFrame()) {
      feed.prepare(nextFrame);
    }
  }

  /**
   * Tells whether a scan of several batches has its last ones here or on their way, so that whoever
   * scans another segment behind it may {@linkplain #prepare() prepare} that.
   *
   * @return whether nothing is left to ask the store for
   */
  public boolean isEnding() {
    return feed.isEnding();
  }

  private BlockStoreException failed(BlockStoreException e) {
    failure = e;
    return e;
  }

  private boolean goOn() throws BlockStoreException, FormatException {
    if (!view.hasMore() && !openNext()) {
      return false;
    }
    place = view.position() - begins;
    if (bounds.isBehind(frame, place)) {
      return false;
    }
    readRecord();
    return true;
  }

  private boolean openNext() throws BlockStoreException, FormatException {
    if (nextFrame > bounds.lastFrame()) {
      return false;
    }
    frame = nextFrame++;
    FormatException.require(
        !frames.table().isContinuation(frame), "frame " + frame + " goes on with no value");
    feed.goTo(frame);
    byte[] raw = feed.open(frame, verification, work);
    begins = feed.openedAt(frame);
    int end = begins + frames.table().rawBytes(frame);
    int skipped = frame == bounds.firstFrame() ? bounds.firstPlace() : 0;
    FormatException.require(skipped < end - begins, "frame " + frame + " ends early");
    view.reset(raw, begins + skipped, end);
    return true;
  }

  private void readRecord() throws BlockStoreException, FormatException {
    view.nextHead();
    if (view.valueBytes() > frames.frameBytes()) {
      readLongValue();
    } else {
      view.skipValue(view.valueBytes());
    }
  }

  private void readLongValue() throws BlockStoreException, FormatException {
    int bytes = view.valueBytes();
    int slices = frames.span(bytes);
    FormatException.require(slices - 1 <= frames.table().count() - nextFrame, "a value ends early");
    view.skipValue(frames.frameBytes());
    FormatException.require(!view.hasMore(), "a long value shares its frame");
    if (bytes <= longestKept) {
      keepLongValue(bytes, slices);
    }
    nextFrame = frame + slices;
  }

  private void keepLongValue(int bytes, int slices) throws BlockStoreException, FormatException {
    if (longValue.length < bytes) {
      longValue = new byte[bytes];
    }
    System.arraycopy(view.array(), view.valueFrom(), longValue, 0, frames.frameBytes());
    view.keepHead();
    for (int slice = 1; slice < slices; slice++) {
      frames.requireSlice(frame + slice, bytes, slice);
      feed.goTo(frame + slice);
      int at = slice * frames.frameBytes();
      feed.openTo(frame + slice, verification, work, longValue, at);
    }
  }

  /**
   * Returns the key of the record.
   *
   * @return a new object
   */
  public RecordKey key() {
    return view.key();
  }

  /**
   * Compares the key of the record, where it stands, with another one.
   *
   * @param other the other one
   * @return less than 0, 0, or more, as {@link RecordKey#compareTo} says
   */
  public int compareKeyTo(RecordKey other) {
    return view.compareKeyTo(other);
  }

  /**
   * Returns the record's place in the order of all writes.
   *
   * @return 0 or more
   */
  public long sequence() {
    return view.sequence();
  }

  /**
   * Returns what the record says.
   *
   * @return its kind
   */
  public RecordKind kind() {
    return RecordView.kind(view.flags());
  }

  /**
   * Returns when the value is over; what has expired is shown, too.
   *
   * @return milliseconds since 1970-01-01 UTC, or {@link RecordEntry#NEVER}
   */
  public long expiresAt() {
    return view.expiresAt();
  }

  /**
   * Returns how long the value is.
   *
   * @return bytes
   */
  public int valueBytes() {
    return view.valueBytes();
  }

  /**
   * Returns what the key index knows of the record.
   *
   * @return a new object
   */
  public RecordEntry entry() {
    return new RecordEntry(key(), sequence(), kind(), expiresAt(), frame, place, valueBytes());
  }

  /**
   * Returns the value, without copying it unless it is longer than a batch; then it is read anew.
   *
   * @return the bytes from its position to its limit, until the next call of {@link #next()} or
   *     {@link #close()}
   * @throws BlockStoreException if a long value cannot be read
   */
  public ByteBuffer value() throws BlockStoreException {
    int bytes = view.valueBytes();
    if (bytes <= frames.frameBytes()) {
      return ByteBuffer.wrap(view.array(), view.valueFrom(), bytes);
    }
    if (bytes <= longestKept) {
      return ByteBuffer.wrap(longValue, 0, bytes);
    }
    ByteBuffer value = ByteBuffer.allocate(bytes);
    values.read(entry(), 0, bytes, value);
    return value.flip();
  }

  /** Ends the scan. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      feed.close();
      pool.give(work);
    }
  }
}
