package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Limits;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.RangeNotSatisfiableException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * One large block copied in parts within the store. The source is looked at before and after: parts
 * of two versions never become one block.
 */
final class MultipartCopy {

  /** How often a copy begins again because the source was replaced under it. */
  static final int MOST_RESTARTS = 3;

  private final BlockStore store;
  private final BlockStore inner;
  private final BlockKey source;
  private final BlockKey target;
  private final CopyOptions options;
  private final TransferPolicy policy;
  private final Executor executor;
  private final Call call;

  MultipartCopy(
      BlockStore store,
      BlockStore inner,
      BlockKey source,
      BlockKey target,
      CopyOptions options,
      TransferPolicy policy,
      Executor executor) {
    this.store = store;
    this.inner = inner;
    this.source = source;
    this.target = target;
    this.options = options;
    this.policy = policy;
    this.executor = executor;
    this.call = Call.of(Operation.COPY, target);
  }

  Receipt run(BlockStat found) throws BlockStoreException {
    BlockStat version = found;
    for (int restarts = 0; restarts <= MOST_RESTARTS; restarts++) {
      requireMatch(version);
      Optional<Receipt> receipt = copyOneVersion(version);
      if (receipt.isPresent()) {
        return receipt.get();
      }
      version = inner.stat(source);
    }
    String detail = "the source was replaced during each of " + (MOST_RESTARTS + 1) + " attempts";
    throw new StoreUnavailableException(
        call.failure(store, detail).remedy("copy when it is written less often"), null);
  }

  private Optional<Receipt> copyOneVersion(BlockStat version) throws BlockStoreException {
    WriteOptions uploading = writeOptions(version);
    try (BlockUpload upload = UploadStart.of(store, inner, call, target, uploading)) {
      List<PartReceipt> parts = copyParts(upload, plan(version));
      boolean same = inner.stat(source).etag().equals(version.etag());
      return same ? Optional.of(upload.complete(parts)) : Optional.empty();
    } catch (RangeNotSatisfiableException shrunk) {
      return Optional.empty();
    }
  }

  private List<PartReceipt> copyParts(BlockUpload upload, PartPlan plan)
      throws BlockStoreException {
    try (PartTasks<PartReceipt> tasks =
        new PartTasks<>(store, call, plan.parts(), policy, executor)) {
      for (int i = 0; i < plan.parts(); i++) {
        int number = i + 1;
        ByteRange range = plan.range(i);
        tasks.start(i, () -> upload.copyPart(number, source, range), () -> {});
      }
      return tasks.results();
    }
  }

  private WriteOptions writeOptions(BlockStat version) {
    Metadata metadata = options.metadata().orElse(version.metadata());
    return new WriteOptions(
        options.precondition(),
        metadata,
        options.storageClass(),
        Optional.empty(),
        Optional.empty());
  }

  private PartPlan plan(BlockStat version) throws InvalidRequestException {
    Limits limits = store.capabilities().limits();
    Optional<PartPlan> plan = PartPlan.within(limits, version.size(), policy.copyThreshold());
    if (plan.isEmpty()) {
      String detail = version.size() + " bytes do not fit into the store's limits: " + limits;
      throw new InvalidRequestException(call.failure(store, detail).remedy("copy smaller blocks"));
    }
    return plan.get();
  }

  private void requireMatch(BlockStat version) throws PreconditionFailedException {
    if (options.sourceMatch().isPresent() && !options.sourceMatch().get().equals(version.etag())) {
      String detail = "source '" + source + "' is version " + version.etag() + " by now";
      throw new PreconditionFailedException(
          call.failure(store, detail).remedy("look at the source again"));
    }
  }
}
