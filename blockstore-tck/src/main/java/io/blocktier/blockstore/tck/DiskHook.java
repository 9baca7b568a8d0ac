package io.blocktier.blockstore.tck;

import java.io.IOException;
import java.nio.file.Path;

/** Sees each call to a {@link SimulatedDisk} before it is made, on its thread. */
@FunctionalInterface
public interface DiskHook {

  /**
   * Is told of a call that is about to happen; what it throws prevents it. May let other threads
   * run, and may cut the power.
   *
   * @param operation the call
   * @param path the file or directory; of a rename the old name, of an open file the name it was
   *     opened under
   * @throws IOException to let the call fail without effect
   */
  void before(DiskOperation operation, Path path) throws IOException;
}
