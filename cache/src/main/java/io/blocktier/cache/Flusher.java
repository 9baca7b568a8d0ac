package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.spi.Signals.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when blocks travel to the store beneath: each one at a time, in its newest version, as
 * many blocks at a time as the store takes well. A block that was written again while it travelled
 * travels again. What the store cannot take now is tried again, ever more rarely; where it takes
 * nothing, one block tries whether it does again, and the others wait.
 */
final class Flusher {

  private static final Logger LOG = LoggerFactory.getLogger(Flusher.class);

  /** What is found where nobody could look: there may be more. */
  private static final Backlog.Oldest NOTHING = new Backlog.Oldest(List.of(), false);

  private final Courier courier;
  private final CacheEffects effects;
  private final CacheOptions options;
  private final Backlog backlog;
  private final FlushQueue queue;
  private final FlushPace pace;
  private final Precedence precedence;
  private final Signal idle;
  private Signal alarm;

  /** When somebody who keeps the time looks next. */
  private long alarmAt;

  private int underWay;
  private boolean keepingTime;
  private boolean filling;
  private boolean stopped;

  Flusher(
      Courier courier,
      Backlog backlog,
      Precedence precedence,
      CacheEffects effects,
      CacheOptions options) {
    this.precedence = precedence;
    this.courier = courier;
    this.backlog = backlog;
    this.queue = new FlushQueue(effects.windows().queued());
    this.effects = effects;
    this.options = options;
    this.pace =
        new FlushPace(
            options.flushConcurrency(), options.flushBackoff(), options.flushMaxBackoff());
    this.idle = effects.signals().create();
    this.alarm = effects.signals().create();
  }

  /** A call on the store, of one block or of several deletions. */
  private record Journey(BlockKey key, long call) {}

  /** What may start: journeys, a look for more of them, somebody who keeps the time. */
  private record Start(List<Journey> journeys, boolean filling, boolean timeKeeper) {}

  /** Begins with what is to travel from before. */
  void begin() {
    synchronized (this) {
      if (!backlog.isEmpty()) {
        queue.lackSome();
      }
    }
    dispatch();
  }

  /** Sees to it that the newest version of a block gets to the store. */
  void offer(BlockKey key) {
    offer(key, false);
  }

  /** The same, before those that nobody waits for. */
  void offerUrgently(BlockKey key) {
    offer(key, true);
  }

  private void offer(BlockKey key, boolean urgent) {
    Start start;
    synchronized (this) {
      if (stopped) {
        return;
      }
      queue.offer(key, urgent);
      start = next();
    }
    carryOut(start);
  }

  synchronized FlushState state() {
    return pace.state();
  }

  /** Returns how many calls may be under way now. */
  synchronized int concurrency() {
    return pace.limit();
  }

  /** Lets nothing set out, or everything again; what is under way gets there. */
  void pause(boolean pauses) {
    synchronized (this) {
      pace.pause(pauses);
    }
    dispatch();
  }

  /** Takes no more blocks, wakes whoever waits for a moment, and awaits those under way. */
  void stop() throws InterruptedException {
    synchronized (this) {
      stopped = true;
      alarm.raise();
      raiseIfIdle();
    }
    if (!idle.await(options.patience())) {
      LOG.warn("the store has not answered for {}; its answers are lost", options.patience());
    }
  }

  private void dispatch() {
    carryOut(next());
  }

  /** Takes what may start now, and somebody who keeps the time for what may start later. */
  private synchronized Start next() {
    boolean fills = !stopped && !filling && queue.isToBeFilled();
    filling |= fills;
    long now = now();
    List<Journey> journeys = new ArrayList<>(0);
    for (Journey journey = journey(now); journey != null; journey = journey(now)) {
      journeys.add(journey);
    }
    OptionalLong moment = moment(now);
    boolean keeps = !keepingTime && moment.isPresent();
    if (keeps) {
      keepingTime = true;
    } else if (moment.isPresent() && moment.getAsLong() - alarmAt < 0) {
      alarm.raise();
    }
    return new Start(journeys, fills, keeps);
  }

  private void carryOut(Start start) {
    start.journeys().forEach(this::start);
    if (start.filling()) {
      startFilling();
    }
    if (start.timeKeeper()) {
      effects.effects().executor().execute(this::keepTime);
    }
  }

  private void start(Journey journey) {
    try {
      effects.effects().executor().execute(() -> travel(journey));
    } catch (RejectedExecutionException e) {
      end(journey, Map.of(journey.key(), new Outcome.Changed()));
      throw e;
    }
  }

  private void startFilling() {
    try {
      effects.effects().executor().execute(this::fill);
    } catch (RejectedExecutionException e) {
      endFilling(NOTHING);
      throw e;
    }
  }

  /** Takes blocks into the queue that had no room there. Outside of the lock: it takes a while. */
  private void fill() {
    Backlog.Oldest found = NOTHING;
    try {
      synchronized (this) {
        queue.beginFilling();
      }
      found = backlog.oldest(effects.windows().queued());
    } catch (IOException e) {
      LOG.warn("the index does not say what is to travel; the next offer tries again", e);
    } finally {
      endFilling(found);
    }
    if (!found.keys().isEmpty()) {
      dispatch();
    }
  }

  private synchronized void endFilling(Backlog.Oldest found) {
    queue.fill(found);
    filling = false;
    raiseIfIdle();
  }

  private @Nullable Journey journey(long now) {
    BlockKey key =
        !stopped && pace.admits(underWay, now) && !isHeldBack(now) ? queue.poll(now) : null;
    if (key == null) {
      return null;
    }
    underWay++;
    precedence.setOut(now);
    return new Journey(key, pace.started());
  }

  private boolean isHeldBack(long now) {
    return !queue.isAwaited() && precedence.holdsBack(now);
  }

  private void travel(Journey journey) {
    try {
      end(journey, courier.carry(journey.key(), this::another));
      dispatch();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end(journey, Map.of(journey.key(), new Outcome.Done()));
    }
  }

  /** Hands over one more for a journey that has begun. */
  private synchronized Optional<BlockKey> another() {
    return stopped ? Optional.empty() : Optional.ofNullable(queue.poll(now()));
  }

  private synchronized void end(Journey journey, Map<BlockKey, Outcome> outcomes) {
    judge(journey, outcomes);
    outcomes.forEach(this::note);
    underWay--;
    raiseIfIdle();
  }

  private void raiseIfIdle() {
    if (stopped && underWay == 0 && !filling) {
      idle.raise();
    }
  }

  /** What a call says about the store; a part of a batch that failed says less than the rest. */
  private void judge(Journey journey, Map<BlockKey, Outcome> outcomes) {
    Outcome.@Nullable InVain worst = null;
    for (Outcome outcome : outcomes.values()) {
      if (outcome instanceof Outcome.Delivered || outcome instanceof Outcome.Waiting) {
        pace.succeeded();
        return;
      }
      worst = outcome instanceof Outcome.InVain failure ? failure : worst;
    }
    if (worst == null) {
      pace.ended();
    } else {
      pace.failed(journey.call(), now(), worst.atLeast());
    }
  }

  private void note(BlockKey key, Outcome outcome) {
    switch (outcome) {
      case Outcome.Done _, Outcome.Delivered _ -> queue.arrived(key);
      case Outcome.Changed _ -> queue.putBack(key);
      case Outcome.Waiting waiting -> queue.delay(key, now(), waiting.pause());
      case Outcome.Hindered hindered -> {
        LOG.debug("'{}' does not get to the store now", key, hindered.reason());
        queue.delay(key, now(), pace.backoff(queue.failed(key), Duration.ZERO));
      }
      case Outcome.InVain failure -> {
        if (pace.state() == FlushState.BACKEND_DOWN) {
          queue.putLast(key);
        } else {
          queue.delay(key, now(), pace.backoff(queue.failed(key), failure.atLeast()));
        }
      }
    }
  }

  /**
   * Returns when something may start that has not, and does not wait for another: at once if its
   * time has come since somebody looked for it. What writers hold back is looked for as each of
   * them ends, or a little later.
   */
  private OptionalLong moment(long now) {
    if (stopped || pace.state() == FlushState.PAUSED) {
      return OptionalLong.empty();
    }
    if (!queue.hasReady(now)) {
      OptionalLong due = queue.nextDue();
      return due.isPresent() && pace.waitsForProbe()
          ? OptionalLong.of(Math.max(due.getAsLong(), pace.probeAt()))
          : due;
    }
    if (pace.waitsForProbe()) {
      return OptionalLong.of(pace.probeAt());
    }
    if (!pace.admits(underWay, now)) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(isHeldBack(now) ? Precedence.lookAgain(now) : now);
  }

  private void keepTime() {
    try {
      for (Signal change = prepare(); change != null; change = prepare()) {
        change.await(untilAlarm());
        dispatch();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.debug("nobody keeps the time of the flusher any more", e);
    }
  }

  /** Returns a signal of what changes from now on, or null if there is no moment to wait for. */
  private synchronized @Nullable Signal prepare() {
    OptionalLong moment = moment(now());
    keepingTime = moment.isPresent();
    alarmAt = moment.orElse(0);
    alarm = effects.signals().create();
    return keepingTime ? alarm : null;
  }

  private synchronized Duration untilAlarm() {
    return Duration.ofNanos(alarmAt - now());
  }

  private long now() {
    return effects.effects().ticker().nanos();
  }
}
