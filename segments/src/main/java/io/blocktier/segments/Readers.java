package io.blocktier.segments;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.format.SegmentFormat;
import io.blocktier.segments.format.SegmentHandle;
import io.blocktier.segments.format.SegmentReader;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.objects.SegmentEntries;
import io.blocktier.segments.objects.SegmentStores;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Open segments, by the numbers of their objects, as many as the bytes allow that their footers and
 * key indexes take. Thread-safe.
 */
final class Readers {

  /** What a reader takes beside footer and key index, about. */
  private static final int OVERHEAD_BYTES = 1024;

  /** The key index of a small segment costs nothing beside the request for its footer. */
  private static final int SMALL_TAIL_BYTES = 128 << 10;

  private final SegmentStores stores;
  private final SegmentFormat format;
  private final Cache<Long, SegmentReader> readers;
  private final Consumer<SegmentEntry> uses;

  Readers(
      SegmentStores stores,
      SegmentFormat format,
      long maxBytes,
      Effects effects,
      Consumer<SegmentEntry> uses) {
    this.stores = stores;
    this.format = format;
    this.readers =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher(Readers::weight)
            .executor(effects.executor())
            .ticker(effects.ticker()::nanos)
            .build();
    this.uses = uses;
  }

  private static int weight(Long object, SegmentReader reader) {
    return (int) Math.min(Integer.MAX_VALUE, reader.memoryBytes() + OVERHEAD_BYTES);
  }

  /** Returns a reader that has the key index; opening one costs a request, nothing after that. */
  SegmentReader of(SegmentEntry entry) throws BlockStoreException {
    SegmentReader known = known(entry);
    return known != null && known.hasKeys() ? known : open(entry, Entries.handle(entry));
  }

  /**
   * Returns a reader by place, which has the key index or not: most of a large tail is not read.
   */
  SegmentReader byPlace(SegmentEntry entry) throws BlockStoreException {
    SegmentReader known = known(entry);
    boolean whole = entry.content().tailBytes() <= SMALL_TAIL_BYTES;
    return known != null
        ? known
        : open(entry, whole ? Entries.handle(entry) : SegmentEntries.handleWithoutKeys(entry));
  }

  /** Tells without a request whether a segment may have a key. */
  boolean mayHave(SegmentEntry entry, RecordKey key) {
    SegmentReader known = known(entry);
    return known == null || known.mayContain(key);
  }

  private @Nullable SegmentReader known(SegmentEntry entry) {
    return readers.getIfPresent(entry.object().id());
  }

  private SegmentReader open(SegmentEntry entry, SegmentHandle handle) throws BlockStoreException {
    SegmentReader opened = format.open(stores.of(entry.object().tier()), handle);
    readers.put(entry.object().id(), opened);
    return opened;
  }

  /** Somebody reads records of a segment, rather than finding that it has none. */
  void used(SegmentEntry entry) {
    uses.accept(entry);
  }
}
