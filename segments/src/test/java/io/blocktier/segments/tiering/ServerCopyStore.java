package io.blocktier.segments.tiering;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.layer.Origin;
import java.nio.ByteBuffer;

/** A store on the same server as others in memory: it takes blocks from them by itself. */
public final class ServerCopyStore extends ForwardingBlockStore {

  /** Whether the server gets a bit of each copy wrong, and keeps the checksum of what it has. */
  private boolean damages;

  public ServerCopyStore(BlockStore inner) {
    super(inner);
  }

  /** Says whether the next copies are wrong. */
  public void setDamaging(boolean wrong) {
    damages = wrong;
  }

  @Override
  public Receipt copy(BlockKey source, BlockKey target, CopyOptions options)
      throws BlockStoreException {
    if (options.from().isEmpty()) {
      return inner().copy(source, target, options);
    }
    Origin origin = ForwardingBlockStore.originIn(options.from().get(), source);
    ByteBuffer bytes = Blocks.readAll(origin.store(), origin.key());
    if (damages) {
      bytes.put(0, (byte) (bytes.get(0) ^ 1));
    }
    return inner().write(target, Content.of(bytes), WriteOptions.DEFAULT);
  }
}
