package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import java.util.List;

/** An upload of the store beneath, whose end is a change of the block like others. */
final class PassThroughUpload implements BlockUpload {

  private final BlockUpload upload;
  private final PassThrough passThrough;

  PassThroughUpload(BlockStore store, BlockKey key, WriteOptions how, PassThrough passThrough)
      throws BlockStoreException {
    this.passThrough = passThrough;
    this.upload =
        how.precondition() instanceof Precondition.IfMatch
            ? passThrough.run(
                Operation.START_UPLOAD,
                List.of(key),
                List.of(),
                etags ->
                    store.startUpload(
                        key,
                        CachingBlockStore.beneath(
                            how.with(etags.translate(key, how.precondition())))))
            : store.startUpload(key, CachingBlockStore.beneath(how));
  }

  @Override
  public BlockKey key() {
    return upload.key();
  }

  @Override
  public PartReceipt uploadPart(int number, Content content) throws BlockStoreException {
    return upload.uploadPart(number, content);
  }

  @Override
  public PartReceipt copyPart(int number, BlockKey source, ByteRange range)
      throws BlockStoreException {
    return passThrough.run(
        Operation.COPY_PART,
        List.of(),
        List.of(source),
        _ -> upload.copyPart(number, source, range));
  }

  @Override
  public Receipt complete(List<PartReceipt> parts) throws BlockStoreException {
    return passThrough.run(
        Operation.COMPLETE_UPLOAD, List.of(key()), List.of(), _ -> upload.complete(parts));
  }

  @Override
  public void abort() throws BlockStoreException {
    upload.abort();
  }

  @Override
  public void close() {
    upload.close();
  }
}
