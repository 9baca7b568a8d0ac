package io.blocktier.blockstore.spi;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A file as it is read by rings. Its descriptor is closed behind the last read of it, so that no
 * read meets another file which has its number by then. Thread-safe.
 */
final class RingFile implements AutoCloseable {

  private final Path file;
  private final int descriptor;
  private final ReadRings rings;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Whoever opened it, and the reads under way. */
  private final AtomicInteger users = new AtomicInteger(1);

  RingFile(Path file, int descriptor, ReadRings rings) {
    this.file = file;
    this.descriptor = descriptor;
    this.rings = rings;
  }

  int descriptor() {
    return descriptor;
  }

  /** Begins a read; null where no ring takes it. */
  @Nullable DiskRead begin(int length, long position, DiskRead.Asking asking) {
    if (closed.get() || users.getAndUpdate(count -> count == 0 ? 0 : count + 1) == 0) {
      return null;
    }
    ReadRing ring = rings.take();
    if (ring == null) {
      leave();
      return null;
    }
    if (!ring.begin(this, length, position, asking)) {
      rings.end(ring);
      leave();
      return null;
    }
    return ring;
  }

  /** Begins no read any more. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      leave();
    }
  }

  /** Says that somebody needs it no more. */
  void leave() {
    if (users.decrementAndGet() == 0) {
      LinuxReads.close(descriptor);
      rings.forget();
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
