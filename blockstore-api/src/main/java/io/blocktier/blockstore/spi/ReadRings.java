package io.blocktier.blockstore.spi;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The rings of one disk, which are there as long as one of its files is. Thread-safe. */
final class ReadRings {

  /** More reads at a time are left to threads. */
  static final int MAX_RINGS = 32;

  private final boolean known = LinuxReads.areKnown();
  private final Deque<ReadRing> idle = new ArrayDeque<>(MAX_RINGS);
  private boolean refused;
  private int rings;
  private int files;

  /** Opens a file that is there to read it by rings; null where that is not to be had. */
  @Nullable RingFile open(Path file) {
    int descriptor = known ? LinuxReads.open(file) : -1;
    if (descriptor < 0) {
      return null;
    }
    remember();
    return new RingFile(file, descriptor, this);
  }

  private synchronized void remember() {
    files++;
  }

  /** Forgets a file that is closed, and ends the rings with the last one. */
  synchronized void forget() {
    files--;
    while (files == 0 && !idle.isEmpty()) {
      end(idle.pop());
    }
  }

  /** Returns a ring, or null if there is none, or all are in use. */
  synchronized @Nullable ReadRing take() {
    if (!idle.isEmpty() || refused || rings == MAX_RINGS) {
      return idle.poll();
    }
    ReadRing ring = ReadRing.create(this);
    refused = ring == null;
    rings += refused ? 0 : 1;
    return ring;
  }

  /** Takes a ring back, whose file is open still. */
  synchronized void give(ReadRing ring) {
    idle.push(ring);
  }

  /** Ends a ring, with which no read is under way. */
  synchronized void end(ReadRing ring) {
    ring.destroy();
    rings--;
  }
}
