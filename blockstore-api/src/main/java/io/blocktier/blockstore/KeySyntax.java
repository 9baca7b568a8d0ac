package io.blocktier.blockstore;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The rules that keys and prefixes share. */
final class KeySyntax {

  private static final char DELETE = 0x7F;
  private static final int MAX_BYTES_PER_CHARACTER = 3;

  private KeySyntax() {}

  static void requireKey(String key, int maxBytes) {
    if (key.isEmpty()) {
      throw new IllegalArgumentException("a block key is empty");
    }
    requireCharacters(key, "block key");
    requireElements(key);
    requireLength(key, maxBytes);
  }

  /** A prefix is legal when some legal key starts with it. */
  static void requirePrefix(String prefix, int maxBytes) {
    requireCharacters(prefix, "key prefix");
    int last = prefix.lastIndexOf('/');
    if (last >= 0) {
      requireElements(prefix.substring(0, last));
    }
    requireLength(prefix, maxBytes);
  }

  /**
   * Compares as unsigned UTF-8 bytes would, without encoding. UTF-16 order differs from it only
   * where a surrogate meets a character above the surrogates.
   */
  static int compareUtf8(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean bothOrNeither = Character.isSurrogate(x) == Character.isSurrogate(y);
        return bothOrNeither ? Character.compare(x, y) : (Character.isSurrogate(x) ? 1 : -1);
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  private static void requireElements(String key) {
    int start = 0;
    while (start <= key.length()) {
      int slash = key.indexOf('/', start);
      int end = slash < 0 ? key.length() : slash;
      requireElement(key, start, end);
      start = end + 1;
    }
  }

  private static void requireElement(String key, int start, int end) {
    if (start == end) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "an element of block key '%s' is empty at character %d", key, start));
    }
    boolean dots = end - start <= 2 && key.charAt(start) == '.' && key.charAt(end - 1) == '.';
    if (dots) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "an element of block key '%s' is '%s'", key, key.substring(start, end)));
    }
  }

  private static void requireCharacters(String key, String what) {
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (c >= ' ' && c < DELETE) {
        continue; // nearly all there are
      }
      if (Character.isISOControl(c)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "a %s has the control character U+%04X at character %d",
                what,
                (int) c,
                i));
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == key.length()
            || !Character.isLowSurrogate(key.charAt(i + 1))) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT, "a %s has an unpaired surrogate at character %d", what, i));
        }
        i++;
      }
    }
  }

  static boolean isLongerThan(String key, int maxBytes) {
    return key.length() > maxBytes / MAX_BYTES_PER_CHARACTER
        && (key.length() > maxBytes || key.getBytes(StandardCharsets.UTF_8).length > maxBytes);
  }

  private static void requireLength(String key, int maxBytes) {
    if (isLongerThan(key, maxBytes)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a block key has at least %d bytes; at most %d are allowed",
              Math.max(key.length(), maxBytes + 1),
              maxBytes));
    }
  }
}
