package io.blocktier.gateway.listing;

import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.gateway.attribute.Attributes;
import io.blocktier.gateway.attribute.StoredObject;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Looks at many objects, a few at a time. Thread-safe. */
final class Lookups {

  private static final int TASKS = 8;

  /** Below, one thread is done before others have begun. */
  private static final int FEW = 4;

  private final BlockStore store;
  private final Attributes attributes;
  private final Effects effects;

  Lookups(BlockStore store, Attributes attributes, Effects effects) {
    this.store = store;
    this.attributes = attributes;
    this.effects = effects;
  }

  /** Returns the objects of blocks that a listing had, in their order; empty for those gone. */
  List<Optional<StoredObject>> all(List<BlockStat> listed) throws IOException {
    List<Optional<StoredObject>> found = new ArrayList<>();
    listed.forEach(stat -> found.add(Optional.empty()));
    AtomicInteger next = new AtomicInteger();
    if (listed.size() <= FEW) {
      work(listed, found, next);
      return found;
    }
    List<Future<?>> tasks = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      tasks.add(
          effects
              .executor()
              .submit(
                  () -> {
                    work(listed, found, next);
                    return true;
                  }));
    }
    for (Future<?> task : tasks) {
      await(task);
    }
    return found;
  }

  private void work(
      List<BlockStat> listed, List<Optional<StoredObject>> found, AtomicInteger next)
      throws IOException {
    for (int i = next.getAndIncrement(); i < listed.size(); i = next.getAndIncrement()) {
      found.set(i, look(listed.get(i)));
    }
  }

  /** Many listings carry no metadata. */
  private Optional<StoredObject> look(BlockStat stat) throws IOException {
    try {
      return Optional.of(
          attributes.of(stat.metadata().isEmpty() ? store.stat(stat.key()) : stat));
    } catch (BlockNotFoundException e) {
      return Optional.empty();
    }
  }

  private static void await(Future<?> task) throws IOException {
    try {
      task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new S3Exception(S3ErrorCode.SERVICE_UNAVAILABLE);
    }
  }
}
