package io.blocktier.gateway.express;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.Receipt;
import java.util.List;

/**
 * An upload that becomes visible while nobody appends.
 *
 * @param inner the upload
 * @param store what keeps appends apart
 */
record OrderlyUpload(BlockUpload inner, ExclusiveAppends store) implements BlockUpload {

  @Override
  public BlockKey key() {
    return inner.key();
  }

  @Override
  public PartReceipt uploadPart(int number, Content content) throws BlockStoreException {
    return inner.uploadPart(number, content);
  }

  @Override
  public PartReceipt copyPart(int number, BlockKey source, ByteRange range)
      throws BlockStoreException {
    return inner.copyPart(number, source, range);
  }

  @Override
  public Receipt complete(List<PartReceipt> parts) throws BlockStoreException {
    return store.among(Operation.COMPLETE_UPLOAD, key(), () -> inner.complete(parts));
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
