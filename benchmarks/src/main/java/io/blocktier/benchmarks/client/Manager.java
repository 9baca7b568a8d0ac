package io.blocktier.benchmarks.client;

import io.blocktier.benchmarks.server.Server;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.transfer.s3.S3TransferManager;
import software.amazon.awssdk.transfer.s3.model.DownloadRequest;
import software.amazon.awssdk.transfer.s3.model.UploadRequest;

/** The transfer manager of the AWS SDK over its CRT client, as its guide says. */
final class Manager implements Client {

  private final S3AsyncClient client;
  private final S3TransferManager manager;
  private final String bucket;

  Manager(Server server) {
    this.client = Sdk.crt(server);
    this.manager = S3TransferManager.builder().s3Client(client).build();
    this.bucket = server.bucket();
  }

  @Override
  public void put(int thread, String key, byte[] bytes) throws Exception {
    UploadRequest request =
        UploadRequest.builder()
            .putObjectRequest(Sdk.put(bucket, key))
            .requestBody(AsyncRequestBody.fromBytesUnsafe(bytes))
            .build();
    manager.upload(request).completionFuture().get();
  }

  @Override
  public long get(int thread, String key, Part part) throws Exception {
    DownloadRequest<Long> request =
        DownloadRequest.builder()
            .getObjectRequest(Sdk.get(bucket, key, part))
            .responseTransformer(new Counting())
            .build();
    return manager.download(request).completionFuture().get().result();
  }

  @Override
  public void close() {
    manager.close();
    client.close();
  }
}
