package io.blocktier.segments.tiering;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.FaultPlan;
import io.blocktier.blockstore.tck.FaultRule;
import io.blocktier.blockstore.tck.FaultyBlockStore;
import java.nio.ByteBuffer;

/** Reads and writes go wrong by rules while it is broken. */
final class ManifestSwitch extends ForwardingBlockStore {

  volatile boolean broken;
  private final BlockStore faulty;

  ManifestSwitch(BlockStore inner, Effects effects, FaultRule... rules) {
    super(inner);
    this.faulty = new FaultyBlockStore(inner, FaultPlan.of(1, rules), effects);
  }

  private BlockStore now() {
    return broken ? faulty : inner();
  }

  @Override
  public Receipt write(BlockKey key, Content content, WriteOptions options)
      throws BlockStoreException {
    return now().write(key, content, options);
  }

  @Override
  public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    return now().read(key, range, target);
  }

  @Override
  public BlockStat stat(BlockKey key) throws BlockStoreException {
    return now().stat(key);
  }
}
