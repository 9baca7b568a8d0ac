package io.blocktier.segments.tiering;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import java.nio.ByteBuffer;

/** Lets the process die before or behind one of its calls, after which it calls no more. */
final class CrashingStore extends ForwardingBlockStore {

  private final Countdown countdown;

  CrashingStore(BlockStore inner, Countdown countdown) {
    super(inner);
    this.countdown = countdown;
  }

  /** What a process that dies throws: nobody catches it. */
  static final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash() {
      super("the process dies", null, false, false);
    }
  }

  /** How many moments are left. For one thread. */
  static final class Countdown {

    int left = Integer.MAX_VALUE;

    void pass() {
      if (left-- <= 0) {
        throw new Crash();
      }
    }
  }

  private interface Step<T> {
    T run() throws BlockStoreException;
  }

  private <T> T between(Step<T> call) throws BlockStoreException {
    countdown.pass();
    T result = call.run();
    countdown.pass();
    return result;
  }

  @Override
  public Receipt write(BlockKey key, Content content, WriteOptions options)
      throws BlockStoreException {
    return between(() -> inner().write(key, content, options));
  }

  @Override
  public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    return between(() -> inner().read(key, range, target));
  }

  @Override
  public BlockStat stat(BlockKey key) throws BlockStoreException {
    return between(() -> inner().stat(key));
  }

  @Override
  public Receipt copy(BlockKey source, BlockKey target, CopyOptions options)
      throws BlockStoreException {
    return between(() -> inner().copy(source, target, options));
  }
}
