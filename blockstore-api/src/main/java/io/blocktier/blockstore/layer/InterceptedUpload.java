package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.Receipt;
import java.util.List;

/** An upload whose calls are made under a layer's concern. */
final class InterceptedUpload implements BlockUpload {

  private final BlockUpload inner;
  private final CallRunner runner;

  InterceptedUpload(BlockUpload inner, CallRunner runner) {
    this.inner = inner;
    this.runner = runner;
  }

  @Override
  public BlockKey key() {
    return inner.key();
  }

  @Override
  public PartReceipt uploadPart(int number, Content content) throws BlockStoreException {
    Call call = new Call(Operation.UPLOAD_PART, key(), content.length());
    return runner.run(call, () -> inner.uploadPart(number, content));
  }

  @Override
  public PartReceipt copyPart(int number, BlockKey source, ByteRange range)
      throws BlockStoreException {
    Call call = Call.of(Operation.COPY_PART, key());
    return runner.run(call, () -> inner.copyPart(number, source, range));
  }

  @Override
  public Receipt complete(List<PartReceipt> parts) throws BlockStoreException {
    return runner.run(Call.of(Operation.COMPLETE_UPLOAD, key()), () -> inner.complete(parts));
  }

  @Override
  public void abort() throws BlockStoreException {
    runner.run(Call.of(Operation.ABORT_UPLOAD, key()), Call.done(inner::abort));
  }

  @Override
  public void close() {
    inner.close();
  }
}
