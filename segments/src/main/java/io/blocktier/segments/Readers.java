package io.blocktier.segments;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.segments.format.SegmentFormat;
import io.blocktier.segments.format.SegmentReader;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.objects.SegmentEntries;
import io.blocktier.segments.objects.SegmentStores;
import java.util.function.Consumer;

/**
 * Open segments, by the numbers of their objects, as many as the bytes allow that their footers and
 * key indexes take. Thread-safe.
 */
final class Readers {

  /** What a reader takes beside footer and key index, about. */
  private static final int OVERHEAD_BYTES = 1024;

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

  /** Returns a reader; opening one costs a request, nothing after that. */
  SegmentReader of(SegmentEntry entry) throws BlockStoreException {
    Long object = entry.object().id();
    SegmentReader known = readers.getIfPresent(object);
    if (known != null) {
      return known;
    }
    SegmentReader opened =
        format.open(stores.of(entry.object().tier()), SegmentEntries.handle(entry));
    readers.put(object, opened);
    return opened;
  }

  /** Somebody reads records of a segment, rather than finding that it has none. */
  void used(SegmentEntry entry) {
    uses.accept(entry);
  }
}
