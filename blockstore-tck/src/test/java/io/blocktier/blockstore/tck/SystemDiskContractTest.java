package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.spi.Disk;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SystemDiskContractTest extends DiskContract {

  @TempDir Path directory;

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Disk disk = Disk.ofSystem(executor);

  @AfterEach
  void close() {
    executor.close();
  }

  @Override
  Disk disk() {
    return disk;
  }

  @Override
  Path directory() {
    return directory;
  }
}
