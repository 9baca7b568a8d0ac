package io.blocktier.segments;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.spi.Deadline;
import java.util.Locale;

/** Bounds the memory of records that no segment has yet. Thread-safe. */
final class Room {

  private final long maxBytes;
  private final SealProgress progress;
  private final LogHealth health;
  private long used;

  Room(long maxBytes, SealProgress progress, LogHealth health) {
    this.maxBytes = maxBytes;
    this.progress = progress;
    this.health = health;
  }

  /** Takes room, and waits for it; a batch larger than all of it has it alone. */
  void reserve(long bytes, Deadline deadline) throws BlockStoreException {
    if (take(bytes)) {
      return;
    }
    progress.want(health.appended());
    String what =
        String.format(Locale.ROOT, "%d bytes wait to be sealed, of %d at most", used(), maxBytes);
    progress.await(Operation.WRITE, () -> take(bytes), what, deadline);
  }

  private synchronized boolean take(long bytes) {
    if (used > 0 && used + bytes > maxBytes) {
      return false;
    }
    used += bytes;
    return true;
  }

  /** Takes room for what is there already. */
  synchronized void add(long bytes) {
    used += bytes;
  }

  synchronized void release(long bytes) {
    used -= bytes;
  }

  synchronized long used() {
    return used;
  }
}
