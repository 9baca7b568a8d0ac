package io.blocktier.gateway.fault;

import java.time.Duration;
import java.util.Set;

/** What goes wrong with a request. */
public sealed interface Fault {

  /** On which side of the effect. */
  enum Side {
    /** Nothing is done. */
    BEFORE,
    /** All is done. */
    AFTER
  }

  /**
   * The operation begins late.
   *
   * @param delay how late
   */
  record Latency(Duration delay) implements Fault {
    /** Checks the delay. */
    public Latency {
      requirePositive(delay);
    }
  }

  /**
   * Bytes of bodies go slowly, in both directions.
   *
   * @param bytesPerSecond how many in each
   */
  record Bandwidth(long bytesPerSecond) implements Fault {
    /** Checks the rate. */
    public Bandwidth {
      if (bytesPerSecond < 1) {
        throw new IllegalArgumentException("no bandwidth: " + bytesPerSecond);
      }
    }
  }

  /**
   * The client is told of an error.
   *
   * @param status 500, 503 or 429
   * @param side whether the operation was done all the same
   */
  record Refusal(int status, Side side) implements Fault {
    private static final Set<Integer> STATUSES = Set.of(500, 503, 429);

    /** Checks the status. */
    public Refusal {
      if (!STATUSES.contains(status)) {
        throw new IllegalArgumentException("a refusal is 500, 503 or 429, not " + status);
      }
    }
  }

  /**
   * The connection is reset instead of an answer.
   *
   * @param side whether the operation was done all the same
   */
  record Reset(Side side) implements Fault {}

  /**
   * The connection ends within the body of the answer.
   *
   * @param bytes how many bytes of the body are sent, 1 or more, if it has more
   */
  record Truncation(long bytes) implements Fault {
    /** Checks the number. */
    public Truncation {
      if (bytes < 1) {
        throw new IllegalArgumentException("what has no byte is a reset: " + bytes);
      }
    }
  }

  /** Nothing is done, and the answer is 200 with an error as its document. */
  record ErrorInAnswer() implements Fault {}

  /** The user metadata of a request is lost. */
  record LostMetadata() implements Fault {}

  /**
   * The conditions of a write are judged, and later, whatever became of the object, it is done.
   *
   * @param window how much later
   */
  record LooseConditions(Duration window) implements Fault {
    /** Checks the window. */
    public LooseConditions {
      requirePositive(window);
    }
  }

  /**
   * Listings are answered as they were a while ago. A gateway remembers at most {@value
   * #MAX_REMEMBERED} of them; where it remembers none the answer is true.
   *
   * @param lag how old an answer may be
   */
  record StaleListing(Duration lag) implements Fault {
    /** How many listings are remembered. */
    public static final int MAX_REMEMBERED = 1000;

    /** Checks the lag. */
    public StaleListing {
      requirePositive(lag);
    }
  }

  /**
   * The answer stops half-way through its body for a while, or ahead of it where it has none.
   *
   * @param bound how long
   */
  record Stall(Duration bound) implements Fault {
    /** Checks the bound. */
    public Stall {
      requirePositive(bound);
    }
  }

  private static void requirePositive(Duration duration) {
    if (!duration.isPositive()) {
      throw new IllegalArgumentException("a fault takes some time, not " + duration);
    }
  }
}
