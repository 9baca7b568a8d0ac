package io.blocktier.cli;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;

/** What tests on a store in memory share. */
abstract class MemoryStoreTest {

  static final BlockKey KEY = BlockKey.of("share1/file");

  final Effects effects = Effects.ofSystem();
  final InMemoryBlockStore memory = new InMemoryBlockStore(effects);

  @AfterEach
  void closeStore() {
    memory.close();
    effects.executor().shutdownNow();
  }

  static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  void write(String key, byte[] bytes) throws BlockStoreException {
    Blocks.write(memory, BlockKey.of(key), bytes);
  }

  byte[] read(BlockStore store, BlockKey key) throws BlockStoreException {
    ByteBuffer buffer = Blocks.readAll(store, key);
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  /** What happens between a read and the next. */
  @FunctionalInterface
  interface Between {
    void reads(int count) throws BlockStoreException;
  }

  /** A store in which something happens after each read. */
  static final class Restless extends ForwardingBlockStore {
    private final Between between;
    private int reads;

    Restless(BlockStore inner, Between between) {
      super(inner);
      this.between = between;
    }

    int reads() {
      return reads;
    }

    @Override
    public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
        throws BlockStoreException {
      BlockRead read = super.read(key, range, target);
      reads++;
      between.reads(reads);
      return read;
    }

    @Override
    public String toString() {
      return "restless";
    }
  }
}
