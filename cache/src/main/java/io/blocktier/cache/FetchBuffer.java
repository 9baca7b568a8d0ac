package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.spi.Signals.Signal;
import io.blocktier.blockstore.spi.Ticker;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is being fetched from the store, and what was, up to a number of bytes; the least recently
 * used goes first, never what is still under way. Of each unit there is one fetch at most that
 * others may join. Thread-safe.
 */
final class FetchBuffer {

  private final long maxBytes;
  private final int unitBytes;
  private final Changes changes;
  private final Ticker ticker;
  private final Signals signals;

  /** By block and the offset where they begin; they do not overlap. */
  private final Map<BlockKey, NavigableMap<Long, Fetch>> shared = new HashMap<>();

  /** Those of the shared ones that have landed, the least recently used first. */
  private final LinkedHashSet<Fetch> landed = new LinkedHashSet<>();

  private long underWay;
  private long kept;
  private Signal room;

  FetchBuffer(long maxBytes, int unitBytes, Changes changes, Ticker ticker, Signals signals) {
    this.maxBytes = maxBytes;
    this.unitBytes = unitBytes;
    this.changes = changes;
    this.ticker = ticker;
    this.signals = signals;
    this.room = signals.create();
  }

  /**
   * What somebody gets who needs a unit.
   *
   * @param fetch the fetch that has it or will; null where there is no room for another one
   * @param isNew whether the caller has to see to it that it is carried out
   * @param room raised when there may be room
   */
  record Claim(@Nullable Fetch fetch, boolean isNew, Signal room) {}

  /**
   * Returns the fetch of a unit, a new one if there is none to join.
   *
   * @param wanted what to fetch if there is none; aligned to units at its beginning
   * @param stamp from before the block was looked up
   * @param deadline of a new one
   */
  synchronized Claim claim(BlockKey key, ByteRange wanted, long stamp, Deadline deadline) {
    boolean sharing = changes.holds(key, stamp);
    Fetch there = sharing ? covering(key, wanted.offset()) : null;
    if (there != null) {
      touch(there);
      return new Claim(there, false, room);
    }
    ByteRange missing = sharing ? untilNext(key, wanted) : wanted;
    if (!makeRoom(missing.length(), maxBytes)) {
      missing = ByteRange.of(missing.offset(), Math.min(missing.length(), unitBytes));
      if (!makeRoom(missing.length(), maxBytes)) {
        return new Claim(null, false, room);
      }
    }
    return new Claim(start(key, missing, stamp, deadline, sharing), true, room);
  }

  /** Returns a new fetch of what a reader will want next, or null if that has to do without. */
  synchronized @Nullable Fetch ahead(
      BlockKey key, ByteRange wanted, long stamp, Deadline deadline) {
    if (!changes.holds(key, stamp)) {
      return null;
    }
    long from = wanted.offset();
    long end = wanted.offset() + wanted.length();
    for (Fetch there = covering(key, from); there != null && from < end; ) {
      from = there.range().offset() + there.range().length();
      there = covering(key, from);
    }
    if (from >= end) {
      return null;
    }
    ByteRange missing = untilNext(key, ByteRange.of(from, end - from));
    return makeRoom(missing.length(), maxBytes / 2)
        ? start(key, missing, stamp, deadline, true)
        : null;
  }

  private Fetch start(
      BlockKey key, ByteRange range, long stamp, Deadline deadline, boolean sharing) {
    Fetch fetch = new Fetch(key, range, stamp, deadline, signals.create());
    underWay += range.length();
    if (sharing) {
      shared.computeIfAbsent(key, _ -> new TreeMap<>()).put(range.offset(), fetch);
    }
    return fetch;
  }

  /** Returns what others may join; one that is overdue is left to those who wait for it. */
  private @Nullable Fetch covering(BlockKey key, long offset) {
    NavigableMap<Long, Fetch> ofBlock = shared.get(key);
    Map.Entry<Long, Fetch> before = ofBlock == null ? null : ofBlock.floorEntry(offset);
    if (before == null) {
      return null;
    }
    Fetch fetch = before.getValue();
    if (offset >= fetch.range().offset() + fetch.range().length()) {
      return null;
    }
    if (fetch.outcome() == null && !fetch.deadline().remaining(ticker).isPositive()) {
      unshare(fetch);
      return null;
    }
    return fetch;
  }

  private ByteRange untilNext(BlockKey key, ByteRange wanted) {
    NavigableMap<Long, Fetch> ofBlock = shared.get(key);
    Long next = ofBlock == null ? null : ofBlock.higherKey(wanted.offset());
    return next == null
        ? wanted
        : ByteRange.of(wanted.offset(), Math.min(wanted.length(), next - wanted.offset()));
  }

  private void touch(Fetch fetch) {
    if (landed.remove(fetch)) {
      landed.add(fetch);
    }
  }

  /** Drops what nobody has used for longest; false if too much is under way. */
  private boolean makeRoom(long more, long mostUnderWay) {
    if (underWay + more > mostUnderWay) {
      return false;
    }
    Iterator<Fetch> oldest = landed.iterator();
    while (underWay + kept + more > maxBytes && oldest.hasNext()) {
      Fetch dropped = oldest.next();
      oldest.remove();
      kept -= heldBy(dropped);
      unshare(dropped);
    }
    return true;
  }

  private static long heldBy(Fetch fetch) {
    return fetch.outcome() instanceof Fetch.Landed there ? there.bytes().capacity() : 0;
  }

  private void unshare(Fetch fetch) {
    NavigableMap<Long, Fetch> ofBlock = shared.get(fetch.key());
    if (ofBlock != null && ofBlock.remove(fetch.range().offset(), fetch) && ofBlock.isEmpty()) {
      shared.remove(fetch.key());
    }
  }

  /** Ends a fetch; what landed stays for others if it is the newest version. */
  synchronized void end(Fetch fetch, Fetch.Outcome outcome) {
    underWay -= fetch.range().length();
    fetch.end(outcome);
    if (outcome instanceof Fetch.Landed && isShared(fetch)) {
      kept += heldBy(fetch);
      landed.add(fetch);
    } else {
      unshare(fetch);
    }
    room.raise();
    room = signals.create();
  }

  private boolean isShared(Fetch fetch) {
    NavigableMap<Long, Fetch> ofBlock = shared.get(fetch.key());
    return ofBlock != null && ofBlock.get(fetch.range().offset()) == fetch;
  }

  /** Lets nobody join any more what was, or is being, fetched of a block. */
  synchronized void forget(BlockKey key) {
    NavigableMap<Long, Fetch> ofBlock = shared.remove(key);
    if (ofBlock != null) {
      ofBlock.values().forEach(this::drop);
    }
  }

  /** Drops what has landed of many blocks. */
  synchronized void forget(KeyPrefix prefix) {
    Predicate<BlockKey> covered = prefix::covers;
    shared.keySet().stream().filter(covered).toList().forEach(this::forget);
  }

  private void drop(Fetch fetch) {
    if (landed.remove(fetch)) {
      kept -= heldBy(fetch);
    }
  }

  synchronized long bytes() {
    return underWay + kept;
  }
}
