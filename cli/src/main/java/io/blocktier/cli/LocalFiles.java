package io.blocktier.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.StringJoiner;

/** Walks directories; symbolic links are not followed. */
final class LocalFiles {

  private LocalFiles() {}

  /** Receives what a walk comes across, in one thread. */
  interface Visitor {

    /** A regular file. */
    void file(Path file, BasicFileAttributes attributes) throws InterruptedException;

    /** Tells whether to look into a directory. */
    boolean enters(Path directory);

    /** A symbolic link, a device or the like. */
    void skipped(Path file);

    /** Something that could not be looked at. */
    void failed(Path file, IOException reason);
  }

  /** Walks through all that lies in a directory. */
  static void walk(Path directory, Visitor visitor) throws IOException, InterruptedException {
    Walk walk = new Walk(visitor);
    Files.walkFileTree(directory, walk);
    if (walk.interrupted) {
      throw new InterruptedException();
    }
  }

  /**
   * Returns a path below a directory as the part of a key.
   *
   * @throws CommandException if the name's bytes are no text, so that no key says the same
   */
  static String nameBelow(Path directory, Path file) {
    StringJoiner name = new StringJoiner("/");
    directory.relativize(file).forEach(element -> name.add(element.toString()));
    if (!isText(file)) {
      throw CommandException.usage(
          String.format(
              Locale.ROOT, "'%s' has a name that is not UTF-8", Problem.plain(file.toString())),
          "rename the file");
    }
    return name.toString();
  }

  /** Bytes that are no text are decoded into something that leads to another file, or none. */
  static boolean isText(Path file) {
    return file.getFileSystem().getPath(file.toString()).equals(file);
  }

  private static final class Walk extends SimpleFileVisitor<Path> {

    private final Visitor visitor;
    private boolean interrupted;

    Walk(Visitor visitor) {
      this.visitor = visitor;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      return visitor.enters(directory) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (!attributes.isRegularFile()) {
        visitor.skipped(file);
        return FileVisitResult.CONTINUE;
      }
      try {
        visitor.file(file, attributes);
        return FileVisitResult.CONTINUE;
      } catch (InterruptedException e) {
        interrupted = true;
        return FileVisitResult.TERMINATE;
      }
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      visitor.failed(file, e);
      return FileVisitResult.CONTINUE;
    }
  }
}
