package io.blocktier.blockstore.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.StorageClass;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.s3.server.Fault;
import io.blocktier.blockstore.s3.server.Fault.When;
import io.blocktier.blockstore.s3.server.S3Operation;
import io.blocktier.blockstore.s3.server.Traffic;
import io.blocktier.blockstore.spi.InvalidSettingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Each key of the configuration does what it says; keys that contradict each other are refused. */
class S3SettingsTest extends ServerFixture {

  private static final Duration LESS_THAN_THE_DEFAULT_OF_30_SECONDS = Duration.ofSeconds(25);
  private static final Fault STALL = new Fault.Stall(When.BEFORE_EFFECT);

  @Test
  void keysAndRegionAreThoseOfTheConfiguration() throws Exception {
    Blocks.write(open("region", "eu-north-1"), KEY, bytes(1));
    assertThat(traffic().requestsWith("region", "eu-north-1")).isEqualTo(1);
    assertThat(traffic().requestsWith("access-key", "AKIDTEST")).isEqualTo(1);
    assertThat(traffic().sawHeader("x-amz-security-token")).isFalse();
    Blocks.write(open("session_token", "token"), KEY, bytes(1));
    assertThat(traffic().requestsWith("x-amz-security-token", "token")).isEqualTo(1);
  }

  @Test
  void halvesOfKeysAreRefused() {
    refuses("secret_access_key", "access_key_id", "id");
    refuses("access_key_id", "secret_access_key", "secret");
    refuses("session_token", "session_token", "token");
  }

  @Test
  void keyPrefixGoesInFrontOfEveryKey() throws Exception {
    BlockStore store = open("key_prefix", "blocks/");
    Blocks.write(store, KEY, bytes(1));
    store.copy(KEY, BlockKey.of("copy"), CopyOptions.DEFAULT);
    assertThat(server.holds("blocks/folder/block")).isTrue();
    assertThat(server.holds("blocks/copy")).isTrue();
    refuses("key_prefix", "key_prefix", "blocks");
    refuses("key_prefix", "key_prefix", "p".repeat(125) + "/");
    refuses("key_prefix", "key_prefix", "a//");
  }

  @Test
  void prefixLeavesTheRestOfTheLongestNameToKeys() throws Exception {
    for (int prefix : new int[] {0, 50, 124}) {
      BlockStore store = open("key_prefix", prefix == 0 ? "" : "p".repeat(prefix - 1) + "/");
      assertThat(store.capabilities().limits().maxKeyBytes()).isEqualTo(1024 - prefix);
      BlockKey longest = BlockKey.of("k".repeat(1024 - prefix));
      Blocks.write(store, longest, bytes(3));
      assertHolds(store, longest, bytes(3));
      assertThatThrownBy(() -> Blocks.write(store, BlockKey.of(longest + "k"), bytes(3)))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("at most " + (1024 - prefix));
    }
  }

  @Test
  void storageClassAndEncryptionGoWithEveryWrite() throws Exception {
    BlockStore store =
        open("storage_class", "STANDARD_IA", "sse", "kms", "sse_kms_key_id", "key-1");
    Blocks.write(store, KEY, bytes(1));
    store.copy(KEY, BlockKey.of("copy"), CopyOptions.DEFAULT);
    store.startUpload(KEY, WriteOptions.DEFAULT).close();
    assertThat(traffic().requestsWith("x-amz-storage-class", "STANDARD_IA")).isEqualTo(3);
    assertThat(traffic().requestsWith("x-amz-server-side-encryption", "aws:kms")).isEqualTo(3);
    assertThat(traffic().requestsWith("x-amz-server-side-encryption-aws-kms-key-id", "key-1"))
        .isEqualTo(3);
    assertThat(store.stat(KEY).storageClass()).contains(StorageClass.of("STANDARD_IA"));
    StorageClass other = StorageClass.of("GLACIER_IR");
    store.write(KEY, Content.of(bytes(1)), WriteOptions.DEFAULT.with(other));
    assertThat(store.stat(KEY).storageClass()).contains(other);
    Blocks.write(open("sse", "s3"), KEY, bytes(1));
    assertThat(traffic().requestsWith("x-amz-server-side-encryption", "AES256")).isEqualTo(1);
    refuses("sse_kms_key_id", "sse_kms_key_id", "key-1", "sse", "s3");
    refuses("storage_class", "storage_class", "not a class");
  }

  @Test
  void payloadIsSignedWhereItIsAskedFor() throws Exception {
    Blocks.write(open("payload_signing", "always"), KEY, bytes(9));
    assertThat(traffic().requestsWith("payload", "signed")).isEqualTo(1);
    Blocks.write(open("payload_signing", "never"), KEY, bytes(9));
    Blocks.write(open("payload_signing", "auto"), KEY, bytes(9));
    assertThat(traffic().requestsWith("payload", "unsigned")).isEqualTo(2);
    assertThat(PayloadSigning.AUTO.appliesTo(URI.create("http://10.0.0.1"))).isTrue();
    assertThat(PayloadSigning.AUTO.appliesTo(URI.create("https://10.0.0.1"))).isFalse();
  }

  @Test
  void requestsExpectNoContinueAndAreNotChunked() throws Exception {
    BlockStore store = open();
    Blocks.write(store, KEY, bytes(18 << 20));
    Blocks.readAll(store, KEY);
    assertThat(traffic().sawHeader("expect")).isFalse();
    assertThat(traffic().sawHeader("x-amz-decoded-content-length")).isFalse();
    assertThat(traffic().sawHeader("user-agent")).isTrue();
  }

  @Test
  void retriesAreAsManyAsAllowed() throws Exception {
    server.faults().always(S3Operation.HEAD_OBJECT, Fault.refuse(500, ""));
    for (int retries : new int[] {0, 2}) {
      long before = traffic().requests(S3Operation.HEAD_OBJECT);
      BlockStore store =
          open("max_retries", "" + retries, "retry_backoff", "3ms", "retry_max_backoff", "3ms");
      assertThatThrownBy(() -> store.stat(KEY)).isInstanceOf(StoreUnavailableException.class);
      assertThat(traffic().requests(S3Operation.HEAD_OBJECT) - before).isEqualTo(retries + 1);
    }
    assertThat(pauses).hasSize(2).allMatch(pause -> pause.toMillis() <= 3);
    refuses("retry_max_backoff", "retry_backoff", "1s", "retry_max_backoff", "1ms");
  }

  @Test
  void breakerStopsAttemptsAfterTheShareOfFailures() throws Exception {
    server.faults().always(S3Operation.HEAD_OBJECT, Fault.refuse(500, ""));
    BlockStore store =
        open(
            "max_retries",
            "0",
            "breaker_window",
            "4",
            "breaker_failure_percent",
            "100",
            "breaker_open",
            "1h");
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> store.stat(KEY)).isInstanceOf(StoreUnavailableException.class);
    }
    assertThat(traffic().requests(S3Operation.HEAD_OBJECT)).isEqualTo(4);
    refuses("breaker_open", "breaker_open", "0ms");
  }

  @Test
  void connectionsAreBounded() throws Exception {
    BlockStore store = open("pool_size", "3");
    Blocks.write(store, KEY, bytes(100_000));
    List<Future<?>> reads = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      reads.add(effects.executor().submit(() -> Blocks.readAll(store, KEY)));
    }
    for (Future<?> read : reads) {
      read.get();
    }
    assertThat(traffic().mostConnections()).isLessThanOrEqualTo(3);
    refuses("max_concurrency", "pool_size", "3", "max_concurrency", "4");
    refuses("min_concurrency", "min_concurrency", "5", "max_concurrency", "4");
  }

  @Test
  void callsBeyondTheConcurrencyWaitAndBeyondTheQueueFail() throws Exception {
    BlockStore store =
        open(
            "min_concurrency",
            "1",
            "max_concurrency",
            "1",
            "max_waiting",
            "0",
            "max_retries",
            "0",
            "socket_timeout",
            "1h",
            "timeout_secs",
            "3600");
    server.faults().always(S3Operation.GET_OBJECT, STALL);
    Blocks.write(store, KEY, bytes(1));
    Future<?> stalled = effects.executor().submit(() -> Blocks.readAll(store, KEY));
    server.faults().awaitMet();
    assertThatThrownBy(() -> store.stat(KEY))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("wait");
    assertThat(stalled.isDone()).isFalse();
  }

  @Test
  void blocksAboveTheThresholdsMoveInParts() throws Exception {
    BlockStore store =
        open(
            "multipart_threshold",
            "5MiB",
            "part_size",
            "5MiB",
            "read_threshold",
            "5MiB",
            "copy_threshold",
            "6MiB",
            "parts_in_flight",
            "2");
    byte[] bytes = bytes(11 << 20);
    Blocks.write(store, KEY, bytes);
    assertThat(traffic().requests(S3Operation.UPLOAD_PART)).isEqualTo(3);
    assertThat(traffic().mostTogether(S3Operation.UPLOAD_PART)).isLessThanOrEqualTo(2);
    assertHolds(store, KEY, bytes);
    assertThat(traffic().requests(S3Operation.GET_OBJECT)).isGreaterThanOrEqualTo(3);
    long before = traffic().bodyBytes();
    store.copy(KEY, BlockKey.of("copy"), CopyOptions.DEFAULT);
    assertThat(traffic().requests(S3Operation.UPLOAD_PART_COPY)).isEqualTo(2);
    assertThat(traffic().bodyBytes() - before).as("bytes through the client").isLessThan(10_000);
    assertHolds(store, BlockKey.of("copy"), bytes);
  }

  @Test
  void sourcesAreBufferedWithinTheirMemory() throws Exception {
    BlockStore store =
        open("multipart_threshold", "5MiB", "part_size", "5MiB", "transfer_memory", "5MiB");
    byte[] bytes = bytes(21 << 20);
    Content source = Content.source(bytes.length, () -> new ByteArrayInputStream(bytes));
    store.write(KEY, source, WriteOptions.DEFAULT);
    assertThat(traffic().mostTogether(S3Operation.UPLOAD_PART))
        .as("parts in memory at a time")
        .isLessThanOrEqualTo(1);
    assertThat(traffic().requests(S3Operation.UPLOAD_PART)).isEqualTo(5);
    assertHolds(store, KEY, bytes);
    refuses("transfer_memory", "transfer_memory", "1MiB");
  }

  @Test
  void operationEndsWithItsTime() throws Exception {
    server.faults().always(S3Operation.HEAD_OBJECT, STALL);
    BlockStore store = open("timeout_secs", "1", "socket_timeout", "1h");
    within(
        LESS_THAN_THE_DEFAULT_OF_30_SECONDS,
        () ->
            assertThatThrownBy(() -> store.stat(KEY))
                .isInstanceOf(StoreUnavailableException.class));
  }

  @Test
  void silentConnectionIsGivenUp() throws Exception {
    server.faults().always(S3Operation.HEAD_OBJECT, STALL);
    BlockStore patient = open("socket_timeout", "1h", "timeout_secs", "3600");
    Future<?> silent = effects.executor().submit(() -> patient.stat(KEY));
    server.faults().awaitMet();
    BlockStore store = open("socket_timeout", "200ms", "timeout_secs", "3600", "max_retries", "0");
    assertThatThrownBy(() -> store.stat(KEY)).isInstanceOf(StoreUnavailableException.class);
    assertThat(silent.isDone()).as("the one that began before, with more patience").isFalse();
    refuses("socket_timeout", "socket_timeout", "0s");
  }

  @Test
  void idleConnectionIsNotUsedAgain() throws Exception {
    BlockStore store = open("idle_timeout", "1ms");
    Blocks.write(store, KEY, bytes(1));
    awaitTicks(Duration.ofMillis(10));
    Blocks.readAll(store, KEY);
    assertThat(traffic().accepted()).isGreaterThanOrEqualTo(2);
    BlockStore keeping = open();
    long before = traffic().accepted();
    for (int i = 0; i < 5; i++) {
      Blocks.write(keeping, KEY, bytes(1));
    }
    assertThat(traffic().accepted() - before).isEqualTo(1);
  }

  @Test
  void closingWaitsForTheCallsUnderWayAndNotForever() throws Exception {
    BlockStore store =
        open(
            "close_timeout",
            "200ms",
            "max_retries",
            "0",
            "socket_timeout",
            "1h",
            "timeout_secs",
            "3600");
    Blocks.write(store, KEY, bytes(1));
    server.faults().always(S3Operation.GET_OBJECT, STALL);
    Future<Throwable> read = effects.executor().submit(() -> failure(store));
    server.faults().awaitMet();
    within(LESS_THAN_THE_DEFAULT_OF_30_SECONDS, store::close);
    assertThat(read.get()).isInstanceOf(StoreClosedException.class);
  }

  @Test
  void connectingIsGivenUp() throws Exception {
    try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<Socket> filling = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Socket socket = new Socket();
        filling.add(socket);
        effects.executor().execute(() -> connect(socket, deaf.getLocalPort()));
      }
      BlockStore store =
          open(
              "endpoint",
              "http://127.0.0.1:" + deaf.getLocalPort(),
              "connect_timeout",
              "3500ms",
              "max_retries",
              "0");
      long start = effects.ticker().nanos();
      within(
          LESS_THAN_THE_DEFAULT_OF_30_SECONDS,
          () ->
              assertThatThrownBy(() -> Blocks.write(store, KEY, bytes(1)))
                  .isInstanceOf(BlockStoreException.class));
      assertThat(Duration.ofNanos(effects.ticker().nanos() - start))
          .as("longer than the default of 3 seconds")
          .isGreaterThanOrEqualTo(Duration.ofMillis(3500));
      for (Socket socket : filling) {
        socket.close();
      }
    }
  }

  private static void connect(Socket socket, int port) {
    try {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
    } catch (IOException full) {
      // as intended
    }
  }

  @Test
  void everyKeyIsTestedHereOrInItsOwnPlace() {
    assertThat(S3Settings.ofStore())
        .extracting(setting -> setting.key())
        .doesNotHaveDuplicates()
        .hasSize(34);
    assertThat(S3Settings.ofStore()).allSatisfy(s -> assertThat(s.doc()).endsWith("."));
  }

  /** What is idle is idle by the system's clock. */
  private void awaitTicks(Duration duration) {
    long start = effects.ticker().nanos();
    while (effects.ticker().nanos() - start < duration.toNanos()) {
      Thread.onSpinWait();
    }
  }

  private static Throwable failure(BlockStore store) {
    try {
      Blocks.readAll(store, KEY);
      return new AssertionError("read");
    } catch (BlockStoreException e) {
      return e;
    }
  }

  private void refuses(String culprit, String... texts) {
    Map<String, String> all = TestStores.texts(server, texts);
    if (List.of(texts).contains("access_key_id") || culprit.equals("access_key_id")) {
      all.remove(culprit);
    }
    if (culprit.equals("session_token")) {
      all.remove("access_key_id");
      all.remove("secret_access_key");
    }
    assertThatThrownBy(() -> TestStores.open(effects, all))
        .isInstanceOfSatisfying(
            InvalidSettingException.class, e -> assertThat(e.key()).isEqualTo(culprit));
  }

  private Traffic traffic() {
    return server.traffic();
  }
}
