package io.blocktier.blockstore.local;

import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Limits;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prepares the root of a store and finds out what its file system can do. */
final class Roots {

  static final int MAX_PARTS = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(Roots.class);

  /** What rests on the attributes of files. */
  private static final Set<Capability> NEED_ATTRIBUTES =
      EnumSet.of(
          Capability.APPEND,
          Capability.CHECKSUM,
          Capability.CONDITIONAL_DELETE,
          Capability.CONDITIONAL_REPLACE,
          Capability.METADATA);

  private Roots() {}

  /**
   * Returns the real path of the root. One that is missing is not created yet: looking at a name
   * that was mistyped leaves nothing behind.
   */
  static Path locate(LocalOptions options, Disk disk) throws IOException {
    Path root = options.root();
    Path existing = nearestExisting(root);
    if (!Files.isDirectory(existing)) {
      throw new NotDirectoryException(existing + " is not a directory");
    }
    if (!existing.equals(root) && !options.createRoot()) {
      throw new NoSuchFileException(root.toString(), null, "is missing, and not to be created");
    }
    return disk.real(existing).resolve(existing.relativize(root));
  }

  /** Creates the root where it is missing and may be created, durably. */
  static void create(LocalOptions options, Disk disk) throws IOException {
    if (options.createRoot()) {
      create(options.root(), disk);
    }
    if (options.sync()) {
      forceAbove(options.root(), disk);
    }
  }

  /** Whoever created the root, or a directory above it, need not have made that durable yet. */
  private static void forceAbove(Path root, Disk disk) throws IOException {
    FileStore same = Files.getFileStore(root);
    Path above = root.getParent();
    while (above != null && Files.getFileStore(above).equals(same)) {
      try {
        disk.forceDirectory(above);
      } catch (AccessDeniedException e) {
        LOG.debug("{} may not be read, and is left to its owner to make durable", above);
      }
      above = above.getParent();
    }
  }

  static Capabilities capabilities(LocalOptions options) throws IOException {
    EnumSet<Capability> features = EnumSet.complementOf(EnumSet.of(Capability.STORAGE_CLASS));
    Path root = options.root();
    FileStore fileStore = Files.getFileStore(nearestExisting(root));
    if (!fileStore.supportsFileAttributeView(UserDefinedFileAttributeView.class)) {
      features.removeAll(NEED_ATTRIBUTES);
      LOG.warn("{} keeps no user attributes; without them there is no {}", root, NEED_ATTRIBUTES);
    }
    int appends = features.contains(Capability.APPEND) ? Integer.MAX_VALUE : 0;
    Limits limits =
        new Limits(
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            0,
            Long.MAX_VALUE,
            MAX_PARTS,
            appends,
            Names.maxKeyBytes(root));
    return new Capabilities(
        features, limits, options.sync() ? Durability.LOCAL : Durability.MEMORY);
  }

  private static Path nearestExisting(Path path) {
    Path existing = path;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    return existing;
  }

  private static void create(Path root, Disk disk) throws IOException {
    Path parent = root.getParent();
    if (Files.exists(root) || parent == null) {
      return;
    }
    create(parent, disk);
    try {
      disk.createDirectory(root);
    } catch (FileAlreadyExistsException createdByAnother) {
      LOG.debug("{} was created by another process", root);
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(parent.toString(), null, "was removed meanwhile");
    }
  }
}
