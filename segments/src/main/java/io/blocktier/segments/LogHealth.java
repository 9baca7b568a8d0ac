package io.blocktier.segments;

import io.blocktier.journal.Damage;
import io.blocktier.journal.JournalListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log says of itself. Where a force failed, nobody knows any more what is on the disk of
 * all that was appended until then: it is at risk until it is sealed.
 */
final class LogHealth implements JournalListener {

  private static final Logger LOG = LoggerFactory.getLogger(LogHealth.class);
  private static final int MAX_DAMAGES = 100;

  private final Events events;
  private final List<Damage> damages = new ArrayList<>();
  private volatile long appended;
  private volatile long durable;
  private volatile long suspect;

  LogHealth(Events events) {
    this.events = events;
  }

  /** Notes what was there when the log was opened, all of it durable. */
  void recovered(long generation) {
    appended = generation;
    durable = generation;
  }

  /** Notes a record; one at a time is appended, in the order of their generations. */
  void appended(long generation) {
    appended = generation;
  }

  /** Returns the generation of the last record. */
  long appended() {
    return appended;
  }

  /** Returns up to which generation all is written, or was given up. */
  long durable() {
    return durable;
  }

  /** Returns up to which generation the disk may have lost what it had said it had. */
  long suspect() {
    return suspect;
  }

  @Override
  public void durable(long generation) {
    durable = generation;
  }

  @Override
  public void poisoned(long segment) {
    LOG.warn("file {} of the log failed; what it holds is sealed", segment);
    doubt();
  }

  @Override
  public void failed(long first, long last, IOException cause) {
    LOG.error(
        "records {} to {} of the log could not be written: {}", first, last, cause.toString());
    doubt();
  }

  private void doubt() {
    suspect = appended;
    events.happened();
  }

  @Override
  public synchronized void damaged(Damage damage) {
    LOG.error("the log is damaged: {}", damage);
    if (damages.size() < MAX_DAMAGES) {
      damages.add(damage);
    }
  }

  /** Returns what could not be read when the log was opened; the first ones of many. */
  synchronized List<Damage> damages() {
    return List.copyOf(damages);
  }
}
