package io.blocktier.torture;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Recovers from the last kill, audits what is left, and writes until the next. */
final class KillWork {

  static final String NAME = "kill";

  private static final int BLOCKS = 100_000;

  private final KillStack stack;
  private final Path log;
  private final long seed;
  private final Effects effects;
  private final Consumer<String> out;
  private final Histories histories = new Histories(KillLane.KEYS);

  KillWork(KillStack stack, Path log, long seed, Effects effects, Consumer<String> out) {
    this.stack = stack;
    this.log = log;
    this.seed = seed;
    this.effects = effects;
    this.out = out;
  }

  /** Returns the exit status: there is none, unless something is wrong. */
  int run() {
    try {
      AuditLog.replay(log, histories);
      Subject.Opened opened = stack.open(effects);
      AuditLog notes = AuditLog.open(log);
      notes.found(audit(opened.store()));
      out.accept(Worker.READY);
      write(opened.store(), notes);
      return 0;
    } catch (AuditException
        | IOException
        | ConfigException
        | ExecutionException
        | InterruptedException
        | RuntimeException e) {
      out.accept(Worker.FOUND + e);
      return 1;
    }
  }

  private Map<String, Long> audit(BlockStore store) throws AuditException, BlockStoreException {
    var bounds = histories.bounds();
    histories.audit(store, Durability.LOCAL, bounds, bounds);
    Map<String, Long> versions = new TreeMap<>();
    for (String key : histories.keys()) {
      versions.put(key, Histories.version(store, key));
    }
    return versions;
  }

  private void write(BlockStore store, AuditLog notes)
      throws ExecutionException, InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    List<Future<?>> writers = new ArrayList<>();
    for (int writer = 0; writer < Workload.WRITERS; writer++) {
      int number = writer;
      SplittableRandom own = random.split();
      writers.add(
          effects
              .executor()
              .submit(() -> {
                for (int i = 0; i < BLOCKS; i++) {
                  change(store, Workload.name(number, own), notes, own.nextInt(20));
                }
                return true;
              }));
    }
    for (Future<?> writer : writers) {
      writer.get();
    }
  }

  private void change(BlockStore store, String name, AuditLog notes, int dice) throws IOException {
    String key = KillLane.PREFIX + name;
    boolean deletion = dice < 3;
    long number = histories.of(key).begin(deletion);
    notes.begun(key, number, deletion);
    if (deletion) {
      store.delete(BlockKey.of(key), DeleteOptions.DEFAULT);
      notes.acknowledged(key, number, Durability.LOCAL);
      return;
    }
    Durability level = Workload.level(dice);
    Content content = Content.of(Version.bytes(key, number));
    store.write(BlockKey.of(key), content, WriteOptions.DEFAULT.with(level));
    notes.acknowledged(key, number, level);
  }
}
