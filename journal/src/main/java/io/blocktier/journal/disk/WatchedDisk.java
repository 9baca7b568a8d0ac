package io.blocktier.journal.disk;

import io.blocktier.blockstore.spi.Disk;
import io.blocktier.blockstore.spi.DiskFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A disk each of whose calls a {@link DiskWatch} knows. Where the caller is no task of the watch,
 * one makes the call for it, and goes on with it when the caller has given up: so whoever changes
 * something in several steps does it in a task, and a step never meets the rest of an earlier try.
 */
public final class WatchedDisk implements Disk {

  private static final Logger LOG = LoggerFactory.getLogger(WatchedDisk.class);

  private final Disk disk;
  private final DiskWatch watch;
  private final ReadBuffers buffers = new ReadBuffers();

  /**
   * Watches a disk.
   *
   * @param disk what is called
   * @param watch knows the calls
   */
  public WatchedDisk(Disk disk, DiskWatch watch) {
    this.disk = disk;
    this.watch = watch;
  }

  private <T> T call(String what, Path path, DiskWatch.Task<T> call) throws IOException {
    return watch.run(() -> watch.call(what, path, call));
  }

  private void step(String what, Path path, DiskWatch.Step step) throws IOException {
    call(
        what,
        path,
        () -> {
          step.run();
          return true;
        });
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    step("creating", directory, () -> disk.createDirectory(directory));
  }

  @Override
  public List<String> names(Path directory) throws IOException {
    return call("listing", directory, () -> disk.names(directory));
  }

  @Override
  public DiskFile open(Path file, Mode mode) throws IOException {
    DiskFile opened =
        watch.run(
            () -> watch.call("opening", file, () -> disk.open(file, mode)), WatchedDisk::close);
    return new WatchedFile(opened, file, watch, buffers);
  }

  /** Nobody waits for the file any more, and nothing was written to it. */
  private static void close(DiskFile file) {
    try {
      file.close();
    } catch (IOException e) {
      LOG.warn("a file that was opened too late does not close", e);
    }
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    step("renaming", from, () -> disk.rename(from, to));
  }

  @Override
  public boolean delete(Path file) throws IOException {
    return call("deleting", file, () -> disk.delete(file));
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    step("forcing", directory, () -> disk.forceDirectory(directory));
  }

  @Override
  public long usableBytes(Path directory) throws IOException {
    return call("measuring", directory, () -> disk.usableBytes(directory));
  }

  @Override
  public Optional<Lock> tryLock(Path file) throws IOException {
    return call("locking", file, () -> disk.tryLock(file));
  }
}
