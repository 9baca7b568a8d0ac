package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.spi.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** What many power cuts at the same moment leave. */
final class Outcomes {

  static final String MISSING = "(missing)";

  private static final long SEEDS = 500;

  private Outcomes() {}

  /** Looks at a disk after a crash. */
  @FunctionalInterface
  interface Look {
    String at(Disk disk) throws IOException;
  }

  static Set<String> of(SimulatedDisk disk, Look look) throws IOException {
    Set<String> found = new TreeSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      found.add(look.at(disk.crashCopy(seed)));
    }
    return found;
  }

  /** Returns what the file contains. */
  static Set<String> of(SimulatedDisk disk, Path file) throws IOException {
    return of(disk, found -> content(found, file));
  }

  /** Returns the names in the directory. */
  static Set<String> names(SimulatedDisk disk, Path directory) throws IOException {
    return of(disk, found -> String.join(" ", found.names(directory)));
  }

  static String content(Disk disk, Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    return disk.names(file.resolveSibling("")).contains(name)
        ? DiskTexts.read(disk, file)
        : MISSING;
  }

  /** A disk without faults, with a directory that is durable. */
  static SimulatedDisk disk(Path directory) throws IOException {
    return disk(directory, DiskFaults.of(1));
  }

  static SimulatedDisk disk(Path directory, DiskFaults faults) throws IOException {
    SimulatedDisk disk = new SimulatedDisk(faults, ManualClock.selfAdvancing(), (_, _) -> {});
    disk.createDirectory(directory);
    disk.forceDirectory(Path.of("/"));
    return disk;
  }
}
