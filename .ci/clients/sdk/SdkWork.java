import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.util.VersionInfo;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.*;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.transfer.s3.S3TransferManager;

/**
 * What programs in Java do with S3, by each of the clients of the AWS SDK, and whether it comes out
 * right: one line 'client|version|operation|result' each.
 */
public final class SdkWork {

  private static final URI ENDPOINT = URI.create(System.getenv("BLOCKTIER_S3_ENDPOINT"));
  private static final Region REGION = Region.of(System.getenv("BLOCKTIER_S3_REGION"));
  private static final StaticCredentialsProvider KEYS =
      StaticCredentialsProvider.create(
          AwsBasicCredentials.create(
              System.getenv("BLOCKTIER_S3_ACCESS_KEY"), System.getenv("BLOCKTIER_S3_SECRET_KEY")));
  private static final Path WORK = Path.of(System.getenv("WORK"));
  private static final long PART = 5 << 20;

  private static boolean failed;

  /** The requests that every client knows, blocking. */
  private interface Calls extends AutoCloseable {
    void create(String bucket);

    List<String> buckets();

    PutObjectResponse put(PutObjectRequest request, byte[] bytes);

    PutObjectResponse put(PutObjectRequest request, Path file);

    byte[] get(GetObjectRequest request);

    void get(GetObjectRequest request, Path file);

    HeadObjectResponse head(HeadObjectRequest request);

    void copy(CopyObjectRequest request);

    List<ListObjectsV2Response> list(ListObjectsV2Request request);

    DeleteObjectsResponse delete(DeleteObjectsRequest request);

    void remove(String bucket);

    @Override
    void close();
  }

  private record Sync(S3Client s3) implements Calls {
    @Override
    public void create(String bucket) {
      s3.createBucket(r -> configure(r, bucket));
    }

    @Override
    public List<String> buckets() {
      return s3.listBuckets().buckets().stream().map(Bucket::name).toList();
    }

    @Override
    public PutObjectResponse put(PutObjectRequest request, byte[] bytes) {
      return s3.putObject(request, RequestBody.fromBytes(bytes));
    }

    @Override
    public PutObjectResponse put(PutObjectRequest request, Path file) {
      return s3.putObject(request, file);
    }

    @Override
    public byte[] get(GetObjectRequest request) {
      return s3.getObjectAsBytes(request).asByteArray();
    }

    @Override
    public void get(GetObjectRequest request, Path file) {
      s3.getObject(request, file);
    }

    @Override
    public HeadObjectResponse head(HeadObjectRequest request) {
      return s3.headObject(request);
    }

    @Override
    public void copy(CopyObjectRequest request) {
      s3.copyObject(request);
    }

    @Override
    public List<ListObjectsV2Response> list(ListObjectsV2Request request) {
      return s3.listObjectsV2Paginator(request).stream().toList();
    }

    @Override
    public DeleteObjectsResponse delete(DeleteObjectsRequest request) {
      return s3.deleteObjects(request);
    }

    @Override
    public void remove(String bucket) {
      s3.deleteBucket(r -> r.bucket(bucket));
    }

    @Override
    public void close() {
      s3.close();
    }
  }

  private record Async(S3AsyncClient s3) implements Calls {
    @Override
    public void create(String bucket) {
      s3.createBucket(r -> configure(r, bucket)).join();
    }

    @Override
    public List<String> buckets() {
      return s3.listBuckets().join().buckets().stream().map(Bucket::name).toList();
    }

    @Override
    public PutObjectResponse put(PutObjectRequest request, byte[] bytes) {
      return s3.putObject(request, AsyncRequestBody.fromBytes(bytes)).join();
    }

    @Override
    public PutObjectResponse put(PutObjectRequest request, Path file) {
      return s3.putObject(request, file).join();
    }

    @Override
    public byte[] get(GetObjectRequest request) {
      return s3.getObject(request, AsyncResponseTransformer.toBytes()).join().asByteArray();
    }

    @Override
    public void get(GetObjectRequest request, Path file) {
      s3.getObject(request, file).join();
    }

    @Override
    public HeadObjectResponse head(HeadObjectRequest request) {
      return s3.headObject(request).join();
    }

    @Override
    public void copy(CopyObjectRequest request) {
      s3.copyObject(request).join();
    }

    @Override
    public List<ListObjectsV2Response> list(ListObjectsV2Request request) {
      List<ListObjectsV2Response> pages = new ArrayList<>();
      s3.listObjectsV2Paginator(request).subscribe(pages::add).join();
      return pages;
    }

    @Override
    public DeleteObjectsResponse delete(DeleteObjectsRequest request) {
      return s3.deleteObjects(request).join();
    }

    @Override
    public void remove(String bucket) {
      s3.deleteBucket(r -> r.bucket(bucket)).join();
    }

    @Override
    public void close() {
      s3.close();
    }
  }

  private static void configure(CreateBucketRequest.Builder request, String bucket) {
    request.bucket(bucket);
    if (bucket.endsWith("--x-s3")) {
      request.createBucketConfiguration(c ->
          c.location(l -> l.type(LocationType.AVAILABILITY_ZONE).name("use1-az4"))
              .bucket(b ->
                  b.type(BucketType.DIRECTORY)
                      .dataRedundancy(DataRedundancy.SINGLE_AVAILABILITY_ZONE)));
    }
  }

  /** One operation; any exception means that it failed. */
  private interface Work {
    void run() throws Exception;
  }

  private static void attempt(String client, String operation, Work work) {
    String result = "passed";
    try {
      work.run();
    } catch (Exception | AssertionError e) {
      result = "FAILED";
      failed = true;
      System.err.println(client + ": " + operation);
      e.printStackTrace();
    }
    report(client, operation, result);
  }

  private static void report(String client, String operation, String result) {
    System.out.println(client + "|" + VersionInfo.SDK_VERSION + "|" + operation + "|" + result);
  }

  private static void require(boolean holds, Object found) {
    if (!holds) {
      throw new AssertionError("found " + found);
    }
  }

  private static int statusOf(Runnable call) {
    try {
      call.run();
    } catch (S3Exception e) {
      return e.statusCode();
    } catch (CompletionException e) {
      if (e.getCause() instanceof S3Exception refused) {
        return refused.statusCode();
      }
      throw e;
    }
    return 200;
  }

  private static PutObjectRequest.Builder object(String bucket, String key) {
    return PutObjectRequest.builder().bucket(bucket).key(key);
  }

  private static GetObjectRequest.Builder read(String bucket, String key) {
    return GetObjectRequest.builder().bucket(bucket).key(key);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static boolean same(byte[] bytes, String expected) {
    return new String(bytes, StandardCharsets.UTF_8).equals(expected);
  }

  private static void ordinaryWork(String client, String bucket, Calls calls) {
    attempt(client, "make a bucket", () -> {
      calls.create(bucket);
      require(calls.buckets().contains(bucket), calls.buckets());
    });
    attempt(client, "put and get", () -> {
      calls.put(object(bucket, "a/ä b").metadata(Map.of("colour", "red")).build(), text("hello"));
      require(same(calls.get(read(bucket, "a/ä b").build()), "hello"), "other bytes");
      HeadObjectResponse head = calls.head(HeadObjectRequest.builder().bucket(bucket).key("a/ä b").build());
      require(head.metadata().equals(Map.of("colour", "red")), head.metadata());
    });
    attempt(client, "large upload and download", () -> {
      calls.put(object(bucket, "large").build(), WORK.resolve("large"));
      Path fetched = WORK.resolve(bucket + "-large");
      calls.get(read(bucket, "large").build(), fetched);
      require(Files.mismatch(WORK.resolve("large"), fetched) == -1, "other bytes");
    });
    attempt(client, "range", () -> {
      byte[] middle = calls.get(read(bucket, "a/ä b").range("bytes=1-3").build());
      require(same(middle, "ell"), new String(middle, StandardCharsets.UTF_8));
    });
    attempt(client, "checksums of every kind", () -> {
      for (ChecksumAlgorithm algorithm :
          List.of(ChecksumAlgorithm.CRC32, ChecksumAlgorithm.CRC32_C, ChecksumAlgorithm.CRC64_NVME,
              ChecksumAlgorithm.SHA1, ChecksumAlgorithm.SHA256)) {
        calls.put(object(bucket, "sum").checksumAlgorithm(algorithm).build(), text("checked"));
        require(same(calls.get(read(bucket, "sum").checksumMode(ChecksumMode.ENABLED).build()), "checked"),
            algorithm);
      }
    });
    attempt(client, "conditions", () -> {
      int taken = statusOf(() -> calls.put(object(bucket, "sum").ifNoneMatch("*").build(), text("x")));
      require(taken == 412, taken);
      int other = statusOf(() -> calls.get(read(bucket, "sum").ifMatch("\"other\"").build()));
      require(other == 412, other);
      int none = statusOf(() -> calls.get(read(bucket, "none").build()));
      require(none == 404, none);
    });
    attempt(client, "copy within", () -> {
      calls.copy(CopyObjectRequest.builder().sourceBucket(bucket).sourceKey("a/ä b")
          .destinationBucket(bucket).destinationKey("copy").build());
      require(same(calls.get(read(bucket, "copy").build()), "hello"), "other bytes");
    });
    attempt(client, "list in pages", () -> {
      for (int i = 0; i < 15; i++) {
        calls.put(object(bucket, String.format("page/%02d", i)).build(), new byte[0]);
      }
      List<Integer> pages = calls.list(ListObjectsV2Request.builder().bucket(bucket).prefix("page/")
          .maxKeys(7).build()).stream().map(ListObjectsV2Response::keyCount).toList();
      require(pages.equals(List.of(7, 7, 1)), pages);
    });
  }

  private static void directoryBucket(String client, String bucket, Calls calls) {
    attempt(client, "put and list in a directory bucket", () -> {
      calls.create(bucket);
      calls.put(object(bucket, "folder/log").build(), text("one"));
      require(same(calls.get(read(bucket, "folder/log").build()), "one"), "other bytes");
      int keys = calls.list(ListObjectsV2Request.builder().bucket(bucket).prefix("folder/").build())
          .getFirst().keyCount();
      require(keys == 1, keys);
    });
    append(client, bucket, calls);
    attempt(client, "remove the directory bucket", () -> {
      empty(bucket, calls);
      calls.remove(bucket);
    });
  }

  private static void append(String client, String bucket, Calls calls) {
    PutObjectRequest second = object(bucket, "folder/log").writeOffsetBytes(3L).build();
    int status = statusOf(() -> calls.put(second, text("two")));
    attempt(client, "append", () -> {
      require(status == 200, status);
      require(same(calls.get(read(bucket, "folder/log").build()), "onetwo"), "other bytes");
      int stale = statusOf(() -> calls.put(second, text("three")));
      require(stale == 400, stale);
    });
  }

  private static void empty(String bucket, Calls calls) {
    List<ObjectIdentifier> keys =
        calls.list(ListObjectsV2Request.builder().bucket(bucket).build()).stream()
            .flatMap(page -> page.contents().stream())
            .map(found -> ObjectIdentifier.builder().key(found.key()).build())
            .toList();
    DeleteObjectsResponse answer =
        calls.delete(DeleteObjectsRequest.builder().bucket(bucket).delete(d -> d.objects(keys)).build());
    require(!answer.hasErrors() && answer.deleted().size() == keys.size(), answer);
  }

  private static void end(String client, String bucket, Calls calls) {
    attempt(client, "delete many, and the bucket", () -> {
      empty(bucket, calls);
      calls.remove(bucket);
      require(!calls.buckets().contains(bucket), calls.buckets());
    });
  }

  private static void presigned(String client, String bucket) {
    attempt(client, "presigned URLs", () -> {
      try (S3Presigner presigner =
              S3Presigner.builder().endpointOverride(ENDPOINT).region(REGION).credentialsProvider(KEYS)
                  .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
                  .build();
          HttpClient http = HttpClient.newHttpClient()) {
        Duration life = Duration.ofMinutes(10);
        URI put = presigner.presignPutObject(r ->
            r.signatureDuration(life).putObjectRequest(p -> p.bucket(bucket).key("signed"))).url().toURI();
        URI get = presigner.presignGetObject(r ->
            r.signatureDuration(life).getObjectRequest(g -> g.bucket(bucket).key("signed"))).url().toURI();
        int status = http.send(HttpRequest.newBuilder(put)
            .PUT(HttpRequest.BodyPublishers.ofString("by url")).build(),
            HttpResponse.BodyHandlers.discarding()).statusCode();
        String found = http.send(HttpRequest.newBuilder(get).build(),
            HttpResponse.BodyHandlers.ofString()).body();
        require(status == 200 && found.equals("by url"), status + " " + found);
      }
    });
  }

  private static void transfers(String client, String bucket, S3AsyncClient s3) {
    try (S3TransferManager manager = S3TransferManager.builder().s3Client(s3).build();
        Async calls = new Async(s3)) {
      attempt(client, "large upload and download", () -> {
        calls.create(bucket);
        manager.uploadFile(r -> r.source(WORK.resolve("large")).putObjectRequest(p ->
            p.bucket(bucket).key("large"))).completionFuture().join();
        HeadObjectResponse head = calls.head(HeadObjectRequest.builder().bucket(bucket).key("large").build());
        require(head.eTag().endsWith("-4\""), head.eTag());
        Path fetched = WORK.resolve("transferred");
        manager.downloadFile(r -> r.destination(fetched).getObjectRequest(g ->
            g.bucket(bucket).key("large"))).completionFuture().join();
        require(Files.mismatch(WORK.resolve("large"), fetched) == -1, "other bytes");
      });
      attempt(client, "copy in parts", () -> {
        manager.copy(r -> r.copyObjectRequest(c -> c.sourceBucket(bucket).sourceKey("large")
            .destinationBucket(bucket).destinationKey("copy"))).completionFuture().join();
        require(calls.get(read(bucket, "copy").range("bytes=0-3").build()).length == 4, "no copy");
      });
      attempt(client, "directory up and down", () -> {
        require(manager.uploadDirectory(r -> r.source(WORK.resolve("tree")).bucket(bucket).s3Prefix("tree"))
            .completionFuture().join().failedTransfers().isEmpty(), "failed uploads");
        Path down = WORK.resolve("sdk-tree");
        require(manager.downloadDirectory(r -> r.destination(down).bucket(bucket)
            .listObjectsV2RequestTransformer(l -> l.prefix("tree/")))
            .completionFuture().join().failedTransfers().isEmpty(), "failed downloads");
        requireSameTree(WORK.resolve("tree"), down);
      });
      end(client, bucket, calls);
    }
  }

  private static void requireSameTree(Path expected, Path found) throws IOException {
    try (Stream<Path> files = Files.walk(expected)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path other = found.resolve(expected.relativize(file).toString());
        require(Files.exists(other) && Files.mismatch(file, other) == -1, other);
      }
    }
  }

  private static S3Client sync() {
    return S3Client.builder().endpointOverride(ENDPOINT).region(REGION).credentialsProvider(KEYS)
        .forcePathStyle(true).build();
  }

  private static S3AsyncClient async(boolean parts) {
    return S3AsyncClient.builder().endpointOverride(ENDPOINT).region(REGION).credentialsProvider(KEYS)
        .forcePathStyle(true).multipartEnabled(parts)
        .multipartConfiguration(c -> c.minimumPartSizeInBytes(PART).thresholdInBytes(PART)).build();
  }

  private static S3AsyncClient crt() {
    return S3AsyncClient.crtBuilder().endpointOverride(ENDPOINT).region(REGION)
        .credentialsProvider(KEYS).forcePathStyle(true).minimumPartSizeInBytes(PART)
        .thresholdInBytes(PART).build();
  }

  public static void main(String[] args) {
    try (Calls calls = new Sync(sync())) {
      ordinaryWork("java sync", "java-sync", calls);
      presigned("java sync", "java-sync");
      directoryBucket("java sync", "java-sync--use1-az4--x-s3", calls);
      end("java sync", "java-sync", calls);
    }
    try (Calls calls = new Async(async(false))) {
      ordinaryWork("java netty", "java-netty", calls);
      directoryBucket("java netty", "java-netty--use1-az4--x-s3", calls);
      end("java netty", "java-netty", calls);
    }
    try (Calls calls = new Async(crt())) {
      ordinaryWork("java crt", "java-crt", calls);
      end("java crt", "java-crt", calls);
    }
    transfers("java transfer manager", "java-transfer", async(true));
    transfers("java transfer manager, crt", "java-transfer-crt", crt());
    System.exit(failed ? 1 : 0);
  }
}
