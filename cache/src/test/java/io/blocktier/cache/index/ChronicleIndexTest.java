package io.blocktier.cache.index;

import io.blocktier.blockstore.tck.DiskFaults;
import io.blocktier.blockstore.tck.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;

class ChronicleIndexTest extends BlockIndexContract {

  private static final Path DIRECTORY = Path.of("/cache");

  @Override
  BlockIndex open(long maxEntries) throws IOException {
    SimulatedDisk disk = new SimulatedDisk(DiskFaults.of(1), _ -> {}, (_, _) -> {});
    disk.createDirectory(DIRECTORY);
    return ChronicleIndex.create(new IndexImage(disk, DIRECTORY.resolve("image")), maxEntries);
  }
}
