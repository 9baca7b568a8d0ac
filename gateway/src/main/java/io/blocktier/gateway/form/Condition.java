package io.blocktier.gateway.form;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a policy asks of a form. */
sealed interface Condition {

  /** Tells whether a form meets it, as far as its fields go. */
  boolean holdsFor(Map<String, String> fields);

  /**
   * A field holds a text.
   *
   * @param field its name in lower case
   */
  record Equal(String field, String value) implements Condition {
    @Override
    public boolean holdsFor(Map<String, String> fields) {
      return value.equals(fields.get(field));
    }

    @Override
    public String toString() {
      return "[\"eq\", \"$" + field + "\", \"" + value + "\"]";
    }
  }

  /**
   * What a field holds starts with a text.
   *
   * @param field its name in lower case
   */
  record StartsWith(String field, String value) implements Condition {
    @Override
    public boolean holdsFor(Map<String, String> fields) {
      String found = fields.get(field);
      return found != null && found.startsWith(value);
    }

    @Override
    public String toString() {
      return "[\"starts-with\", \"$" + field + "\", \"" + value + "\"]";
    }
  }

  /** The file has so many bytes, which only its end tells. */
  record Length(LengthRange range) implements Condition {
    @Override
    public boolean holdsFor(Map<String, String> fields) {
      return true;
    }
  }

  /** Reads a condition of either spelling. */
  static Condition of(Json json) throws S3Exception {
    return switch (json) {
      case Json.Members(Map<String, Json> members) -> simple(members);
      case Json.Items(List<Json> items) -> complex(items);
      default -> throw wrong("a condition is an object or a list");
    };
  }

  private static Condition simple(Map<String, Json> members) throws S3Exception {
    if (members.size() != 1) {
      throw wrong("Simple-Conditions must have exactly one property specified.");
    }
    Map.Entry<String, Json> only = members.entrySet().iterator().next();
    return new Equal(only.getKey().toLowerCase(Locale.ROOT), text(only.getValue()));
  }

  private static Condition complex(List<Json> items) throws S3Exception {
    if (items.size() != 3) {
      throw wrong("a condition has an operator and two operands");
    }
    String operator = text(items.getFirst()).toLowerCase(Locale.ROOT);
    return switch (operator) {
      case "eq" -> new Equal(field(items.get(1)), text(items.get(2)));
      case "starts-with" -> new StartsWith(field(items.get(1)), text(items.get(2)));
      case "content-length-range" ->
          new Length(new LengthRange(number(items.get(1)), number(items.get(2))));
      default -> throw wrong("there is no operator " + operator);
    };
  }

  private static String field(Json json) throws S3Exception {
    String name = text(json);
    if (!name.startsWith("$")) {
      throw wrong("the name of a field starts with a dollar sign: " + name);
    }
    return name.substring(1).toLowerCase(Locale.ROOT);
  }

  private static String text(Json json) throws S3Exception {
    if (json instanceof Json.Text(String value)) {
      return value;
    }
    throw wrong("an operand is no text");
  }

  /** Some clients put numbers into quotes. */
  private static long number(Json json) throws S3Exception {
    String digits = json instanceof Json.Digits(String value) ? value : text(json);
    try {
      return Long.parseUnsignedLong(digits);
    } catch (NumberFormatException e) {
      throw wrong("content-length-range takes two numbers, not " + digits);
    }
  }

  private static S3Exception wrong(String what) {
    return new S3Exception(
        S3ErrorCode.INVALID_POLICY_DOCUMENT, "Invalid Policy: Invalid Condition: " + what);
  }
}
