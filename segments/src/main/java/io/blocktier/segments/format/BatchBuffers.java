package io.blocktier.segments.format;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Arrays of batches that wait for the next scan: as many as one scan holds, since a fresh one is
 * filled with zeros first, and in no cache. Thread-safe.
 */
final class BatchBuffers {

  /** How many bytes wait at most: three batches of the usual size. */
  static final int MAX_IDLE_BYTES = 12 << 20;

  /** How many arrays wait at most, however short they are. */
  static final int MAX_IDLE = 16;

  private static final byte[] NONE = {};

  private final Deque<byte[]> idle = new ArrayDeque<>();
  private int idleBytes;

  /**
   * Returns an array of at least some bytes, the one that was used last if there are several.
   *
   * @param least how many it has
   * @param wanted how many a new one gets, no less
   */
  byte[] take(int least, int wanted) {
    byte[] waiting = waiting(least);
    return waiting.length > 0 ? waiting : new byte[wanted];
  }

  private synchronized byte[] waiting(int least) {
    for (Iterator<byte[]> arrays = idle.iterator(); arrays.hasNext(); ) {
      byte[] array = arrays.next();
      if (array.length >= least) {
        arrays.remove();
        idleBytes -= array.length;
        return array;
      }
    }
    return NONE;
  }

  /** Takes an array back that nobody uses any more; those used longest ago make room for it. */
  synchronized void give(byte[] array) {
    if (array.length == 0 || array.length > MAX_IDLE_BYTES) {
      return;
    }
    while (idle.size() >= MAX_IDLE || array.length > MAX_IDLE_BYTES - idleBytes) {
      idleBytes -= idle.removeLast().length;
    }
    idle.addFirst(array);
    idleBytes += array.length;
  }
}
