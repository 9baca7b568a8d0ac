package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.layer.BreakerPolicy;
import io.blocktier.blockstore.layer.LifecyclePolicy;
import io.blocktier.blockstore.layer.LimitPolicy;
import io.blocktier.blockstore.layer.RetryPolicy;
import io.blocktier.blockstore.layer.TransferPolicy;
import io.blocktier.blockstore.spi.Setting;
import io.blocktier.blockstore.spi.SettingType;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** What an S3 store can be configured with. */
final class S3Settings {

  static final Setting<String> BUCKET =
      Setting.required("bucket", S3SettingTypes.BUCKET, "The bucket. It has to exist.");
  static final Setting<String> REGION =
      Setting.optional(
          "region",
          S3SettingTypes.REGION,
          "The region. Without it: AWS_REGION, the profile, the instance; then us-east-1.");
  static final Setting<URI> ENDPOINT =
      Setting.optional(
          "endpoint",
          S3SettingTypes.ENDPOINT,
          "The server, for services other than Amazon's. Without it: AWS_ENDPOINT_URL, the profile;"
              + " then Amazon S3 in the region.");
  static final Setting<String> KEY_PREFIX =
      Setting.of(
          "key_prefix",
          SettingType.TEXT,
          "",
          "What the keys of all objects start with, such as blocks/. Nothing outside is touched.");
  static final Setting<Boolean> FORCE_PATH_STYLE =
      Setting.optional(
          "force_path_style",
          SettingType.BOOLEAN,
          "Whether the bucket is named in the path rather than in the host. Without it: true for"
              + " an endpoint of your own, false for Amazon's.");
  static final Setting<String> ACCESS_KEY_ID =
      Setting.optional(
          "access_key_id",
          SettingType.TEXT,
          "The access key. Without it: the AWS chain of environment, profile and roles.");
  static final Setting<String> SECRET_ACCESS_KEY =
      Setting.optional(
              "secret_access_key", SettingType.TEXT, "The secret that belongs to access_key_id.")
          .asSecret();
  static final Setting<String> SESSION_TOKEN =
      Setting.optional(
              "session_token", SettingType.TEXT, "The token of temporary keys, beside both keys.")
          .asSecret();
  static final Setting<Integer> MAX_RETRIES =
      Setting.of(
          "max_retries",
          SettingType.integer(0, RetryPolicy.MOST_RETRIES),
          RetryPolicy.DEFAULT.maxRetries(),
          "The most attempts behind the first. The SDK's own retries are off.");
  static final Setting<Duration> RETRY_BACKOFF =
      Setting.of(
          "retry_backoff",
          SettingType.DURATION,
          RetryPolicy.DEFAULT.firstBackoff(),
          "The pause before the first retry; each further one doubles it.");
  static final Setting<Duration> RETRY_MAX_BACKOFF =
      Setting.of(
          "retry_max_backoff",
          SettingType.DURATION,
          RetryPolicy.DEFAULT.maxBackoff(),
          "The longest pause, unless the server asks for a longer one.");
  static final Setting<Integer> BREAKER_FAILURE_PERCENT =
      Setting.of(
          "breaker_failure_percent",
          SettingType.integer(1, 100),
          BreakerPolicy.DEFAULT.failurePercent(),
          "The share of failed attempts from which on none is made for a while.");
  static final Setting<Integer> BREAKER_WINDOW =
      Setting.of(
          "breaker_window",
          SettingType.integer(1, BreakerPolicy.MOST_CALLS),
          BreakerPolicy.DEFAULT.windowCalls(),
          "How many of the last attempts that share is taken of.");
  static final Setting<Duration> BREAKER_OPEN =
      Setting.of(
          "breaker_open",
          SettingType.DURATION,
          BreakerPolicy.DEFAULT.openFor(),
          "How long no attempt is made then.");
  static final Setting<Integer> MIN_CONCURRENCY =
      Setting.of(
          "min_concurrency",
          SettingType.integer(1, 10_000),
          LimitPolicy.DEFAULT.min(),
          "The fewest requests that may be under way together, however slow the server.");
  static final Setting<Integer> MAX_CONCURRENCY =
      Setting.optional(
          "max_concurrency",
          SettingType.integer(1, 10_000),
          "The most requests under way together, however fast the server; at most pool_size, which"
              + " it is by default.");
  static final Setting<Integer> MAX_WAITING =
      Setting.of(
          "max_waiting",
          SettingType.integer(0, LimitPolicy.MOST_WAITING),
          LimitPolicy.DEFAULT.maxWaiting(),
          "The most calls that wait for their turn; further ones fail at once.");
  static final Setting<Long> MULTIPART_THRESHOLD =
      Setting.of(
          "multipart_threshold",
          SettingType.size(5 << 20, 5L << 30),
          TransferPolicy.DEFAULT.multipartThreshold(),
          "The largest block that is written by one request; larger ones go in parts.");
  static final Setting<Long> READ_THRESHOLD =
      Setting.of(
          "read_threshold",
          SettingType.size(64 << 10, 5L << 30),
          TransferPolicy.DEFAULT.readThreshold(),
          "The most bytes that are read by one request; more are read in ranges, in parallel.");
  static final Setting<Long> COPY_THRESHOLD =
      Setting.of(
          "copy_threshold",
          SettingType.size(5 << 20, 5L << 30),
          1L << 30,
          "The largest block that the server copies by one request; larger ones it copies in parts"
              + " of this size, in parallel.");
  static final Setting<Long> PART_SIZE =
      Setting.of(
          "part_size",
          SettingType.size(5 << 20, 1 << 30),
          TransferPolicy.DEFAULT.partSize(),
          "The size of a part; it grows for blocks of more than 10,000 parts.");
  static final Setting<Integer> PARTS_IN_FLIGHT =
      Setting.of(
          "parts_in_flight",
          SettingType.integer(1, TransferPolicy.MOST_PARTS_IN_FLIGHT),
          TransferPolicy.DEFAULT.partsInFlight(),
          "The most parts of one block that move together.");
  static final Setting<Long> TRANSFER_MEMORY =
      Setting.of(
          "transfer_memory",
          SettingType.SIZE,
          TransferPolicy.DEFAULT.maxBufferedBytes(),
          "The memory for parts of content that is not in memory, shared by all writes.");
  static final Setting<Integer> POOL_SIZE =
      Setting.of(
          "pool_size",
          SettingType.integer(1, 10_000),
          200,
          "The most connections for the bytes of blocks, each kept open for reuse; listings, batches"
              + " and the frames of uploads have as many of their own.");
  static final Setting<Integer> TIMEOUT_SECS =
      Setting.of(
          "timeout_secs",
          SettingType.integer(1, 86_400),
          30,
          "How many seconds an operation may take with all its attempts.");
  static final Setting<Duration> CONNECT_TIMEOUT =
      Setting.of(
          "connect_timeout",
          SettingType.DURATION,
          Duration.ofSeconds(3),
          "How long connecting may take, and the wait for a free connection.");
  static final Setting<Duration> SOCKET_TIMEOUT =
      Setting.of(
          "socket_timeout",
          SettingType.DURATION,
          Duration.ofSeconds(10),
          "How long a connection may be silent before the attempt is given up. Copies,"
              + " the completion of uploads and the deletion of batches, on which a server works"
              + " for long, may be as silent as timeout_secs allows.");
  static final Setting<Duration> IDLE_TIMEOUT =
      Setting.of(
          "idle_timeout",
          SettingType.DURATION,
          Duration.ofSeconds(30),
          "How long an unused connection is kept open.");
  static final Setting<Duration> CLOSE_TIMEOUT =
      Setting.of(
          "close_timeout",
          SettingType.DURATION,
          LifecyclePolicy.DEFAULT.drainTimeout(),
          "How long closing waits for the operations under way.");
  static final Setting<String> STORAGE_CLASS =
      Setting.optional(
          "storage_class",
          SettingType.TEXT,
          "The class of writes that name none, such as STANDARD_IA. Without it: the bucket's own.");
  static final Setting<SseMode> SSE =
      Setting.of(
          "sse",
          SettingType.oneOf(SseMode.class),
          SseMode.NONE,
          "Who keeps the keys that objects are encrypted with: none leaves it to the bucket.");
  static final Setting<String> SSE_KMS_KEY_ID =
      Setting.optional(
          "sse_kms_key_id",
          SettingType.TEXT,
          "The key for sse: kms. Without it: the account's own key for S3.");
  static final Setting<PayloadSigning> PAYLOAD_SIGNING =
      Setting.of(
          "payload_signing",
          SettingType.oneOf(PayloadSigning.class),
          PayloadSigning.AUTO,
          "Whether signatures cover a SHA-256 of the bytes, beside their CRC-32C: auto does so over"
              + " plain http to another machine.");
  static final Setting<ProbeMode> PROBE =
      Setting.of(
          "probe",
          SettingType.oneOf(ProbeMode.class),
          ProbeMode.AUTO,
          "When conditions, metadata and checksums of the endpoint are put to the test: startup"
              + " does so at opening; auto trusts Amazon's own endpoints and offers none of them"
              + " elsewhere until a probe has proven them; never trusts any endpoint.");

  private S3Settings() {}

  static List<Setting<?>> ofStore() {
    return List.of(
        BUCKET,
        REGION,
        ENDPOINT,
        KEY_PREFIX,
        FORCE_PATH_STYLE,
        ACCESS_KEY_ID,
        SECRET_ACCESS_KEY,
        SESSION_TOKEN,
        MAX_RETRIES,
        RETRY_BACKOFF,
        RETRY_MAX_BACKOFF,
        BREAKER_FAILURE_PERCENT,
        BREAKER_WINDOW,
        BREAKER_OPEN,
        MIN_CONCURRENCY,
        MAX_CONCURRENCY,
        MAX_WAITING,
        MULTIPART_THRESHOLD,
        READ_THRESHOLD,
        COPY_THRESHOLD,
        PART_SIZE,
        PARTS_IN_FLIGHT,
        TRANSFER_MEMORY,
        POOL_SIZE,
        TIMEOUT_SECS,
        CONNECT_TIMEOUT,
        SOCKET_TIMEOUT,
        IDLE_TIMEOUT,
        CLOSE_TIMEOUT,
        STORAGE_CLASS,
        SSE,
        SSE_KMS_KEY_ID,
        PAYLOAD_SIGNING,
        PROBE);
  }
}
