package io.blocktier.blockstore.layer;

/**
 * Finds the number of calls in flight at which a store delivers most, by trying its neighbours.
 *
 * <p>The goodput at the present limit, the base, is measured over a window of calls; then a limit a
 * quarter higher or lower is tried for a window. A higher one is kept if goodput rose by {@value
 * #MIN_RISE_PERCENT} percent or more: requests that gain nothing only queue at the store. A lower
 * one is kept if goodput fell by {@value #MAX_FALL_PERCENT} percent at most. Otherwise the limit
 * steps back, and the next trial goes the other way. The base is measured anew before each trial,
 * so that a store that becomes faster or slower is followed. A refusal cuts the limit to {@value
 * #CUT_PERCENT} percent; further ones of calls that began before do not cut again.
 *
 * <p>After each change as many calls as the limit pass unmeasured: they began before. Windows in
 * which callers did not use the limit say nothing about it and change nothing.
 *
 * <p>Not thread-safe.
 */
final class HillClimb {

  static final int MIN_RISE_PERCENT = 8;
  static final int MAX_FALL_PERCENT = 4;
  static final int CUT_PERCENT = 70;
  private static final int WINDOWS_PER_LIMIT = 2;
  private static final int LEAST_WINDOW_CALLS = 20;

  private final int min;
  private final int max;
  private final Window window = new Window();
  private int base;
  private double baseGoodput;
  private int limit;
  private boolean upwards = true;
  private int begunBeforeCut;

  HillClimb(LimitPolicy policy) {
    this.min = policy.min();
    this.max = policy.max();
    this.base = policy.initial();
    this.limit = base;
  }

  int limit() {
    return limit;
  }

  /** Takes note of a call that the store served. */
  void served(long nanos, long bytes, boolean limitUsed) {
    begunBeforeCut = Math.max(0, begunBeforeCut - 1);
    window.add(nanos, bytes, limitUsed);
    if (window.calls() >= Math.max(LEAST_WINDOW_CALLS, WINDOWS_PER_LIMIT * limit)
        && window.elapsedNanos() > 0) {
      judge();
    }
  }

  /** Takes note of a call that the store throttled or did not answer in time. */
  void refused() {
    if (begunBeforeCut > 0) {
      begunBeforeCut--;
      return;
    }
    begunBeforeCut = limit - 1;
    base = Math.max(min, (int) ((long) limit * CUT_PERCENT / 100));
    baseGoodput = 0;
    upwards = true;
    moveTo(base);
  }

  /** Takes note that no call is in flight: what follows is not measured together with what was. */
  void idle() {
    window.restart(1);
  }

  private void judge() {
    double goodput = window.goodput();
    if (!window.limitWasUsed()) {
      moveTo(base);
    } else if (limit == base) {
      baseGoodput = goodput;
      tryNeighbour();
    } else {
      judgeTrial(goodput);
    }
  }

  private void judgeTrial(double goodput) {
    int percent = limit > base ? 100 + MIN_RISE_PERCENT : 100 - MAX_FALL_PERCENT;
    if (goodput * 100 >= baseGoodput * percent) {
      base = limit;
      baseGoodput = goodput;
      tryNeighbour();
    } else {
      upwards = !upwards;
      moveTo(base);
    }
  }

  private void tryNeighbour() {
    int step = Math.max(1, base / 4);
    int neighbour = Math.clamp(upwards ? base + step : base - step, min, max);
    if (neighbour == base) {
      upwards = !upwards;
    }
    moveTo(neighbour);
  }

  private void moveTo(int next) {
    window.restart(next == limit ? 0 : limit); // so many began under the old limit
    limit = next;
  }

  /** The calls that are measured together. */
  private static final class Window {

    /** What a call counts for beside its bytes, so that small calls are goodput, too. */
    private static final long BYTES_PER_CALL = 64 << 10;

    private int unmeasured = 1;
    private int calls;
    private int callsAtLimit;
    private long bytes;
    private long startNanos;
    private long endNanos;

    void restart(int skip) {
      unmeasured = skip;
      calls = 0;
      callsAtLimit = 0;
      bytes = 0;
      startNanos = endNanos;
    }

    void add(long nanos, long payload, boolean limitUsed) {
      endNanos = nanos;
      if (unmeasured > 0) {
        unmeasured--;
        startNanos = nanos;
        return;
      }
      calls++;
      callsAtLimit += limitUsed ? 1 : 0;
      bytes += payload + BYTES_PER_CALL;
    }

    int calls() {
      return calls;
    }

    long elapsedNanos() {
      return endNanos - startNanos;
    }

    boolean limitWasUsed() {
      return callsAtLimit * 2 >= calls;
    }

    double goodput() {
      return (double) bytes / (double) elapsedNanos();
    }
  }
}
