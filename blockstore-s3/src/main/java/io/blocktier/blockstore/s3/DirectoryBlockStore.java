package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.ProbeReport;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.s3.directory.DirectoryBucket;
import io.blocktier.blockstore.spi.CapabilityProbe;
import io.blocktier.blockstore.spi.Effects;

/**
 * A directory bucket as a block store, bare: what is different from other buckets. Blocks grow and
 * take other keys, listings have no order and know whole folders only.
 */
final class DirectoryBlockStore extends ForwardingBlockStore {

  private final S3BlockStore store;
  private final S3Operations operations;
  private final boolean appends;
  private final Effects effects;
  private final Capabilities documented;
  private volatile Capabilities capabilities;

  private DirectoryBlockStore(
      S3BlockStore store,
      DirectoryBucket bucket,
      Capabilities documented,
      Capabilities capabilities,
      Effects effects) {
    super(store);
    this.store = store;
    this.operations = store.operations();
    this.appends = bucket.appends();
    this.documented = documented;
    this.capabilities = capabilities;
    this.effects = effects;
  }

  static DirectoryBlockStore open(DirectoryBucket bucket, S3Options options, Effects effects) {
    RenewableKeys keys = new RenewableKeys(options.credentials().provider());
    S3Connection connection =
        S3Connection.open(options, pool -> new SessionWatch(pool, bucket.listener()), keys);
    DirectorySessions sessions =
        new DirectorySessions(connection.client(), keys, bucket, effects.clock());
    String name = "express" + connection.describe(options.names()).substring("s3".length());
    Dialect dialect = Dialect.AMAZON.withoutMarks();
    S3Operations operations =
        new S3Operations(name, connection, options, sessions, dialect, effects);
    Capabilities documented = DirectoryClaims.documented(options.names(), bucket.appends());
    Capabilities offered = S3Claims.before(options.probe(), connection.custom(), documented);
    S3BlockStore store =
        new S3BlockStore(connection, operations, documented, offered, name, effects);
    return new DirectoryBlockStore(store, bucket, documented, offered, effects);
  }

  @Override
  public BlockListing list(ListOptions options) {
    return list(Operation.LIST, options);
  }

  @Override
  public DeleteReport deleteByPrefix(KeyPrefix prefix) throws BlockStoreException {
    try (BlockListing listing = list(Operation.DELETE_BY_PREFIX, ListOptions.under(prefix))) {
      return operations.deleteListed(listing);
    }
  }

  private BlockListing list(Operation operation, ListOptions options) {
    BlockListing folder = operations.list(operation, PrefixFilter.ofFolder(options));
    return new PrefixFilter(folder, options.prefix());
  }

  @Override
  public Receipt append(BlockKey key, long expectedOffset, Content content)
      throws BlockStoreException {
    return appends
        ? operations.appends().append(key, expectedOffset, content)
        : store.append(key, expectedOffset, content);
  }

  @Override
  public Receipt rename(BlockKey source, BlockKey target, Precondition condition)
      throws BlockStoreException {
    return operations.renames().rename(source, target, condition);
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public ProbeReport probe() throws BlockStoreException {
    store.learnDialect();
    ProbeReport report = CapabilityProbe.run(this, documented, effects);
    capabilities = report.capabilities();
    return report;
  }
}
