package io.blocktier.blockstore.local;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Tells a path below a file from other errors: nothing is there, and nothing is wrong. The JDK says
 * so by its message only; so the file is looked for.
 */
final class PathErrors {

  /** How often a call is made again whose path was below a file that has gone since. */
  private static final int MAX_CALLS = 3;

  private PathErrors() {}

  /** A call to the file system that had no effect where it failed. */
  @FunctionalInterface
  interface PathCall<T> {
    T run() throws IOException;
  }

  /**
   * Makes a call.
   *
   * @throws NoSuchFileException also where the path leads through a file
   */
  static <T> T translate(Path path, PathCall<T> call) throws IOException {
    for (int calls = 1; ; calls++) {
      try {
        return call.run();
      } catch (FileSystemException e) {
        if (e.getClass() != FileSystemException.class) {
          throw e;
        }
        if (isBelowFile(path)) {
          throw new NoSuchFileException(path.toString());
        }
        if (calls == MAX_CALLS) {
          throw e;
        }
      }
    }
  }

  private static boolean isBelowFile(Path path) {
    for (Path above = path.getParent(); above != null; above = above.getParent()) {
      BasicFileAttributes found = find(above);
      if (found != null) {
        return found.isRegularFile();
      }
    }
    return false;
  }

  private static @Nullable BasicFileAttributes find(Path path) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException perhapsItselfBelowOne) {
      return null;
    }
  }
}
