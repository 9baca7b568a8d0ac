package io.blocktier.cli;

import io.blocktier.blockstore.spi.Ticker;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One line on the terminal that says how far long work has come. It is painted by whoever does the
 * work, so that it needs no thread; not before {@link #PATIENCE}, at most once per {@link
 * #INTERVAL}, and gone at the end. Thread-safe.
 */
final class Progress {

  static final Duration PATIENCE = Duration.ofMillis(500);
  static final Duration INTERVAL = Duration.ofMillis(100);

  private static final String CLEAR_LINE = "\r\u001b[K";

  private final OutputStream terminal;
  private final boolean enabled;
  private final int width;
  private final Ticker ticker;
  private final String label;
  private final long start;
  private final AtomicLong nextPaint;
  private final AtomicLong blocks = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong expectedBytes = new AtomicLong();
  private volatile boolean complete;
  private boolean painted;

  /** Starts to watch; paints only where it is enabled. */
  Progress(Console console, boolean enabled, Ticker ticker, String label) {
    this.terminal = console.err();
    this.width = console.width();
    this.enabled = enabled;
    this.ticker = ticker;
    this.label = label;
    this.start = ticker.nanos();
    this.nextPaint = new AtomicLong(start + PATIENCE.toNanos());
  }

  /** Adds to the whole. */
  void expect(long moreBytes) {
    expectedBytes.addAndGet(moreBytes);
  }

  /** Says that the whole is known: from now on there is a bar, and a time of arrival. */
  void expectNoMore() {
    complete = true;
  }

  void addBytes(long count) {
    bytes.addAndGet(count);
    paintWhenDue();
  }

  void addBlocks(long count) {
    blocks.addAndGet(count);
    paintWhenDue();
  }

  long nanos() {
    return ticker.nanos() - start;
  }

  /** Prints a line on standard error where the bar may be standing. */
  synchronized void interject(String line) {
    clear();
    print(line + "\n");
  }

  synchronized void clear() {
    if (painted) {
      painted = false;
      print(CLEAR_LINE);
    }
  }

  private void paintWhenDue() {
    long now = ticker.nanos();
    long due = nextPaint.get();
    if (enabled && now - due >= 0 && nextPaint.compareAndSet(due, now + INTERVAL.toNanos())) {
      paint(now - start);
    }
  }

  private synchronized void paint(long nanos) {
    painted = true;
    String text = text(nanos);
    print(CLEAR_LINE + text.substring(0, Math.min(text.length(), width - 1)));
  }

  private String text(long nanos) {
    long done = bytes.get();
    long whole = expectedBytes.get();
    if (complete && whole > 0) {
      return String.format(
          Locale.ROOT,
          "%s %s of %s  %s  %s",
          ProgressBar.draw(label, done, whole),
          Units.bytes(done),
          Units.bytes(whole),
          Units.byteRate(done, nanos),
          ProgressBar.arrival(done, whole, nanos));
    }
    String counted =
        String.format(
            Locale.ROOT,
            "%s  %s (%s)",
            label,
            Units.blocks(blocks.get()),
            Units.blockRate(blocks.get(), nanos));
    return done == 0
        ? counted
        : counted
            + String.format(
                Locale.ROOT, "  %s (%s)", Units.bytes(done), Units.byteRate(done, nanos));
  }

  /** A terminal that went away takes no progress; the work goes on. */
  private void print(String text) {
    try {
      terminal.write(text.getBytes(StandardCharsets.UTF_8));
      terminal.flush();
    } catch (IOException _) {
      painted = false;
    }
  }
}
