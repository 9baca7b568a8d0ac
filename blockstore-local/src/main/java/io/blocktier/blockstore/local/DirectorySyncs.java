package io.blocktier.blockstore.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Makes names durable, up to the root. A directory's own name is made durable once and remembered,
 * until somebody anywhere removes a directory: the one of that name may be a new one then, whose
 * creator has not synced it yet. Nothing is remembered while a directory is being removed.
 */
final class DirectorySyncs {

  static final int MAX_REMEMBERED = 4096;

  private final Disk disk;
  private final Path root;
  private final SharedFiles shared;
  private final boolean sync;
  private final Set<Path> durable = new HashSet<>();
  private long epochOfDurable;

  DirectorySyncs(Disk disk, Path root, SharedFiles shared, boolean sync) {
    this.disk = disk;
    this.root = root;
    this.shared = shared;
    this.sync = sync;
  }

  /**
   * Makes the names in a directory durable, and its own. Called after the names were changed: only
   * then does an unchanged epoch say that the directory is the one that is remembered.
   */
  void sync(Path directory) throws IOException {
    if (!sync) {
      return;
    }
    long epoch = shared.epoch();
    disk.forceDirectory(directory);
    if (isDurable(directory, epoch)) {
      return;
    }
    for (Path child = directory; !child.equals(root); child = parent(child)) {
      disk.forceDirectory(parent(child));
    }
    remember(directory, epoch);
  }

  private synchronized boolean isDurable(Path directory, long epoch) {
    if (!SharedFiles.isSettled(epoch)) {
      return directory.equals(root);
    }
    if (epoch != epochOfDurable || durable.size() >= MAX_REMEMBERED) {
      durable.clear();
      epochOfDurable = epoch;
    }
    return directory.equals(root) || durable.contains(directory);
  }

  private synchronized void remember(Path directory, long epoch) {
    if (epoch == epochOfDurable && epoch == shared.epoch()) {
      durable.add(directory);
    }
  }

  private static Path parent(Path directory) {
    Path parent = directory.getParent();
    if (parent == null) {
      throw new IllegalStateException(directory + " is not below the root of the store");
    }
    return parent;
  }
}
