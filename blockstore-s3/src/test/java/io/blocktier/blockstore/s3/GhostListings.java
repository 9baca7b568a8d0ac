package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/** Lists blocks while they come and go, and looks for some that are listed though they are gone. */
final class GhostListings {

  private static final int CHURNERS = 4;
  private static final int LISTERS = 3;
  private static final int ROUNDS = 25;
  private static final int KEYS = 10;
  private static final KeyPrefix PREFIX = KeyPrefix.of("lack/ghosts/");

  private final BlockStore store;
  private final ExecutorService executor;
  private final AtomicInteger churning = new AtomicInteger(CHURNERS);
  private final AtomicBoolean met = new AtomicBoolean();

  GhostListings(BlockStore store, ExecutorService executor) {
    this.store = new ListingWitness(store);
    this.executor = executor;
  }

  boolean none() throws BlockStoreException {
    List<Future<?>> tasks = new ArrayList<>();
    for (int i = 0; i < CHURNERS; i++) {
      int churner = i;
      tasks.add(executor.submit(() -> churn(churner)));
    }
    for (int i = 0; i < LISTERS; i++) {
      tasks.add(executor.submit(this::look));
    }
    for (Future<?> task : tasks) {
      await(task);
    }
    return !met.get();
  }

  private @Nullable Void churn(int churner) throws BlockStoreException {
    try {
      for (int i = 0; i < ROUNDS && !met.get(); i++) {
        comeAndGo(churner);
      }
      return null;
    } finally {
      churning.decrementAndGet();
    }
  }

  private void comeAndGo(int churner) throws BlockStoreException {
    List<BlockKey> keys = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      keys.add(BlockKey.of(PREFIX.value() + i + "-" + churner));
      Blocks.write(store, keys.getLast(), new byte[1]);
    }
    Blocks.delete(store, keys.removeFirst());
    store.deleteAll(keys).orThrow();
  }

  private @Nullable Void look() throws BlockStoreException {
    while (churning.get() > 0 && !met.get()) {
      try (BlockListing listing = store.list(ListOptions.under(PREFIX).withPageSize(12))) {
        listing.forEachRemaining((ListEntry _) -> {});
      } catch (TestAbortedException ghost) {
        met.set(true);
      }
    }
    return null;
  }

  private static void await(Future<?> task) throws BlockStoreException {
    try {
      task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BlockStoreException failed) {
        throw failed;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
