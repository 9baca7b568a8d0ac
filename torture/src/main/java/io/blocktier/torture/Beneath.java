package io.blocktier.torture;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Where the store beneath is, which a power cut of the cache's disk does not reach. It stands still
 * while that is copied: a machine without power sends nothing, and a store that heard of more than
 * the copy of the disk knows would be one that no power cut leaves.
 */
final class Beneath {

  static final int COMMIT_SECONDS = 300;

  private final Shell shell;
  private final Image image;
  private final Path left;

  Beneath(Shell shell, Image image, Path left) {
    this.shell = shell;
    this.image = image;
    this.left = left;
  }

  /** Returns where the stores are that go on. */
  Path going() {
    return image.mounted();
  }

  /** Returns where they are as the last cut found them. */
  Path left() {
    return left;
  }

  /** Cuts the power of a disk, and keeps a copy of the store at that moment. */
  Image cut(Image disk, String name) throws IOException {
    Path mount = image.mounted();
    String copy = Shell.line("rm", "-rf", left) + " && " + Shell.line("cp", "-a", mount, left);
    String freeze = Shell.line("fsfreeze", "--freeze", mount);
    String thaw = Shell.line("fsfreeze", "--unfreeze", mount);
    return disk.cut(name, freeze + " && { CUT && " + copy + "; " + thaw + "; }");
  }

  void delete() throws IOException {
    image.delete();
    shell.evaluate(Shell.line("rm", "-rf", left));
  }
}
