package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import java.util.List;

/** A store that shows each part to an inspector before it stores it. */
final class PartInspector extends ForwardingBlockStore {

  private final Inspector inspector;

  PartInspector(BlockStore inner, Inspector inspector) {
    super(inner);
    this.inspector = inspector;
  }

  /** Looks at a part. */
  @FunctionalInterface
  interface Inspector {
    void see(Content part) throws BlockStoreException;
  }

  @Override
  public BlockUpload startUpload(BlockKey key, WriteOptions options) throws BlockStoreException {
    BlockUpload upload = inner().startUpload(key, options);
    return new BlockUpload() {
      @Override
      public BlockKey key() {
        return upload.key();
      }

      @Override
      public PartReceipt uploadPart(int number, Content content) throws BlockStoreException {
        inspector.see(content);
        return upload.uploadPart(number, content);
      }

      @Override
      public PartReceipt copyPart(int number, BlockKey source, ByteRange range)
          throws BlockStoreException {
        return upload.copyPart(number, source, range);
      }

      @Override
      public Receipt complete(List<PartReceipt> parts) throws BlockStoreException {
        return upload.complete(parts);
      }

      @Override
      public void abort() throws BlockStoreException {
        upload.abort();
      }

      @Override
      public void close() {
        upload.close();
      }
    };
  }
}
