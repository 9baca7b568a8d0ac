package io.blocktier.blockstore.tck;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keys that are legal and that stores get wrong. */
final class LegalKeys {

  /** Strings that some file system, shell, URL or XML takes for something else. */
  private static final List<String> ODD =
      List.of(
          "%41",
          "A%2FB",
          "a%2Fb",
          "a%2fb",
          "%25",
          "%",
          "a+b",
          "a b",
          "a%20b",
          " lead",
          "trail ",
          "a ",
          "a.",
          "a..",
          ".a",
          "...",
          "....",
          "a. /b",
          "~",
          "~root",
          "-rf",
          "--",
          "a\\b",
          "\\",
          "C:\\x",
          "con",
          "nul.txt",
          "\"quoted\"",
          "'quoted'",
          "<a>&amp;",
          "]]>",
          "a?b=c#d",
          "a;b",
          "$HOME",
          "`id`",
          "*",
          "[a-z]",
          "{x}",
          "a|b",
          "a@b:c",
          ".blocktier",
          ".blocktier/x",
          ".tmp",
          ".tmp/x.tmp",
          "x.meta",
          "x.json",
          "x~",
          "lost+found/x",
          "_",
          "a_b");

  /** Two, three and four bytes of UTF-8; composed and decomposed; beside the surrogates. */
  private static final List<String> UNICODE =
      List.of(
          "é",
          "e\u0301",
          "ß",
          "İ",
          "ı",
          "Å",
          "\u212B",
          "\u00A0",
          "\u00AD",
          "\u07FF",
          "\u0800",
          "漢字",
          "한",
          "\u1112\u1161\u11AB",
          "\u200B",
          "\u200Fx",
          "\u2028",
          "\uD7FF",
          "\uE000",
          "\uFEFFx",
          "\uFFFD",
          "\uFFFF",
          "\uD800\uDC00",
          "😀",
          "👩\u200D👧",
          "\uDBFF\uDFFF",
          "ﬁ",
          "fi",
          "Σ",
          "σ",
          "ς");

  private LegalKeys() {}

  /** Each legal ASCII character: alone, between others, at the end and in front of a slash. */
  static List<String> ascii() {
    List<String> keys = new ArrayList<>();
    for (char c = ' '; c < 0x7f; c++) {
      if (c != '/') {
        if (c != '.') {
          keys.add(String.valueOf(c));
        }
        keys.add("x" + c + "y");
        keys.add("end" + c);
        keys.add("dir" + c + "/" + c + "z");
      }
    }
    return keys;
  }

  /** Each byte beyond ASCII that UTF-8 has: those that lead a character, and those that follow. */
  static List<String> utf8() {
    List<String> keys = new ArrayList<>();
    for (int following = 0x80; following <= 0xBF; following++) {
      keys.add(Character.toString(0xC0 | (following & 0x3F)));
    }
    for (int lead = 0xC2; lead <= 0xDF; lead++) {
      keys.add(Character.toString(((lead & 0x1F) << 6) | 0x20) + "2");
    }
    for (int lead = 0xE0; lead <= 0xEF; lead++) {
      keys.add(Character.toString(Math.max(0x800, (lead & 0x0F) << 12)) + "3");
    }
    for (int lead = 0xF0; lead <= 0xF4; lead++) {
      keys.add(Character.toString(Math.max(0x10000, (lead & 0x07) << 18)) + "4");
    }
    return keys;
  }

  static List<String> odd() {
    return ODD;
  }

  static List<String> unicode() {
    return UNICODE;
  }

  /** Elements around the 255 bytes of most file systems, and up to the longest key of a store. */
  static List<String> longElements(int most) {
    List<String> keys = new ArrayList<>();
    for (int bytes : new int[] {254, 255, 256, 257, 300, 509, 510, 511, 512, 513, 768, most}) {
      keys.add("e".repeat(bytes));
      keys.add("é".repeat(bytes / 2) + "z".repeat(bytes % 2));
    }
    for (int lead = 0; lead < 4; lead++) {
      keys.add("a".repeat(lead) + "😀".repeat((most - lead) / 4));
      keys.add("b".repeat(lead) + "漢".repeat((most - lead) / 3));
    }
    keys.add("d/" + "f".repeat(300) + "/" + "g".repeat(300) + "/leaf");
    keys.add("e".repeat(255) + "/leaf");
    keys.add("e".repeat(256) + "/leaf");
    keys.add("%".repeat(300));
    return keys;
  }

  /** Keys that differ only behind what a file name can hold. */
  static List<String> longTwins() {
    String shared = "t".repeat(400);
    return List.of(shared + "1", shared + "2", shared, "t".repeat(255), "t".repeat(256));
  }

  /** As many elements as a key can have. */
  static String deep(int most) {
    return "a/".repeat((most - 1) / 2) + "a";
  }

  /** Keys of exactly so many bytes. */
  static List<String> ofBytes(int bytes) {
    int rest = bytes % 4;
    return List.of(
        "k".repeat(bytes),
        "/k".repeat(bytes).substring(1, bytes) + "l",
        "w".repeat(rest) + "😀".repeat(bytes / 4));
  }

  static byte[] contentFor(String key) {
    return ("content of " + key).getBytes(StandardCharsets.UTF_8);
  }
}
