package io.blocktier.cli.bench;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import java.util.Set;

/** Remembers what is written, before it is: a listing may not tell, and a reply may be lost. */
final class Remembering extends ForwardingBlockStore {

  private final Set<BlockKey> written;

  Remembering(BlockStore inner, Set<BlockKey> written) {
    super(inner);
    this.written = written;
  }

  @Override
  public Receipt write(BlockKey key, Content content, WriteOptions options)
      throws BlockStoreException {
    written.add(key);
    return inner().write(key, content, options);
  }
}
