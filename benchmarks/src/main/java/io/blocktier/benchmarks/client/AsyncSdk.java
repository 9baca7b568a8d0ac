package io.blocktier.benchmarks.client;

import io.blocktier.benchmarks.server.Server;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** An asynchronous client of the AWS SDK, whose callers wait. */
final class AsyncSdk implements Client {

  private final S3AsyncClient client;
  private final String bucket;

  AsyncSdk(S3AsyncClient client, Server server) {
    this.client = client;
    this.bucket = server.bucket();
  }

  @Override
  public void put(int thread, String key, byte[] bytes) throws Exception {
    client.putObject(Sdk.put(bucket, key), AsyncRequestBody.fromBytesUnsafe(bytes)).get();
  }

  @Override
  public long get(int thread, String key, Part part) throws Exception {
    return client.getObject(Sdk.get(bucket, key, part), new Counting()).get();
  }

  @Override
  public void close() {
    client.close();
  }
}
