package io.blocktier.blockstore.express;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.s3.S3StoreProvider;
import io.blocktier.blockstore.spi.BlockStoreProvider;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.gateway.AccessKey;
import io.blocktier.gateway.Exchange;
import io.blocktier.gateway.FixedBucket;
import io.blocktier.gateway.GatewayOptions;
import io.blocktier.gateway.Grant;
import io.blocktier.gateway.Right;
import io.blocktier.gateway.Telemetry;
import io.blocktier.gateway.server.S3Gateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The project's own server with a bucket of each kind, and stores in them. */
final class ExpressServer implements AutoCloseable {

  static final String BUCKET = "logs--use1-az4--x-s3";
  static final String GENERAL = "general";
  static final String ARCHIVE = "archive";

  private static final String KEY = "AKIDEXPRESS";
  private static final String SECRET = "a-secret-nobody-may-see";

  final Effects effects = Effects.ofSystem();

  /** How far the server's clock is ahead of everybody's. */
  volatile Duration ahead = Duration.ZERO;

  final BlockStore behind;
  private final Wire wire = new Wire();
  private final S3Gateway gateway;

  /** Opens what a server has its blocks in. */
  interface Opening {
    BlockStore open(Effects effects) throws IOException;
  }

  ExpressServer() throws IOException {
    this(InMemoryBlockStore::new);
  }

  /** A server, which closes what it has its blocks in. */
  ExpressServer(Opening opening) throws IOException {
    behind = opening.open(effects);
    Effects hasty =
        new Effects(
            () -> effects.clock().instant().plus(ahead),
            effects.ticker(),
            effects.random(),
            effects.sleeper(),
            effects.executor());
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Grant all = Grant.everywhere(Right.READ_WRITE);
    GatewayOptions options =
        GatewayOptions.at(any)
            .with(new AccessKey(KEY, SECRET, List.of(all)))
            .with(new FixedBucket(GENERAL, KeyPrefix.ALL))
            .with(new FixedBucket(ARCHIVE, KeyPrefix.of("archive/")))
            .with(new FixedBucket(BUCKET, KeyPrefix.ALL));
    gateway = S3Gateway.start(options, behind, hasty, wire);
  }

  String address() {
    return "127.0.0.1:" + gateway.address().getPort();
  }

  /**
   * Stops serving, and returns how many bytes of bodies have passed in both directions. To be
   * called behind the end of all stores, some of whose tasks run until then.
   */
  long stop() throws IOException {
    gateway.close();
    effects.executor().close(); // its last tasks count what was just answered
    return wire.bytes.sum();
  }

  /** The whole stack, as the provider opens it, with other settings on top. */
  BlockStore open(String... others) throws BlockStoreException {
    return open(new ExpressStoreProvider(), BUCKET, others);
  }

  /** The same in the general-purpose bucket. */
  BlockStore openGeneral(String... others) throws BlockStoreException {
    return open(new S3StoreProvider(), GENERAL, others);
  }

  /** The same in a bucket of which the others know nothing. */
  BlockStore openArchive(String... others) throws BlockStoreException {
    return open(new S3StoreProvider(), ARCHIVE, others);
  }

  private BlockStore open(BlockStoreProvider provider, String bucket, String... others)
      throws BlockStoreException {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("bucket", bucket);
    texts.put("endpoint", "http://" + address());
    texts.put("region", "us-east-1");
    texts.put("access_key_id", KEY);
    texts.put("secret_access_key", SECRET);
    texts.put("probe", "never");
    for (int i = 0; i < others.length; i += 2) {
      texts.put(others[i], others[i + 1]);
    }
    return provider.open(Settings.parse(provider.settings(), texts), effects);
  }

  @Override
  public void close() throws IOException {
    gateway.close();
    behind.close();
    effects.executor().close();
  }

  /** Counts what passes. */
  private static final class Wire implements Telemetry {
    private final LongAdder bytes = new LongAdder();

    @Override
    public String exposition() {
      return "up 1\n";
    }

    @Override
    public void answered(Exchange exchange) {
      bytes.add(exchange.bytesIn() + exchange.bytesOut());
    }
  }
}
