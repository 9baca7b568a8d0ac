package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.segments.format.KeyRange;
import io.blocktier.segments.format.RecordKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The keys of records. What a listing needs is together, apart from the bytes of blocks; what few
 * segments have at all is behind both, so that the others are left out by their greatest key.
 */
final class RecordNames {

  /** Head and bytes of a block that is packed. */
  private static final String DATA = "d/";

  /** The head of a block once more. */
  private static final String HEAD = "s/";

  /** The number of the object of a block that has one of its own. */
  private static final String OBJECT = "x/";

  /** The number of an object that no block has, and the block that had it. */
  private static final String GARBAGE = "z/";

  /** A string to begin behind may be longer than any key; more than this tells nothing new. */
  private static final int MOST_BYTES = BlockKey.MAX_BYTES + 1;

  private RecordNames() {}

  static RecordKey data(BlockKey key) {
    return RecordKey.of(DATA + key.value());
  }

  static RecordKey head(BlockKey key) {
    return RecordKey.of(HEAD + key.value());
  }

  static RecordKey object(BlockKey key) {
    return RecordKey.of(OBJECT + key.value());
  }

  static RecordKey garbage(String object) {
    return RecordKey.of(GARBAGE + object);
  }

  static KeyRange allGarbage() {
    return KeyRange.prefix(RecordKey.of(GARBAGE));
  }

  /** Returns the rest of {@link #allGarbage()}, behind a key of it. */
  static KeyRange garbageBehind(RecordKey key) {
    byte[] end = GARBAGE.getBytes(StandardCharsets.UTF_8);
    end[end.length - 1]++;
    return KeyRange.between(RecordKey.of(key + "\0"), RecordKey.ofUtf8(end, 0, end.length));
  }

  static String ofGarbage(RecordKey key) {
    return key.toString().substring(GARBAGE.length());
  }

  static KeyRange allObjects() {
    return KeyRange.prefix(RecordKey.of(OBJECT));
  }

  static String ofObject(RecordKey key) {
    return key.toString().substring(OBJECT.length());
  }

  static String ofHead(RecordKey key) {
    return key.toString().substring(HEAD.length());
  }

  /** Returns the least key that the head of a block may have whose key starts with something. */
  static RecordKey least(KeyPrefix prefix) {
    return RecordKey.of(HEAD + prefix.value());
  }

  /** Returns the least key that is greater than those of all heads that start with something. */
  static RecordKey behindAll(String start) {
    byte[] end = head(start);
    end[end.length - 1]++; // no byte of UTF-8 is the greatest one
    return RecordKey.ofUtf8(end, 0, end.length);
  }

  /** Returns the least key of a head whose block comes behind a string, be that a key or not. */
  static RecordKey behind(String name) {
    byte[] bytes = head(name);
    return RecordKey.ofUtf8(Arrays.copyOf(bytes, bytes.length + 1), 0, bytes.length + 1);
  }

  private static byte[] head(String name) {
    byte[] bytes = (HEAD + name).getBytes(StandardCharsets.UTF_8);
    return Arrays.copyOf(bytes, Math.min(bytes.length, HEAD.length() + MOST_BYTES));
  }
}
