package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.Health;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.ProbeReport;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.UnsupportedByStoreException;
import io.blocktier.blockstore.WriteOptions;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The packed store that only reads; does not check its own being closed. */
final class PackedReading implements BlockStore {

  /** What is of use to somebody who changes nothing. */
  private static final Set<Capability> READING =
      EnumSet.of(Capability.ORDERED_LISTING, Capability.METADATA, Capability.CHECKSUM);

  private final BlockStore store;
  private final PackedRecords records;
  private final Lookups lookups;
  private final PackedReads reads;
  private final PackedOffer offer;
  private final PackedFailures failures;

  private PackedReading(
      BlockStore store,
      PackedRecords records,
      Lookups lookups,
      PackedReads reads,
      PackedOffer offer,
      PackedFailures failures) {
    this.store = store;
    this.records = records;
    this.lookups = lookups;
    this.reads = reads;
    this.offer = offer;
    this.failures = failures;
  }

  static PackedReading of(BlockStore store, PackedRecords records, PackedOptions options) {
    PackedFailures failures = new PackedFailures(PackedParts.name(store, options));
    Lookups lookups = new Lookups(records, failures);
    BlockObjects objects = new BlockObjects(store, options.segments().names().root());
    PackedReads reads = new PackedReads(lookups, objects, new Intake(failures), failures);
    PackedOffer offer = new PackedOffer(store, options);
    return new PackedReading(store, records, lookups, reads, offer, failures);
  }

  @Override
  public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    return reads.read(key, range, target);
  }

  @Override
  public BlockStat stat(BlockKey key) throws BlockStoreException {
    return lookups.require(Operation.STAT, key).stat(key);
  }

  @Override
  public BlockListing list(ListOptions options) throws BlockStoreException {
    return new PackedListing(records, lookups, failures, options);
  }

  @Override
  public Capabilities capabilities() {
    Capabilities all = offer.capabilities();
    EnumSet<Capability> needless = EnumSet.allOf(Capability.class);
    needless.removeAll(READING);
    return all.without(needless);
  }

  @Override
  public Health healthCheck() throws BlockStoreException {
    try {
      records.refresh();
    } catch (BlockStoreException e) {
      throw failures.about(Operation.HEALTH_CHECK, null, e);
    }
    return store.healthCheck();
  }

  @Override
  public void close() throws BlockStoreException {
    store.close();
  }

  @Override
  public Receipt write(BlockKey key, Content content, WriteOptions how) throws BlockStoreException {
    throw readOnly(Operation.WRITE, key);
  }

  @Override
  public void delete(BlockKey key, DeleteOptions how) throws BlockStoreException {
    throw readOnly(Operation.DELETE, key);
  }

  @Override
  public DeleteReport deleteAll(Collection<BlockKey> keys) throws BlockStoreException {
    throw readOnly(Operation.DELETE_ALL, null);
  }

  @Override
  public DeleteReport deleteByPrefix(KeyPrefix prefix) throws BlockStoreException {
    throw readOnly(Operation.DELETE_BY_PREFIX, null);
  }

  @Override
  public Receipt copy(BlockKey source, BlockKey target, CopyOptions how)
      throws BlockStoreException {
    throw readOnly(Operation.COPY, target);
  }

  @Override
  public BlockUpload startUpload(BlockKey key, WriteOptions how) throws BlockStoreException {
    throw readOnly(Operation.START_UPLOAD, key);
  }

  @Override
  public Receipt append(BlockKey key, long expectedOffset, Content content)
      throws BlockStoreException {
    throw readOnly(Operation.APPEND, key);
  }

  @Override
  public Receipt rename(BlockKey source, BlockKey target, Precondition condition)
      throws BlockStoreException {
    throw readOnly(Operation.RENAME, target);
  }

  @Override
  public ProbeReport probe() throws BlockStoreException {
    throw readOnly(Operation.PROBE, null);
  }

  private UnsupportedByStoreException readOnly(Operation operation, @Nullable BlockKey key) {
    return failures.unsupported(
        operation,
        key,
        "these packed blocks are open for reading",
        "open them for writing, which takes over from whoever writes");
  }

  @Override
  public String toString() {
    return failures.toString();
  }
}
