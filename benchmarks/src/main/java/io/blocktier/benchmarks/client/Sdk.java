package io.blocktier.benchmarks.client;

import io.blocktier.benchmarks.server.Server;
import io.blocktier.benchmarks.wire.Keys;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** What the clients of the AWS SDK have in common. */
final class Sdk {

  /** As many connections as the store of ours has; the SDK's own 50 would be too few for 64. */
  private static final int CONNECTIONS = 200;

  private Sdk() {}

  private static StaticCredentialsProvider credentials(Server server) {
    Keys keys = server.keys().orElseThrow();
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(keys.id(), keys.secret()));
  }

  static S3Client sync(Server server) {
    return S3Client.builder()
        .httpClientBuilder(Apache5HttpClient.builder().maxConnections(CONNECTIONS))
        .region(Region.US_EAST_1)
        .endpointOverride(server.uri())
        .forcePathStyle(true)
        .credentialsProvider(credentials(server))
        .build();
  }

  static S3AsyncClient netty(Server server) {
    return S3AsyncClient.builder()
        .httpClientBuilder(NettyNioAsyncHttpClient.builder().maxConcurrency(CONNECTIONS))
        .region(Region.US_EAST_1)
        .endpointOverride(server.uri())
        .forcePathStyle(true)
        .credentialsProvider(credentials(server))
        .build();
  }

  static S3AsyncClient crt(Server server) {
    return S3AsyncClient.crtBuilder()
        .region(Region.US_EAST_1)
        .endpointOverride(server.uri())
        .forcePathStyle(true)
        .credentialsProvider(credentials(server))
        .build();
  }

  static PutObjectRequest put(String bucket, String key) {
    return PutObjectRequest.builder().bucket(bucket).key(key).build();
  }

  static GetObjectRequest get(String bucket, String key, Client.Part part) {
    GetObjectRequest.Builder request = GetObjectRequest.builder().bucket(bucket).key(key);
    return (part.whole() ? request : request.range(part.header())).build();
  }
}
