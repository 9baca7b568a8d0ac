package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.Receipt;
import java.util.List;

/** An upload with shortened keys. */
final class PrefixedUpload implements BlockUpload {

  private final BlockStore store;
  private final BlockUpload inner;
  private final KeyMapping mapping;

  PrefixedUpload(BlockStore store, BlockUpload inner, KeyMapping mapping) {
    this.store = store;
    this.inner = inner;
    this.mapping = mapping;
  }

  @Override
  public BlockKey key() {
    return mapping.shortened(inner.key());
  }

  @Override
  public PartReceipt uploadPart(int number, Content content) throws BlockStoreException {
    return inner.uploadPart(number, content);
  }

  @Override
  public PartReceipt copyPart(int number, BlockKey source, ByteRange range)
      throws BlockStoreException {
    return inner.copyPart(number, mapping.whole(store, Operation.COPY_PART, source), range);
  }

  @Override
  public Receipt complete(List<PartReceipt> parts) throws BlockStoreException {
    return RestatedReceipt.withKey(inner.complete(parts), key());
  }

  @Override
  public void abort() throws BlockStoreException {
    inner.abort();
  }

  @Override
  public void close() {
    inner.close();
  }
}
