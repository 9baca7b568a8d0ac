package io.blocktier.cache.index;

import io.blocktier.blockstore.BlockKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
 * An index in a Chronicle Map: off the heap, in a mapped file of which nothing is written on
 * purpose before it is closed. After anything but a clean stop the file is worth nothing. The map
 * needs about 125 bytes of file for each block it is opened for. Thread-safe.
 */
final class ChronicleIndex implements BlockIndex {

  /** What a key is taken to have on average; longer ones fill the file with fewer blocks. */
  static final int AVERAGE_KEY_BYTES = 64;

  private static final int STATE_AT = PositionCodec.BYTES;
  private static final int VALUE_BYTES = STATE_AT + 1;

  private final Path file;
  private final ChronicleMap<byte[], byte[]> map;
  private final Quota quota;
  private volatile boolean distrusted;

  private ChronicleIndex(Path file, ChronicleMap<byte[], byte[]> map, long maxEntries) {
    this.file = file;
    this.map = map;
    this.quota = new Quota(maxEntries, map.longSize());
  }

  /**
   * Makes an empty map. Works only where {@link ChronicleSupport} knows no obstacle.
   *
   * @param file in which it is to be; does not exist
   * @param maxEntries how many blocks it holds at most
   * @throws IOException if the file cannot be made
   */
  static ChronicleIndex create(Path file, long maxEntries) throws IOException {
    return open(file, maxEntries);
  }

  /**
   * Opens the map that was closed last, if it was, and its file is as it was then. The seal is to
   * be taken off before the first change.
   *
   * @param file in which it may be; made for the same number of entries
   * @param maxEntries how many blocks it holds at most
   * @return the map, or empty if there is none that can be believed
   * @throws IOException if the file cannot be read or opened
   */
  static Optional<ChronicleIndex> restore(Path file, long maxEntries) throws IOException {
    return Seal.isIntact(file) ? Optional.of(open(file, maxEntries)) : Optional.empty();
  }

  private static ChronicleIndex open(Path file, long maxEntries) throws IOException {
    try {
      ChronicleMap<byte[], byte[]> map =
          ChronicleMapBuilder.of(byte[].class, byte[].class)
              .name("blocktier-index")
              .entries(maxEntries)
              .averageKeySize(AVERAGE_KEY_BYTES)
              .constantValueSizeBySample(new byte[VALUE_BYTES])
              .skipCloseOnExitHook(true)
              .createPersistedTo(file.toFile());
      return new ChronicleIndex(file, map, maxEntries);
    } catch (RuntimeException | LinkageError | AssertionError e) {
      throw new IOException(file + " does not open as a Chronicle Map: " + e, e);
    }
  }

  @Override
  public Optional<IndexEntry> find(BlockKey key) throws IOException {
    return Optional.ofNullable(get(KeyText.utf8(key.value()))).map(ChronicleIndex::entry);
  }

  @Override
  public Optional<IndexEntry> put(BlockKey key, IndexEntry entry) throws IOException {
    return put(KeyText.utf8(key.value()), entry);
  }

  @Override
  public Optional<IndexEntry> put(KeyBytes key, IndexEntry entry) throws IOException {
    return put(key.copy(), entry);
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
      return Optional.ofNullable(old).map(ChronicleIndex::entry);
    } finally {
      settle(counted, added);
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
  }

  @Override
  public void remove(BlockKey key, long generation) throws IOException {
    byte[] utf8 = KeyText.utf8(key.value());
    byte[] value = get(utf8);
    while (value != null && PositionCodec.generation(value, 0) == generation) {
      if (removeIfStill(utf8, value)) {
        quota.giveBack();
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
    for (int segment = 0; segment < segments(); segment++) {
      for (Map.Entry<byte[], byte[]> found : inSegment(segment, states)) {
        BlockKey key = BlockKey.of(new String(found.getKey(), StandardCharsets.UTF_8));
        visitor.visit(key, entry(found.getValue()));
      }
    }
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
    if (states.has(value.bytes().readByte(value.offset() + STATE_AT))) {
      found.add(Map.entry(entry.key().getUsing(null), value.getUsing(null)));
    }
  }

  @Override
  public void distrust() {
    distrusted = true;
  }

  /**
   * Closes the map, forces what it left in the page cache to the disk, and seals the file: after a
   * clean stop it is believed, and a power cut may follow the stop.
   */
  @Override
  public void close() throws IOException {
    if (!map.isClosed()) {
      map.close();
      if (!distrusted) {
        Seal.set(file);
      }
    }
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
        : new IOException("the index in " + file + " does not work: " + e, e);
  }
}
