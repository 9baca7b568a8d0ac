package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.Content;
import java.net.URI;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Writes and signs the requests that consist of headers and bytes alone. They go past the SDK's
 * client, whose pipeline allocates more than a 4 MiB block's transfer does; address, signature and
 * connections are the SDK's all the same.
 */
final class ObjectRequests {

  private static final String SERVICE = "s3";
  private static final String SESSION_SERVICE = "s3express";

  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
  private final URI bucketUrl;
  private final ObjectNames names;
  private final Region region;
  private final boolean signsPayload;
  private final Clock clock;

  ObjectRequests(
      S3Connection connection, ObjectNames names, PayloadSigning signing, InstantSource clock) {
    this.names = names;
    this.bucketUrl = connection.bucketUrl();
    this.region = connection.region();
    this.signsPayload = signing.appliesTo(bucketUrl);
    this.clock = clock.withZone(ZoneOffset.UTC);
  }

  /**
   * Starts a request.
   *
   * @param method the verb
   * @param key the object
   * @return the request without headers
   */
  SdkHttpRequest.Builder to(SdkHttpMethod method, BlockKey key) {
    return SdkHttpRequest.builder()
        .method(method)
        .uri(bucketUrl)
        .encodedPath(
            bucketUrl.getRawPath() + "/" + SdkHttpUtils.urlEncodeIgnoreSlashes(names.of(key)))
        .putHeader(S3Headers.USER_AGENT, S3Connection.USER_AGENT);
  }

  /**
   * Signs a request.
   *
   * @param request the request with all its headers
   * @param content its body, or null
   * @param keys the keys to sign with
   * @return the request to send
   */
  SdkHttpRequest sign(
      SdkHttpRequest.Builder request, @Nullable Content content, AwsCredentialsIdentity keys) {
    if (!signsPayload || content == null) {
      return sign(request, keys, null);
    }
    try (ContentBody payload = new ContentBody(content, null)) {
      return sign(request, keys, payload);
    }
  }

  private SdkHttpRequest sign(
      SdkHttpRequest.Builder request,
      AwsCredentialsIdentity keys,
      @Nullable ContentStreamProvider payload) {
    if (keys instanceof SessionKeys session) {
      request.putHeader(S3Headers.SESSION_TOKEN, session.token());
    }
    return signer
        .sign(signing ->
            signing
                .request(request.build())
                .identity(keys)
                .payload(payload)
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service(keys))
                .putProperty(AwsV4HttpSigner.REGION_NAME, region.id())
                .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, clock)
                .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, signsPayload))
        .request();
  }

  private static String service(AwsCredentialsIdentity keys) {
    return keys instanceof SessionKeys ? SESSION_SERVICE : SERVICE;
  }
}
