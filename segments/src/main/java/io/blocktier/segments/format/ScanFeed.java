package io.blocktier.segments.format;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.StoreUnavailableException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Brings the frames of a scan in batches: while one is used, the next is on its way. Holds two
 * batches at most. Not thread-safe.
 */
final class ScanFeed {

  /**
   * Frames that follow each other, as they are stored.
   *
   * @param first of them
   * @param last of them
   * @param stored begins with their bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Batch(int first, int last, byte[] stored) {

    private boolean has(int frame) {
      return frame >= first && frame <= last;
    }
  }

  private final Frames frames;
  private final int batchBytes;
  private final int last;
  private final Executor executor;
  private Batch current = new Batch(0, -1, new byte[0]);
  private byte[] spare = new byte[0];
  private @Nullable Fetch ahead;

  /** A batch on its way. */
  private static final class Fetch extends FutureTask<Batch> {

    private final int first;
    private final int last;

    private Fetch(Frames frames, int first, int last, byte[] buffer) {
      super(() -> {
        frames.fetch(first, last, buffer);
        return new Batch(first, last, buffer);
      });
      this.first = first;
      this.last = last;
    }
  }

  ScanFeed(Frames frames, int batchBytes, int last, Executor executor) {
    this.frames = frames;
    this.batchBytes = batchBytes;
    this.last = last;
    this.executor = executor;
  }

  /** Sees to it that a frame is here; frames are asked for in their order. */
  void goTo(int frame) throws BlockStoreException {
    if (current.has(frame)) {
      return;
    }
    Fetch fetch = ahead;
    ahead = null;
    if (fetch == null || frame < fetch.first || frame > fetch.last) {
      fetch = fetch(frame);
    }
    byte[] used = current.stored;
    current = await(fetch);
    spare = used;
    startNext();
  }

  /** Returns the array that has the frame that {@link #goTo} went to. */
  byte[] stored() {
    return current.stored;
  }

  /** Returns where a frame begins in that array. */
  int from(int frame) {
    return (int) (frames.table().offset(frame) - frames.table().offset(current.first));
  }

  private Fetch fetch(int first) {
    int batchLast = frames.lastWithin(batchBytes, first, last);
    int bytes = (int) frames.storedBytes(first, batchLast);
    byte[] buffer = spare.length >= bytes ? spare : new byte[bytes];
    spare = new byte[0];
    return new Fetch(frames, first, batchLast, buffer);
  }

  private void startNext() {
    if (current.last < last) {
      Fetch next = fetch(current.last + 1);
      ahead = next;
      try {
        executor.execute(next);
      } catch (RejectedExecutionException busy) {
        return; // whoever needs it reads it
      }
    }
  }

  /**
   * Waits for a batch, as long as the store lets a read take; one that nobody began is read here.
   */
  private Batch await(Fetch fetch) throws BlockStoreException {
    fetch.run();
    try {
      return fetch.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BlockStoreException known) {
        throw known;
      }
      throw new IllegalStateException("a read ahead failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      SegmentBlock block = frames.block();
      throw new StoreUnavailableException(
          Failure.of(block.store(), Operation.READ, block.key(), "interrupted during a scan")
              .remedy("scan again"),
          e);
    }
  }
}
