package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.StoreClosedException;
import org.jspecify.annotations.Nullable;

/**
 * Closes a store in order: from {@link #close()} on, new calls fail with {@link
 * StoreClosedException}, those under way may come to their end within {@link
 * LifecyclePolicy#drainTimeout()}, then the store beneath is closed. Whatever a call still under
 * way meets from that moment on becomes a {@link StoreClosedException} with the cause attached.
 *
 * <p>Listings and uploads that were handed out obey the same rule; closing them stays legal. To be
 * the outermost layer, so that an operation made of many calls beneath is one call here.
 */
public final class LifecycleBlockStore extends InterceptingBlockStore {

  private final LifecyclePolicy policy;
  private final InFlight inFlight = new InFlight();
  private volatile boolean closingInner;

  /**
   * Wraps a store.
   *
   * @param inner the store to close in order
   * @param policy the bound on waiting
   */
  public LifecycleBlockStore(BlockStore inner, LifecyclePolicy policy) {
    super(inner);
    this.policy = policy;
  }

  @Override
  public void close() throws BlockStoreException {
    if (inFlight.close()) {
      inFlight.awaitDrained(policy.drainTimeout());
      closingInner = true;
      inner().close();
    }
  }

  @Override
  <T> T run(Call call, Call.Action<T> action) throws BlockStoreException {
    if (!inFlight.enter()) {
      throw closed(call, "the store is closed", null);
    }
    try {
      return action.run();
    } catch (StoreClosedException e) {
      throw e;
    } catch (BlockStoreException | RuntimeException e) {
      if (closingInner) {
        throw closed(call, "the store was closed during the call", e);
      }
      throw e;
    } finally {
      inFlight.exit();
    }
  }

  private StoreClosedException closed(Call call, String detail, @Nullable Throwable cause) {
    return new StoreClosedException(
        call.failure(this, detail).remedy("open the store again"), cause);
  }
}
