package io.blocktier.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What all processes of a demo work with.
 *
 * @param config the file that they open stores by
 * @param source the directory with the files
 * @param excluded the directory of the demo's own store, which may lie in it
 * @param prefix what the keys of all blocks start with
 * @param settings how they work
 */
record DemoScene(
    Path config, Path source, Optional<Path> excluded, String prefix, DemoSettings settings) {

  DemoInventory inventory(DemoFindings findings) throws IOException, InterruptedException {
    return DemoInventory.of(source, excluded, prefix, findings);
  }
}
