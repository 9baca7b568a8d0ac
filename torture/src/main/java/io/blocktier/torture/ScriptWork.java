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
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Always does the same, and goes on where it is refused something. All on the one thread that
 * carries virtual ones, so that the n-th call of a kind is always the same one.
 */
final class ScriptWork {

  static final String NAME = "script";

  static final Set<String> KEYS = Set.of("a", "b", "dir/c");

  /** Said of each error that a caller may expect. */
  static final String REFUSED = "refused: ";

  private static final int ROUNDS = 3;

  private final KillStack stack;
  private final Path log;
  private final Effects effects;
  private final Consumer<String> out;
  private final Histories histories = new Histories(KEYS);

  ScriptWork(KillStack stack, Path log, Effects effects, Consumer<String> out) {
    this.stack = stack;
    this.log = log;
    this.effects = effects;
    this.out = out;
  }

  /** Returns the exit status. */
  int run() {
    Future<Integer> work = effects.executor().submit(this::work);
    try {
      return work.get();
    } catch (ExecutionException e) {
      out.accept(Worker.FOUND + e.getCause());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private int work() throws IOException, ConfigException {
    try (AuditLog notes = AuditLog.open(log)) {
      Subject.Opened opened = open();
      for (int round = 0; round < ROUNDS; round++) {
        write(opened.store(), notes, "a", Durability.LOCAL);
        write(opened.store(), notes, "b", Durability.MEMORY);
        write(opened.store(), notes, "dir/c", Durability.LOCAL);
        delete(opened.store(), notes, "a");
        write(opened.store(), notes, "dir/c", Durability.REMOTE);
      }
      write(opened.store(), notes, "a", Durability.LOCAL);
      return 0;
    } catch (BlockStoreException e) {
      refused(e);
      return 0;
    }
  }

  /** A second time, if need be: whoever was refused tries again. */
  private Subject.Opened open() throws BlockStoreException, ConfigException {
    try {
      return stack.open(effects);
    } catch (BlockStoreException e) {
      refused(e);
      return stack.open(effects);
    }
  }

  private void write(BlockStore store, AuditLog notes, String key, Durability level)
      throws IOException {
    long number = histories.of(key).begin(false);
    notes.begun(key, number, false);
    Content content = Content.of(Version.bytes(key, number));
    try {
      store.write(BlockKey.of(key), content, WriteOptions.DEFAULT.with(level));
      notes.acknowledged(key, number, level);
    } catch (BlockStoreException e) {
      refused(e);
    }
  }

  private void delete(BlockStore store, AuditLog notes, String key) throws IOException {
    long number = histories.of(key).begin(true);
    notes.begun(key, number, true);
    try {
      store.delete(BlockKey.of(key), DeleteOptions.DEFAULT);
      notes.acknowledged(key, number, Durability.LOCAL);
    } catch (BlockStoreException e) {
      refused(e);
    }
  }

  private void refused(BlockStoreException e) {
    out.accept(REFUSED + e.getClass().getSimpleName());
  }
}
