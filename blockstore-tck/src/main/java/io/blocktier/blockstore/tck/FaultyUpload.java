package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.Receipt;
import java.util.List;

/** An upload whose calls fail by the plan. */
record FaultyUpload(BlockUpload inner, FaultInjector faults) implements BlockUpload {

  @Override
  public BlockKey key() {
    return inner.key();
  }

  @Override
  public PartReceipt uploadPart(int number, Content content) throws BlockStoreException {
    return faults.run(Operation.UPLOAD_PART, key(), () -> inner.uploadPart(number, content));
  }

  @Override
  public PartReceipt copyPart(int number, BlockKey source, ByteRange range)
      throws BlockStoreException {
    return faults.run(Operation.COPY_PART, key(), () -> inner.copyPart(number, source, range));
  }

  @Override
  public Receipt complete(List<PartReceipt> parts) throws BlockStoreException {
    return faults.run(Operation.COMPLETE_UPLOAD, key(), () -> inner.complete(parts));
  }

  @Override
  public void abort() throws BlockStoreException {
    faults.run(
        Operation.ABORT_UPLOAD,
        key(),
        () -> {
          inner.abort();
          return null;
        });
  }

  @Override
  public void close() {
    inner.close();
  }
}
