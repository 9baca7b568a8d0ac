package io.blocktier.segments;

import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.format.RecordKind;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Goes through records in the order of their keys, as they were when it was started: of each key
 * the newest value, none where it was deleted or is over. Whoever started it closes it. Holds a few
 * frames of every segment that has a part in it. Not thread-safe.
 *
 * <pre>{@code
 * try (RecordCursor records = manager.scan(RecordKey.of("orders/"))) {
 *   while (records.next()) {
 *     use(records.key(), records.value());
 *   }
 * }
 * }</pre>
 */
public final class RecordCursor implements AutoCloseable {

  /** Tells whether a record has a value at this moment. */
  @FunctionalInterface
  interface HasValue {
    boolean test(RecordKind kind, long expiresAt);
  }

  private final List<RecordSource> sources;
  private final HasValue hasValue;
  private final SegmentFailures failures;
  private final Newer newer;
  private final PriorityQueue<RecordSource> queue;
  private @Nullable RecordSource current;
  private @Nullable BlockStoreException failure;
  private boolean begun;
  private boolean closed;

  /** Whether the source that is first ends before any other begins: keys need no comparing then. */
  private boolean alone;

  /** Looks for what is there now, for the scan that comes behind this one. */
  @FunctionalInterface
  interface Newer {
    void look() throws BlockStoreException;
  }

  RecordCursor(
      List<RecordSource> sources, HasValue hasValue, SegmentFailures failures, Newer newer) {
    this.sources = sources;
    this.hasValue = hasValue;
    this.failures = failures;
    this.newer = newer;
    this.queue = new PriorityQueue<>(Math.max(1, sources.size()), RecordCursor::nextFirst);
  }

  private static int nextFirst(RecordSource one, RecordSource other) {
    int byKey = one.compareKeyTo(other.key());
    return byKey == 0 ? newestFirst(one, other) : byKey;
  }

  /** Of one key, what is not opened yet comes first, as it may have something newer. */
  private static int newestFirst(RecordSource one, RecordSource other) {
    return one.isOnRecord() && other.isOnRecord()
        ? Long.compare(other.sequence(), one.sequence())
        : Boolean.compare(one.isOnRecord(), other.isOnRecord());
  }

  /**
   * Goes on to the next record, at first to the first one.
   *
   * @return whether there is one
   * @throws io.blocktier.blockstore.StoreUnavailableException if a segment was moved or replaced
   *     meanwhile, and its object deleted; another scan sees what there is instead
   * @throws BlockStoreException if a segment cannot be read, or is damaged; another scan may be
   *     tried from the key behind the last one, this one fails from then on: without the segment it
   *     would show what that hides
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
    } catch (BlockNotFoundException gone) {
      throw failed(movedAway(gone));
    } catch (BlockStoreException e) {
      throw failed(e);
    }
  }

  private BlockStoreException failed(BlockStoreException e) {
    failure = e;
    return e;
  }

  private BlockStoreException movedAway(BlockNotFoundException gone) {
    BlockStoreException away = failures.movedAway(gone);
    try {
      newer.look();
    } catch (StoreClosedException over) {
      over.addSuppressed(away);
      return over;
    } catch (BlockStoreException e) {
      away.addSuppressed(e);
    }
    return away;
  }

  /** Of segments whose keys do not overlap, one stays first for long, and out of the queue. */
  private boolean goOn() throws BlockStoreException {
    begin();
    RecordSource first = firstOf(leaveCurrent());
    while (first != null) {
      if (first.isOnRecord()) {
        skipOlder(first);
        if (hasValue.test(first.kind(), first.expiresAt())) {
          current = first;
          return true;
        }
      }
      first = firstOf(advanced(first));
    }
    return false;
  }

  /** Takes the first of a source, if there is one, and of those that wait. */
  private @Nullable RecordSource firstOf(@Nullable RecordSource source) {
    if (source != null && isStillFirst(source)) {
      return source;
    }
    RecordSource first = queue.poll();
    if (source != null) {
      queue.add(source);
    }
    alone = first != null && isAlone(first);
    return first;
  }

  private boolean isStillFirst(RecordSource source) {
    return alone || queue.isEmpty() || nextFirst(source, queue.element()) < 0;
  }

  private boolean isAlone(RecordSource first) {
    RecordSource next = queue.peek();
    return next == null || first.endsBefore(next.key());
  }

  private void begin() throws BlockStoreException {
    if (!begun) {
      begun = true;
      for (RecordSource source : sources) {
        if (source instanceof SegmentSource || source.advance()) {
          queue.add(source);
        }
      }
    }
  }

  private @Nullable RecordSource leaveCurrent() throws BlockStoreException {
    RecordSource left = current;
    current = null;
    return left == null ? null : advanced(left);
  }

  private void skipOlder(RecordSource newest) throws BlockStoreException {
    while (!alone && !queue.isEmpty() && newest.compareKeyTo(queue.element().key()) == 0) {
      RecordSource older = advanced(queue.remove());
      if (older != null) {
        queue.add(older);
      }
    }
  }

  /** Makes a source go on; null if there is nothing more in it. */
  private @Nullable RecordSource advanced(RecordSource source) throws BlockStoreException {
    if (source.advance()) {
      if (source.isEnding()) {
        prepareNext();
      }
      return source;
    }
    source.close();
    return null;
  }

  /** Has the first records of the next segment brought while the last ones of this are used. */
  private void prepareNext() {
    RecordSource next = queue.peek();
    if (next != null) {
      next.prepare();
    }
  }

  private RecordSource current() {
    RecordSource shown = current;
    if (shown == null) {
      throw new NoSuchElementException("no record is shown; next() shows one");
    }
    return shown;
  }

  /**
   * Returns the key of the record.
   *
   * @return the key
   * @throws NoSuchElementException if no record is shown
   */
  public RecordKey key() {
    return current().key();
  }

  /**
   * Returns the place of the record's write in the order of all writes.
   *
   * @return 1 or more
   * @throws NoSuchElementException if no record is shown
   */
  public long sequence() {
    return current().sequence();
  }

  /**
   * Returns when the value is over.
   *
   * @return milliseconds since 1970-01-01 UTC, or {@link
   *     io.blocktier.segments.format.RecordEntry#NEVER}
   * @throws NoSuchElementException if no record is shown
   */
  public long expiresAt() {
    return current().expiresAt();
  }

  /**
   * Returns the value, without copying it.
   *
   * @return a read-only buffer, until the next call of {@link #next()} or {@link #close()}
   * @throws io.blocktier.blockstore.StoreUnavailableException as {@link #next()} does
   * @throws BlockStoreException if a long value cannot be read
   * @throws NoSuchElementException if no record is shown
   */
  public ByteBuffer value() throws BlockStoreException {
    try {
      return current().value();
    } catch (BlockNotFoundException gone) {
      throw movedAway(gone);
    }
  }

  /** Ends the scan. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      current = null;
      sources.forEach(RecordSource::close);
    }
  }
}
