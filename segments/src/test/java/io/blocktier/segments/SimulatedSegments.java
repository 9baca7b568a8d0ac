package io.blocktier.segments;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.spi.Disk;
import io.blocktier.blockstore.tck.Simulation;

/** Opens segments on a disk of a test's own, for tests of what is built on them. */
public final class SimulatedSegments {

  private SimulatedSegments() {}

  public static SegmentManager open(
      Simulation simulation, BlockStore hot, SegmentsOptions options, Disk disk)
      throws BlockStoreException {
    return SegmentsFixture.open(simulation, hot, options, disk);
  }

  /** Seals nothing any more, as if the process were gone. */
  public static void abandon(SegmentManager manager) throws InterruptedException {
    manager.abandon();
  }
}
