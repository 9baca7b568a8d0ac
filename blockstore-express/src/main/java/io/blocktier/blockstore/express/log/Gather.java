package io.blocktier.blockstore.express.log;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.spi.Signals.Signal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks several stores at once, and waits until all have answered or the time is over.
 *
 * @param <T> the answer
 */
final class Gather<T> {

  private final Map<BlockStore, T> answers = new LinkedHashMap<>();
  private final LogContext context;
  private final Signal all;
  private int open;
  private @Nullable Exception failure;

  private Gather(int stores, LogContext context) {
    this.open = stores;
    this.context = context;
    this.all = context.signals().create();
  }

  /** What a store is asked. */
  interface Question<T> {
    T ask(BlockStore store) throws BlockStoreException, AppendLogException;
  }

  static <T> Map<BlockStore, T> from(
      Collection<BlockStore> stores, int needed, LogContext context, Question<T> question)
      throws AppendLogException {
    Gather<T> gather = new Gather<>(stores.size(), context);
    for (BlockStore store : stores) {
      context.effects().executor().execute(() -> gather.ask(store, question));
    }
    return gather.await(needed);
  }

  private void ask(BlockStore store, Question<T> question) {
    try {
      answered(store, question.ask(store), null);
    } catch (BlockStoreException | AppendLogException | RuntimeException e) {
      answered(store, null, e);
    }
  }

  private synchronized void answered(BlockStore store, @Nullable T answer, @Nullable Exception e) {
    if (answer != null) {
      answers.put(store, answer);
    }
    boolean tells = e instanceof AppendLogException.Fenced;
    failure = failure == null || tells ? e : failure;
    open--;
    if (open == 0) {
      all.raise();
    }
  }

  private Map<BlockStore, T> await(int needed) throws AppendLogException {
    try {
      boolean ignored = all.await(context.options().commitTimeout());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return judge(needed);
  }

  private synchronized Map<BlockStore, T> judge(int needed) throws AppendLogException {
    if (answers.size() >= needed) {
      return new LinkedHashMap<>(answers);
    }
    if (failure instanceof AppendLogException.Fenced fenced) {
      throw fenced;
    }
    throw new AppendLogException.Unavailable(
        answers.size() + " of " + needed + " stores answered; open the log when more do", failure);
  }
}
