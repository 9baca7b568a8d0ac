package io.blocktier.blockstore.local;

import io.blocktier.blockstore.BlockKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the elements of a key become names of files and directories, and back.
 *
 * <p>An element is its own name as long as it is short and not reserved. Reserved names start with
 * {@value #RESERVED}: with {@code =} behind it an element that has to be told apart, with {@code ~}
 * the first part of a long element, whose rest is below, with {@code !} the place of a block beside
 * a directory of its name. Everything else under a reserved name is the store's own.
 */
final class Names {

  /** The start of names that are not keys, and the directory of the store's own files. */
  static final String RESERVED = ".blocktier";

  /** With {@value #RESERVED} and a mark twice in front, still below the 255 bytes of a name. */
  static final int LONGEST_PLAIN_BYTES = 230;

  private static final int HEAD_BYTES = 200;
  private static final String LITERAL = RESERVED + "=";
  private static final String CONTINUED = RESERVED + "~";
  private static final String BESIDE = RESERVED + "!";

  /** The longest path of Linux, PATH_MAX without the zero at its end. */
  private static final int MAX_PATH_BYTES = 4095;

  /** How many times as long an element may become: {@value #RESERVED} itself does. */
  private static final int GROWTH = 2;

  private Names() {}

  /** Returns how long a key may be whose path below a root the system still takes. */
  static int maxKeyBytes(Path root) {
    int left = MAX_PATH_BYTES - byteLength(root + "/" + BESIDE);
    return Math.clamp(left / GROWTH, 1, BlockKey.MAX_BYTES);
  }

  /** What a name on the disk stands for. */
  sealed interface Meaning {
    /** An element, as a block or as a directory. */
    record Element(String text) implements Meaning {}

    /** The first part of an element; the rest is inside. */
    record Head(String text) implements Meaning {}

    /** A block beside the directory of the same name. */
    record Beside(String text) implements Meaning {}
  }

  /** Returns the names, from the outside in, that an element of a key is kept under. */
  static List<String> of(String element) {
    List<String> names = new ArrayList<>(1);
    String rest = element;
    while (byteLength(rest) > LONGEST_PLAIN_BYTES) {
      String head = head(rest);
      names.add(CONTINUED + head);
      rest = rest.substring(head.length());
    }
    names.add(isPlain(rest) ? rest : LITERAL + rest);
    return names;
  }

  /** Returns the name of a block beside the directory that has its name. */
  static String beside(String name) {
    return BESIDE + name;
  }

  /** Tells what a name stands for; empty where it is not one that this store writes. */
  static Optional<Meaning> meaning(String name) {
    if (!name.startsWith(RESERVED)) {
      return !name.isEmpty() && byteLength(name) <= LONGEST_PLAIN_BYTES
          ? Optional.of(new Meaning.Element(name))
          : Optional.empty();
    }
    if (name.startsWith(CONTINUED)) {
      String head = name.substring(CONTINUED.length());
      return head.isEmpty() ? Optional.empty() : Optional.of(new Meaning.Head(head));
    }
    if (name.startsWith(BESIDE)) {
      return meaning(name.substring(BESIDE.length()))
          .filter(Meaning.Element.class::isInstance)
          .map(inner -> new Meaning.Beside(((Meaning.Element) inner).text()));
    }
    if (name.startsWith(LITERAL)) {
      String element = name.substring(LITERAL.length());
      boolean canonical = !element.isEmpty() && !isPlain(element);
      return canonical ? Optional.of(new Meaning.Element(element)) : Optional.empty();
    }
    return Optional.empty();
  }

  /** Compares as the UTF-8 bytes would: UTF-16 differs only around surrogates. */
  static int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean alike = Character.isSurrogate(x) == Character.isSurrogate(y);
        return alike ? Character.compare(x, y) : Character.isSurrogate(x) ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  private static boolean isPlain(String element) {
    return !element.startsWith(RESERVED) && !element.equals(".") && !element.equals("..");
  }

  /** The longest start that fits, not ending within a character. */
  private static String head(String element) {
    int bytes = 0;
    int end = 0;
    while (end < element.length()) {
      int codePoint = element.codePointAt(end);
      bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
      if (bytes > HEAD_BYTES) {
        break;
      }
      end += Character.charCount(codePoint);
    }
    return element.substring(0, end);
  }

  private static int byteLength(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
