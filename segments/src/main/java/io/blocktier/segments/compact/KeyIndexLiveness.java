package io.blocktier.segments.compact;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.segments.format.RecordKind;
import io.blocktier.segments.format.SegmentFormat;
import io.blocktier.segments.format.SegmentReader;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.objects.SegmentStores;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Measures what is alive by merging the key indexes of segments: no value is read, one request for
 * each segment. Where the indexes take more memory than they may, each is read in pieces, by as
 * many requests as it has pieces. Where even the least pieces do, so many segments are merged with
 * each other as have room: what one of them shadows in another group is then taken for alive.
 */
public final class KeyIndexLiveness implements Liveness {

  /** What a record takes beside its key and value: its head, and its part of index and filter. */
  static final int RECORD_OVERHEAD = 24;

  /** So many are merged with each other whatever memory there is. */
  private static final int LEAST_GROUP = 16;

  private final SegmentStores stores;
  private final SegmentFormat format;
  private final RecordBounds bounds;
  private final CompactionPolicy policy;
  private final InstantSource clock;

  /**
   * Makes one.
   *
   * @param stores where segments are
   * @param format reads them
   * @param bounds what is known of records beside the manifest
   * @param policy its memory, and its grace for what has expired
   * @param clock the time of day
   */
  public KeyIndexLiveness(
      SegmentStores stores,
      SegmentFormat format,
      RecordBounds bounds,
      CompactionPolicy policy,
      InstantSource clock) {
    this.stores = stores;
    this.format = format;
    this.bounds = bounds;
    this.policy = policy;
    this.clock = clock;
  }

  @Override
  public Map<Long, SegmentUse> of(Manifest manifest) throws BlockStoreException {
    List<SegmentEntry> there =
        manifest.segments().values().stream()
            .filter(entry -> stores.has(entry.object().tier()))
            .toList();
    Map<Long, SegmentUse> uses = new HashMap<>();
    int most = mostAtOnce(there);
    for (int from = 0; from < there.size(); from += most) {
      List<SegmentEntry> group = there.subList(from, Math.min(there.size(), from + most));
      uses.putAll(measure(manifest, group));
    }
    return uses;
  }

  private int mostAtOnce(List<SegmentEntry> there) {
    return bytesOf(there) <= policy.maxIndexBytes()
        ? Math.max(1, there.size())
        : (int) Math.max(LEAST_GROUP, policy.maxIndexBytes() / SegmentReader.LEAST_PIECE_BYTES);
  }

  private static long bytesOf(List<SegmentEntry> entries) {
    return entries.stream().mapToLong(entry -> entry.content().tailBytes()).sum();
  }

  /** Returns how much of each index may be in memory: all of it, where all fit. */
  private long mostBytes(List<SegmentEntry> there) {
    long all = bytesOf(there);
    return all <= policy.maxIndexBytes() ? all : policy.maxIndexBytes() / there.size();
  }

  private Map<Long, SegmentUse> measure(Manifest manifest, List<SegmentEntry> there)
      throws BlockStoreException {
    List<Keys> all = new ArrayList<>();
    Set<Long> ids = new HashSet<>();
    long mostBytes = mostBytes(there);
    for (SegmentEntry entry : there) {
      all.add(new Keys(entry, format, stores, mostBytes));
      ids.add(entry.id());
    }
    HiddenRecords hidden = HiddenRecords.outside(ids, manifest, bounds.settled(manifest));
    long now = clock.millis() - policy.expiryGrace().toMillis();
    KeyMerge<Keys> merge = new KeyMerge<>(all);
    List<Keys> same = merge.next();
    while (!same.isEmpty()) {
      same.forEach(Keys::count);
      Keys newest = same.getFirst();
      boolean older = same.getLast().sequence() < newest.sequence();
      newest.live += newest.needed(now, hidden, older);
      same = merge.next();
    }
    Map<Long, SegmentUse> uses = new HashMap<>();
    all.forEach(keys -> uses.put(keys.id, new SegmentUse(keys.live, keys.all)));
    return uses;
  }

  /** The keys of a segment, and what was counted of them. For one thread. */
  private static final class Keys extends IndexCursor {

    private final long id;
    private long live;
    private long all;

    Keys(SegmentEntry entry, SegmentFormat format, SegmentStores stores, long mostBytes)
        throws BlockStoreException {
      super(entry, format, stores, mostBytes);
      this.id = entry.id();
    }

    void count() {
      all += RECORD_OVERHEAD + key().length() + scan().valueBytes();
    }

    long needed(long nowMillis, HiddenRecords hidden, boolean older) {
      if (scan().kind() == RecordKind.PUT && scan().expiresAt() > nowMillis) {
        return (long) RECORD_OVERHEAD + key().length() + scan().valueBytes();
      }
      return hidden.has(key(), sequence(), older) ? RECORD_OVERHEAD + key().length() : 0;
    }
  }
}
