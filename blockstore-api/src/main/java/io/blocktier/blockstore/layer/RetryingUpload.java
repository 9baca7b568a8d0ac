package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.PutId;
import io.blocktier.blockstore.Receipt;
import java.util.List;
import java.util.Optional;

/** An upload whose parts are tried again one by one. */
final class RetryingUpload implements BlockUpload {

  private final BlockUpload inner;
  private final Optional<PutId> putId;
  private final Retrier retrier;
  private final Look look;
  private volatile boolean over;

  RetryingUpload(BlockUpload inner, Optional<PutId> putId, Retrier retrier, Look look) {
    this.inner = inner;
    this.putId = putId;
    this.retrier = retrier;
    this.look = look;
  }

  @Override
  public BlockKey key() {
    return inner.key();
  }

  @Override
  public PartReceipt uploadPart(int number, Content content) throws BlockStoreException {
    return retrier.repeat(
        Call.of(Operation.UPLOAD_PART, key()), () -> inner.uploadPart(number, content));
  }

  @Override
  public PartReceipt copyPart(int number, BlockKey source, ByteRange range)
      throws BlockStoreException {
    return retrier.repeat(
        Call.of(Operation.COPY_PART, key()), () -> inner.copyPart(number, source, range));
  }

  @Override
  public Receipt complete(List<PartReceipt> parts) throws BlockStoreException {
    Call call = Call.of(Operation.COMPLETE_UPLOAD, key());
    Recovery<Receipt> recovery = new CompleteRecovery(look, key(), putId);
    Receipt receipt = retrier.call(call, () -> inner.complete(parts), recovery);
    over = true;
    return receipt;
  }

  @Override
  public void abort() throws BlockStoreException {
    if (!over) {
      retrier.repeat(Call.of(Operation.ABORT_UPLOAD, key()), Call.done(inner::abort));
      over = true;
    }
  }

  @Override
  public void close() {
    try {
      abort();
    } catch (BlockStoreException e) {
      over = true; // closing the upload beneath tries once more and logs
    }
    inner.close();
  }
}
