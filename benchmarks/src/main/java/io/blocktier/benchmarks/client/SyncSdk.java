package io.blocktier.benchmarks.client;

import io.blocktier.benchmarks.server.Server;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.S3Client;

/** The synchronous client of the AWS SDK. */
final class SyncSdk implements Client {

  private static final String TYPE = "application/octet-stream";

  private final S3Client client;
  private final String bucket;
  private final Drain[] drains;

  SyncSdk(Server server, int inFlight) {
    this.client = Sdk.sync(server);
    this.bucket = server.bucket();
    this.drains = Drain.ofThreads(inFlight);
  }

  @Override
  public void put(int thread, String key, byte[] bytes) {
    ContentStreamProvider uncopied = ContentStreamProvider.fromByteArrayUnsafe(bytes);
    client.putObject(
        Sdk.put(bucket, key), RequestBody.fromContentProvider(uncopied, bytes.length, TYPE));
  }

  @Override
  public long get(int thread, String key, Part part) throws IOException {
    try (InputStream in = client.getObject(Sdk.get(bucket, key, part))) {
      return drains[thread].drain(in);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
