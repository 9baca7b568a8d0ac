package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.Etag;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Reads or copies a block while it is overwritten, and looks for mixtures of versions. */
final class TornReads {

  private static final int TASKS = 16;
  private static final int CALLS = 60;
  private static final int MOST_WORDS = 16 << 10;

  private final BlockStore store;
  private final BlockKey key;
  private final ExecutorService executor;
  private final boolean copies;
  private final Map<Etag, Integer> seen = new ConcurrentHashMap<>();

  TornReads(BlockStore store, BlockKey key, ExecutorService executor, boolean copies) {
    this.store = store;
    this.key = key;
    this.executor = executor;
    this.copies = copies;
  }

  boolean none() throws BlockStoreException {
    write(0);
    List<Future<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      int task = i;
      tasks.add(executor.submit(() -> task % 2 == 0 ? overwrite(task) : look(task)));
    }
    boolean whole = true;
    for (Future<Boolean> task : tasks) {
      whole &= await(task);
    }
    return whole;
  }

  private boolean overwrite(int task) throws BlockStoreException {
    for (int i = 0; i < CALLS; i++) {
      write(task * CALLS + i);
    }
    return true;
  }

  /** A version is its number, over and over, and has a length by its number. */
  private void write(int version) throws BlockStoreException {
    ByteBuffer words = ByteBuffer.allocate(Integer.BYTES * words(version));
    while (words.hasRemaining()) {
      words.putInt(version);
    }
    Blocks.write(store, key, words.array());
  }

  private static int words(int version) {
    return 1 + version * 7919 % MOST_WORDS;
  }

  private boolean look(int task) throws BlockStoreException {
    BlockKey own = copies ? BlockKey.of(key + "-" + task) : key;
    boolean whole = true;
    for (int i = 0; i < CALLS; i++) {
      if (copies) {
        store.copy(key, own, CopyOptions.DEFAULT);
      }
      whole &= isWhole(own);
    }
    return whole;
  }

  private boolean isWhole(BlockKey from) throws BlockStoreException {
    ByteBuffer target = ByteBuffer.allocate(Integer.BYTES * MOST_WORDS);
    BlockRead read = store.read(from, ByteRange.ALL, target);
    target.flip();
    int version = target.getInt(0);
    boolean whole = target.remaining() == Integer.BYTES * words(version);
    while (target.hasRemaining()) {
      whole &= target.getInt() == version;
    }
    Integer before = copies ? null : seen.putIfAbsent(read.block().etag(), version);
    return whole && (before == null || before == version);
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
