package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.StorageClass;
import io.blocktier.blockstore.spi.InvalidSettingException;
import io.blocktier.blockstore.spi.Setting;
import io.blocktier.blockstore.spi.Settings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/**
 * The settings of one store, made into types and checked against each other.
 *
 * @param names the bucket, and what blocks are called in it
 * @param region the region, or empty for the one that the environment names
 * @param endpoint the server, or empty for the one that the environment names, or Amazon's
 * @param pathStyle whether the bucket is named in the path, or empty for what suits the endpoint
 * @param credentials where the keys come from
 * @param transport the limits of the network
 * @param storageClass the class of writes that name none, or empty for the bucket's own
 * @param encryption how the server encrypts what it stores
 * @param payloadSigning whether signatures cover the bytes
 * @param probe when the endpoint is put to the test
 */
record S3Options(
    ObjectNames names,
    Optional<Region> region,
    Optional<URI> endpoint,
    Optional<Boolean> pathStyle,
    Credentials credentials,
    Transport transport,
    Optional<StorageClass> storageClass,
    Encryption encryption,
    PayloadSigning payloadSigning,
    ProbeMode probe) {

  /**
   * The limits of the network.
   *
   * @param poolSize the most connections
   * @param operationTimeout how long an operation may take
   * @param connectTimeout how long connecting may take, and the wait for a connection
   * @param socketTimeout how long a connection may be silent
   * @param idleTimeout how long an unused connection is kept
   */
  record Transport(
      int poolSize,
      Duration operationTimeout,
      Duration connectTimeout,
      Duration socketTimeout,
      Duration idleTimeout) {}

  /**
   * Reads the settings of a store.
   *
   * @param settings values for {@link S3Settings#ofStore()}
   * @return the options
   * @throws InvalidSettingException if they contradict each other
   */
  static S3Options from(Settings settings) {
    Optional<Region> region = settings.find(S3Settings.REGION).map(Region::of);
    return of(settings.get(S3Settings.BUCKET), region, settings);
  }

  /**
   * Reads the settings of a store in a bucket.
   *
   * @param bucket the bucket
   * @param region the region, or empty for the one that the environment names
   * @param settings the other settings
   * @return the options
   * @throws InvalidSettingException if they contradict each other
   */
  static S3Options of(String bucket, Optional<Region> region, Settings settings) {
    return new S3Options(
        new ObjectNames(bucket, keyPrefix(settings.get(S3Settings.KEY_PREFIX))),
        region,
        settings.find(S3Settings.ENDPOINT),
        settings.find(S3Settings.FORCE_PATH_STYLE),
        credentials(settings),
        transport(settings),
        settings.find(S3Settings.STORAGE_CLASS).map(S3Options::storageClass),
        encryption(settings),
        settings.get(S3Settings.PAYLOAD_SIGNING),
        settings.get(S3Settings.PROBE));
  }

  private static Transport transport(Settings settings) {
    return new Transport(
        settings.get(S3Settings.POOL_SIZE),
        Duration.ofSeconds(settings.get(S3Settings.TIMEOUT_SECS)),
        positive(settings, S3Settings.CONNECT_TIMEOUT),
        positive(settings, S3Settings.SOCKET_TIMEOUT),
        positive(settings, S3Settings.IDLE_TIMEOUT));
  }

  private static Duration positive(Settings settings, Setting<Duration> setting) {
    Duration value = settings.get(setting);
    if (!value.isPositive()) {
      throw new InvalidSettingException(setting.key(), "has to be more than zero");
    }
    return value;
  }

  private static KeyPrefix keyPrefix(String text) {
    if (!text.isEmpty() && !text.endsWith("/")) {
      throw new InvalidSettingException(
          S3Settings.KEY_PREFIX.key(),
          String.format(Locale.ROOT, "has to end with a slash: write '%s/'", text));
    }
    int most = ObjectNames.MOST_PREFIX_BYTES;
    if (text.getBytes(StandardCharsets.UTF_8).length > most) {
      throw new InvalidSettingException(
          S3Settings.KEY_PREFIX.key(), String.format(Locale.ROOT, "has more than %d bytes", most));
    }
    try {
      return KeyPrefix.of(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(
          S3Settings.KEY_PREFIX.key(), String.valueOf(e.getMessage()));
    }
  }

  private static StorageClass storageClass(String name) {
    try {
      return StorageClass.of(name);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(
          S3Settings.STORAGE_CLASS.key(), String.valueOf(e.getMessage()));
    }
  }

  private static Credentials credentials(Settings settings) {
    Optional<String> id = settings.find(S3Settings.ACCESS_KEY_ID);
    Optional<String> secret = settings.find(S3Settings.SECRET_ACCESS_KEY);
    Optional<String> token = settings.find(S3Settings.SESSION_TOKEN);
    if (id.isPresent() != secret.isPresent()) {
      Setting<String> missing =
          id.isPresent() ? S3Settings.SECRET_ACCESS_KEY : S3Settings.ACCESS_KEY_ID;
      throw new InvalidSettingException(
          missing.key(), "is missing: write access_key_id and secret_access_key, or neither");
    }
    if (token.isPresent() && id.isEmpty()) {
      throw new InvalidSettingException(
          S3Settings.SESSION_TOKEN.key(), "needs access_key_id and secret_access_key beside it");
    }
    return id.isEmpty() ? new Credentials.Chain() : explicit(id.get(), secret.get(), token);
  }

  private static Credentials explicit(String id, String secret, Optional<String> token) {
    AwsCredentials keys =
        token.isPresent()
            ? AwsSessionCredentials.create(id, secret, token.get())
            : AwsBasicCredentials.create(id, secret);
    return new Credentials.Explicit(StaticCredentialsProvider.create(keys));
  }

  private static Encryption encryption(Settings settings) {
    if (settings.find(S3Settings.SSE).isEmpty()) {
      return new Encryption.BucketDefault();
    }
    Optional<String> keyId = settings.find(S3Settings.SSE_KMS_KEY_ID);
    SseMode mode = settings.get(S3Settings.SSE);
    if (keyId.isPresent() && mode != SseMode.KMS) {
      throw new InvalidSettingException(
          S3Settings.SSE_KMS_KEY_ID.key(), "has no effect without sse: kms");
    }
    return switch (mode) {
      case NONE -> new Encryption.BucketDefault();
      case S3 -> new Encryption.S3Managed();
      case KMS -> new Encryption.KmsManaged(keyId);
    };
  }
}
