package io.blocktier.gateway.key;

import java.util.HexFormat;

/**
 * Maps the keys of S3 objects, which may be any text, to what a block key may be, and back.
 *
 * <p>A key that is legal as it is stays as it is, unless it looks like something escaped. The
 * rules, for each element between slashes:
 *
 * <ul>
 *   <li>an element of at most two dots and any number of spaces, and nothing else, gets one more
 *       space: so the empty element becomes a space, {@code ..} becomes {@code ..} and a space. As
 *       a space comes before all other legal characters, a key with a slash at its end stays before
 *       all keys beneath it;
 *   <li>a control character becomes <code>%=</code> and two hexadecimal digits;
 *   <li>a percent sign before an equals sign becomes {@code %=25}.
 * </ul>
 *
 * The mapping is injective. It keeps the order of keys in which no element but the last is empty or
 * starts with a dot, a space or a control character.
 */
public final class ObjectKeys {

  private static final String ESCAPE = "%=";
  private static final int ESCAPE_LENGTH = 4;
  private static final int MAX_PADDED_DOTS = 2;

  private ObjectKeys() {}

  /** Returns the block key of an object's key, whose length is not checked. */
  public static String toBlock(String key) {
    return isPlain(key) ? key : encode(key, true);
  }

  /**
   * Returns what the block keys of all keys with a prefix start with. Keys without the prefix may
   * start so, too.
   */
  public static String toBlockPrefix(String prefix) {
    return isPlain(prefix) ? prefix : encode(prefix, false);
  }

  /** Returns the object's key of a block key. */
  public static String toObject(String block) {
    if (block.indexOf(ESCAPE) < 0 && block.indexOf(' ') < 0) {
      return block;
    }
    StringBuilder key = new StringBuilder(block.length());
    int start = 0;
    while (true) {
      int slash = block.indexOf('/', start);
      int end = slash < 0 ? block.length() : slash;
      boolean padded = end > start && block.charAt(end - 1) == ' ' && isPaddable(block, start, end);
      unescape(block, start, padded ? end - 1 : end, key);
      if (slash < 0) {
        return key.toString();
      }
      key.append('/');
      start = slash + 1;
    }
  }

  /** Most keys are: it saves the copy. */
  private static boolean isPlain(String key) {
    int start = 0;
    for (int i = 0; i <= key.length(); i++) {
      char c = i == key.length() ? '/' : key.charAt(i);
      if (c == '/') {
        if (isPaddable(key, start, i)) {
          return false;
        }
        start = i + 1;
      } else if (Character.isISOControl(c) || key.startsWith(ESCAPE, i)) {
        return false;
      }
    }
    return true;
  }

  private static String encode(String key, boolean lastIsWhole) {
    StringBuilder block = new StringBuilder(key.length() + ESCAPE_LENGTH);
    int start = 0;
    while (true) {
      int slash = key.indexOf('/', start);
      int end = slash < 0 ? key.length() : slash;
      escape(key, start, end, block);
      if ((slash >= 0 || lastIsWhole) && isPaddable(key, start, end)) {
        block.append(' ');
      }
      if (slash < 0) {
        return block.toString();
      }
      block.append('/');
      start = slash + 1;
    }
  }

  private static boolean isPaddable(String key, int start, int end) {
    int at = start;
    while (at < end && at - start < MAX_PADDED_DOTS && key.charAt(at) == '.') {
      at++;
    }
    while (at < end && key.charAt(at) == ' ') {
      at++;
    }
    return at == end;
  }

  private static void escape(String key, int start, int end, StringBuilder block) {
    for (int i = start; i < end; i++) {
      char c = key.charAt(i);
      if (Character.isISOControl(c) || (c == '%' && key.startsWith(ESCAPE, i))) {
        block.append(ESCAPE).append(HexFormat.of().toHexDigits((byte) c));
      } else {
        block.append(c);
      }
    }
  }

  private static void unescape(String block, int start, int end, StringBuilder key) {
    for (int i = start; i < end; i++) {
      if (block.startsWith(ESCAPE, i) && isEscape(block, i, end)) {
        key.append((char) HexFormat.fromHexDigits(block, i + ESCAPE.length(), i + ESCAPE_LENGTH));
        i += ESCAPE_LENGTH - 1;
      } else {
        key.append(block.charAt(i));
      }
    }
  }

  /** Others may have put blocks under keys that no object has; they are shown as they are. */
  private static boolean isEscape(String block, int at, int end) {
    return at + ESCAPE_LENGTH <= end
        && HexFormat.isHexDigit(block.charAt(at + 2))
        && HexFormat.isHexDigit(block.charAt(at + 3));
  }
}
