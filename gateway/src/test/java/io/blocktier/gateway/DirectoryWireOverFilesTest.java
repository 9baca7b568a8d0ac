package io.blocktier.gateway;

import io.blocktier.blockstore.BlockStore;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class DirectoryWireOverFilesTest extends DirectoryWireTest {

  @TempDir Path root;

  @Override
  BlockStore store() throws IOException {
    return GatewayOverFilesTest.files(root, effects);
  }
}
