package io.blocktier.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A directory that blocks are written into as files, and never out of: not by what a key says, and
 * not through a symbolic link that lies in it. Thread-safe.
 */
final class TargetDirectory {

  private final Path directory;
  private final Path real;

  private TargetDirectory(Path directory) throws IOException {
    this.directory = directory;
    this.real = directory.toRealPath();
  }

  /** Takes a directory, made where there is none. */
  static TargetDirectory of(Path directory) throws IOException {
    Files.createDirectories(directory);
    return new TargetDirectory(directory.toAbsolutePath().normalize());
  }

  /** Returns the file for a relative name, with its directories made. */
  Path file(String relative) throws IOException {
    Path file = directory.resolve(relative).normalize();
    Path parent = file.getParent();
    if (parent == null || !file.startsWith(directory) || !leadsInside(parent)) {
      throw new CommandException(
          ExitCode.FAILED,
          String.format(Locale.ROOT, "'%s' would be written outside %s", relative, directory),
          "choose another directory, or remove the symbolic link in it");
    }
    createDirectories(parent);
    return file;
  }

  /** Looks at the deepest directory that is there already: links are followed before it is made. */
  private boolean leadsInside(Path parent) throws IOException {
    Path existing = parent;
    while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    return existing.toRealPath().startsWith(real);
  }

  private void createDirectories(Path parent) throws IOException {
    try {
      Files.createDirectories(parent);
    } catch (FileAlreadyExistsException e) {
      throw new CommandException(
          ExitCode.FAILED,
          String.format(Locale.ROOT, "%s is a file; a block below it has no place", e.getFile()),
          "choose another directory");
    }
  }
}
