package io.blocktier.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the disks are that are cut: an xfs of our own in a file on the disk that is to be proven.
 * It can copy a file in one moment while somebody writes to it, so that the copy of a disk is what
 * a power cut leaves. A copy that takes its time would mix moments that no power cut mixes.
 */
final class Volume implements AutoCloseable {

  private static final long BYTES = 3L << 30;

  /**
   * The kernel does not write back by itself as long as there is any volume: what is not forced is
   * lost for sure.
   */
  private static final String HOLD_BACK = "hold_back";

  private final Shell shell;
  private final Path directory;

  private Volume(Shell shell, Path directory) {
    this.shell = shell;
    this.directory = directory;
  }

  /**
   * Makes one.
   *
   * @param work the directory that it works in, which has to be empty
   * @throws SkippedException if this machine cannot mount what is in a file
   */
  static Volume create(Path work) throws SkippedException, IOException {
    var missing =
        Shell.missing("mkfs.xfs", "mkfs.ext4", "mount", "umount", "fsfreeze", "awk", "flock");
    if (!missing.isEmpty()) {
      throw new SkippedException(String.join(", ", missing) + " not found");
    }
    if (!Files.isWritable(Path.of("/dev/loop-control"))) {
      throw new SkippedException("not root, or no loop devices");
    }
    Shell shell = new Shell(work);
    try {
      Path file = work.resolve("volume.img");
      Path mount = Files.createDirectory(work.resolve("volume"));
      shell.evaluate(Shell.line("truncate", "-s", BYTES, file));
      shell.evaluate(Shell.line("mkfs.xfs", "-q", "-m", "reflink=1", file));
      mount(shell, file, mount);
      shell.evaluate(HOLD_BACK);
      return new Volume(shell, mount);
    } catch (IOException | RuntimeException | SkippedException e) {
      shell.close();
      throw e;
    }
  }

  private static void mount(Shell shell, Path file, Path mount) throws SkippedException {
    try {
      shell.evaluate(Shell.line("mount", "-o", "loop", file, mount));
    } catch (IOException e) {
      throw new SkippedException("a file cannot be mounted here: " + e.getMessage());
    }
  }

  /**
   * Begins disks with a shell of their own, so that several threads can have some.
   *
   * @param name of their directory, which is new
   */
  Disks disks(String name) throws IOException {
    return Disks.in(Files.createDirectory(directory.resolve(name)));
  }

  @Override
  public void close() throws IOException {
    shell.close();
  }
}
