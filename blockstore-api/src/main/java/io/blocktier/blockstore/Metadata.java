package io.blocktier.blockstore;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Names and values that a caller keeps beside a block, as S3's user metadata has them. Immutable
 * and thread-safe.
 *
 * <p>A name has 1 to 128 characters from {@code a-z 0-9 - _ .}; upper case would not survive HTTP.
 * Names that start with {@code blocktier-} are reserved. A value is printable ASCII without leading
 * or trailing space. All names and values together have at most {@value #MAX_BYTES} bytes, the
 * limit of S3.
 *
 * @param entries the values by name, ordered by name
 */
public record Metadata(SortedMap<String, String> entries) {

  /** The bound on all names and values together, in bytes. */
  public static final int MAX_BYTES = 2048;

  private static final int MAX_NAME_LENGTH = 128;

  /** The start of the names that Blocktier keeps for itself. */
  public static final String RESERVED_PREFIX = "blocktier-";

  /** No metadata. */
  public static final Metadata EMPTY = new Metadata(new TreeMap<>());

  /**
   * Checks and copies the entries.
   *
   * @throws IllegalArgumentException if a name or value is not legal or the whole is too large
   */
  public Metadata {
    int bytes = 0;
    for (Map.Entry<String, String> entry : entries.entrySet()) {
      requireName(entry.getKey());
      requireValue(entry.getKey(), entry.getValue());
      bytes += entry.getKey().length() + entry.getValue().length();
    }
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "metadata has %d bytes; at most %d are allowed", bytes, MAX_BYTES));
    }
    entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
  }

  /**
   * Returns metadata with these entries.
   *
   * @param entries the values by name
   * @return the metadata
   * @throws IllegalArgumentException if a name or value is not legal or the whole is too large
   */
  public static Metadata of(Map<String, String> entries) {
    if (entries.isEmpty()) {
      return EMPTY;
    }
    boolean sorted = entries instanceof SortedMap<String, String> map && map.comparator() == null;
    return new Metadata(sorted ? (SortedMap<String, String>) entries : new TreeMap<>(entries));
  }

  /**
   * Tells whether there are no entries.
   *
   * @return whether this is empty
   */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  private static void requireName(String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "metadata name '%s' is not 1 to 128 characters from a-z 0-9 - _ .",
              name));
    }
    if (name.startsWith(RESERVED_PREFIX)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "metadata name '%s' starts with the reserved '%s'",
              name,
              RESERVED_PREFIX));
    }
  }

  private static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = c >= 'a' && c <= 'z';
      boolean digit = c >= '0' && c <= '9';
      if (!letter && !digit && c != '.' && c != '_' && c != '-') {
        return false;
      }
    }
    return !name.isEmpty() && name.length() <= MAX_NAME_LENGTH;
  }

  private static void requireValue(String name, String value) {
    if (!isPrintable(value) || !value.equals(value.strip())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the value of metadata '%s' is not printable ASCII, or has space at an end",
              name));
    }
  }

  private static boolean isPrintable(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < ' ' || value.charAt(i) >= 0x7f) {
        return false;
      }
    }
    return true;
  }
}
