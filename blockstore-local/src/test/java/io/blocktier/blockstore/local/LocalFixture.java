package io.blocktier.blockstore.local;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Opens stores through their provider, as a user does. */
final class LocalFixture {

  static final Effects EFFECTS = Effects.ofSystem();

  private LocalFixture() {}

  static BlockStore open(Path root, String... settings) throws BlockStoreException {
    Map<String, String> texts = new HashMap<>(Map.of("path", root.toString()));
    for (int i = 0; i < settings.length; i += 2) {
      texts.put(settings[i], settings[i + 1]);
    }
    LocalStoreProvider provider = new LocalStoreProvider();
    return provider.open(Settings.parse(provider.settings(), texts), EFFECTS);
  }
}
