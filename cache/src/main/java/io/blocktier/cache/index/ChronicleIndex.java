package io.blocktier.cache.index;

import io.blocktier.blockstore.BlockKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.openhft.chronicle.hash.ChronicleHashClosedException;
import net.openhft.chronicle.hash.Data;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import net.openhft.chronicle.map.MapEntry;
import net.openhft.chronicle.map.MapSegmentContext;
import org.jspecify.annotations.Nullable;

/**
 * An index in a Chronicle Map: off the heap, in memory of this process, which no disk can keep
 * waiting. The map needs about 125 bytes for each block it is opened for, taken as they are used. A
 * clean stop leaves an {@linkplain IndexImage image} of it. Thread-safe.
 */
final class ChronicleIndex implements BlockIndex {

  /** What a key is taken to have on average; longer ones fill the map with fewer blocks. */
  static final int AVERAGE_KEY_BYTES = 64;

  private static final int STATE_AT = PositionCodec.BYTES;

  /** The bytes of an entry but for its key. */
  static final int VALUE_BYTES = STATE_AT + 1;

  private static final StateSet ALL = new StateSet(-1);

  private final IndexImage image;
  private final ChronicleMap<byte[], byte[]> map;
  private final Quota quota;
  private volatile boolean distrusted;
  private volatile boolean closing;

  private ChronicleIndex(IndexImage image, ChronicleMap<byte[], byte[]> map, long maxEntries) {
    this.image = image;
    this.map = map;
    this.quota = new Quota(maxEntries, 0);
  }

  /**
   * Makes an empty map. Works only where {@link ChronicleSupport} knows no obstacle.
   *
   * @param image what a clean stop leaves; is not there then
   * @param maxEntries how many blocks it holds at most
   * @throws IndexUnavailableException if the map cannot be made
   */
  static ChronicleIndex create(IndexImage image, long maxEntries) throws IndexUnavailableException {
    try {
      MapStateClass.define();
      ChronicleMap<byte[], byte[]> map =
          ChronicleMapBuilder.of(byte[].class, byte[].class)
              .name("blocktier-index")
              .entries(maxEntries)
              .averageKeySize(AVERAGE_KEY_BYTES)
              .constantValueSizeBySample(new byte[VALUE_BYTES])
              .skipCloseOnExitHook(true)
              .create();
      return new ChronicleIndex(image, map, maxEntries);
    } catch (RuntimeException | LinkageError | AssertionError e) {
      throw new IndexUnavailableException("one of " + maxEntries + " blocks fails: " + e, e);
    } catch (OutOfMemoryError e) {
      throw new IndexUnavailableException("no memory for one of " + maxEntries + " blocks", e);
    }
  }

  /**
   * Makes a map of what the last one left when it was closed.
   *
   * @param image the image
   * @param maxEntries how many blocks it holds at most
   * @return the map, or empty if there is no image
   * @throws IndexUnavailableException if the map cannot be made
   * @throws IOException if the image cannot be believed or read, or does not fit
   */
  static Optional<ChronicleIndex> restore(IndexImage image, long maxEntries) throws IOException {
    ChronicleIndex index = create(image, maxEntries);
    boolean restored = false;
    try {
      restored = image.load(index::add);
    } finally {
      if (!restored) {
        index.discard();
      }
    }
    return restored ? Optional.of(index) : Optional.empty();
  }

  private void add(byte[] utf8, byte[] value) throws IOException {
    if (!quota.take()) {
      throw new IndexFullException(quota.maxEntries());
    }
    replace(utf8, value);
  }

  @Override
  public Optional<IndexEntry> find(BlockKey key) throws IOException {
    return Optional.ofNullable(get(KeyText.utf8(key.value()))).map(ChronicleIndex::entry);
  }

  @Override
  public Optional<IndexEntry> put(BlockKey key, IndexEntry entry) throws IOException {
    return put(KeyText.utf8(key.value()), entry);
  }

  private Optional<IndexEntry> put(byte[] utf8, IndexEntry entry) throws IOException {
    PositionCodec.requireLegal(entry);
    boolean counted = quota.take();
    if (!counted && get(utf8) == null) {
      throw new IndexFullException(quota.maxEntries());
    }
    boolean added = false;
    try {
      byte[] old = replace(utf8, value(entry));
      added = old == null;
      requireOpen();
      return Optional.ofNullable(old).map(ChronicleIndex::entry);
    } finally {
      settle(counted, added);
    }
  }

  /**
   * Behind each change: what the closing index may have passed already is not in its image, and a
   * clean stop says that all is there.
   */
  private void requireOpen() throws IOException {
    if (closing) {
      throw new IOException("the index is closed");
    }
  }

  private byte @Nullable [] replace(byte[] utf8, byte[] value) throws IOException {
    try {
      return map.put(utf8, value);
    } catch (ChronicleHashClosedException e) {
      throw broken(e);
    } catch (IllegalStateException e) { // the only other state it objects to is that of being full
      throw new IndexFullException(quota.maxEntries(), e);
    } catch (RuntimeException e) {
      throw broken(e);
    }
  }

  private void settle(boolean counted, boolean added) {
    if (counted && !added) {
      quota.giveBack();
    } else if (!counted && added) { // a removal came between
      quota.takeAnyway();
    }
  }

  @Override
  public void remove(BlockKey key) throws IOException {
    try {
      if (map.remove(KeyText.utf8(key.value())) != null) {
        quota.giveBack();
      }
    } catch (RuntimeException e) {
      throw broken(e);
    }
    requireOpen();
  }

  @Override
  public void remove(BlockKey key, long generation) throws IOException {
    byte[] utf8 = KeyText.utf8(key.value());
    byte[] value = get(utf8);
    while (value != null && PositionCodec.generation(value, 0) == generation) {
      if (removeIfStill(utf8, value)) {
        quota.giveBack();
        requireOpen();
        return;
      }
      value = get(utf8);
    }
  }

  private boolean removeIfStill(byte[] utf8, byte[] value) throws IOException {
    try {
      return map.remove(utf8, value);
    } catch (RuntimeException e) {
      throw broken(e);
    }
  }

  private byte @Nullable [] get(byte[] utf8) throws IOException {
    try {
      return map.get(utf8);
    } catch (RuntimeException e) {
      throw broken(e);
    }
  }

  @Override
  public long size() {
    return quota.taken();
  }

  @Override
  public void forEach(StateSet states, Visitor visitor) throws IOException {
    forEachOf(
        states,
        (utf8, value) ->
            visitor.visit(BlockKey.of(new String(utf8, StandardCharsets.UTF_8)), entry(value)));
  }

  private void forEachOf(StateSet states, IndexImage.Sink sink) throws IOException {
    for (int segment = 0; segment < segments(); segment++) {
      for (Map.Entry<byte[], byte[]> found : inSegment(segment, states)) {
        sink.add(found.getKey(), found.getValue());
      }
    }
  }

  @Override
  public long oldest(StateSet states) throws IOException {
    long oldest = NEVER;
    for (int segment = 0; segment < segments(); segment++) {
      oldest = Math.min(oldest, oldestIn(segment, states));
    }
    return oldest;
  }

  private long oldestIn(int segment, StateSet states) throws IOException {
    long[] oldest = {NEVER};
    try (MapSegmentContext<byte[], byte[], ?> context = map.segmentContext(segment)) {
      context.forEachSegmentEntry(entry -> {
        Data<byte[]> value = entry.value();
        if (isIn(states, value)) {
          oldest[0] = Math.min(oldest[0], since(value));
        }
      });
    } catch (RuntimeException e) {
      throw broken(e);
    }
    return oldest[0];
  }

  private int segments() throws IOException {
    if (map.isClosed()) {
      throw new IOException("the index is closed");
    }
    return map.segments();
  }

  /** Copies what matches, so that nobody runs the visitor while the map is locked. */
  private List<Map.Entry<byte[], byte[]>> inSegment(int segment, StateSet states)
      throws IOException {
    List<Map.Entry<byte[], byte[]>> found = new ArrayList<>();
    try (MapSegmentContext<byte[], byte[], ?> context = map.segmentContext(segment)) {
      context.forEachSegmentEntry(entry -> addIf(states, entry, found));
    } catch (RuntimeException e) {
      throw broken(e);
    }
    return found;
  }

  private static void addIf(
      StateSet states, MapEntry<byte[], byte[]> entry, List<Map.Entry<byte[], byte[]>> found) {
    Data<byte[]> value = entry.value();
    if (isIn(states, value)) {
      found.add(Map.entry(entry.key().getUsing(null), value.getUsing(null)));
    }
  }

  private static long since(Data<byte[]> value) {
    long at = value.offset() + PositionCodec.SINCE_AT;
    long high = value.bytes().readUnsignedShort(at + Integer.BYTES);
    return high << Integer.SIZE | value.bytes().readUnsignedInt(at);
  }

  private static boolean isIn(StateSet states, Data<byte[]> value) {
    return states.has(value.bytes().readByte(value.offset() + STATE_AT));
  }

  @Override
  public void distrust() {
    distrusted = true;
  }

  /** Saves the image, which is believed behind a clean stop, and closes the map. */
  @Override
  public void close() throws IOException {
    if (map.isClosed()) {
      return;
    }
    closing = true;
    try {
      if (!distrusted) {
        image.save(sink -> forEachOf(ALL, sink));
      }
    } finally {
      map.close();
    }
  }

  /** Closes the map and leaves no image. */
  void discard() {
    map.close();
  }

  private static byte[] value(IndexEntry entry) {
    byte[] value = new byte[VALUE_BYTES];
    PositionCodec.write(value, 0, entry);
    value[STATE_AT] = entry.state();
    return value;
  }

  private static IndexEntry entry(byte[] value) {
    return PositionCodec.entry(value, 0, value[STATE_AT]);
  }

  private IOException broken(RuntimeException e) {
    return e instanceof ChronicleHashClosedException
        ? new IOException("the index is closed", e)
        : new IOException("the index does not work: " + e, e);
  }
}
