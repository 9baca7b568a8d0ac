package io.blocktier.gateway;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.local.LocalStoreProvider;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

class GatewayOverFilesTest extends MultipartContract {

  @TempDir Path root;

  @Override
  BlockStore open() throws IOException {
    return files(root, effects);
  }

  static BlockStore files(Path root, Effects effects) throws IOException {
    LocalStoreProvider files = new LocalStoreProvider();
    Map<String, String> settings = Map.of("path", root.toString(), "sync", "false");
    return files.open(Settings.parse(files.settings(), settings), effects);
  }
}
