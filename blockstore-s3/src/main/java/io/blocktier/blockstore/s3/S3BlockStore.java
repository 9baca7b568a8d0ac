package io.blocktier.blockstore.s3;

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
import io.blocktier.blockstore.Health;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.ProbeReport;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.UnsupportedByStoreException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.bill.CountsRequests;
import io.blocktier.blockstore.spi.CapabilityProbe;
import io.blocktier.blockstore.spi.Effects;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * A bucket as a block store, bare: one request for each call wherever S3 has one. Neither retries,
 * nor splits, nor checks what is offered; the layers around it do.
 */
final class S3BlockStore implements BlockStore, CountsRequests {

  private final S3Connection connection;
  private final S3Operations operations;
  private final Effects effects;
  private final String name;
  private final Capabilities documented;
  private volatile Capabilities capabilities;

  /**
   * Connects lazily: nothing is sent yet.
   *
   * @param options the settings
   * @param effects clock, ticker, randomness and executor
   * @return the store
   */
  static S3BlockStore open(S3Options options, Effects effects) {
    S3Connection connection = S3Connection.open(options);
    String name = connection.describe(options.names());
    S3Operations operations =
        new S3Operations(
            name, connection, options, connection.credentials(), Dialect.AMAZON, effects);
    Capabilities documented = S3Claims.documented(options.names());
    Capabilities offered = S3Claims.before(options.probe(), connection.custom(), documented);
    return new S3BlockStore(connection, operations, documented, offered, name, effects);
  }

  S3BlockStore(
      S3Connection connection,
      S3Operations operations,
      Capabilities documented,
      Capabilities capabilities,
      String name,
      Effects effects) {
    this.connection = connection;
    this.operations = operations;
    this.documented = documented;
    this.capabilities = capabilities;
    this.name = name;
    this.effects = effects;
  }

  S3Operations operations() {
    return operations;
  }

  @Override
  public Receipt write(BlockKey key, Content content, WriteOptions options)
      throws BlockStoreException {
    return operations.writes().write(key, content, options);
  }

  @Override
  public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    return operations.reads().read(key, range, target);
  }

  @Override
  public BlockStat stat(BlockKey key) throws BlockStoreException {
    return operations.reads().stat(Call.looking(Operation.STAT, key), key);
  }

  @Override
  public void delete(BlockKey key, DeleteOptions options) throws BlockStoreException {
    operations.deletes().delete(key, options);
  }

  @Override
  public DeleteReport deleteAll(Collection<BlockKey> keys) throws BlockStoreException {
    List<BlockKey> distinct = new ArrayList<>(new LinkedHashSet<>(keys));
    Map<BlockKey, BlockStoreException> failures = new HashMap<>();
    long deleted = 0;
    for (int from = 0; from < distinct.size(); from += Deletes.MOST_KEYS) {
      int to = Math.min(from + Deletes.MOST_KEYS, distinct.size());
      DeleteReport report =
          operations.deletes().deleteBatch(Operation.DELETE_ALL, distinct.subList(from, to));
      deleted += report.deleted();
      failures.putAll(report.failures());
    }
    return new DeleteReport(deleted, failures);
  }

  @Override
  public DeleteReport deleteByPrefix(KeyPrefix prefix) throws BlockStoreException {
    ListOptions options = ListOptions.under(prefix);
    try (BlockListing listing = operations.list(Operation.DELETE_BY_PREFIX, options)) {
      return operations.deleteListed(listing);
    }
  }

  @Override
  public BlockListing list(ListOptions options) {
    return operations.list(Operation.LIST, options);
  }

  @Override
  public Receipt copy(BlockKey source, BlockKey target, CopyOptions options)
      throws BlockStoreException {
    return operations.copies().copy(source, target, options);
  }

  @Override
  public BlockUpload startUpload(BlockKey key, WriteOptions options) throws BlockStoreException {
    return operations.uploads().start(key, options);
  }

  @Override
  public Receipt append(BlockKey key, long expectedOffset, Content content)
      throws BlockStoreException {
    throw unsupported(Operation.APPEND, key, "write the whole block");
  }

  @Override
  public Receipt rename(BlockKey source, BlockKey target, Precondition condition)
      throws BlockStoreException {
    throw unsupported(Operation.RENAME, source, "copy the block, then delete the old one");
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public ProbeReport probe() throws BlockStoreException {
    learnDialect();
    ProbeReport report = CapabilityProbe.run(this, documented, effects);
    capabilities = report.capabilities();
    return report;
  }

  /**
   * Finds out what the server understands, without putting its claims to the test.
   *
   * @throws BlockStoreException if the store cannot be written to
   */
  void learnDialect() throws BlockStoreException {
    new DialectProbe(this, operations.dialects(), effects).run();
  }

  @Override
  public Health healthCheck() {
    return operations.healthCheck();
  }

  @Override
  public void close() {
    operations.close();
    connection.close();
  }

  @Override
  public String toString() {
    return name;
  }

  private UnsupportedByStoreException unsupported(
      Operation operation, BlockKey key, String remedy) {
    Call call = Call.looking(operation, key);
    return new UnsupportedByStoreException(
        call.failure(this, "general-purpose buckets do not offer this").remedy(remedy));
  }
}
