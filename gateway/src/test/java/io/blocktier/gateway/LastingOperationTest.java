package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutOfSpaceException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.gateway.error.S3ErrorCode;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartCopyResponse;

/** Operations that take longer than clients wait in silence. No time passes but what is given. */
class LastingOperationTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int TIMEOUT_MILLIS = 60_000;
  private static final String COPY =
      String.join(
          "\r\n",
          "PUT /photos/copy HTTP/1.1",
          "Host: h",
          "Content-Length: 0",
          "x-amz-copy-source: /photos/source",
          "",
          "");

  private final Semaphore beats = new Semaphore(0);
  private final Semaphore slow = new Semaphore(0);
  private final Semaphore mayEnd = new Semaphore(0);
  private volatile boolean full;

  private final Effects machine = Effects.ofSystem();
  private final Effects effects =
      new Effects(
          machine.clock(), machine.ticker(), machine.random(), this::sleep, machine.executor());
  private final InMemoryBlockStore store = new InMemoryBlockStore(effects);
  private GatewayFixture gateway;

  @BeforeEach
  void start() throws IOException {
    GatewayOptions options = GatewayFixture.options().withAnonymous(Right.READ_WRITE);
    gateway = GatewayFixture.over(options, new SlowStore(), effects);
    gateway.s3.createBucket(b -> b.bucket("photos"));
    gateway.s3.putObject(
        b -> b.bucket("photos").key("source"), RequestBody.fromString("as it was"));
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
    machine.executor().close();
  }

  private void sleep(Duration duration) throws InterruptedException {
    if (duration.equals(PATIENCE)) {
      beats.acquire();
    } else {
      machine.sleeper().sleep(duration);
    }
  }

  /** Takes as long with what makes objects as it is told to, and may be full then. */
  private final class SlowStore extends ForwardingBlockStore {

    SlowStore() {
      super(store);
    }

    private void takeLong(Operation operation, BlockKey key) throws BlockStoreException {
      slow.release();
      mayEnd.acquireUninterruptibly();
      if (full) {
        throw new OutOfSpaceException(
            Failure.of("slow", operation, key, "no room").remedy("make room"));
      }
    }

    @Override
    public Receipt copy(BlockKey source, BlockKey target, CopyOptions options)
        throws BlockStoreException {
      takeLong(Operation.COPY, target);
      return super.copy(source, target, options);
    }

    @Override
    public BlockUpload startUpload(BlockKey key, WriteOptions options) throws BlockStoreException {
      takeLong(Operation.START_UPLOAD, key);
      return super.startUpload(key, options);
    }

    @Override
    public String toString() {
      return "slow";
    }
  }

  @Test
  void whiteSpaceGoesOutUntilTheDocumentIsThere() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", gateway.gateway.address().getPort())) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(COPY.getBytes(StandardCharsets.US_ASCII));
      slow.acquire();
      beats.release();
      String head = readUntil(socket, "?>");
      beats.release(2);
      String between = readUntil(socket, "\n\r\n1\r\n\n\r\n1\r\n\n");
      mayEnd.release();
      String rest = readUntil(socket, "\r\n0\r\n\r\n");

      assertThat(head).startsWith("HTTP/1.1 200").contains("chunked", "application/xml");
      assertThat(head).endsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
      assertThat(between.replaceAll("[1\r\n]", "")).isEmpty();
      assertThat(rest).contains("<CopyObjectResult", "</CopyObjectResult>").doesNotContain("<?xml");
    }
  }

  @Test
  void anAnswerInTimeIsAsEver() throws Exception {
    mayEnd.release();
    assertThat(copy().copyObjectResult().eTag()).isNotEmpty();
    full = true;
    mayEnd.release();
    assertThatThrownBy(this::copy)
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.statusCode()).isGreaterThanOrEqualTo(500));
  }

  @Test
  void theSdkUnderstandsACopyThatTookLong() throws Exception {
    CopyObjectResponse copied = lasting(this::copy, false).get();
    assertThat(copied.copyObjectResult().eTag()).isNotEmpty();
    assertFailsLate(this::copy);
  }

  @Test
  void theSdkUnderstandsAPartThatTookLong() throws Exception {
    String id = upload();
    UploadPartCopyResponse copied = lasting(() -> copyPart(id), false).get();
    assertThat(copied.copyPartResult().eTag()).isNotEmpty();
  }

  @Test
  void aPartThatFailsLateIsNone() throws Exception {
    String id = upload();
    Set<BlockKey> before = blocks();
    assertFailsLate(() -> copyPart(id));
    assertThat(gateway.s3.listParts(b -> b.bucket("photos").key("whole").uploadId(id)).hasParts())
        .isFalse();
    assertThat(blocks()).isEqualTo(before);
    assertThat(store.openUploads()).isEmpty();
    String etag = lasting(() -> copyPart(id), false).get().copyPartResult().eTag();
    mayEnd.release();
    complete(id, etag);
    assertThat(gateway.s3.getObjectAsBytes(b -> b.bucket("photos").key("whole")).asUtf8String())
        .isEqualTo("as it was");
  }

  private Set<BlockKey> blocks() throws BlockStoreException {
    Set<BlockKey> keys = new HashSet<>();
    try (BlockListing listing = store.list(ListOptions.under(KeyPrefix.ALL))) {
      listing.forEachRemaining(entry -> keys.add(BlockKey.of(entry.name())));
    }
    return keys;
  }

  @Test
  void theSdkUnderstandsACompletionThatTookLong() throws Exception {
    String id = upload();
    String etag =
        gateway
            .s3
            .uploadPart(
                b -> b.bucket("photos").key("whole").uploadId(id).partNumber(1),
                RequestBody.fromString("a part"))
            .eTag();
    assertFailsLate(() -> complete(id, etag));
    full = false;
    CompleteMultipartUploadResponse made = lasting(() -> complete(id, etag), false).get();
    assertThat(made.eTag()).endsWith("-1\"");
    assertThat(gateway.s3.getObjectAsBytes(b -> b.bucket("photos").key("whole")).asUtf8String())
        .isEqualTo("a part");
  }

  private void assertFailsLate(Callable<?> call) throws Exception {
    assertThatThrownBy(() -> lasting(call, true).get())
        .cause()
        .isInstanceOfSatisfying(
            S3Exception.class,
            e ->
                assertThat(e.awsErrorDetails().errorCode())
                    .isEqualTo(S3ErrorCode.INSUFFICIENT_STORAGE.code()));
  }

  /** Starts a call, lets it last three times as long as clients are patient, and lets it end. */
  private <T> Future<T> lasting(Callable<T> call, boolean failing) throws InterruptedException {
    full = failing;
    Future<T> answer = machine.executor().submit(call);
    slow.acquire();
    beats.release(3);
    while (beats.availablePermits() > 0) {
      Thread.onSpinWait(); // the third is asked for once what the first two gave rise to was sent
    }
    mayEnd.release();
    return answer;
  }

  private CopyObjectResponse copy() {
    return gateway.s3.copyObject(b ->
        b.sourceBucket("photos")
            .sourceKey("source")
            .destinationBucket("photos")
            .destinationKey("copy"));
  }

  private String upload() {
    return gateway.s3.createMultipartUpload(b -> b.bucket("photos").key("whole")).uploadId();
  }

  private UploadPartCopyResponse copyPart(String id) {
    return gateway.s3.uploadPartCopy(b ->
        b.sourceBucket("photos")
            .sourceKey("source")
            .destinationBucket("photos")
            .destinationKey("whole")
            .uploadId(id)
            .partNumber(1));
  }

  private CompleteMultipartUploadResponse complete(String id, String etag) {
    CompletedPart part = CompletedPart.builder().partNumber(1).eTag(etag).build();
    return gateway.s3.completeMultipartUpload(
        b -> b.bucket("photos").key("whole").uploadId(id).multipartUpload(m -> m.parts(part)));
  }

  private static String readUntil(Socket socket, String end) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf(end) < 0) {
      int next = socket.getInputStream().read();
      assertThat(next).as("after '%s'", text).isNotNegative();
      text.append((char) next);
    }
    return text.toString();
  }
}
