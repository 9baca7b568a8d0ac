package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.Health;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.s3.wire.Origin;
import io.blocktier.blockstore.s3.wire.Transport;
import io.blocktier.blockstore.s3.wire.WirePool;
import io.blocktier.blockstore.spi.Effects;
import javax.net.ssl.SSLSocketFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** The requests of one store, wired together. */
final class S3Operations implements AutoCloseable {

  private final Watchdog watchdog;
  private final Transport transport;
  private final CallFrame frame;
  private final SdkCalls sdk;
  private final Dialects dialects;
  private final Reads reads;
  private final Writes writes;
  private final Deletes deletes;
  private final Copies copies;
  private final Uploads uploads;
  private final Appends appends;
  private final Renames renames;
  private final ObjectNames names;
  private final Effects effects;

  /**
   * Wires the requests.
   *
   * @param store what errors name
   * @param connection the server
   * @param options the settings
   * @param keys signs object requests
   * @param dialect how the server wants things said, as far as that is known
   * @param effects clock, ticker and executor
   */
  S3Operations(
      Object store,
      S3Connection connection,
      S3Options options,
      AwsCredentialsProvider keys,
      Dialect dialect,
      Effects effects) {
    this.dialects = new Dialects(dialect);
    S3Options.Transport limits = options.transport();
    this.names = options.names();
    this.effects = effects;
    this.watchdog = new Watchdog(effects);
    this.frame =
        new CallFrame(
            store,
            watchdog,
            keys,
            limits.operationTimeout(),
            limits.socketTimeout(),
            effects.ticker());
    this.sdk = new SdkCalls(connection.client(), frame, effects.clock());
    ObjectRequests requests =
        new ObjectRequests(connection, names, options.payloadSigning(), effects.clock());
    this.transport = transport(connection, limits);
    ObjectExchange exchange = new ObjectExchange(transport, requests, frame, effects.clock());
    ChunkPool chunks = new ChunkPool(limits.poolSize());
    StoringHeaders headers = new StoringHeaders(options.storageClass(), options.encryption());
    Checksums checksums = new Checksums(frame, chunks);
    this.reads = new Reads(exchange, requests, frame, dialects, chunks);
    this.writes = new Writes(exchange, requests, frame, checksums, headers, reads, dialects);
    this.deletes = new Deletes(exchange, requests, sdk, frame, dialects, names);
    this.copies = new Copies(sdk, reads, frame, headers, dialects, names, connection.server());
    this.appends = new Appends(exchange, requests, reads, checksums, frame);
    this.renames = new Renames(exchange, requests, reads, frame, dialects, names);
    this.uploads = new Uploads(sdk, reads, writes, frame, headers, dialects, names);
  }

  private Transport transport(S3Connection connection, S3Options.Transport limits) {
    if (connection.behindProxy()) {
      return new SdkTransport(connection.http(), connection.bucketUrl());
    }
    WirePool.Limits bounds =
        new WirePool.Limits(limits.poolSize(), limits.connectTimeout(), limits.idleTimeout());
    Origin server = Origin.of(connection.bucketUrl());
    SSLSocketFactory tls = (SSLSocketFactory) SSLSocketFactory.getDefault();
    return new CountedTransport(new WirePool(server, bounds, tls, effects.ticker(), watchdog));
  }

  Dialects dialects() {
    return dialects;
  }

  Reads reads() {
    return reads;
  }

  Writes writes() {
    return writes;
  }

  Deletes deletes() {
    return deletes;
  }

  Copies copies() {
    return copies;
  }

  Uploads uploads() {
    return uploads;
  }

  Appends appends() {
    return appends;
  }

  Renames renames() {
    return renames;
  }

  BlockListing list(Operation operation, ListOptions options) {
    return new S3Listing(sdk, reads, frame, operation, names, options);
  }

  DeleteReport deleteListed(BlockListing listing) throws BlockStoreException {
    return new PrefixDelete(listing, deletes, frame, effects.executor()).run();
  }

  Health healthCheck() {
    long start = effects.ticker().nanos();
    try {
      sdk.call(
          Call.looking(Operation.HEALTH_CHECK, null),
          s3 -> s3.headBucket(r -> r.bucket(names.bucket())));
      long millis = (effects.ticker().nanos() - start) / 1_000_000;
      return new Health(true, "the bucket answered within " + millis + " ms");
    } catch (BlockStoreException e) {
      return new Health(false, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    frame.close();
    transport.close();
    watchdog.close();
  }
}
