package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An upload of an object, which gets its head when it is complete. As thread-safe as that of the
 * store.
 */
final class PackedUpload implements BlockUpload {

  private final BlockKey key;
  private final WriteOptions how;
  private final Durability level;
  private final String object;
  private final BlockUpload inner;
  private final PackedWrites writes;
  private final OwnObjects objects;
  private final PackedFailures failures;
  private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

  /** How far it came. */
  private enum State {
    OPEN,

    /** The store was told to complete it, and may do so late. */
    COMPLETING,

    OVER
  }

  PackedUpload(
      BlockKey key,
      WriteOptions how,
      Durability level,
      String object,
      BlockUpload inner,
      PackedWrites writes,
      OwnObjects objects,
      PackedFailures failures) {
    this.key = key;
    this.how = how;
    this.level = level;
    this.object = object;
    this.inner = inner;
    this.writes = writes;
    this.objects = objects;
    this.failures = failures;
  }

  @Override
  public BlockKey key() {
    return key;
  }

  @Override
  public PartReceipt uploadPart(int number, Content content) throws BlockStoreException {
    try {
      return inner.uploadPart(number, content);
    } catch (BlockStoreException e) {
      throw failures.about(Operation.UPLOAD_PART, key, e);
    }
  }

  @Override
  public PartReceipt copyPart(int number, BlockKey source, ByteRange range)
      throws BlockStoreException {
    throw failures.unsupported(
        Operation.COPY_PART,
        key,
        "packed blocks cannot be parts of objects without passing through the client",
        "read the range, and upload it as a part");
  }

  @Override
  public Receipt complete(List<PartReceipt> parts) throws BlockStoreException {
    if (!state.compareAndSet(State.OPEN, State.COMPLETING) && state.get() == State.OVER) {
      throw failures.over(Operation.COMPLETE_UPLOAD, key); // its object may be deleted by now
    }
    Receipt complete;
    try {
      complete = inner.complete(parts);
    } catch (BlockStoreException e) {
      throw failures.about(Operation.COMPLETE_UPLOAD, key, e);
    }
    state.set(State.OVER);
    BlockHead head = writes.head(how, complete.size(), complete.checksum(), Optional.of(object));
    return writes.refer(Operation.COMPLETE_UPLOAD, key, head, how.precondition(), level);
  }

  @Override
  public void abort() throws BlockStoreException {
    try {
      inner.abort();
    } catch (BlockStoreException e) {
      throw failures.about(Operation.ABORT_UPLOAD, key, e);
    }
  }

  /**
   * What was being completed may be so late: its object is for the next opening. That of any other
   * is for upkeep.
   */
  @Override
  public void close() {
    switch (state.getAndSet(State.OVER)) {
      case OPEN -> objects.leave(object);
      case COMPLETING -> objects.doubt(object);
      case OVER -> {}
    }
    inner.close();
  }
}
