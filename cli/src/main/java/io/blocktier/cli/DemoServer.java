package io.blocktier.cli;

import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.config.ConfigException;
import io.blocktier.config.StoreStack;
import io.blocktier.gateway.AccessKey;
import io.blocktier.gateway.FixedBucket;
import io.blocktier.gateway.GatewayOptions;
import io.blocktier.gateway.Grant;
import io.blocktier.gateway.Right;
import io.blocktier.gateway.server.S3Gateway;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * The cold store of a demo: an S3 server in this process, over files, that a process which is
 * killed leaves standing, as S3 would be left. What it is asked for is counted.
 */
final class DemoServer implements AutoCloseable {

  private static final String BLOCKS = "demo";
  private static final String ARCHIVE = "demo-archive";
  private static final String HOT = "demo--use1-az4--x-s3";
  private static final List<FixedBucket> BUCKETS =
      List.of(
          new FixedBucket(BLOCKS, KeyPrefix.of("blocks/")),
          new FixedBucket(ARCHIVE, KeyPrefix.of("archive/")),
          new FixedBucket(HOT, KeyPrefix.of("hot/")));
  private static final int SECRET_BYTES = 20;

  private final StoreStack files;
  private final S3Gateway gateway;
  private final AccessKey key;
  private final RequestBill bill;

  private DemoServer(StoreStack files, S3Gateway gateway, AccessKey key, RequestBill bill) {
    this.files = files;
    this.gateway = gateway;
    this.key = key;
    this.bill = bill;
  }

  /** Serves a directory, on loopback and to nobody but who knows a key that is made up for it. */
  static DemoServer over(Path directory, Session session) throws ConfigException, IOException {
    StoreStack files =
        session.stores().local(directory).open(session.effects(), new CompositeMeterRegistry());
    try {
      AccessKey key = key(session.effects().random());
      RequestBill bill = new RequestBill();
      S3Gateway gateway = S3Gateway.start(options(key), files.store(), session.effects(), bill);
      return new DemoServer(files, gateway, key, bill);
    } catch (IOException | RuntimeException e) {
      files.close();
      throw e;
    }
  }

  private static AccessKey key(RandomGenerator random) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    Grant all = Grant.everywhere(Right.READ_WRITE);
    return new AccessKey("demo", HexFormat.of().formatHex(secret), List.of(all));
  }

  private static GatewayOptions options(AccessKey key) {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    GatewayOptions options = GatewayOptions.at(any).with(key);
    for (FixedBucket bucket : BUCKETS) {
      options = options.with(bucket);
    }
    return options;
  }

  /** Returns the settings of the store for blocks, as a section of YAML. */
  String blocks() {
    return "block_store: " + store("s3", BLOCKS) + "\n";
  }

  /** Returns the settings of the stores for records, as keys of a section of YAML. */
  String tiers() {
    return "  hot: " + store("express", HOT) + "\n  cold: " + store("s3", ARCHIVE) + "\n";
  }

  /**
   * Clients of its own server have no need to find out what that can do. The address is a number,
   * which no name of a bucket can stand before.
   */
  private String store(String type, String bucket) {
    return String.format(
        Locale.ROOT,
        "{type: %s, %s: {endpoint: 'http://%s', region: us-east-1, bucket: %s,"
            + " access_key_id: %s, secret_access_key: '%s', probe: never}}",
        type,
        type,
        numericAddress(),
        bucket,
        key.id(),
        key.secret());
  }

  private String numericAddress() {
    return gateway.address().getAddress().getHostAddress() + ":" + gateway.address().getPort();
  }

  String address() {
    return gateway.address().getHostString() + ":" + gateway.address().getPort();
  }

  /** Stops serving, and returns what was asked for: all of it has been answered. */
  RequestBill bill() throws IOException {
    gateway.close();
    return bill;
  }

  @Override
  public void close() throws IOException {
    try (files) {
      gateway.close();
    }
  }
}
