package io.blocktier.gateway.express;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.gateway.attribute.AttributeText;
import io.blocktier.gateway.attribute.Origin;
import io.blocktier.gateway.attribute.StoredObject;
import java.util.List;
import java.util.Map;

/**
 * How many parts an object had at a size.
 *
 * @param owner the key of its block
 * @param moved another key that it may have, or the same
 * @param size the size
 * @param parts the parts
 */
record AppendNote(String owner, String moved, long size, int parts) {

  private static final String OWNER = "k";
  private static final String MOVED = "m";
  private static final String SIZE = "n";
  private static final String PARTS = "p";

  /** Returns what holds of an object without a note. */
  static AppendNote ofOrigin(StoredObject object, Origin origin) {
    String key = object.stat().key().value();
    return new AppendNote(key, key, origin.size(), origin.parts());
  }

  int partsAt(long grown) {
    return grown == size ? parts : parts + 1;
  }

  AppendNote at(long grown, int count) {
    return new AppendNote(owner, moved, grown, count);
  }

  AppendNote moving(BlockKey from, BlockKey to) {
    return new AppendNote(from.value(), to.value(), size, parts);
  }

  List<BlockKey> owners() {
    return List.of(BlockKey.of(owner), BlockKey.of(moved));
  }

  String encode() {
    StringBuilder text = new StringBuilder();
    AttributeText.append(text, OWNER, owner);
    AttributeText.append(text, MOVED, moved);
    AttributeText.append(text, SIZE, Long.toString(size));
    AttributeText.append(text, PARTS, Integer.toString(parts));
    return text.toString();
  }

  static AppendNote decode(String text) {
    Map<String, String> fields = AttributeText.fields(text);
    return new AppendNote(
        fields.getOrDefault(OWNER, ""),
        fields.getOrDefault(MOVED, ""),
        Long.parseLong(fields.getOrDefault(SIZE, "")),
        Integer.parseInt(fields.getOrDefault(PARTS, "")));
  }
}
