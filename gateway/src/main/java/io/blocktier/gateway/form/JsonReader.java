package io.blocktier.gateway.form;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the JSON of a policy (RFC 8259), whose size whoever has it bounds. For one thread. */
final class JsonReader {

  private static final int MAX_DEPTH = 8;
  private static final int UNICODE_DIGITS = 4;
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");
  private static final Pattern WORD = Pattern.compile("true|false|null");
  private static final String ESCAPED = "\"\\/bfnrt$";
  private static final String MEANT = "\"\\/\b\f\n\r\t$";

  private final String text;
  private int at;

  private JsonReader(String text) {
    this.text = text;
  }

  /** Reads a document. */
  static Json read(String text) throws S3Exception {
    JsonReader reader = new JsonReader(text);
    Json value = reader.value(MAX_DEPTH);
    reader.skipSpace();
    if (reader.at < text.length()) {
      throw wrong();
    }
    return value;
  }

  private Json value(int depth) throws S3Exception {
    skipSpace();
    if (depth == 0) {
      throw wrong();
    }
    return switch (peek()) {
      case '{' -> members(depth);
      case '[' -> items(depth);
      case '"' -> new Json.Text(string());
      case 't', 'f', 'n' -> new Json.Word(match(WORD));
      default -> new Json.Digits(match(NUMBER));
    };
  }

  private Json members(int depth) throws S3Exception {
    Map<String, Json> members = new LinkedHashMap<>();
    at++;
    boolean more = !skips('}');
    while (more) {
      skipSpace();
      String name = string();
      expect(':');
      if (members.put(name, value(depth - 1)) != null) {
        throw wrong();
      }
      more = skips(',');
      if (!more) {
        expect('}');
      }
    }
    return new Json.Members(members);
  }

  private Json items(int depth) throws S3Exception {
    List<Json> items = new ArrayList<>();
    at++;
    boolean more = !skips(']');
    while (more) {
      items.add(value(depth - 1));
      more = skips(',');
      if (!more) {
        expect(']');
      }
    }
    return new Json.Items(items);
  }

  private String string() throws S3Exception {
    if (peek() != '"') {
      throw wrong();
    }
    StringBuilder string = new StringBuilder();
    at++;
    for (char c = next(); c != '"'; c = next()) {
      if (c < ' ') {
        throw wrong();
      }
      string.append(c == '\\' ? escaped() : c);
    }
    return string.toString();
  }

  /** Policies may escape the sign that begins the names of fields, too. */
  private char escaped() throws S3Exception {
    char c = next();
    if (c == 'u') {
      return unicode();
    }
    int index = ESCAPED.indexOf(c);
    if (index < 0) {
      throw wrong();
    }
    return MEANT.charAt(index);
  }

  private char unicode() throws S3Exception {
    int end = at + UNICODE_DIGITS;
    if (end > text.length() || !text.substring(at, end).chars().allMatch(HexFormat::isHexDigit)) {
      throw wrong();
    }
    char c = (char) HexFormat.fromHexDigits(text, at, end);
    at = end;
    return c;
  }

  private String match(Pattern pattern) throws S3Exception {
    Matcher matcher = pattern.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      throw wrong();
    }
    at = matcher.end();
    return matcher.group();
  }

  private boolean skips(char wanted) throws S3Exception {
    skipSpace();
    if (peek() != wanted) {
      return false;
    }
    at++;
    return true;
  }

  private void expect(char wanted) throws S3Exception {
    if (!skips(wanted)) {
      throw wrong();
    }
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() throws S3Exception {
    if (at == text.length()) {
      throw wrong();
    }
    return text.charAt(at);
  }

  private char next() throws S3Exception {
    char c = peek();
    at++;
    return c;
  }

  private static S3Exception wrong() {
    return new S3Exception(S3ErrorCode.INVALID_POLICY_DOCUMENT, "Invalid Policy: Invalid JSON.");
  }
}
