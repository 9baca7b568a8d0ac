package io.blocktier.segments.format;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.spi.Signals.Signal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Frames that single reads opened, of any number of segments, as many as a bound of bytes allows. A
 * frame is compared with what {@link SegmentOptions#reads()} says when it comes into memory, and
 * not again while it is there. What several want at once is read once. Scans, proofs and
 * verifications read from the store, whatever is here. Thread-safe.
 */
public final class FrameCache {

  /** A frame larger than this part of the bound would leave room for a few alone. */
  private static final int LARGEST_PART = 8;

  private final long maxBytes;
  private final Signals signals;
  private final Duration patience;
  private final Cache<Key, OpenedFrame> frames;
  private final Map<Key, Loading> loading = new ConcurrentHashMap<>();
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  /**
   * Makes an empty one.
   *
   * @param maxBytes of memory; 0 to keep nothing
   * @param signals wake who waits for a frame that somebody else reads
   * @param patience how long to wait for that, before reading it, too
   */
  public FrameCache(long maxBytes, Signals signals, Duration patience) {
    this.maxBytes = maxBytes;
    this.signals = signals;
    this.patience = patience;
    this.frames =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher((Key _, OpenedFrame frame) -> frame.memoryBytes())
            .executor(Runnable::run) // a task of its own costs more than what it would do
            .build();
  }

  /**
   * A frame, wherever the segment is: no other content ever has the number and root of a segment.
   */
  record Key(long segment, RootHash root, int frame) {

    private static final int PRIME = 31;

    @Override
    public int hashCode() {
      return Long.hashCode(segment) * PRIME + frame;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key(long ofSegment, RootHash under, int number)
          && number == frame
          && ofSegment == segment
          && under.equals(root);
    }
  }

  /** A frame on its way. */
  private static final class Loading {

    private final Signal ended;
    private volatile @Nullable OpenedFrame frame;

    Loading(Signal ended) {
      this.ended = ended;
    }
  }

  /** Tells whether a frame of some bytes may be kept. */
  boolean keeps(int rawBytes) {
    return rawBytes <= maxBytes / LARGEST_PART;
  }

  /** Returns a frame, which its segment opens if it is not here. */
  OpenedFrame get(Key key, KeptFrames segment) throws BlockStoreException, FormatException {
    OpenedFrame known = frames.getIfPresent(key);
    return known == null ? bring(key, segment) : hit(known);
  }

  private OpenedFrame hit(OpenedFrame frame) {
    hits.increment();
    return frame;
  }

  /** Who wants what somebody else reads already waits for that, and reads it, too, if it fails. */
  private OpenedFrame bring(Key key, KeptFrames segment)
      throws BlockStoreException, FormatException {
    Loading own = new Loading(signals.create());
    Loading other = loading.putIfAbsent(key, own);
    if (other != null) {
      OpenedFrame shared = await(other);
      return shared == null ? open(key, segment) : hit(shared);
    }
    try {
      OpenedFrame meanwhile = frames.getIfPresent(key); // the last one to read it has just ended
      OpenedFrame frame = meanwhile == null ? open(key, segment) : hit(meanwhile);
      own.frame = frame;
      return frame;
    } finally {
      loading.remove(key, own);
      own.ended.raise();
    }
  }

  private @Nullable OpenedFrame await(Loading other) {
    try {
      return other.ended.await(patience) ? other.frame : null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null; // the store says what becomes of that
    }
  }

  private OpenedFrame open(Key key, KeptFrames segment)
      throws BlockStoreException, FormatException {
    misses.increment();
    OpenedFrame opened = segment.open(key.frame());
    frames.put(key, opened);
    return opened;
  }

  /**
   * Returns how often a frame was here, or on its way for somebody else.
   *
   * @return 0 or more
   */
  public long hits() {
    return hits.sum();
  }

  /**
   * Returns how often a frame that may be kept was asked of its store.
   *
   * @return 0 or more
   */
  public long misses() {
    return misses.sum();
  }

  /**
   * Returns how much memory is taken.
   *
   * @return bytes, at most as many as are allowed
   */
  public long bytes() {
    frames.cleanUp();
    return frames.policy().eviction().orElseThrow().weightedSize().orElseThrow();
  }

  /**
   * Returns how much memory may be taken.
   *
   * @return bytes
   */
  public long maxBytes() {
    return maxBytes;
  }
}
