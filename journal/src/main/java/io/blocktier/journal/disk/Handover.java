package io.blocktier.journal.disk;

import io.blocktier.blockstore.spi.Signals.Signal;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A task, and what it hands to the one who waits, if that one still does. */
final class Handover<T extends @Nullable Object> implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Handover.class);

  private final DiskWatch.Task<T> task;
  private final Consumer<T> late;
  private final Signal ended;
  private @Nullable T result;
  private @Nullable Throwable failure;
  private boolean done;
  private boolean left;

  Handover(DiskWatch.Task<T> task, Consumer<T> late, Signal ended) {
    this.task = task;
    this.late = late;
    this.ended = ended;
  }

  Signal ended() {
    return ended;
  }

  @Override
  public void run() {
    try {
      T found = task.run();
      if (!finish(found, null)) {
        late.accept(found);
      }
    } catch (IOException | RuntimeException | Error e) {
      if (!finish(null, e)) {
        LOG.warn("a call to the disk failed after its caller had given up", e);
      }
    } finally {
      ended.raise();
    }
  }

  /** Keeps the result for the one who waits; false if that one has left. */
  private synchronized boolean finish(@Nullable T found, @Nullable Throwable cause) {
    result = found;
    failure = cause;
    done = true;
    return !left;
  }

  /** Waits no longer; false if the result is there. */
  synchronized boolean leave() {
    left = !done;
    return left;
  }

  /** Returns the result, once it is there. */
  @SuppressWarnings("NullAway") // a task that may return null has a type that says so
  synchronized T result() throws IOException {
    Throwable cause = failure;
    if (cause instanceof IOException e) {
      throw e;
    }
    if (cause instanceof RuntimeException e) {
      throw e;
    }
    if (cause instanceof Error e) {
      throw e;
    }
    return result;
  }
}
