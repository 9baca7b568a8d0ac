package io.blocktier.gateway.attribute;

import io.blocktier.blockstore.BlockKey;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A companion: a line with the key of the block that it is for, and a line of attributes. While the
 * block is given another key, and from then on, the first line has both.
 */
final class CompanionText {

  private static final String OWNER = "k";
  private static final String MOVED = "m";

  private CompanionText() {}

  static String encode(BlockKey owner, ObjectAttributes attributes) {
    StringBuilder first = new StringBuilder();
    AttributeText.append(first, OWNER, owner.value());
    return first + "\n" + AttributeText.encode(attributes);
  }

  /** Returns the same for a block that has one key or the other. */
  static String moving(String text, BlockKey owner, BlockKey target) {
    StringBuilder first = new StringBuilder();
    AttributeText.append(first, OWNER, owner.value());
    AttributeText.append(first, MOVED, target.value());
    return first + text.substring(lineEnd(text));
  }

  /** Returns the keys that the block may have. */
  static List<BlockKey> owners(String text) {
    Map<String, String> fields = AttributeText.fields(text.substring(0, lineEnd(text)));
    BlockKey owner = BlockKey.of(Objects.requireNonNullElse(fields.get(OWNER), ""));
    Optional<BlockKey> moved = Optional.ofNullable(fields.get(MOVED)).map(BlockKey::of);
    return moved.isPresent() ? List.of(owner, moved.get()) : List.of(owner);
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
