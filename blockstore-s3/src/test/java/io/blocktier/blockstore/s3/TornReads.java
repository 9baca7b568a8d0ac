package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Etag;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Reads a block while it is overwritten: equal etags must come with equal bytes. */
final class TornReads {

  private static final int TASKS = 16;
  private static final int CALLS = 100;
  private static final int MOST_BYTES = 64 << 10;

  private final BlockStore store;
  private final BlockKey key;
  private final ExecutorService executor;
  private final Map<Etag, Crc32c> seen = new ConcurrentHashMap<>();

  TornReads(BlockStore store, BlockKey key, ExecutorService executor) {
    this.store = store;
    this.key = key;
    this.executor = executor;
  }

  boolean none() throws BlockStoreException {
    write(0, 0);
    List<Future<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      int task = i;
      tasks.add(executor.submit(() -> task % 2 == 0 ? overwrite(task) : readAll()));
    }
    boolean whole = true;
    for (Future<Boolean> task : tasks) {
      whole &= await(task);
    }
    return whole;
  }

  private boolean overwrite(int task) throws BlockStoreException {
    for (int i = 0; i < CALLS; i++) {
      write(task, i);
    }
    return true;
  }

  private void write(int task, int number) throws BlockStoreException {
    byte[] bytes = new byte[1 + (task * 7919 + number * 104729) % MOST_BYTES];
    Arrays.fill(bytes, (byte) (task * CALLS + number));
    Blocks.write(store, key, bytes);
  }

  private boolean readAll() throws BlockStoreException {
    ByteBuffer target = ByteBuffer.allocate(MOST_BYTES);
    boolean whole = true;
    for (int i = 0; i < CALLS; i++) {
      BlockRead read = store.read(key, ByteRange.ALL, target.clear());
      Crc32c crc = Crc32c.of(target.flip());
      Crc32c before = seen.putIfAbsent(read.block().etag(), crc);
      whole &= before == null || before.equals(crc);
    }
    return whole;
  }

  /** Whatever a reader meets here, it is not what it should. */
  private static boolean await(Future<Boolean> task) {
    try {
      return task.get();
    } catch (ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
