package io.blocktier.gateway.attribute;

import io.blocktier.blockstore.BlockKey;
import java.util.Objects;

/** A companion: a line with the key of the block that it is for, and a line of attributes. */
final class CompanionText {

  private static final String OWNER = "k";

  private CompanionText() {}

  static String encode(BlockKey owner, ObjectAttributes attributes) {
    StringBuilder first = new StringBuilder();
    AttributeText.append(first, OWNER, owner.value());
    return first + "\n" + AttributeText.encode(attributes);
  }

  static BlockKey owner(String text) {
    String key = AttributeText.fields(text.substring(0, lineEnd(text))).get(OWNER);
    return BlockKey.of(Objects.requireNonNullElse(key, ""));
  }

  static ObjectAttributes attributes(String text) {
    return AttributeText.decode(text.substring(lineEnd(text) + 1));
  }

  private static int lineEnd(String text) {
    int end = text.indexOf('\n');
    if (end < 0) {
      throw new IllegalArgumentException("a companion has two lines");
    }
    return end;
  }
}
