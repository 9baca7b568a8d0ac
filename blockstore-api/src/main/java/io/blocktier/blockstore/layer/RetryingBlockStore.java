package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.Health;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.PutId;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.BlockFiles;
import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.blockstore.spi.Effects;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Optional;

/**
 * Tries calls again that a passing failure hit: the one retry layer. Each call, with all its
 * attempts and pauses, has {@link RetryPolicy#operationTimeout()}, which the store beneath sees as
 * {@link Deadline}. Errors that were known to have no effect are repeated; what the last attempt
 * met is thrown, with the earlier errors suppressed.
 *
 * <p>A lost reply ({@link OutcomeUnknownException}) is repeated where the call may be made twice,
 * and otherwise resolved by looking:
 *
 * <ul>
 *   <li>a conditional write by its {@link PutId}, which this layer draws where the store keeps
 *       {@link Capability#METADATA} and the caller gave none;
 *   <li>the completion of an upload likewise;
 *   <li>an append by the block's size and bytes;
 *   <li>a conditional delete or copy, and a rename, only where the store shows that nothing has
 *       happened yet.
 * </ul>
 *
 * <p>What cannot be resolved is thrown as {@link OutcomeUnknownException}, also where a later
 * attempt met something else. A {@link CorruptBlockException} on reading is fetched once more.
 * Pages of a listing, parts and aborts of an upload, and the keys of a batch that failed in part
 * are repeated one by one. The number that {@link #deleteByPrefix} reports leaves out what a failed
 * attempt deleted. Probes and health checks are not repeated.
 */
public final class RetryingBlockStore extends ForwardingBlockStore {

  private final RetryPolicy policy;
  private final Effects effects;
  private final Retrier retrier;
  private final Look look;

  /**
   * Wraps a store.
   *
   * @param inner a store that tries each call once
   * @param policy the bounds
   * @param effects elapsed time, randomness for pauses and put-ids, and the sleeper
   */
  public RetryingBlockStore(BlockStore inner, RetryPolicy policy, Effects effects) {
    super(inner);
    this.policy = policy;
    this.effects = effects;
    this.retrier = new Retrier(inner, policy, effects);
    this.look = new Look(inner, retrier);
  }

  @Override
  public Optional<BlockFiles> files() {
    return BlockFiles.of(inner()).map(this::repeated);
  }

  private BlockFiles repeated(BlockFiles files) {
    return (key, range) ->
        retrier.repeat(Call.of(Operation.READ, key), () -> files.open(key, range));
  }

  @Override
  public Receipt write(BlockKey key, Content content, WriteOptions options)
      throws BlockStoreException {
    boolean conditional = !(options.precondition() instanceof Precondition.None);
    WriteOptions named = conditional ? named(options) : options;
    Recovery<Receipt> recovery =
        conditional
            ? new WriteRecovery(look, key, named, content.checksum())
            : Recovery.idempotent();
    return retrier.call(
        Call.of(Operation.WRITE, key), () -> inner().write(key, content, named), recovery);
  }

  @Override
  public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    Call call = Call.of(Operation.READ, key);
    return retrier.call(call, () -> inner().read(key, range, target), new ReadRecovery(target));
  }

  @Override
  public BlockStat stat(BlockKey key) throws BlockStoreException {
    return retrier.repeat(Call.of(Operation.STAT, key), () -> inner().stat(key));
  }

  @Override
  public void delete(BlockKey key, DeleteOptions options) throws BlockStoreException {
    Recovery<Call.Done> recovery =
        options.ifMatch().isEmpty()
            ? Recovery.idempotent()
            : new ChangeRecovery<>(
                () -> look.at(key).map(BlockStat::etag).equals(options.ifMatch()));
    retrier.call(
        Call.of(Operation.DELETE, key), Call.done(() -> inner().delete(key, options)), recovery);
  }

  @Override
  public DeleteReport deleteAll(Collection<BlockKey> keys) throws BlockStoreException {
    return retrier.within(
        Call.of(Operation.DELETE_ALL),
        attempts -> new BatchDelete(inner(), attempts).run(() -> inner().deleteAll(keys)));
  }

  @Override
  public DeleteReport deleteByPrefix(KeyPrefix prefix) throws BlockStoreException {
    return retrier.within(
        Call.of(Operation.DELETE_BY_PREFIX),
        attempts -> new BatchDelete(inner(), attempts).run(() -> inner().deleteByPrefix(prefix)));
  }

  @Override
  public BlockListing list(ListOptions options) throws BlockStoreException {
    Call call = Call.of(Operation.LIST);
    BlockListing listing = retrier.repeat(call, () -> inner().list(options));
    return new InterceptedListing(listing, retrier::repeat);
  }

  @Override
  public Receipt copy(BlockKey source, BlockKey target, CopyOptions options)
      throws BlockStoreException {
    Precondition condition = options.precondition();
    Recovery<Receipt> recovery =
        condition instanceof Precondition.None
            ? Recovery.idempotent()
            : new ChangeRecovery<>(() -> WriteRecovery.holds(condition, look.at(target)));
    Call call = Call.of(Operation.COPY, target);
    return retrier.call(call, () -> inner().copy(source, target, options), recovery);
  }

  @Override
  public BlockUpload startUpload(BlockKey key, WriteOptions options) throws BlockStoreException {
    WriteOptions named = named(options);
    Call call = Call.of(Operation.START_UPLOAD, key);
    BlockUpload upload = retrier.repeat(call, () -> inner().startUpload(key, named));
    return new RetryingUpload(upload, named.putId(), retrier, look);
  }

  @Override
  public Receipt append(BlockKey key, long expectedOffset, Content content)
      throws BlockStoreException {
    Recovery<Receipt> recovery = new AppendRecovery(look, key, expectedOffset, content);
    Call call = Call.of(Operation.APPEND, key);
    return retrier.call(call, () -> inner().append(key, expectedOffset, content), recovery);
  }

  @Override
  public Receipt rename(BlockKey source, BlockKey target, Precondition condition)
      throws BlockStoreException {
    Recovery<Receipt> recovery =
        new ChangeRecovery<>(() -> look.at(source).isPresent() && look.at(target).isEmpty());
    Call call = Call.of(Operation.RENAME, target);
    return retrier.call(call, () -> inner().rename(source, target, condition), recovery);
  }

  @Override
  public Health healthCheck() throws BlockStoreException {
    Deadline deadline = Deadline.in(policy.operationTimeout(), effects.ticker());
    return deadline.<Health, BlockStoreException>call(() -> inner().healthCheck());
  }

  private WriteOptions named(WriteOptions options) {
    boolean name = options.putId().isEmpty() && capabilities().has(Capability.METADATA);
    return name ? options.with(PutId.random(effects.random())) : options;
  }
}
