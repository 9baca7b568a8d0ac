package io.blocktier.blockstore.spi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * A read under way for which no thread has to wait: whoever has begun it may leave it to another
 * thread, or to nobody for a while. For one thread at a time.
 */
public interface DiskRead {

  /** Who asks the device. */
  enum Asking {
    /** A thread of the system: whoever begins the read never waits for the device. */
    BY_SYSTEM,
    /**
     * Whoever begins the read, which takes half of the processor time. If the device hangs, and its
     * queue is full or it has to be asked where the file is, then the caller hangs as well.
     */
    BY_CALLER
  }

  /**
   * Waits for the read. An interrupt does not end the wait, and stays set.
   *
   * @param timeout how long at most; the wait may end earlier
   * @return whether the read has ended
   * @throws IOException if the system cannot tell; the read may be under way for ever
   */
  boolean await(Duration timeout) throws IOException;

  /**
   * Returns what was read, once the read has ended.
   *
   * @return the bytes, none at the end of the file, until this is closed; possibly fewer than were
   *     asked for
   * @throws IOException if the disk failed
   */
  ByteBuffer bytes() throws IOException;

  /** Gives back what the read took, once it has ended; it is not used again. */
  void close();
}
