package io.blocktier.segments.compact;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what one job asks of a store. Thread-safe. */
final class BilledStore extends ForwardingBlockStore {

  private final AtomicLong reads = new AtomicLong();
  private final AtomicLong writes = new AtomicLong();
  private final AtomicLong bytesRead = new AtomicLong();
  private final AtomicLong bytesWritten = new AtomicLong();

  BilledStore(BlockStore inner) {
    super(inner);
  }

  RequestBill bill() {
    return new RequestBill(reads.get(), writes.get(), bytesRead.get(), bytesWritten.get());
  }

  @Override
  public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    reads.incrementAndGet();
    BlockRead read = inner().read(key, range, target);
    bytesRead.addAndGet(read.length());
    return read;
  }

  @Override
  public BlockStat stat(BlockKey key) throws BlockStoreException {
    reads.incrementAndGet();
    return inner().stat(key);
  }

  @Override
  public Receipt write(BlockKey key, Content content, WriteOptions options)
      throws BlockStoreException {
    count(content.length());
    return inner().write(key, content, options);
  }

  @Override
  public BlockUpload startUpload(BlockKey key, WriteOptions options) throws BlockStoreException {
    count(0);
    return new BilledUpload(inner().startUpload(key, options));
  }

  private void count(long bytes) {
    writes.incrementAndGet();
    bytesWritten.addAndGet(bytes);
  }

  /** An upload that counts its calls. */
  private final class BilledUpload implements BlockUpload {

    private final BlockUpload upload;

    BilledUpload(BlockUpload upload) {
      this.upload = upload;
    }

    @Override
    public BlockKey key() {
      return upload.key();
    }

    @Override
    public PartReceipt uploadPart(int number, Content content) throws BlockStoreException {
      count(content.length());
      return upload.uploadPart(number, content);
    }

    @Override
    public PartReceipt copyPart(int number, BlockKey source, ByteRange range)
        throws BlockStoreException {
      count(0);
      return upload.copyPart(number, source, range);
    }

    @Override
    public Receipt complete(List<PartReceipt> parts) throws BlockStoreException {
      count(0);
      return upload.complete(parts);
    }

    @Override
    public void abort() throws BlockStoreException {
      count(0);
      upload.abort();
    }

    @Override
    public void close() {
      upload.close();
    }
  }
}
