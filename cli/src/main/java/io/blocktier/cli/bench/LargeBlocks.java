package io.blocktier.cli.bench;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.LatencyHistogram;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Moves large blocks, more and more at a time, until that brings nothing any more.
 *
 * @param store without retries, and without a limit of its own
 * @param plan how many, and how large
 * @param effects clock, randomness and threads
 * @param progress is told what is about to be done
 */
record LargeBlocks(BlockStore store, StorePlan plan, Effects effects, Consumer<String> progress) {

  /** A level that brings less than this more than the one before is the last. */
  private static final double GROWTH = 1.1;

  private static final double MOST_FAILURES = 0.05;
  private static final Duration PAUSE = Duration.ofMillis(100);

  private interface Move {
    long run(int member) throws BlockStoreException;
  }

  List<StoreLevel> write() throws BlockStoreException, InterruptedException {
    byte[] bytes = new byte[plan.blockBytes()];
    effects.random().nextBytes(bytes);
    Content content = Content.of(bytes);
    return rise(
        "writes",
        plan.levels(),
        _ ->
            member -> {
              store.write(key(member), content, WriteOptions.DEFAULT);
              return bytes.length;
            });
  }

  /** Reads what was written at a level; those above it were never written. */
  List<StoreLevel> read(List<StoreLevel> written) throws BlockStoreException, InterruptedException {
    int most = written.getLast().concurrency();
    List<Integer> levels = plan.levels().stream().filter(level -> level <= most).toList();
    for (int member = 0; member < most; member++) { // a failure may have kept it from being there
      BlockKey key = key(member);
      if (Blocks.find(store, key).isEmpty()) {
        store.write(key, Content.of(new byte[plan.blockBytes()]), WriteOptions.DEFAULT);
      }
    }
    return rise("reads", levels, this::readers);
  }

  private Move readers(int level) {
    List<ByteBuffer> targets = new ArrayList<>();
    for (int i = 0; i < level; i++) {
      targets.add(ByteBuffer.allocate(plan.blockBytes()));
    }
    return member -> store.read(key(member), ByteRange.ALL, targets.get(member).clear()).length();
  }

  private interface Mover {
    Move at(int level);
  }

  private List<StoreLevel> rise(String what, List<Integer> levels, Mover mover)
      throws BlockStoreException, InterruptedException {
    List<StoreLevel> done = new ArrayList<>();
    double most = 0;
    for (int level : levels) {
      progress.accept(what + ", " + level + " at a time");
      StoreLevel now = level(level, mover.at(level));
      done.add(now);
      double rate = now.times().byteRate();
      boolean spoiled = now.failures() > MOST_FAILURES * (now.times().calls() + now.failures());
      if (spoiled || rate < GROWTH * most) {
        break;
      }
      most = rate;
    }
    return done;
  }

  private StoreLevel level(int level, Move move) throws BlockStoreException, InterruptedException {
    LatencyHistogram histogram = new LatencyHistogram();
    AtomicLong bytes = new AtomicLong();
    Tally tally = new Tally();
    long start = effects.ticker().nanos();
    Crew.work(
        effects.executor(),
        level,
        member -> {
          Tally.Streak streak = tally.streak();
          long begun = effects.ticker().nanos();
          do {
            try {
              bytes.addAndGet(move.run(member));
              streak.succeeded();
              histogram.record(effects.ticker().nanos() - begun);
            } catch (BlockStoreException e) {
              streak.failed(e);
              effects.sleeper().sleep(PAUSE);
            }
            begun = effects.ticker().nanos();
          } while (begun - start < plan.length().toNanos()
              && !Thread.currentThread().isInterrupted());
        });
    return new StoreLevel(
        level,
        CallTimes.of(histogram, bytes.get(), effects.ticker().nanos() - start),
        tally.failures(),
        tally.throttled());
  }

  private BlockKey key(int member) {
    return BlockKey.of(plan.folder().value() + "large/" + member);
  }
}
