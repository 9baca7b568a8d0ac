package io.blocktier.blockstore.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the files of blocks, and never one outside the root. */
final class Tree {

  /** How often a file that is being replaced is looked at again. */
  static final int MAX_LOOKS = 1000;

  private final Disk disk;
  private final Path root;

  Tree(Disk disk, Path root) {
    this.disk = disk;
    this.root = root;
  }

  Path root() {
    return root;
  }

  /**
   * A version of a block.
   *
   * @param path the file
   * @param attributes what is kept beside it
   */
  record Found(Path path, BlockAttributes attributes) {}

  /**
   * An open version of a block.
   *
   * @param channel the file, which the caller closes
   * @param found what it is
   * @param fileBytes the bytes of the file when it was what was found
   */
  record Opened(FileChannel channel, Found found, long fileBytes) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** Returns the current version of a block, if there is one. */
  Optional<Found> find(Place place) throws IOException {
    return isInside(place) ? findInside(place) : Optional.empty();
  }

  /** Does the same where the directory is known to be inside the root. */
  Optional<Found> findInside(Place place) throws IOException {
    for (int look = 0; look < MAX_LOOKS; look++) {
      Path file = file(place);
      if (file == null) {
        return Optional.empty();
      }
      BlockAttributes attributes = attributes(file);
      if (attributes != null) {
        return Optional.of(new Found(file, attributes));
      }
    }
    throw new IOException("the file is replaced faster than it can be looked at");
  }

  /** Opens the current version of a block, if there is one. */
  Optional<Opened> open(Place place, Disk.Access access) throws IOException {
    for (int look = 0; look < MAX_LOOKS; look++) {
      Optional<Found> found = find(place);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      Opened opened = openUnchanged(found.get(), access);
      if (opened != null) {
        return Optional.of(opened);
      }
    }
    throw new IOException("the file is replaced faster than it can be opened");
  }

  /**
   * The attributes are read by name, not from the open file. Equal ones before and after the
   * opening are those of the open file, because no two versions have equal ones; and the bytes of
   * the file are counted between, because an append changes the attributes before it adds any.
   */
  private @Nullable Opened openUnchanged(Found found, Disk.Access access) throws IOException {
    FileChannel channel;
    try {
      channel = disk.open(found.path(), access);
    } catch (NoSuchFileException movedOrDeleted) {
      return null;
    }
    boolean same = false;
    long fileBytes;
    try {
      fileBytes = channel.size();
      same = found.attributes().equals(attributes(found.path()));
    } finally {
      if (!same) {
        channel.close();
      }
    }
    return same ? new Opened(channel, found, fileBytes) : null;
  }

  /**
   * Returns the attributes of an open file, if they can be read and the file is as long as they
   * say. Where they do not, an append may just be under way.
   */
  static Optional<BlockAttributes> intact(Disk.Glance file) {
    try {
      return Optional.of(BlockAttributes.decode(file.attribute()))
          .filter(attributes -> attributes.fits(file.fileBytes()));
    } catch (IllegalArgumentException damaged) {
      return Optional.empty();
    }
  }

  /** Tells whether a version was written by this store, and so never changes. */
  boolean isOwn(Found found) throws IOException {
    try {
      byte[] own = disk.attribute(found.path());
      return own != null && found.attributes().equals(BlockAttributes.decode(own));
    } catch (NoSuchFileException | IllegalArgumentException replaced) {
      return false;
    }
  }

  /** Returns the file that holds the block now; null where there is none. */
  @Nullable Path file(Place place) throws IOException {
    if (isFile(place.plain())) {
      return place.plain();
    }
    return isFile(place.beside()) ? place.beside() : null;
  }

  /** Returns what is kept beside a file; null where it has just gone. */
  @Nullable BlockAttributes attributes(Path file) throws IOException {
    try {
      byte[] own = disk.attribute(file);
      return own == null ? foreign(file) : BlockAttributes.decode(own);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IllegalArgumentException e) {
      throw new DamagedFileException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Tells whether the directories on the way to a block are there.
   *
   * @throws AccessDeniedException if one of them is a symbolic link
   */
  boolean isInside(Place place) throws IOException {
    for (Place.Step step : place.steps()) {
      Disk.Status status = disk.status(step.path());
      if (status == null || status.kind() == Disk.Kind.FILE) {
        return false;
      }
      if (status.kind() == Disk.Kind.OTHER) {
        throw new AccessDeniedException(step.path().toString(), null, "is a symbolic link");
      }
    }
    return true;
  }

  private @Nullable BlockAttributes foreign(Path file) throws IOException {
    Disk.Status status = disk.status(file);
    return status != null && status.kind() == Disk.Kind.FILE
        ? BlockAttributes.foreign(status)
        : null;
  }

  private boolean isFile(Path path) throws IOException {
    Disk.Status status = disk.status(path);
    if (status != null && status.kind() == Disk.Kind.OTHER) {
      throw new AccessDeniedException(path.toString(), null, "is neither a file nor a directory");
    }
    return status != null && status.kind() == Disk.Kind.FILE;
  }
}
