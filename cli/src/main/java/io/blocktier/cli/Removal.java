package io.blocktier.cli;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.DeleteReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The removal of what one argument means. Listing and deleting overlap: batches are deleted while
 * the next pages are fetched.
 *
 * @param target the store
 * @param selection what goes
 * @param options the condition
 * @param dryRun whether nothing really goes
 * @param force whether it is fine that nothing is there
 */
record Removal(
    Target target, Selection selection, DeleteOptions options, boolean dryRun, boolean force) {

  /** How many keys one request deletes at most, the limit of S3. */
  static final int BATCH = 1000;

  void run(Session session, Results results, Workers workers)
      throws BlockStoreException, InterruptedException {
    if (selection instanceof Selection.One(BlockKey key)) {
      workers.submit(() -> tryRemoveOne(session, key, results));
    } else if (dryRun) {
      requireSome(pretendAll(session, results));
    } else {
      requireSome(removeAll(results, workers));
    }
  }

  private void tryRemoveOne(Session session, BlockKey key, Results results) {
    try {
      removeOne(session, key, results);
    } catch (BlockStoreException e) {
      results.failed(e);
    }
  }

  /** Deleting is idempotent; a user who mistyped a key wants to know. */
  private void removeOne(Session session, BlockKey key, Results results)
      throws BlockStoreException {
    boolean unasked = force || options.ifMatch().isPresent();
    OptionalLong size =
        unasked && !dryRun ? OptionalLong.empty() : OptionalLong.of(store().stat(key).size());
    if (dryRun) {
      pretend(session, key, size, results);
    } else {
      store().delete(key, options);
      results.done(size.orElse(0), json(key, size));
    }
  }

  private long pretendAll(Session session, Results results)
      throws BlockStoreException, InterruptedException {
    Counter found = new Counter();
    selection.forEach(
        store(),
        block -> {
          found.count++;
          pretend(session, block.key(), block.size(), results);
        });
    return found.count;
  }

  private void pretend(Session session, BlockKey key, OptionalLong size, Results results) {
    if (!session.options().json()) {
      session.out().line(key.value());
    }
    results.done(size.orElse(0), json(key, size));
  }

  private long removeAll(Results results, Workers workers)
      throws BlockStoreException, InterruptedException {
    Counter found = new Counter();
    List<Selection.Selected> batch = new ArrayList<>(BATCH);
    selection.forEach(
        store(),
        block -> {
          found.count++;
          batch.add(block);
          if (batch.size() == BATCH) {
            submit(batch, results, workers);
          }
        });
    if (!batch.isEmpty()) {
      submit(batch, results, workers);
    }
    return found.count;
  }

  private void submit(List<Selection.Selected> batch, Results results, Workers workers)
      throws InterruptedException {
    results.requireHope();
    List<Selection.Selected> blocks = List.copyOf(batch);
    batch.clear();
    workers.submit(() -> delete(blocks, results));
  }

  private void delete(List<Selection.Selected> blocks, Results results) {
    try {
      DeleteReport report =
          store().deleteAll(blocks.stream().map(Selection.Selected::key).toList());
      report.failures().values().forEach(results::failed);
      blocks.stream()
          .filter(block -> !report.failures().containsKey(block.key()))
          .forEach(block -> results.done(block.size().orElse(0), json(block.key(), block.size())));
    } catch (BlockStoreException e) {
      results.failed(e);
    }
  }

  private void requireSome(long found) {
    if (found == 0 && !force) {
      throw new CommandException(
          ExitCode.NOT_FOUND,
          String.format(Locale.ROOT, "nothing is found at '%s'", target.argument()),
          "add -f if that is fine");
    }
  }

  private BlockStore store() {
    return target.store();
  }

  private Map<String, Object> json(BlockKey key, OptionalLong size) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(dryRun ? "would_remove" : "removed", key.value());
    size.ifPresent(bytes -> json.put("size", bytes));
    return json;
  }

  /** Counts in a lambda, in one thread. */
  private static final class Counter {
    private long count;
  }
}
