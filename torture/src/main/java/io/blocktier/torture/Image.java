package io.blocktier.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk in a file. */
final class Image {

  private final Shell shell;
  private final Path file;
  private final FileSystem kind;
  private final int commitSeconds;
  private final Path mount;

  Image(Shell shell, Path file, FileSystem kind, int commitSeconds) throws IOException {
    this.shell = shell;
    this.file = file;
    this.kind = kind;
    this.commitSeconds = commitSeconds;
    this.mount = Files.createDirectories(file.resolveSibling(file.getFileName() + ".mounted"));
  }

  /** Returns where it is mounted. */
  Path mounted() {
    return mount;
  }

  /** Mounts it, which lets the file system recover. */
  void mount() throws IOException {
    String options = kind.mountOptions(commitSeconds);
    shell.evaluate(Shell.line("mount", "-t", kind.label(), "-o", options, file, mount));
  }

  /** Unmounts it, as the shell does at its end, and removes the disk. */
  void delete() throws IOException {
    shell.evaluate(Shell.line("unmount", mount) + " && " + Shell.line("rm", file));
  }

  /**
   * Cuts the power, for a copy: what has reached the disk at this moment, and nothing of what the
   * kernel still keeps in memory for it. The disk itself goes on; the copy is not mounted yet.
   *
   * @param name of the copy
   */
  Image cut(String name) throws IOException {
    return cut(name, "true");
  }

  /**
   * The same, and something else at that moment.
   *
   * @param name of the copy
   * @param with shell code that is evaluated when the disk is copied
   */
  Image cut(String name, String with) throws IOException {
    Path copy = file.resolveSibling(name + ".img");
    Image left = new Image(shell, copy, kind, commitSeconds);
    shell.evaluate(Shell.line("cp", "--reflink=always", file, copy) + " && " + with);
    return left;
  }
}
