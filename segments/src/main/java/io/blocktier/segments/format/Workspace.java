package io.blocktier.segments.format;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * What it takes to make or to open a frame, kept from one to the next: buffers that grow to what
 * frames need, and the state of checksums. Used by one thread at a time.
 */
final class Workspace {

  final BoundChecksum checksum = new BoundChecksum();
  final Sha256 sha = new Sha256();
  final RecordView view = new RecordView();

  private byte[] stored = new byte[0];
  private byte[] raw = new byte[0];
  private byte[] hashes = new byte[2 * Sha256.BYTES];

  /** Returns an array of at least some bytes, for a frame as it is stored. */
  byte[] stored(int bytes) {
    stored = atLeast(bytes, stored);
    return stored;
  }

  /** Returns an array of at least some bytes, for a frame before compression. */
  byte[] raw(int bytes) {
    raw = atLeast(bytes, raw);
    return raw;
  }

  /** Returns an array with room for some hashes, two at least. */
  byte[] hashes(int count) {
    hashes = atLeast(Math.multiplyExact(count, Sha256.BYTES), hashes);
    return hashes;
  }

  private static byte[] atLeast(int bytes, byte[] array) {
    return array.length >= bytes ? array : new byte[bytes];
  }

  /** Workspaces, and arrays of batches, that wait for their next use. Thread-safe. */
  static final class Pool {

    /** How many wait; who finds none gets a new one. */
    private static final int MAX_IDLE = 16;

    /** One that a long value made larger is let go. */
    private static final int MAX_IDLE_BYTES = 1 << 20;

    private final BlockingQueue<Workspace> idle = new ArrayBlockingQueue<>(MAX_IDLE);
    private final BatchBuffers batches = new BatchBuffers();

    BatchBuffers batches() {
      return batches;
    }

    Workspace take() {
      Workspace workspace = idle.poll();
      return workspace == null ? new Workspace() : workspace;
    }

    void give(Workspace workspace) {
      if (workspace.stored.length + workspace.raw.length <= MAX_IDLE_BYTES) {
        idle.offer(workspace);
      }
    }
  }
}
