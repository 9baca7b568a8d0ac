package io.blocktier.benchmarks.client;

import io.blocktier.benchmarks.server.Server;
import io.blocktier.benchmarks.wire.Keys;
import io.minio.GetObjectArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import java.io.IOException;
import java.io.InputStream;

/** The client of MinIO. */
final class Minio implements Client {

  private final MinioClient client;
  private final String bucket;
  private final Drain[] drains;

  Minio(Server server, int inFlight) {
    Keys keys = server.keys().orElseThrow();
    this.client =
        MinioClient.builder()
            .endpoint(server.uri().toString())
            .region("us-east-1")
            .credentials(keys.id(), keys.secret())
            .build();
    this.bucket = server.bucket();
    this.drains = Drain.ofThreads(inFlight);
  }

  @Override
  public void put(int thread, String key, byte[] bytes) throws Exception {
    client.putObject(
        PutObjectArgs.builder().bucket(bucket).object(key).data(bytes, bytes.length).build());
  }

  @Override
  public long get(int thread, String key, Part part) throws Exception {
    GetObjectArgs.Builder request = GetObjectArgs.builder().bucket(bucket).object(key);
    if (!part.whole()) {
      request.offset(part.offset()).length((long) part.length());
    }
    try (InputStream in = client.getObject(request.build())) {
      return drains[thread].drain(in);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      client.close();
    } catch (Exception e) {
      throw new IOException("the client of MinIO does not close", e);
    }
  }
}
