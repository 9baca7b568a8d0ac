package io.blocktier.torture;

import io.blocktier.blockstore.spi.Effects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes disks in a directory of a {@link Volume}. For one thread. */
final class Disks implements AutoCloseable {

  private final Shell shell;
  private final Path directory;

  private Disks(Shell shell, Path directory) {
    this.shell = shell;
    this.directory = directory;
  }

  static Disks in(Path directory) throws IOException {
    return new Disks(new Shell(directory), directory);
  }

  /** Makes a disk, and mounts it. */
  Image image(String name, FileSystem kind, int commitSeconds) throws IOException {
    Path file = directory.resolve(name + ".img");
    shell.evaluate(Shell.line("truncate", "-s", kind.bytes(), file));
    shell.evaluate(Shell.line(kind.make(file).toArray()));
    Image image = new Image(shell, file, kind, commitSeconds);
    image.mount();
    return image;
  }

  /** Makes a place that no power cut reaches. */
  Beneath beneath(Effects effects) throws IOException {
    Path going = Files.createDirectories(directory.resolve("beneath"));
    return new Beneath(going, directory.resolve("beneath-left"), effects);
  }

  /** Unmounts what is mounted, and removes everything. */
  @Override
  public void close() throws IOException {
    shell.close();
  }
}
