package io.blocktier.blockstore.express;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.local.LocalStoreProvider;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Settings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

class ServedFromFilesTest extends ServedContract {

  @TempDir static Path root;

  /** Without syncs, which take most of the time: nobody cuts the power here. */
  @Override
  BlockStore behind(Effects effects) throws BlockStoreException {
    LocalStoreProvider files = new LocalStoreProvider();
    Map<String, String> texts = Map.of("path", root.toString(), "sync", "false");
    return files.open(Settings.parse(files.settings(), texts), effects);
  }
}
