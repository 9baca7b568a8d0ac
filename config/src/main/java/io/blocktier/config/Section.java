package io.blocktier.config;

import io.blocktier.blockstore.spi.BlockStoreProvider;
import io.blocktier.blockstore.spi.Setting;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/**
 * A part of the document, and what may be written in it.
 *
 * @param path where it stands
 * @param settings what it takes; what stands before a dot in their keys are sections within
 */
record Section(String path, List<Setting<?>> settings) {

  static Section of(BlockStoreProvider provider) {
    return StorePlace.ROOT.section(provider);
  }

  /** Returns the place of a key of this section. */
  KnownKey key(String key) {
    return KnownKey.of(path + "." + key);
  }

  /** Returns the places of all that takes a value. */
  List<KnownKey> values() {
    return settings.stream().map(setting -> key(setting.key())).toList();
  }

  /** Returns the places of this section, and of those within. */
  SequencedSet<KnownKey> sections() {
    SequencedSet<KnownKey> sections = new LinkedHashSet<>(List.of(KnownKey.of(path)));
    for (Setting<?> setting : settings) {
      for (int dot = setting.key().indexOf('.'); dot >= 0; ) {
        sections.add(key(setting.key().substring(0, dot)));
        dot = setting.key().indexOf('.', dot + 1);
      }
    }
    return sections;
  }
}
