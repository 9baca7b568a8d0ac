package io.blocktier.segments.tiering;

import io.blocktier.segments.manifest.Tier;
import java.util.concurrent.atomic.LongAdder;

/** Adds up what moves do. Thread-safe. */
final class FigureCounter {

  private final LongAdder archived = new LongAdder();
  private final LongAdder restored = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder bytesServerSide = new LongAdder();
  private final LongAdder bytesThroughClient = new LongAdder();
  private final LongAdder bytesReadToVerify = new LongAdder();
  private final LongAdder verifiedByStore = new LongAdder();
  private final LongAdder verifiedByReading = new LongAdder();

  /** Bytes count when they were copied, whether the move succeeds or not. */
  void copied(Route route, long bytes) {
    switch (route) {
      case SERVER_SIDE -> bytesServerSide.add(bytes);
      case THROUGH_CLIENT -> bytesThroughClient.add(bytes);
    }
  }

  void verified(CopyCheck check, long bytes) {
    switch (check) {
      case BY_STORE -> verifiedByStore.increment();
      case BY_READING -> {
        verifiedByReading.increment();
        bytesReadToVerify.add(bytes);
      }
    }
  }

  void ended(MoveOutcome outcome) {
    switch (outcome) {
      case MoveOutcome.Moved moved ->
          (moved.target().tier() == Tier.COLD ? archived : restored).increment();
      case MoveOutcome.Failed _ -> failed.increment();
      case MoveOutcome.Skipped _ -> {}
    }
  }

  MoveFigures figures() {
    return new MoveFigures(
        archived.sum(),
        restored.sum(),
        failed.sum(),
        bytesServerSide.sum(),
        bytesThroughClient.sum(),
        bytesReadToVerify.sum(),
        verifiedByStore.sum(),
        verifiedByReading.sum());
  }
}
