package io.blocktier.segments.format;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keys that follow each other. Immutable and thread-safe. */
public final class KeyRange {

  /** All keys. */
  public static final KeyRange ALL = new KeyRange(new byte[0], null);

  private final byte[] from;
  private final byte @Nullable [] to;

  private KeyRange(byte[] from, byte @Nullable [] to) {
    this.from = from;
    this.to = to;
  }

  /**
   * Returns the range of all keys that are not less than one.
   *
   * @param least the first key of the range, whether there is a record of it or not
   * @return the range
   */
  public static KeyRange from(RecordKey least) {
    return new KeyRange(least.utf8(), null);
  }

  /**
   * Returns the range between two keys.
   *
   * @param least the first key of the range
   * @param end the first key behind it
   * @return the range, which is empty if the end is not greater
   */
  public static KeyRange between(RecordKey least, RecordKey end) {
    return new KeyRange(least.utf8(), end.utf8());
  }

  /**
   * Returns the range of the keys that start with some bytes.
   *
   * @param prefix what they start with
   * @return the range
   */
  public static KeyRange prefix(RecordKey prefix) {
    return new KeyRange(prefix.utf8(), behind(prefix.utf8()));
  }

  /** Returns the least bytes that are greater than all that start with some, or null. */
  private static byte @Nullable [] behind(byte[] prefix) {
    int length = prefix.length;
    while (length > 0 && prefix[length - 1] == (byte) 0xFF) {
      length--;
    }
    if (length == 0) {
      return null;
    }
    byte[] end = Arrays.copyOf(prefix, length);
    end[length - 1]++;
    return end;
  }

  /**
   * Returns what no key of the range is less than.
   *
   * @return the key, or empty where the range begins with the first of all
   */
  public Optional<RecordKey> least() {
    return from.length == 0
        ? Optional.empty()
        : Optional.of(RecordKey.ofUtf8(from, 0, from.length));
  }

  /**
   * Tells whether a key is behind the range, as all greater ones are.
   *
   * @param key the key
   * @return whether it is
   */
  public boolean endsBefore(RecordKey key) {
    return to != null && Arrays.compareUnsigned(key.utf8(), to) >= 0;
  }

  /**
   * Tells whether a key is in front of the range, as all smaller ones are.
   *
   * @param key the key
   * @return whether it is
   */
  public boolean beginsBehind(RecordKey key) {
    return Arrays.compareUnsigned(key.utf8(), from) < 0;
  }

  /** Returns what no key of the range is less than. */
  byte[] from() {
    return from;
  }

  /** Returns what all keys of the range are less than, or null. */
  byte @Nullable [] to() {
    return to;
  }
}
