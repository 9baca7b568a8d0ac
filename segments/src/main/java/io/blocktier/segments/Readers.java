package io.blocktier.segments;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.spi.Signals.Signal;
import io.blocktier.segments.format.FrameCache;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.format.SegmentFormat;
import io.blocktier.segments.format.SegmentHandle;
import io.blocktier.segments.format.SegmentReader;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.objects.SegmentEntries;
import io.blocktier.segments.objects.SegmentStores;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Open segments, by the numbers of their objects, as many as the bytes allow that their footers and
 * key indexes take, and the frames that single reads opened of them; what several want is read
 * once. Thread-safe.
 */
final class Readers {

  /** What a reader takes beside footer and key index, about. */
  private static final int OVERHEAD_BYTES = 1024;

  /** The key index of a small segment costs nothing beside the request for its footer. */
  private static final int SMALL_TAIL_BYTES = 128 << 10;

  private final SegmentStores stores;
  private final SegmentFormat format;
  private final Cache<Long, SegmentReader> readers;
  private final FrameCache frames;
  private final Consumer<SegmentEntry> uses;
  private final Map<Long, Loading> loading = new ConcurrentHashMap<>();
  private final Signals signals;
  private final Duration patience;

  Readers(
      SegmentStores stores,
      SegmentFormat format,
      ReadMemory memory,
      Effects effects,
      Signals signals,
      Duration patience,
      Consumer<SegmentEntry> uses) {
    this.signals = signals;
    this.patience = patience;
    this.stores = stores;
    this.format = format;
    this.readers =
        Caffeine.newBuilder()
            .maximumWeight(memory.footerBytes())
            .weigher(Readers::weight)
            .executor(Runnable::run) // a task of its own costs more than what it would do
            .ticker(effects.ticker()::nanos)
            .build();
    this.frames = new FrameCache(memory.frameBytes(), signals, patience);
    this.uses = uses;
  }

  FrameCache frames() {
    return frames;
  }

  private static int weight(Long object, SegmentReader reader) {
    return (int) Math.min(Integer.MAX_VALUE, reader.memoryBytes() + OVERHEAD_BYTES);
  }

  /** Returns a reader that has the key index; opening one costs a request, nothing after that. */
  SegmentReader of(SegmentEntry entry) throws BlockStoreException {
    SegmentReader known = known(entry);
    return known != null && known.hasKeys() ? known : open(entry, SegmentEntries.handle(entry));
  }

  /** Tells whether {@link #of} costs no request. */
  boolean isOpen(SegmentEntry entry) {
    SegmentReader known = known(entry);
    return known != null && known.hasKeys();
  }

  /**
   * Returns a reader by place, which has the key index or not: most of a large tail is not read.
   */
  SegmentReader byPlace(SegmentEntry entry) throws BlockStoreException {
    SegmentReader known = known(entry);
    boolean whole = entry.content().tailBytes() <= SMALL_TAIL_BYTES;
    return known != null
        ? known
        : open(
            entry, whole ? SegmentEntries.handle(entry) : SegmentEntries.handleWithoutKeys(entry));
  }

  /** Tells without a request whether a segment may have a key. */
  boolean mayHave(SegmentEntry entry, RecordKey key) {
    SegmentReader known = known(entry);
    return known == null || known.mayContain(key);
  }

  private @Nullable SegmentReader known(SegmentEntry entry) {
    return readers.getIfPresent(entry.object().id());
  }

  /** Who wants what somebody else reads already waits for that, and reads it alone if it fails. */
  private SegmentReader open(SegmentEntry entry, SegmentHandle handle) throws BlockStoreException {
    Long object = entry.object().id();
    Loading own = new Loading(handle.tailBytes(), signals.create());
    Loading other = loading.putIfAbsent(object, own);
    if (other != null) {
      SegmentReader shared = other.bytes >= own.bytes ? await(other) : null;
      return shared == null ? load(entry, handle) : shared;
    }
    try {
      SegmentReader loaded = load(entry, handle);
      own.reader = loaded;
      return loaded;
    } finally {
      loading.remove(object, own);
      own.ended.raise();
    }
  }

  private @Nullable SegmentReader await(Loading other) {
    try {
      return other.ended.await(patience) ? other.reader : null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null; // the store says what becomes of that
    }
  }

  private SegmentReader load(SegmentEntry entry, SegmentHandle handle) throws BlockStoreException {
    stores.requireStoreOf(entry.object());
    SegmentReader opened = format.open(stores.of(entry.object().tier()), handle, frames);
    readers.put(entry.object().id(), opened);
    return opened;
  }

  /** The end of a segment on its way. */
  private static final class Loading {

    private final int bytes;
    private final Signal ended;
    private volatile @Nullable SegmentReader reader;

    Loading(int bytes, Signal ended) {
      this.bytes = bytes;
      this.ended = ended;
    }
  }

  /** Somebody reads records of a segment, rather than finding that it has none. */
  void used(SegmentEntry entry) {
    uses.accept(entry);
  }
}
