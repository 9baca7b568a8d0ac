package io.blocktier.gateway.http;

import io.blocktier.blockstore.spi.Effects;
import io.blocktier.gateway.route.KeepAlive;
import io.blocktier.gateway.route.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends white space while an answer takes long, as S3 does. The status goes out with the first of
 * it, and whether all went well is in the document behind. For one answer.
 */
final class WhiteSpace implements KeepAlive {

  /** How long a client hears nothing at most. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(WhiteSpace.class);

  private final AnswerWriter writer;
  private final Effects effects;
  private final ReentrantLock writing = new ReentrantLock();
  private boolean over;

  WhiteSpace(AnswerWriter writer, Effects effects) {
    this.writer = writer;
    this.effects = effects;
  }

  @Override
  public Beat begin(Outcome early) {
    Future<?> task = effects.executor().submit(() -> run(early));
    return () -> end(task);
  }

  private void run(Outcome early) {
    try {
      do {
        effects.sleeper().sleep(PATIENCE);
      } while (send(early));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns false once there is nothing more to send. */
  private boolean send(Outcome early) {
    writing.lock();
    try {
      if (!over) {
        writer.keepAlive(early);
      }
      return !over;
    } catch (IOException e) {
      LOG.debug("the client of request {} has gone", early.requestId(), e);
      return false;
    } finally {
      writing.unlock();
    }
  }

  /** An interrupt does not meet a task that is writing. */
  private void end(Future<?> task) {
    writing.lock();
    try {
      over = true;
      task.cancel(true);
    } finally {
      writing.unlock();
    }
  }
}
