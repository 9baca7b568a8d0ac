package io.blocktier.blockstore.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Looks at another disk; what changes it is left to the subclass. */
abstract class ForwardingDisk implements Disk {

  final Disk disk;

  ForwardingDisk(Disk disk) {
    this.disk = disk;
  }

  @Override
  public FileChannel open(Path file, Access access) throws IOException {
    return disk.open(file, access);
  }

  @Override
  public FileChannel openToWrite(Path file, Access access) throws IOException {
    return disk.openToWrite(file, access);
  }

  /** Every look at a file goes through the other operations. */
  @Override
  public @Nullable Glance glance(Path file) {
    return null;
  }

  @Override
  public boolean anyName(Path directory, NameTest test) throws IOException {
    return disk.anyName(directory, test);
  }

  @Override
  public boolean isEmpty(Path directory) throws IOException {
    return disk.isEmpty(directory);
  }

  @Override
  public @Nullable Status status(Path path) throws IOException {
    return disk.status(path);
  }

  @Override
  public byte @Nullable [] attribute(Path file) throws IOException {
    return disk.attribute(file);
  }

  @Override
  public Path real(Path path) throws IOException {
    return disk.real(path);
  }

  @Override
  public long usableBytes(Path path) throws IOException {
    return disk.usableBytes(path);
  }
}
