package io.blocktier.segments;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.RangeNotSatisfiableException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The text of a note for people, line by line: a head that says what it is, then names and values.
 * docs/format.md tells of it. Not thread-safe.
 */
final class NoteText {

  private static final int MOST_BYTES = 4096;
  private static final int MOST_CHARS = 1000;

  private final StringBuilder text;

  NoteText(String head) {
    this.text = new StringBuilder(head).append('\n');
  }

  /** Adds a line, of which it keeps so much as the note has room for. */
  NoteText line(String name, Object value) {
    String shown = String.valueOf(value);
    text.append(name).append(' ').append(shown, 0, Math.min(shown.length(), MOST_CHARS));
    text.append('\n');
    return this;
  }

  void write(BlockStore store, BlockKey key) throws BlockStoreException {
    Object ignored = Blocks.write(store, key, text.toString().getBytes(UTF_8));
  }

  static Optional<String> read(BlockStore store, BlockKey key) throws BlockStoreException {
    try {
      ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
      Object ignored = store.read(key, ByteRange.of(0, MOST_BYTES), bytes);
      return Optional.of(UTF_8.decode(bytes.flip()).toString());
    } catch (BlockNotFoundException | RangeNotSatisfiableException nobodyWroteOne) {
      return Optional.empty();
    }
  }

  /** Returns the values by their names, or empty where the head is another. */
  static Optional<Map<String, String>> fields(String head, String text) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String line : text.lines().skip(1).toList()) {
      int end = line.indexOf(' ');
      if (end > 0) {
        fields.put(line.substring(0, end), line.substring(end + 1));
      }
    }
    return text.startsWith(head + "\n") ? Optional.of(fields) : Optional.empty();
  }

  /** Throws a {@link NumberFormatException} where there is none. */
  static long number(Map<String, String> fields, String name) {
    return Long.parseLong(fields.getOrDefault(name, ""));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
