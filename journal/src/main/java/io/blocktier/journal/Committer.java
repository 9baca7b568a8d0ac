package io.blocktier.journal;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what is queued, batch by batch, each with one write and one force. Whoever leads calls it;
 * {@link #handOn()} is open to everybody who turns out to lead.
 */
final class Committer {

  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
  private static final int MAX_FAILURES = 2;
  private static final int MAX_YIELDS = 16;
  private static final int PART_THAT_JOINS = 4;

  private final Ledger ledger;
  private final FilePool files;
  private final JournalEffects effects;
  private final JournalId journal;
  private final Staging staging;
  private IndexBlock index = new IndexBlock();
  private @Nullable OpenSegment open;
  private int failuresInRow;
  private int joined;
  private boolean sound = true;

  Committer(Ledger ledger, FilePool files, JournalEffects effects, JournalId journal) {
    this.ledger = ledger;
    this.files = files;
    this.effects = effects;
    this.journal = journal;
    this.staging = new Staging(journal);
  }

  /** Tells, once nobody leads any more, whether every write went well. */
  boolean isSound() {
    return sound;
  }

  /** Writes what is queued, then lets somebody else lead; earlier where somebody claims it. */
  void lead() {
    try {
      while (!ledger.isClaimed() && commit()) {}
    } finally {
      handOn();
    }
  }

  /** Seals a segment, then lets somebody else lead. */
  void leadToComplete(Segment segment) {
    try {
      if (open != null && open.segment() == segment) {
        seal();
      }
    } finally {
      handOn();
    }
  }

  /** Writes everything and seals the last segment, then lets somebody else lead. */
  void leadToEnd() {
    ledger.wantAll();
    try {
      while (commit()) {}
      if (open != null) {
        seal();
      }
    } finally {
      handOn();
    }
  }

  private void seal() {
    try {
      sealOpen();
    } catch (IOException | RuntimeException e) {
      failed(List.of(), e);
    }
  }

  /** Writes one batch; returns whether there was one. */
  private boolean commit() {
    letOthersJoin();
    Batch batch = ledger.batch();
    joined = 0;
    if (batch == null) {
      return false;
    }
    try {
      write(batch);
      succeeded(batch);
    } catch (IOException | RuntimeException | Error e) {
      failed(batch.records(), e);
    }
    return true;
  }

  /**
   * Those who waited for the last batch have just been woken, and append again if they may run
   * first. A force costs much the same for one record as for many; but while it lasts, the others
   * can prepare the next batch. So the first quarter is waited for, and for a moment only: they may
   * have nothing to append.
   */
  @SuppressWarnings("ThreadPriorityCheck") // gains time, and correctness does not hang on it
  private void letOthersJoin() {
    for (int i = 0; i < MAX_YIELDS && ledger.waiting() * PART_THAT_JOINS < joined; i++) {
      Thread.yield();
    }
  }

  private void write(Batch batch) throws IOException {
    if (open != null && open.segment() != batch.segment()) {
      sealOpen();
    }
    OpenSegment target = open == null ? begin(batch.segment()) : open;
    target.write(batch);
    if (batch.last()) {
      complete(target);
    }
  }

  private OpenSegment begin(Segment segment) throws IOException {
    SegmentFile file = files.take(segment.bytes());
    ledger.begin(segment, file);
    open = new OpenSegment(segment, file, journal, staging, index);
    return open;
  }

  private void sealOpen() throws IOException {
    if (open != null) {
      open.seal();
      complete(open);
    }
  }

  private void complete(OpenSegment done) {
    open = null;
    ledger.complete(done.segment());
  }

  private void succeeded(Batch batch) {
    failuresInRow = 0;
    List<Waiter> waiters = ledger.committed(batch);
    joined = waiters.size();
    wake(waiters);
    effects.listener().durable(batch.generation());
  }

  /**
   * A segment whose write or force failed is left alone from now on. The records go to a fresh one;
   * if that fails too, who waits is told.
   */
  private void failed(List<Pending> records, Throwable cause) {
    failuresInRow++;
    sound = false;
    boolean givenUp = failuresInRow >= MAX_FAILURES && !records.isEmpty();
    if (givenUp) {
      report(ledger.fail(records, given(cause)));
    }
    if (open != null) {
      poison(open.segment(), cause);
    } else if (givenUp) {
      poison(records.getFirst().segment(), cause);
    }
  }

  private static IOException given(Throwable cause) {
    return cause instanceof DiskFullException full
        ? full
        : new IOException("the journal could not be written", cause);
  }

  /** Also one without a file, of which records were given up: what follows needs their places. */
  private void poison(Segment broken, Throwable cause) {
    open = null;
    index = new IndexBlock(); // a write that hangs may have the other one
    LOG.warn("segment {} of the journal is not written any more", broken.number(), cause);
    report(ledger.poison(broken));
    effects.listener().poisoned(broken.number());
  }

  private void report(@Nullable Loss loss) {
    if (loss != null) {
      wake(loss.waiters());
      effects.listener().failed(loss.first(), loss.last(), loss.cause());
    }
  }

  /**
   * Several are woken by a task, while the next batch comes together; unless they are virtual
   * threads, of which many are woken in the time that it takes to start one.
   */
  private void wake(List<Waiter> waiters) {
    if (waiters.size() > 1 && !waiters.stream().allMatch(Waiter::isVirtual)) {
      try {
        effects.effects().executor().execute(() -> raise(waiters));
        return;
      } catch (RejectedExecutionException e) {
        LOG.debug("no task wakes those who wait", e);
      }
    }
    raise(waiters);
  }

  private static void raise(List<Waiter> waiters) {
    waiters.forEach(waiter -> waiter.signal().raise());
  }

  /** Lets the next one lead; where no task does, the caller is it. */
  void handOn() {
    Leadership.Next next = ledger.handOn();
    if (next.waiter() != null) {
      next.waiter().signal().raise();
    } else if (next.task() && !startTask()) {
      lead();
    }
  }

  /**
   * Starts the task that leads, which the caller was told to; false if none can be started. On a
   * virtual thread, next to those who wait: to force, it lets another thread have its carrier.
   */
  boolean startTask() {
    try {
      effects.effects().executor().execute(effects.watch().task(this::lead));
      return true;
    } catch (RejectedExecutionException e) {
      LOG.debug("no task writes the journal; whoever waits does", e);
      return false;
    }
  }

  /** Lets nobody lead until somebody waits. */
  void abdicate() {
    Leadership.Next next = ledger.abdicate();
    if (next.waiter() != null) {
      next.waiter().signal().raise();
    }
  }
}
