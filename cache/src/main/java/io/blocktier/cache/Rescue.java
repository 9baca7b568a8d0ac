package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.spi.Signals.Signal;
import io.blocktier.cache.index.IndexEntry;
import io.blocktier.journal.Damage;
import io.blocktier.journal.JournalListener;
import io.blocktier.journal.LostRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings to safety what the disk has failed: what is at risk in a segment of which nobody knows any
 * more what is on the disk, and what was given up and is in memory alone. Both are appended again,
 * the bytes verified on the way, as long as that takes. Counts what cannot be saved.
 */
final class Rescue implements JournalListener {

  private static final Logger LOG = LoggerFactory.getLogger(Rescue.class);
  private static final Duration MIN_PAUSE = Duration.ofMillis(10);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(1);
  private static final int MAX_DAMAGES = 100;

  private final CacheEffects effects;
  private final Signal stopping;
  private final Signal idle;
  private final ConcurrentSkipListSet<Long> poisoned = new ConcurrentSkipListSet<>();
  private final List<Damage> damages = new ArrayList<>();
  private @Nullable StagedBlocks staged;
  private boolean running;
  private boolean asked;
  private boolean stopped;

  Rescue(CacheEffects effects) {
    this.effects = effects;
    this.stopping = effects.signals().create();
    this.idle = effects.signals().create();
  }

  @Override
  public void poisoned(long segment) {
    LOG.warn("segment {} of the journal failed; what it holds moves elsewhere", segment);
    poisoned.add(segment);
    start();
  }

  @Override
  public void failed(long first, long last, IOException cause) {
    LOG.error(
        "records {} to {} of the journal could not be written, and are in memory at best: {}",
        first,
        last,
        cause.toString());
    start();
  }

  @Override
  public synchronized void damaged(Damage damage) {
    LOG.error("the journal is damaged: {}", damage);
    if (damages.size() < MAX_DAMAGES) {
      damages.add(damage);
    }
  }

  /** Returns what the journal could not read when it was opened; the first ones of many. */
  synchronized List<Damage> damages() {
    return List.copyOf(damages);
  }

  /** Begins, with what came up while the journal was opened. */
  void begin(StagedBlocks blocks) {
    synchronized (this) {
      staged = blocks;
    }
    if (!poisoned.isEmpty()) {
      start();
    }
  }

  private void start() {
    synchronized (this) {
      asked = true;
      if (running || stopped || staged == null) {
        return;
      }
      running = true;
    }
    try {
      effects.effects().executor().execute(this::work);
    } catch (RejectedExecutionException | VirtualMachineError e) {
      LOG.error("no task brings to safety what the disk has failed", e);
      ended();
    }
  }

  private void work() {
    Duration pause = MIN_PAUSE;
    while (goesOn()) {
      if (attempt()) {
        pause = MIN_PAUSE;
      } else {
        ask(pauses(pause));
        Duration twice = pause.multipliedBy(2);
        pause = twice.compareTo(MAX_PAUSE) < 0 ? twice : MAX_PAUSE;
      }
    }
  }

  /** Ends the work in the same moment in which nothing is asked for. */
  private synchronized boolean goesOn() {
    running = asked && !stopped;
    asked = false;
    if (!running && stopped) {
      idle.raise();
    }
    return running;
  }

  private synchronized void ended() {
    running = false;
  }

  private boolean pauses(Duration pause) {
    try {
      return !stopping.await(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private synchronized void ask(boolean again) {
    asked |= again;
  }

  /** Tries everything once; false if something is left. */
  private boolean attempt() {
    StagedBlocks blocks = blocks();
    boolean done = true;
    for (Long segment : poisoned) {
      done &= tried(() -> blocks.reclaimer().moveOut(segment) && poisoned.remove(segment));
    }
    for (LostRecord lost : blocks.lost()) {
      done &= tried(() -> blocks.appendAgain(lost));
    }
    return done;
  }

  private synchronized StagedBlocks blocks() {
    StagedBlocks blocks = staged;
    if (blocks == null) {
      throw new IllegalStateException("nothing is rescued before there is a journal");
    }
    return blocks;
  }

  @FunctionalInterface
  private interface Step {
    boolean run() throws IOException;
  }

  private static boolean tried(Step step) {
    try {
      return step.run();
    } catch (IOException e) {
      LOG.warn("the disk of the cache fails; it is tried again: {}", e.toString());
    } catch (RuntimeException e) {
      LOG.error("a defect keeps what the disk has failed from safety; it is tried again", e);
    } catch (VirtualMachineError | LinkageError e) { // above all of memory, which may be back soon
      LOG.error("what the disk has failed is not brought to safety now: {}", e.toString());
    }
    return false;
  }

  /** Tells whether something of what the disk has failed is not brought to safety yet. */
  boolean isBusy() {
    return !poisoned.isEmpty() || !blocks().lost().isEmpty();
  }

  /** Tells which blocks are in memory alone because the journal could not be written. */
  List<BlockKey> inMemoryAlone() throws IOException {
    List<BlockKey> keys = new ArrayList<>();
    StagedBlocks blocks = blocks();
    for (LostRecord lost : blocks.lost()) {
      BlockKey key = BlockKey.of(lost.key());
      Optional<IndexEntry> entry = blocks.find(key);
      if (entry.isPresent()
          && entry.get().generation() == lost.generation()
          && StagedBlocks.state(entry.get()).isAtRisk()) {
        keys.add(key);
      }
    }
    return keys;
  }

  /** Tries a last time, and does nothing more. */
  void stop(Duration patience) throws InterruptedException, TimeoutException {
    boolean waits;
    synchronized (this) {
      stopped = true;
      waits = running;
    }
    stopping.raise();
    if (waits && !idle.await(patience)) {
      throw new TimeoutException("the disk of the cache has not answered for " + patience);
    }
    attempt();
  }
}
