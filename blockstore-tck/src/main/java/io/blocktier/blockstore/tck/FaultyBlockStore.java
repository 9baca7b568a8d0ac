package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.Health;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.spi.Effects;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets the calls of a store fail by a {@link FaultPlan}: before their effect, after it, late, or
 * half-way through a read. Pages of listings and calls of uploads fail likewise; closing and
 * capabilities never do. Each error names the seed that replays it. As thread-safe as what it
 * wraps; with several threads, the seed no longer decides which of them meets a fault.
 */
public final class FaultyBlockStore extends ForwardingBlockStore {

  private final FaultPlan plan;
  private final FaultInjector faults;

  /**
   * Wraps a store.
   *
   * @param inner the store whose calls shall fail
   * @param plan what goes wrong
   * @param effects the sleeper, for delays, and the executor, for what takes effect later
   */
  public FaultyBlockStore(BlockStore inner, FaultPlan plan, Effects effects) {
    super(inner);
    this.plan = plan;
    this.faults = new FaultInjector(this, plan, effects);
  }

  /**
   * Returns how many calls went wrong.
   *
   * @param kind in which way
   * @return calls since this store was made
   */
  public long injected(FaultKind kind) {
    return faults.count(kind);
  }

  /** Lets the calls go on that hang by {@link FaultKind#HUNG}; later ones hang again. */
  public void release() {
    faults.release();
  }

  /**
   * Tells how many calls hang, so that a test goes on only when they do.
   *
   * @return threads within a call that hangs
   */
  public int hanging() {
    return faults.hanging();
  }

  @Override
  public Receipt write(BlockKey key, Content content, WriteOptions options)
      throws BlockStoreException {
    Content sent = plan.delaysEffects(Operation.WRITE) ? arrived(content) : content;
    return faults.run(Operation.WRITE, key, () -> inner().write(key, sent, options));
  }

  /** The bytes as they were when the call was made; its caller may change them afterwards. */
  private static Content arrived(Content content) {
    try (InputStream in = content.open()) {
      Content copy = Content.of(in.readAllBytes());
      return content.checksum().map(copy::withChecksum).orElse(copy);
    } catch (IOException e) {
      return content; // the store meets the same, and knows what to call it
    }
  }

  @Override
  public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    return faults.run(
        Operation.READ,
        key,
        () -> inner().read(key, range, target),
        () -> readHalf(key, range, target));
  }

  @Override
  public BlockStat stat(BlockKey key) throws BlockStoreException {
    return faults.run(Operation.STAT, key, () -> inner().stat(key));
  }

  @Override
  public void delete(BlockKey key, DeleteOptions options) throws BlockStoreException {
    faults.run(
        Operation.DELETE,
        key,
        () -> {
          inner().delete(key, options);
          return null;
        });
  }

  @Override
  public DeleteReport deleteAll(Collection<BlockKey> keys) throws BlockStoreException {
    boolean picks = plan.picks(Operation.DELETE_ALL);
    return faults.run(
        Operation.DELETE_ALL,
        null,
        () -> picks ? deletePicked(Operation.DELETE_ALL, keys) : inner().deleteAll(keys));
  }

  @Override
  public DeleteReport deleteByPrefix(KeyPrefix prefix) throws BlockStoreException {
    Operation operation = Operation.DELETE_BY_PREFIX;
    boolean picks = plan.picks(operation);
    return faults.run(
        operation,
        null,
        () -> picks ? deletePicked(operation, keysUnder(prefix)) : inner().deleteByPrefix(prefix));
  }

  @Override
  public BlockListing list(ListOptions options) throws BlockStoreException {
    BlockListing listing = faults.run(Operation.LIST, null, () -> inner().list(options));
    return new BlockListing() {
      @Override
      public List<ListEntry> nextPage() throws BlockStoreException {
        faults.check(Operation.LIST); // before it: a page lost afterwards would be skipped
        return listing.nextPage();
      }

      @Override
      public void close() {
        listing.close();
      }
    };
  }

  @Override
  public Receipt copy(BlockKey source, BlockKey target, CopyOptions options)
      throws BlockStoreException {
    return faults.run(Operation.COPY, target, () -> inner().copy(source, target, options));
  }

  @Override
  public BlockUpload startUpload(BlockKey key, WriteOptions options) throws BlockStoreException {
    BlockUpload upload =
        faults.run(Operation.START_UPLOAD, key, () -> inner().startUpload(key, options));
    return new FaultyUpload(upload, faults);
  }

  @Override
  public Receipt append(BlockKey key, long expectedOffset, Content content)
      throws BlockStoreException {
    return faults.run(Operation.APPEND, key, () -> inner().append(key, expectedOffset, content));
  }

  @Override
  public Receipt rename(BlockKey source, BlockKey target, Precondition condition)
      throws BlockStoreException {
    return faults.run(Operation.RENAME, target, () -> inner().rename(source, target, condition));
  }

  @Override
  public Health healthCheck() throws BlockStoreException {
    return faults.run(Operation.HEALTH_CHECK, null, () -> inner().healthCheck());
  }

  /** Names the seed, so that a failed run can be repeated. */
  @Override
  public String toString() {
    return "FaultyBlockStore(" + inner() + ", seed " + plan.seed() + ")";
  }

  /** Closes the wrapped store, and lets go what hangs; no later call hangs. */
  @Override
  public void close() throws BlockStoreException {
    try {
      inner().close();
    } finally {
      faults.close();
    }
  }

  /** Deletes a batch without the keys that a rule picks out of it. */
  private DeleteReport deletePicked(Operation operation, Collection<BlockKey> keys)
      throws BlockStoreException {
    Set<BlockKey> wanted = new LinkedHashSet<>();
    Map<BlockKey, BlockStoreException> failures = new HashMap<>();
    for (BlockKey key : new LinkedHashSet<>(keys)) {
      try {
        faults.runPicked(operation, key, () -> wanted.add(key));
      } catch (BlockStoreException e) {
        failures.put(key, e);
      }
    }
    DeleteReport report = inner().deleteAll(wanted);
    wanted.removeAll(report.failures().keySet());
    wanted.removeAll(failures.keySet());
    failures.putAll(report.failures());
    return new DeleteReport(wanted.size(), failures);
  }

  private List<BlockKey> keysUnder(KeyPrefix prefix) throws BlockStoreException {
    List<BlockKey> keys = new ArrayList<>();
    try (BlockListing listing = inner().list(ListOptions.under(prefix))) {
      listing.forEachRemaining(entry -> keys.add(BlockKey.of(entry.name())));
    }
    return keys;
  }

  /** Leaves bytes behind the position, which does not move: what a connection that breaks does. */
  private void readHalf(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    long half = range.clampedLength(inner().stat(key).size()) / 2;
    int room = (int) Math.min(half, target.remaining());
    inner().read(key, ByteRange.of(range.offset(), room), target.slice(target.position(), room));
  }
}
