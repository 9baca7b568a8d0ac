package io.blocktier.blockstore.local;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.StoreUnavailableException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Runs calls, with their errors translated; none that changes anything after a sync was lost. */
final class Calls {

  private final Object store;
  private final LocalErrors errors;
  private volatile boolean syncLost;

  Calls(Object store, LocalErrors errors) {
    this.store = store;
    this.errors = errors;
  }

  /** What a call does. */
  @FunctionalInterface
  interface Body<T> {
    T run() throws IOException;
  }

  /** Runs a call that changes nothing. */
  <T> T look(Operation operation, @Nullable BlockKey key, Body<T> body) throws BlockStoreException {
    try {
      return body.run();
    } catch (IOException e) {
      throw errors.translate(operation, key, e, LocalErrors.NOTHING);
    }
  }

  /** Runs a call that writes so many bytes. */
  <T> T change(Operation operation, @Nullable BlockKey key, long bytes, Body<T> body)
      throws BlockStoreException {
    requireSyncs(operation, key);
    try {
      T result = body.run();
      requireNoneLostMeanwhile(operation, key);
      return result;
    } catch (IOException e) {
      syncLost |= e instanceof LostSyncException;
      throw errors.translate(operation, key, e, bytes);
    }
  }

  /** Tells whether changes are refused because something could not be forced. */
  boolean isSyncLost() {
    return syncLost;
  }

  /** The kernel reports a failed sync once: another's may have hidden that of this call. */
  private void requireNoneLostMeanwhile(Operation operation, @Nullable BlockKey key)
      throws OutcomeUnknownException {
    if (syncLost) {
      String detail = "something could not be forced meanwhile";
      Failure failure = new Failure(store.toString(), operation, key, detail, "");
      throw new OutcomeUnknownException(
          failure.remedy("check the disk, then open the store again"), null);
    }
  }

  private void requireSyncs(Operation operation, @Nullable BlockKey key)
      throws StoreUnavailableException {
    if (syncLost) {
      String detail = "something could not be forced before, and the next sync would hide it";
      Failure failure = new Failure(store.toString(), operation, key, detail, "");
      throw new StoreUnavailableException(
          failure.remedy("check the disk, then open the store again"), null);
    }
  }
}
