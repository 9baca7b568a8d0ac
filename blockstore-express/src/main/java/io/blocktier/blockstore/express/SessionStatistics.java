package io.blocktier.blockstore.express;

import io.blocktier.blockstore.s3.directory.SessionListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Counts the sessions of a store. Thread-safe. */
final class SessionStatistics implements SessionListener {

  private final InstantSource clock;
  private long opened;
  private long failed;
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

  /** Says it for people: the first sessions are opened, all others refresh them. */
  @Override
  public synchronized String toString() {
    String age =
        newest == null
            ? ""
            : ", the newest " + Duration.between(newest, clock.instant()).toSeconds() + " s old";
    return opened + " sessions opened, " + failed + " failed" + age;
  }
}
