package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.spi.InvalidSettingException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * A bucket on a server, ready to be spoken to: by the SDK's client over connections of its own, and
 * past it by requests for objects, which have others unless they go through a proxy.
 *
 * @param http the connections of the SDK's client
 * @param client the SDK's client
 * @param credentials hands out the keys
 * @param bucketUrl what the URLs of all objects start with, without a slash at the end
 * @param region the region that signatures name
 * @param custom whether the server is somebody's own rather than Amazon's
 */
record S3Connection(
    SdkHttpClient http,
    S3Client client,
    AwsCredentialsProvider credentials,
    URI bucketUrl,
    Region region,
    boolean custom)
    implements AutoCloseable {

  static final String USER_AGENT = "blocktier";

  private static final Region FALLBACK = Region.US_EAST_1;
  private static final String SOME_KEY = "k";

  /**
   * Connects lazily: nothing is sent yet.
   *
   * @param options the settings
   * @return the connection
   * @throws InvalidSettingException if the environment names a server that can be none
   */
  static S3Connection open(S3Options options) {
    return open(options, UnaryOperator.identity(), options.credentials().provider());
  }

  /** Connects through a pool with something around it, by other keys than the settings'. */
  static S3Connection open(
      S3Options options, UnaryOperator<SdkHttpClient> around, AwsCredentialsProvider keys) {
    SdkHttpClient http = around.apply(new GuardedHttpClient(pool(options.transport())));
    try {
      return open(options, http, keys);
    } catch (RuntimeException e) {
      http.close();
      throw e;
    }
  }

  private static S3Connection open(
      S3Options options, SdkHttpClient http, AwsCredentialsProvider credentials) {
    Region region = options.region().orElseGet(() -> region(options));
    S3Client client = client(options, http, credentials, region);
    boolean custom = client.serviceClientConfiguration().endpointOverride().isPresent();
    try {
      URI bucketUrl = bucketUrl(client, options.names().bucket());
      return new S3Connection(http, client, credentials, bucketUrl, region, custom);
    } catch (RuntimeException e) {
      client.close();
      throw e;
    }
  }

  /**
   * Names the bucket, and the part of it that is the store, for errors and logs.
   *
   * @param names the bucket and the prefix
   * @return its URI, and the server behind it where it is somebody's own
   */
  String describe(ObjectNames names) {
    String server = custom ? " at " + bucketUrl.getRawAuthority() : "";
    String prefix = names.prefix().value();
    return "s3://" + names.bucket() + (prefix.isEmpty() ? "" : "/" + prefix) + server;
  }

  /** The socket's own timeout is the last resort; the watchdog is earlier and sees more. */
  private static SdkHttpClient pool(S3Options.Transport limits) {
    return Apache5HttpClient.builder()
        .maxConnections(limits.poolSize())
        .connectionTimeout(limits.connectTimeout())
        .connectionAcquisitionTimeout(limits.connectTimeout())
        .socketTimeout(limits.operationTimeout())
        .connectionMaxIdleTime(limits.idleTimeout())
        .connectionTimeToLive(Duration.ZERO)
        .tcpKeepAlive(true)
        .expectContinueEnabled(false)
        .build();
  }

  /** Where the environment alone names the server, its address decides on the path style. */
  private static S3Client client(
      S3Options options, SdkHttpClient http, AwsCredentialsProvider credentials, Region region) {
    boolean pathStyle = options.pathStyle().orElse(options.endpoint().isPresent());
    S3Client client = client(options, http, credentials, region, pathStyle);
    boolean named = client.serviceClientConfiguration().endpointOverride().isPresent();
    if (options.pathStyle().isPresent() || pathStyle || !named) {
      return client;
    }
    client.close();
    return client(options, http, credentials, region, true);
  }

  private static S3Client client(
      S3Options options,
      SdkHttpClient http,
      AwsCredentialsProvider credentials,
      Region region,
      boolean pathStyle) {
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClient(http)
            .credentialsProvider(credentials)
            .region(region)
            .forcePathStyle(pathStyle)
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(
                S3Configuration.builder()
                    .chunkedEncodingEnabled(false)
                    .expectContinueEnabled(false)
                    .build())
            .overrideConfiguration(o ->
                o.retryStrategy(DefaultRetryStrategy.doNotRetry())
                    .putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_PREFIX, USER_AGENT));
    options.endpoint().ifPresent(builder::endpointOverride);
    return built(builder);
  }

  /** The SDK reads the server's address from the environment, and says in many ways what it is. */
  private static S3Client built(S3ClientBuilder builder) {
    S3Client client;
    try {
      client = builder.build();
    } catch (NullPointerException | IllegalArgumentException | SdkClientException e) {
      throw new InvalidSettingException(
          S3Settings.ENDPOINT.key(), "AWS_ENDPOINT_URL or the profile names no address");
    }
    try {
      client.serviceClientConfiguration().endpointOverride().ifPresent(S3SettingTypes::endpoint);
      return client;
    } catch (IllegalArgumentException e) {
      client.close();
      throw new InvalidSettingException(S3Settings.ENDPOINT.key(), String.valueOf(e.getMessage()));
    }
  }

  /** On a server of one's own the wait for the metadata service of an instance is wasted. */
  private static Region region(S3Options options) {
    AwsRegionProvider chain =
        options.endpoint().isPresent()
            ? new AwsRegionProviderChain(
                new SystemSettingsRegionProvider(), new AwsProfileRegionProvider())
            : new DefaultAwsRegionProviderChain();
    try {
      return Optional.ofNullable(chain.getRegion()).orElse(FALLBACK);
    } catch (SdkClientException noneNamed) {
      return FALLBACK;
    }
  }

  /** Amazon's servers go by the bucket's name, whose zone only a server of one's own may choose. */
  private static URI bucketUrl(S3Client client, String bucket) {
    String url;
    try {
      url = client.utilities().getUrl(request -> request.bucket(bucket).key(SOME_KEY)).toString();
    } catch (SdkClientException e) {
      throw new InvalidSettingException(
          S3Settings.ENDPOINT.key(),
          String.format(
              Locale.ROOT,
              "is missing: Amazon has no server for bucket '%s'; name a bucket that Amazon has, in a"
                  + " zone such as use1-az4, or the server that has this one",
              bucket));
    }
    return URI.create(url.substring(0, url.length() - SOME_KEY.length() - 1));
  }

  /** Tells whether the environment or the system's properties send requests through a proxy. */
  boolean behindProxy() {
    return ProxyConfiguration.builder().build().host() != null;
  }

  /** Returns which server this is: the address of somebody's own, empty for Amazon's. */
  Optional<URI> server() {
    return client.serviceClientConfiguration().endpointOverride();
  }

  @Override
  public void close() {
    client.close();
    http.close();
    if (credentials instanceof SdkAutoCloseable closeable) {
      closeable.close();
    }
  }
}
