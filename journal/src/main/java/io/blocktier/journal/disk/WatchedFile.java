package io.blocktier.journal.disk;

import io.blocktier.blockstore.spi.DiskFile;
import io.blocktier.blockstore.spi.DiskRead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** An open file of a {@link WatchedDisk}. */
final class WatchedFile implements DiskFile {

  private final DiskFile file;
  private final Path path;
  private final DiskWatch watch;
  private final ReadBuffers buffers;
  private final AtomicInteger writes = new AtomicInteger();

  WatchedFile(DiskFile file, Path path, DiskWatch watch, ReadBuffers buffers) {
    this.file = file;
    this.path = path;
    this.watch = watch;
    this.buffers = buffers;
  }

  @Override
  public boolean isInMemory(long position, int length) {
    return file.isInMemory(position, length);
  }

  /**
   * What is in memory is read on the thread of the caller, which costs no turn of another; unless
   * the file is being written, for a write may hold the lock of the file while it hangs.
   */
  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    if (watch.isWithin()) {
      return watch.call("reading", path, () -> file.read(target, position));
    }
    if (isAtHand(position, target.remaining())) {
      return file.read(target, position);
    }
    int read = 0;
    int count = -1;
    while (target.hasRemaining() && count != 0) {
      int length = Math.min(target.remaining(), ReadBuffers.BUFFER_BYTES);
      count =
          isAtHand(position + read, length)
              ? readHere(target, position + read, length)
              : readAside(target, position + read, length);
      read += count;
    }
    return read;
  }

  private boolean isAtHand(long position, int length) {
    return writes.get() == 0 && file.isInMemory(position, length);
  }

  private int readHere(ByteBuffer target, long position, int length) throws IOException {
    int limit = target.limit();
    target.limit(target.position() + length);
    try {
      return file.read(target, position);
    } finally {
      target.limit(limit);
    }
  }

  /** The disk reads by itself, or a task does. */
  private int readAside(ByteBuffer target, long position, int length) throws IOException {
    DiskRead read = watch.read(path, asking -> file.beginRead(length, position, asking));
    return read == null ? readByTask(target, position, length) : take(read, target);
  }

  private static int take(DiskRead read, ByteBuffer target) throws IOException {
    try {
      ByteBuffer bytes = read.bytes();
      int count = bytes.remaining();
      target.put(bytes);
      return count;
    } finally {
      read.close();
    }
  }

  private int readByTask(ByteBuffer target, long position, int length) throws IOException {
    ByteBuffer bytes = watch.run(() -> readInto(buffers.take(), position, length), buffers::give);
    int count = bytes.remaining();
    target.put(bytes);
    buffers.give(bytes);
    return count;
  }

  private ByteBuffer readInto(ByteBuffer buffer, long position, int length) throws IOException {
    try {
      watch.call("reading", path, () -> file.read(buffer.limit(length), position));
      return buffer.flip();
    } catch (IOException | RuntimeException e) {
      buffers.give(buffer);
      throw e;
    }
  }

  /** The sources stay as they are until the call is back, also where its caller has given up. */
  @Override
  public void write(ByteBuffer[] sources, long position) throws IOException {
    step(
        "writing",
        () -> {
          writes.incrementAndGet();
          try {
            file.write(sources, position);
          } finally {
            writes.decrementAndGet();
          }
        });
  }

  @Override
  public void force() throws IOException {
    step("forcing", file::force);
  }

  @Override
  public long size() throws IOException {
    return watch.run(() -> watch.call("measuring", path, file::size));
  }

  @Override
  public void close() throws IOException {
    step("closing", file::close);
  }

  private void step(String what, DiskWatch.Step step) throws IOException {
    watch.run(() ->
        watch.call(
            what,
            path,
            () -> {
              step.run();
              return true;
            }));
  }
}
