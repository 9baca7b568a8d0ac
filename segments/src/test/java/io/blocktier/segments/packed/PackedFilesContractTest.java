package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.local.LocalStoreProvider;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.blockstore.tck.BlockStoreContract;
import io.blocktier.blockstore.tck.ContractScale;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Packed blocks in segments that are files. */
class PackedFilesContractTest extends BlockStoreContract {

  @TempDir Path directory;

  @Override
  protected BlockStore open() throws Exception {
    return PackedBlockStore.open(
        files(directory.resolve("store")),
        PackedFixture.local(directory.resolve("log")),
        PackedFixture.EFFECTS);
  }

  static BlockStore files(Path root) throws Exception {
    LocalStoreProvider files = new LocalStoreProvider();
    Settings settings = Settings.parse(files.settings(), Map.of("path", root.toString()));
    return files.open(settings, PackedFixture.EFFECTS);
  }

  @Override
  public ContractScale scale() {
    return ContractScale.DEFAULT.withRacers(16).withKeys(300, 300);
  }
}
