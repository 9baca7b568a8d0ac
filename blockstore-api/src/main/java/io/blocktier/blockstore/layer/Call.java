package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.spi.BlockFile;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One call of a store, a listing or an upload, as a layer sees it.
 *
 * @param operation what is asked
 * @param key the block concerned, or null where there is none
 * @param bytesSent the payload that the caller hands over
 */
record Call(Operation operation, @Nullable BlockKey key, long bytesSent) {

  /** What a call does. */
  @FunctionalInterface
  interface Action<T> {
    T run() throws BlockStoreException;
  }

  /** What a call without a result does. */
  @FunctionalInterface
  interface Step {
    void run() throws BlockStoreException;
  }

  /** The result of a {@link Step}. */
  enum Done {
    DONE
  }

  static Action<Done> done(Step step) {
    return () -> {
      step.run();
      return Done.DONE;
    };
  }

  static Call of(Operation operation) {
    return new Call(operation, null, 0);
  }

  static Call of(Operation operation, BlockKey key) {
    return new Call(operation, key, 0);
  }

  static long bytesReceived(Object result) {
    return switch (result) {
      case BlockRead read -> read.length();
      case Optional<?> opened when opened.orElse(null) instanceof BlockFile file ->
          file.range().length();
      default -> 0;
    };
  }

  Failure failure(BlockStore store, String detail) {
    return new Failure(name(store), operation, key, detail, "");
  }

  /** Whoever reads an error knows the store, and not the layers around it. */
  static String name(BlockStore store) {
    return innermost(store).toString();
  }

  /** Returns the store that does the work. */
  static BlockStore innermost(BlockStore store) {
    BlockStore innermost = store;
    while (innermost instanceof ForwardingBlockStore layer) {
      innermost = layer.inner();
    }
    return innermost;
  }
}
