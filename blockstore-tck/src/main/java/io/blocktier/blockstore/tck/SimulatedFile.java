package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.spi.Disk;
import io.blocktier.blockstore.spi.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.random.RandomGenerator;

/** An open file of a simulated disk. */
final class SimulatedFile implements DiskFile {

  private final DiskCalls calls;
  private final Set<SimulatedFile> open;
  private final Path path;
  private final FileNode node;
  private final boolean writable;

  /** Opens a file, within a call. */
  SimulatedFile(
      DiskCalls calls, Set<SimulatedFile> open, Path path, FileNode node, Disk.Mode mode) {
    this.calls = calls;
    this.open = open;
    this.path = path;
    this.node = node;
    this.writable = mode != Disk.Mode.READ;
  }

  Path path() {
    return path;
  }

  FileNode node() {
    return node;
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    requireNotNegative(position);
    return calls.look(DiskOperation.READ, path, () -> openNode().read(target, position));
  }

  @Override
  public void write(ByteBuffer[] sources, long position) throws IOException {
    requireNotNegative(position);
    if (!writable) {
      throw new NonWritableChannelException();
    }
    calls.run(
        DiskOperation.WRITE,
        path,
        () -> write(sources, position, Long.MAX_VALUE),
        random -> write(sources, position, part(sources, random)));
  }

  private static long part(ByteBuffer[] sources, RandomGenerator random) {
    return random.nextLong(Arrays.stream(sources).mapToLong(ByteBuffer::remaining).sum() + 1);
  }

  private long write(ByteBuffer[] sources, long position, long limit) throws IOException {
    long next = position;
    for (ByteBuffer source : sources) {
      int count = (int) Math.min(source.remaining(), limit - (next - position));
      ByteBuffer written = source.slice(source.position(), count);
      openNode().write(written, next);
      next += written.position();
      source.position(source.position() + written.position());
      if (written.hasRemaining()) {
        throw new FileSystemException(path.toString(), null, "no space left on device");
      }
    }
    return next;
  }

  @Override
  public void force() throws IOException {
    calls.force(
        DiskOperation.FORCE,
        path,
        () -> openNode().force(),
        random -> openNode().failToForce(random));
  }

  @Override
  public long size() throws IOException {
    return calls.look(DiskOperation.SIZE, path, () -> openNode().size());
  }

  @Override
  public void close() throws IOException {
    if (!calls.isOff()) {
      calls.run(DiskOperation.CLOSE, path, this::closeIfOpen, _ -> closeIfOpen());
    }
  }

  private boolean closeIfOpen() {
    boolean wasOpen = open.remove(this);
    if (wasOpen) {
      node.close();
    }
    return wasOpen;
  }

  private FileNode openNode() throws ClosedChannelException {
    if (!open.contains(this)) {
      throw new ClosedChannelException();
    }
    return node;
  }

  private static void requireNotNegative(long position) {
    if (position < 0) {
      throw new IllegalArgumentException("there is no byte " + position);
    }
  }
}
