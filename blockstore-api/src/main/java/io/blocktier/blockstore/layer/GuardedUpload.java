package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Limits;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.Receipt;
import java.util.List;

/** An upload that refuses parts beyond the limits before they are sent. */
final class GuardedUpload implements BlockUpload {

  private final BlockStore store;
  private final BlockUpload inner;

  GuardedUpload(BlockStore store, BlockUpload inner) {
    this.store = store;
    this.inner = inner;
  }

  @Override
  public BlockKey key() {
    return inner.key();
  }

  @Override
  public PartReceipt uploadPart(int number, Content content) throws BlockStoreException {
    Guard guard = guard(Operation.UPLOAD_PART);
    requireNumber(guard, number);
    guard.requireAtMost("the part in bytes", content.length(), limits(guard).maxPartBytes());
    return inner.uploadPart(number, content);
  }

  @Override
  public PartReceipt copyPart(int number, BlockKey source, ByteRange range)
      throws BlockStoreException {
    Guard guard = guard(Operation.COPY_PART);
    guard.require(Capability.PART_COPY);
    requireNumber(guard, number);
    guard.requireAtMost("the part in bytes", range.length(), limits(guard).maxPartBytes());
    return inner.copyPart(number, source, range);
  }

  @Override
  public Receipt complete(List<PartReceipt> parts) throws BlockStoreException {
    requireParts(guard(Operation.COMPLETE_UPLOAD), parts);
    return inner.complete(parts);
  }

  @Override
  public void abort() throws BlockStoreException {
    inner.abort();
  }

  @Override
  public void close() {
    inner.close();
  }

  private static void requireParts(Guard guard, List<PartReceipt> parts)
      throws InvalidRequestException {
    guard.requireAtLeast("the number of parts", parts.size(), 1);
    guard.requireAtMost("the number of parts", parts.size(), limits(guard).maxParts());
    int previous = 0;
    long size = 0;
    for (PartReceipt part : parts) {
      guard.requireAtLeast("a part's number", part.number(), previous + 1L);
      boolean last = part.number() == parts.getLast().number();
      String what = "part " + part.number() + " in bytes";
      guard.requireAtLeast(what, part.size(), last ? 0 : limits(guard).minPartBytes());
      previous = part.number();
      size += part.size();
    }
    guard.requireAtMost("the block in bytes", size, limits(guard).maxBlockBytes());
  }

  private static void requireNumber(Guard guard, int number) throws InvalidRequestException {
    guard.requireAtLeast("a part's number", number, 1);
    guard.requireAtMost("a part's number", number, limits(guard).maxParts());
  }

  private static Limits limits(Guard guard) {
    return guard.offered().limits();
  }

  private Guard guard(Operation operation) {
    return new Guard(store, Call.of(operation, key()), store.capabilities());
  }
}
