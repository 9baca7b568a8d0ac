package io.blocktier.blockstore.express;

import io.blocktier.blockstore.layer.Figure;
import io.blocktier.blockstore.s3.directory.SessionListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Counts the sessions of a store. Thread-safe. */
final class SessionStatistics implements SessionListener {

  private static final String PREFIX = "sessions.";
  private static final double NANOS_PER_SECOND = 1e9;

  private final InstantSource clock;
  private long opened;
  private long failed;
  private long ended;
  private @Nullable Instant newest;

  SessionStatistics(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized void opened() {
    opened++;
    newest = clock.instant();
  }

  @Override
  public synchronized void failed() {
    failed++;
  }

  @Override
  public synchronized void ended() {
    ended++;
  }

  /** Returns the same as figures. */
  List<Figure> figures() {
    return List.of(
        count("opened", "Sessions, of which all but the first two renew others", () -> opened),
        count("failed", "Sessions that could not be opened", () -> failed),
        count(
            "ended", "Times that the server took a session no longer before its end", () -> ended),
        new Figure(
            PREFIX + "age", Figure.Kind.SECONDS, "Since the newest was opened", this::ageSeconds));
  }

  private Figure count(String name, String description, LongSupplier value) {
    return new Figure(PREFIX + name, Figure.Kind.COUNT, description, () -> locked(value));
  }

  private synchronized long locked(LongSupplier value) {
    return value.getAsLong();
  }

  private synchronized double ageSeconds() {
    return newest == null
        ? Double.NaN
        : Duration.between(newest, clock.instant()).toNanos() / NANOS_PER_SECOND;
  }

  /** Says it for people: the first sessions are opened, all others refresh them. */
  @Override
  public synchronized String toString() {
    String age =
        newest == null
            ? ""
            : ", the newest " + Duration.between(newest, clock.instant()).toSeconds() + " s old";
    return opened + " sessions opened, " + failed + " failed, " + ended + " ended early" + age;
  }
}
