package io.blocktier.blockstore.local;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Changes what the tree holds, in steps that leave every other block readable at every instant.
 *
 * <p>A written block becomes visible and durable in this order; leaving one out loses data:
 *
 * <ol>
 *   <li>the bytes and attributes are written to a temporary file;
 *   <li>the file is forced: before it has a name, because a name may become durable first and would
 *       then lead to an empty file;
 *   <li>it is renamed to its name;
 *   <li>the directory is forced, which makes the name durable;
 *   <li>the directories above it are forced that may have been created since.
 * </ol>
 *
 * The first two are {@link FileWriter}'s.
 */
final class Changes {

  /** How often a path is walked again because somebody removes directories on it. */
  static final int MAX_WALKS = 1000;

  /** How often a rename is made again that a directory may have been in the way of. */
  private static final int MAX_RENAMES = 16;

  private final Disk disk;
  private final Tree tree;
  private final KeyLocks locks;
  private final SharedFiles shared;
  private final TempFiles temps;
  private final DirectorySyncs syncs;

  Changes(
      Disk disk,
      Tree tree,
      KeyLocks locks,
      SharedFiles shared,
      TempFiles temps,
      DirectorySyncs syncs) {
    this.disk = disk;
    this.tree = tree;
    this.locks = locks;
    this.shared = shared;
    this.temps = temps;
    this.syncs = syncs;
  }

  /** Judges the condition of a change, under the lock of the key. */
  @FunctionalInterface
  interface Condition {
    void check() throws IOException;
  }

  /** Gives a forced temporary file the name of a block, if the condition holds. */
  void publish(Path temp, Place place, Condition condition) throws IOException {
    try {
      for (int walk = 0; !tryPublish(temp, place, condition, walk); walk++) {
        requirePatience(walk, place);
      }
    } catch (IOException e) {
      removeEmptyAfter(e, place.directory());
      throw e;
    }
    force(place.directory());
  }

  /** A change that fails leaves no directory behind that was made for it. */
  private void removeEmptyAfter(IOException failure, Path directory) {
    try {
      removeEmpty(directory);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** Removes a block, if the condition holds; true if there was one. */
  boolean remove(Place place, Condition condition) throws IOException {
    try (KeyLocks.Held _ = locks.lock(place.key().value())) {
      condition.check();
      return tree.isInside(place) && removeNames(place);
    }
  }

  /** Makes the name of a block durable, which another may just have given it. */
  void settleName(Place place) throws IOException {
    force(place.directory());
  }

  /** Makes removals in a directory durable, and removes it and those above it where empty. */
  void settle(Path directory) throws IOException {
    force(directory);
    removeEmpty(directory);
  }

  /** Gives a block another name in one step, if the condition holds; returns what was moved. */
  BlockAttributes move(Place source, Place target, Condition condition) throws IOException {
    BlockAttributes moved = moveOrCleanUp(source, target, condition);
    force(target.directory());
    settle(source.directory());
    return moved;
  }

  private BlockAttributes moveOrCleanUp(Place source, Place target, Condition condition)
      throws IOException {
    try {
      BlockAttributes moved = tryMove(source, target, condition, 0);
      for (int walk = 1; moved == null; walk++) {
        requirePatience(walk, target);
        moved = tryMove(source, target, condition, walk);
      }
      return moved;
    } catch (IOException e) {
      removeEmptyAfter(e, target.directory());
      throw e;
    }
  }

  private boolean tryPublish(Path temp, Place place, Condition condition, int walk)
      throws IOException {
    prepareDirectories(place);
    try (KeyLocks.Held _ = locks.lock(place.key().value())) {
      condition.check();
      return rename(temp, place, walk);
    }
  }

  private @Nullable BlockAttributes tryMove(
      Place source, Place target, Condition condition, int walk) throws IOException {
    prepareDirectories(target);
    try (KeyLocks.Held _ = locks.lock(source.key().value(), target.key().value())) {
      condition.check();
      Tree.Found found =
          tree.find(source).orElseThrow(() -> new NoSuchFileException(source.plain().toString()));
      if (found.path().equals(source.plain())) {
        removeOutdated(source);
      }
      return rename(found.path(), target, walk) ? found.attributes() : null;
    }
  }

  /**
   * False where the directory has gone, or has changed places with the block, in the meantime. One
   * that was in the way may have gone again, so an error is believed only when it stays.
   */
  private boolean rename(Path from, Place place, int walk) throws IOException {
    Disk.Status there = disk.status(place.plain());
    boolean directory = there != null && there.kind() == Disk.Kind.DIRECTORY;
    if (there != null && there.kind() == Disk.Kind.OTHER) {
      throw notOurs(place.plain());
    }
    try {
      disk.rename(from, directory ? place.beside() : place.plain());
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (FileSystemException e) {
      boolean again = walk < MAX_RENAMES || isDirectory(place.plain());
      if (!directory && again && disk.status(from) != null) {
        return false;
      }
      throw e;
    }
  }

  private boolean removeNames(Place place) throws IOException {
    Disk.Status plain = disk.status(place.plain());
    if (plain == null || plain.kind() != Disk.Kind.FILE) {
      return disk.delete(place.beside());
    }
    removeOutdated(place);
    return disk.delete(place.plain());
  }

  /** Durably, for what is beside becomes visible when the file of the plain name has gone. */
  private void removeOutdated(Place place) throws IOException {
    if (disk.delete(place.beside())) {
      force(place.directory());
    }
  }

  private void prepareDirectories(Place place) throws IOException {
    if (!tree.isInside(place)) {
      for (int walk = 0; !tryCreate(place); walk++) {
        requirePatience(walk, place);
      }
    }
  }

  /** False where a directory was removed in the meantime. */
  private boolean tryCreate(Place place) throws IOException {
    for (Place.Step step : place.steps()) {
      Disk.Status there = disk.status(step.path());
      if (there == null) {
        if (!create(step.path())) {
          return false;
        }
      } else if (there.kind() == Disk.Kind.FILE) {
        moveAside(step);
      } else if (there.kind() == Disk.Kind.OTHER) {
        throw notOurs(step.path());
      }
    }
    return true;
  }

  private boolean create(Path directory) throws IOException {
    try {
      disk.createDirectory(directory);
      return true;
    } catch (FileAlreadyExistsException e) {
      return isDirectory(directory);
    } catch (NoSuchFileException parentRemoved) {
      return false;
    }
  }

  /**
   * Frees the name of a block for a directory. The block has its second name, durably, before it
   * loses the first, so that neither a reader nor a power cut finds it without one. Listings under
   * way are told to look again.
   */
  private void moveAside(Place.Step step) throws IOException {
    Path plain = step.path();
    Path beside = plain.resolveSibling(Names.beside(String.valueOf(plain.getFileName())));
    try (KeyLocks.Held _ = locks.lock(step.key())) {
      if (isDirectory(plain)) {
        return;
      }
      Path spare = temps.next();
      disk.link(plain, spare);
      disk.rename(spare, beside);
      disk.delete(spare); // renaming one name of a file over another of its names does nothing
      force(parent(plain));
      shared.nextMove();
      disk.delete(plain);
      create(plain); // another writer below may have been faster
    } catch (NoSuchFileException deletedByAnother) {
      return;
    }
  }

  /**
   * Where another removes the directory, its end is made durable, and with it that of its names.
   */
  private void force(Path directory) throws IOException {
    Path present = directory;
    while (!tryForce(present) && !present.equals(tree.root())) {
      present = parent(present);
    }
  }

  private boolean tryForce(Path directory) throws IOException {
    try {
      syncs.sync(directory);
      return true;
    } catch (NoSuchFileException deletedByAnother) {
      return false;
    } catch (IOException e) {
      throw new LostSyncException(directory, e);
    }
  }

  private void removeEmpty(Path start) throws IOException {
    Path directory = start;
    while (!directory.equals(tree.root()) && disk.isEmpty(directory) && remove(directory)) {
      directory = parent(directory);
    }
  }

  private boolean remove(Path directory) throws IOException {
    try (KeyLocks.Held _ = locks.lockRemovals()) {
      shared.beginRemoval();
      try {
        return disk.deleteDirectory(directory);
      } finally {
        shared.endRemoval();
      }
    }
  }

  private boolean isDirectory(Path path) throws IOException {
    Disk.Status status = disk.status(path);
    return status != null && status.kind() == Disk.Kind.DIRECTORY;
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IllegalStateException(path + " is not below the root of the store");
    }
    return parent;
  }

  private static AccessDeniedException notOurs(Path path) {
    return new AccessDeniedException(path.toString(), null, "is neither a file nor a directory");
  }

  private static void requirePatience(int walk, Place place) throws IOException {
    if (walk >= MAX_WALKS) {
      throw new IOException(place.directory() + " is removed faster than it can be used");
    }
  }
}
