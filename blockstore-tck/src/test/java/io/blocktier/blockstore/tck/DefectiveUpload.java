package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import java.util.ArrayList;
import java.util.List;

/** A sound upload with one defect. */
final class DefectiveUpload implements BlockUpload {

  private final BlockUpload inner;
  private final BlockStore store;
  private final Defect defect;
  private final List<PartReceipt> arrived = new ArrayList<>();

  DefectiveUpload(BlockUpload inner, BlockStore store, Defect defect) {
    this.inner = inner;
    this.store = store;
    this.defect = defect;
  }

  @Override
  public BlockKey key() {
    return inner.key();
  }

  @Override
  public PartReceipt uploadPart(int number, Content content) throws BlockStoreException {
    if (defect == Defect.PARTS_ARE_JOINED_AS_THEY_COME) {
      arrived.add(inner.uploadPart(arrived.size() + 1, content));
      PartReceipt last = arrived.getLast();
      return new PartReceipt(number, last.size(), last.etag(), last.checksum());
    }
    if (defect == Defect.PART_IS_VISIBLE_EARLY) {
      store.write(key(), content, WriteOptions.DEFAULT);
    }
    return inner.uploadPart(number, content);
  }

  @Override
  public PartReceipt copyPart(int number, BlockKey source, ByteRange range)
      throws BlockStoreException {
    return defect == Defect.PART_COPY_GOES_THROUGH_THE_CLIENT
        ? inner.uploadPart(number, Content.of(Blocks.read(store, source, range)))
        : inner.copyPart(number, source, range);
  }

  @Override
  public Receipt complete(List<PartReceipt> parts) throws BlockStoreException {
    return inner.complete(arrived.isEmpty() ? parts : arrived);
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
