package io.blocktier.torture;

import io.blocktier.blockstore.spi.Disk;
import io.blocktier.blockstore.spi.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The disk of this machine, less some syncs.
 *
 * @param real the disk
 * @param left tells by the name of a file or directory which sync is left out
 */
record DiskWithoutSync(Disk real, Predicate<String> left) implements Disk {

  private boolean isLeft(Path path) {
    return left.test(String.valueOf(path.getFileName()));
  }

  @Override
  public DiskFile open(Path file, Mode mode) throws IOException {
    DiskFile open = real.open(file, mode);
    return isLeft(file) ? new Unforced(open) : open;
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    if (!left.test("directory")) {
      real.forceDirectory(directory);
    }
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    real.createDirectory(directory);
  }

  @Override
  public List<String> names(Path directory) throws IOException {
    return real.names(directory);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    real.rename(from, to);
  }

  @Override
  public boolean delete(Path file) throws IOException {
    return real.delete(file);
  }

  @Override
  public long usableBytes(Path directory) throws IOException {
    return real.usableBytes(directory);
  }

  @Override
  public Optional<Lock> tryLock(Path file) throws IOException {
    return real.tryLock(file);
  }

  /** A file that keeps the name it was opened by, also where it was renamed since. */
  private record Unforced(DiskFile file) implements DiskFile {

    @Override
    public void force() {}

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      return file.read(target, position);
    }

    @Override
    public void write(ByteBuffer[] sources, long position) throws IOException {
      file.write(sources, position);
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
