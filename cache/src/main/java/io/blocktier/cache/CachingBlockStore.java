package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Health;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.ProbeReport;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.UnsupportedByStoreException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.DerivedCapabilities;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The cache itself; checks neither capabilities nor its own being closed. */
final class CachingBlockStore implements BlockStore {

  /**
   * A larger block does not wait for room: it goes straight to the store, which is more than was
   * asked for, and makes its own writer wait for the store instead of all who write less.
   */
  private static final int MAX_WAITING_BYTES = 1 << 20;

  private final BlockStore store;
  private final CacheParts parts;
  private final CacheOptions options;
  private final DerivedCapabilities offered;

  CachingBlockStore(BlockStore store, CacheOptions options, CacheParts.Assembly assembly)
      throws BlockStoreException {
    this.store = store;
    this.options = options;
    this.offered = new DerivedCapabilities(store.capabilities(), this::offeredAbove);
    this.parts = assembly.assemble(this);
  }

  @Override
  public Receipt write(BlockKey key, Content content, WriteOptions how) throws BlockStoreException {
    if (!isStageable(content, how)) {
      return writeThrough(key, content, how);
    }
    if (content.length() <= MAX_WAITING_BYTES) {
      return parts.writes().write(key, content, how);
    }
    Optional<Receipt> staged = parts.writes().writeIfRoom(key, content, how);
    return staged.isPresent() ? staged.get() : writeThrough(key, content, how);
  }

  private boolean isStageable(Content content, WriteOptions how) {
    return how.precondition() instanceof Precondition.None
        && content.length() <= Math.min(options.maxStagedBytes(), options.maxAtRiskBytes());
  }

  private Receipt writeThrough(BlockKey key, Content content, WriteOptions how)
      throws BlockStoreException {
    return parts
        .passThrough()
        .run(
            Operation.WRITE,
            List.of(key),
            List.of(),
            etags ->
                store.write(
                    key, content, beneath(how.with(etags.translate(key, how.precondition())))));
  }

  /** The store beneath need not know the levels of the cache. */
  static WriteOptions beneath(WriteOptions how) {
    return new WriteOptions(
        how.precondition(), how.metadata(), how.storageClass(), Optional.empty(), how.putId());
  }

  @Override
  public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    return parts.reading().reads().read(key, range, target);
  }

  @Override
  public BlockStat stat(BlockKey key) throws BlockStoreException {
    return parts.reading().reads().stat(key);
  }

  @Override
  public void delete(BlockKey key, DeleteOptions how) throws BlockStoreException {
    if (how.ifMatch().isEmpty()) {
      parts.writes().delete(Operation.DELETE, List.of(key));
      return;
    }
    parts
        .passThrough()
        .run(
            Operation.DELETE,
            List.of(key),
            List.of(),
            etags -> {
              store.delete(key, DeleteOptions.ifMatch(etags.translate(key, how.ifMatch().get())));
              return key;
            });
  }

  @Override
  public DeleteReport deleteAll(Collection<BlockKey> keys) throws BlockStoreException {
    return parts.writes().delete(Operation.DELETE_ALL, keys);
  }

  @Override
  public DeleteReport deleteByPrefix(KeyPrefix prefix) throws BlockStoreException {
    long deleted = 0;
    Map<BlockKey, BlockStoreException> failed = new HashMap<>();
    try (BlockListing listing = list(ListOptions.under(prefix))) {
      for (List<ListEntry> page = listing.nextPage(); !page.isEmpty(); page = listing.nextPage()) {
        List<BlockKey> keys = new ArrayList<>();
        page.forEach(entry -> keys.add(BlockKey.of(entry.name())));
        DeleteReport report = parts.writes().delete(Operation.DELETE_BY_PREFIX, keys);
        deleted += report.deleted();
        failed.putAll(report.failures());
      }
    }
    return new DeleteReport(deleted, failed);
  }

  @Override
  public BlockListing list(ListOptions how) throws BlockStoreException {
    return parts.view().list(how);
  }

  @Override
  public Receipt copy(BlockKey source, BlockKey target, CopyOptions how)
      throws BlockStoreException {
    if (how.from().isPresent()) {
      throw new UnsupportedByStoreException(
          Failure.of(this, Operation.COPY, target, "the source is in another store")
              .remedy("read it, and write it here"));
    }
    return parts
        .passThrough()
        .run(
            Operation.COPY,
            List.of(target),
            List.of(source),
            etags -> {
              CopyOptions translated = how.with(etags.translate(target, how.precondition()));
              if (how.sourceMatch().isPresent()) {
                translated =
                    translated.withSourceMatch(etags.translate(source, how.sourceMatch().get()));
              }
              return store.copy(source, target, translated);
            });
  }

  @Override
  public BlockUpload startUpload(BlockKey key, WriteOptions how) throws BlockStoreException {
    return new PassThroughUpload(store, key, how, parts.passThrough());
  }

  @Override
  public Receipt append(BlockKey key, long expectedOffset, Content content)
      throws BlockStoreException {
    return parts
        .passThrough()
        .run(
            Operation.APPEND,
            List.of(key),
            List.of(),
            _ -> store.append(key, expectedOffset, content));
  }

  @Override
  public Receipt rename(BlockKey source, BlockKey target, Precondition condition)
      throws BlockStoreException {
    return parts
        .passThrough()
        .run(
            Operation.RENAME,
            List.of(target, source),
            List.of(),
            etags -> store.rename(source, target, etags.translate(target, condition)));
  }

  @Override
  public Capabilities capabilities() {
    return offered.of(store.capabilities());
  }

  private Capabilities offeredAbove(Capabilities beneath) {
    return new Capabilities(
        beneath.features(), beneath.limits(), options.durability(), Durability.REMOTE);
  }

  @Override
  public ProbeReport probe() throws BlockStoreException {
    ProbeReport beneath = store.probe();
    return new ProbeReport(toString(), beneath.findings(), capabilities());
  }

  @Override
  public Health healthCheck() throws BlockStoreException {
    CacheStatus status = parts.flushing().status();
    if (status.disk() == DiskState.STALLED) {
      return new Health(false, "the disk of " + options.directory() + " does not answer");
    }
    if (status.unjournaledBlocks() > 0 || status.damages() > 0) {
      return new Health(
          false,
          status.unjournaledBlocks()
              + " blocks are in memory alone, and the journal is damaged in "
              + status.damages()
              + " places");
    }
    return store.healthCheck();
  }

  CacheOptions options() {
    return options;
  }

  CacheParts parts() {
    return parts;
  }

  @Override
  public void close() throws BlockStoreException {
    try (BlockStore _ = store) {
      parts.close();
    }
  }

  @Override
  public String toString() {
    return "cache of " + CacheOpening.identity(store);
  }
}
