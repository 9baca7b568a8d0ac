package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.BlockKey;
import java.text.Normalizer;
import java.util.Locale;

/** The names under which a defective store keeps its blocks. */
record DefectiveKeys(Defect defect) {

  private static final int LONGEST_FILE_NAME = 255;

  BlockKey stored(BlockKey key) {
    String name = key.value();
    return switch (defect) {
      case KEYS_FOLD_CASE -> BlockKey.of(name.toLowerCase(Locale.ROOT));
      case KEYS_ARE_UNESCAPED -> BlockKey.of(name.replace("%41", "A"));
      case KEYS_ARE_NORMALIZED -> BlockKey.of(Normalizer.normalize(name, Normalizer.Form.NFC));
      case KEYS_ARE_LATIN_1 -> BlockKey.of(name.replaceAll("[^\\x00-\\xFF]", "?"));
      case KEYS_ARE_CUT -> BlockKey.of(cut(name));
      default -> key;
    };
  }

  private static String cut(String name) {
    return name.substring(0, Math.min(name.length(), LONGEST_FILE_NAME));
  }
}
