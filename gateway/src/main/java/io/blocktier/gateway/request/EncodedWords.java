package io.blocktier.gateway.request;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.StringJoiner;

/**
 * Text in headers, which only US-ASCII passes everywhere: other text becomes words that are encoded
 * as RFC 2047 has it, as S3 answers it. Mostly readable text stays readable.
 */
public final class EncodedWords {

  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final String BYTES = "=?UTF-8?B?";
  private static final String QUOTED = "=?UTF-8?Q?";
  private static final String END = "?=";

  /** What fits into one word, whose length is bounded by 75 characters in all. */
  private static final int MAX_QUOTED = 63;

  private static final int MAX_BYTES = MAX_QUOTED / 4 * 3;

  private EncodedWords() {}

  /** Returns text as it is, if all of it is printable US-ASCII, and otherwise encoded. */
  public static String of(String text) {
    long plain = text.chars().filter(EncodedWords::isPlain).count();
    return plain == text.length() ? text : encoded(text, plain * 2 > text.length());
  }

  /** No character is torn in two: each word has to make sense alone. */
  private static String encoded(String text, boolean quoted) {
    StringJoiner words = new StringJoiner(" ");
    StringBuilder word = new StringBuilder();
    int size = 0;
    for (int point : text.codePoints().toArray()) {
      String piece = quoted ? quoted(point) : Character.toString(point);
      int more = quoted ? piece.length() : utf8(piece).length;
      if (size + more > (quoted ? MAX_QUOTED : MAX_BYTES)) {
        words.add(word(word, quoted));
        word.setLength(0);
        size = 0;
      }
      word.append(piece);
      size += more;
    }
    return words.add(word(word, quoted)).toString();
  }

  private static String word(StringBuilder content, boolean quoted) {
    return quoted
        ? QUOTED + content + END
        : BYTES + Base64.getEncoder().encodeToString(utf8(content.toString())) + END;
  }

  private static String quoted(int point) {
    if (point == ' ') {
      return "_";
    }
    if (isPlain(point) && point != '=' && point != '?' && point != '_') {
      return Character.toString(point);
    }
    StringBuilder escaped = new StringBuilder();
    for (byte b : utf8(Character.toString(point))) {
      escaped.append('=').append(HEX.toHexDigits(b));
    }
    return escaped.toString();
  }

  private static boolean isPlain(int c) {
    return c >= ' ' && c < 0x7f;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
