package io.blocktier.blockstore.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.spi.Disk;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class SimulatedDiskContractTest extends DiskContract {

  private final SimulatedDisk disk =
      new SimulatedDisk(DiskFaults.of(1), ManualClock.selfAdvancing(), (_, _) -> {});

  @BeforeEach
  void createDirectory() throws IOException {
    disk.createDirectory(directory());
  }

  @AfterEach
  void nothingIsLeftOpen() {
    assertThat(disk.openFiles()).isEmpty();
  }

  @Override
  Disk disk() {
    return disk;
  }

  @Override
  Path directory() {
    return Path.of("/disk");
  }
}
