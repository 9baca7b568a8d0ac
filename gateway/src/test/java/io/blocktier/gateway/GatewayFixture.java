package io.blocktier.gateway;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.gateway.server.S3Gateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;

/** A gateway on a port of its own, with a key that may do everything. */
final class GatewayFixture implements AutoCloseable {

  static final String KEY = "AKIDEXAMPLE";
  static final String SECRET = "the secret of tests";

  final S3Gateway gateway;
  final S3Client s3;

  private GatewayFixture(S3Gateway gateway) {
    this.gateway = gateway;
    this.s3 = client(gateway);
  }

  static GatewayOptions options() {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Grant all = Grant.everywhere(Right.READ_WRITE);
    return GatewayOptions.at(any).with(new AccessKey(KEY, SECRET, List.of(all)));
  }

  static GatewayFixture over(BlockStore store, Effects effects) throws IOException {
    return over(options(), store, effects);
  }

  static GatewayFixture over(GatewayOptions options, BlockStore store, Effects effects)
      throws IOException {
    return new GatewayFixture(S3Gateway.start(options, store, effects, () -> "up 1\n"));
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + gateway.address().getPort() + path);
  }

  @Override
  public void close() throws IOException {
    s3.close();
    gateway.close();
  }

  private static S3Client client(S3Gateway gateway) {
    return S3Client.builder()
        .endpointOverride(URI.create("http://127.0.0.1:" + gateway.address().getPort()))
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, SECRET)))
        .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()))
        .build();
  }
}
