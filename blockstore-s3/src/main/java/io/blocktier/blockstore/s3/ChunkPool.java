package io.blocktier.blockstore.s3;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Arrays through which bytes go on their way into direct buffers, kept for reuse. At most one for
 * each connection is kept.
 */
final class ChunkPool {

  private static final int CHUNK_BYTES = 64 << 10;

  private final BlockingQueue<byte[]> idle;

  ChunkPool(int most) {
    this.idle = new ArrayBlockingQueue<>(most);
  }

  byte[] take() {
    byte[] chunk = idle.poll();
    return chunk == null ? new byte[CHUNK_BYTES] : chunk;
  }

  void giveBack(byte[] chunk) {
    boolean kept = idle.offer(chunk);
    assert kept || idle.remainingCapacity() == 0 : "a pool with room refused a chunk";
  }
}
