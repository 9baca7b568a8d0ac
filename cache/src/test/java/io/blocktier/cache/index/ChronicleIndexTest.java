package io.blocktier.cache.index;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class ChronicleIndexTest extends BlockIndexContract {

  @TempDir private Path directory;

  @Override
  BlockIndex open(long maxEntries) throws IOException {
    return ChronicleIndex.create(directory.resolve("index"), maxEntries);
  }
}
