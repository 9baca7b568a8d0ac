package io.blocktier.cache.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Hashes keys, and compares them with their UTF-8 bytes. Allocates nothing as long as a key is
 * ASCII; others are encoded first.
 */
final class KeyText {

  private static final int ASCII = 0x80;

  /** Stands for a word that is not ASCII, and is none itself. */
  private static final long OTHER = -1;

  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private KeyText() {}

  static byte[] utf8(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns what {@link #hash(byte[], int, int)} returns for the UTF-8 bytes of the key. */
  static long hash(String key) {
    int length = key.length();
    long hash = length;
    for (int from = 0; from < length; from += Long.BYTES) {
      long word = word(key, from);
      if (word == OTHER) {
        byte[] utf8 = utf8(key);
        return hash(utf8, 0, utf8.length);
      }
      hash = add(hash, word);
    }
    return finish(hash);
  }

  static long hash(byte[] bytes, int from, int length) {
    long hash = length;
    for (int i = 0; i < length; i += Long.BYTES) {
      hash = add(hash, word(bytes, from + i, length - i));
    }
    return finish(hash);
  }

  private static long add(long hash, long word) {
    long mixed = (hash ^ word) * MULTIPLIER;
    return mixed ^ mixed >>> 32;
  }

  /** The finalizer of MurmurHash3: every bit of the input moves every bit of the result. */
  private static long finish(long hash) {
    long mixed = (hash ^ hash >>> 33) * 0xFF51AFD7ED558CCDL;
    mixed = (mixed ^ mixed >>> 33) * 0xC4CEB9FE1A85EC53L;
    return mixed ^ mixed >>> 33;
  }

  /** Tells whether bytes are the UTF-8 of a key. */
  static boolean matches(String key, byte[] bytes, int from, int length) {
    if (key.length() == length) { // both are ASCII, or they differ
      for (int i = 0; i < length; i += Long.BYTES) {
        if (word(key, i) != word(bytes, from + i, length - i)) {
          return false;
        }
      }
      return true;
    }
    if (key.length() > length) {
      return false;
    }
    byte[] utf8 = utf8(key);
    return Arrays.equals(utf8, 0, utf8.length, bytes, from, from + length);
  }

  /** Packs up to eight characters, the first one lowest. */
  private static long word(String key, int from) {
    if (key.length() - from < Long.BYTES) {
      return lastWord(key, from);
    }
    char a = key.charAt(from);
    char b = key.charAt(from + 1);
    char c = key.charAt(from + 2);
    char d = key.charAt(from + 3);
    char e = key.charAt(from + 4);
    char f = key.charAt(from + 5);
    char g = key.charAt(from + 6);
    char h = key.charAt(from + 7);
    if ((a | b | c | d | e | f | g | h) >= ASCII) {
      return OTHER;
    }
    int low = a | b << 8 | c << 16 | d << 24;
    int high = e | f << 8 | g << 16 | h << 24;
    return (long) high << 32 | low;
  }

  private static long lastWord(String key, int from) {
    long word = 0;
    for (int i = key.length() - 1; i >= from; i--) {
      char next = key.charAt(i);
      if (next >= ASCII) {
        return OTHER;
      }
      word = word << 8 | next;
    }
    return word;
  }

  private static long word(byte[] bytes, int from, int length) {
    if (length >= Long.BYTES) {
      return (long) LONG.get(bytes, from);
    }
    long word = 0;
    for (int i = from + length - 1; i >= from; i--) {
      word = word << 8 | (bytes[i] & 0xFF);
    }
    return word;
  }
}
