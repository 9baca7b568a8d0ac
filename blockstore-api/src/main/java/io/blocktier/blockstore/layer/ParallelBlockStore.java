package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Limits;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.ProbeReport;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.BlockFiles;
import io.blocktier.blockstore.spi.Effects;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Cuts large writes, reads and copies into smaller calls that run together, so that each part is
 * tried again, limited and timed alone.
 *
 * <ul>
 *   <li>A <b>write</b> above {@link TransferPolicy#multipartThreshold()} becomes an upload. Buffers
 *       are sliced, not copied; a source is read once, by the calling thread, into pooled buffers
 *       of at most {@link TransferPolicy#maxBufferedBytes()} altogether. The checksum of the whole
 *       is put together from those of the parts, compared with the content's where there is one
 *       ({@link CorruptBlockException} before anything is visible), and is in the receipt. A source
 *       that fails or has another length fails with {@link InvalidRequestException}. After any
 *       failure the upload is aborted.
 *   <li>A <b>read</b> of more than {@link TransferPolicy#readThreshold()} fetches its first part
 *       alone and learns from it how much there is; the others follow together. A block that is
 *       replaced meanwhile is read anew, {@value RangedRead#MOST_RESTARTS} times at most, then
 *       {@link StoreUnavailableException} is thrown. A whole block is verified against its checksum
 *       where the store gave one.
 *   <li>A <b>copy</b> of a block above {@link TransferPolicy#copyThreshold()} becomes an upload of
 *       copied parts, unless its source is in another store. The source's version is compared
 *       before and after. If it changed, a copy of one version fails with {@link
 *       PreconditionFailedException}, any other begins anew, {@value MultipartCopy#MOST_RESTARTS}
 *       times at most.
 * </ul>
 *
 * <p>If a part is not back when its wait ends, {@link TransferPolicy#partTimeout()} after it was
 * interrupted, a failed call returns without it; nobody may use a read's target for anything else
 * then. Stores that keep the deadlines given to them come back earlier.
 */
public final class ParallelBlockStore extends ForwardingBlockStore {

  private final TransferPolicy policy;
  private final Executor executor;
  private final BufferPool pool;
  private final DerivedCapabilities offered;

  /**
   * Wraps a store.
   *
   * @param inner the store that moves the parts
   * @param policy the bounds
   * @param effects the executor that runs the parts
   */
  public ParallelBlockStore(BlockStore inner, TransferPolicy policy, Effects effects) {
    super(inner);
    this.policy = policy;
    this.executor = effects.executor();
    this.pool = new BufferPool(policy.maxBufferedBytes(), (int) policy.partSize());
    this.offered = new DerivedCapabilities(inner.capabilities(), ParallelBlockStore::derive);
  }

  /** The kernel needs no parts. */
  @Override
  public Optional<BlockFiles> files() {
    return BlockFiles.of(inner());
  }

  @Override
  public Receipt write(BlockKey key, Content content, WriteOptions options)
      throws BlockStoreException {
    Capabilities beneath = inner().capabilities();
    long inOne = Math.min(policy.multipartThreshold(), beneath.limits().maxWriteBytes());
    if (content.length() <= inOne || content.length() == 0 || !beneath.has(Capability.UPLOAD)) {
      return inner().write(key, content, options);
    }
    MultipartWrite write = new MultipartWrite(this, key, content, policy, executor, pool);
    Call call = Call.of(Operation.WRITE, key);
    try (BlockUpload upload = UploadStart.of(this, inner(), call, key, options)) {
      return write.to(upload);
    }
  }

  @Override
  public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    long asked = Math.min(range.length(), target.remaining());
    if (asked <= Math.max(policy.readThreshold(), policy.partSize())) {
      return inner().read(key, range, target);
    }
    return new RangedRead(this, inner(), key, range, target, policy, executor).run();
  }

  @Override
  public Receipt copy(BlockKey source, BlockKey target, CopyOptions options)
      throws BlockStoreException {
    if (mayCopyInParts(options)) {
      Optional<BlockStat> found = Blocks.find(inner(), source);
      if (found.isPresent() && found.get().size() > policy.copyThreshold()) {
        return new MultipartCopy(this, inner(), source, target, options, policy, executor)
            .run(found.get());
      }
    }
    return inner().copy(source, target, options);
  }

  /** Returns what the store beneath found; with uploads, a write is as large as a block may be. */
  @Override
  public ProbeReport probe() throws BlockStoreException {
    ProbeReport report = inner().probe();
    return new ProbeReport(report.store(), report.findings(), offered.of(report.capabilities()));
  }

  /** Returns what the store beneath offers; with uploads, a write is as large as a block may be. */
  @Override
  public Capabilities capabilities() {
    return offered.of(inner().capabilities());
  }

  private boolean mayCopyInParts(CopyOptions options) {
    Capabilities beneath = inner().capabilities();
    boolean conditional = !(options.precondition() instanceof Precondition.None);
    return options.from().isEmpty()
        && beneath.has(Capability.UPLOAD)
        && beneath.has(Capability.PART_COPY)
        && (!conditional || beneath.has(Capability.CONDITIONAL_COPY));
  }

  private static Capabilities derive(Capabilities inner) {
    if (!inner.has(Capability.UPLOAD)) {
      return inner;
    }
    Limits larger = inner.limits().withMaxWriteBytes(inner.limits().maxBlockBytes());
    return new Capabilities(inner.features(), larger, inner.durability(), inner.reach());
  }
}
