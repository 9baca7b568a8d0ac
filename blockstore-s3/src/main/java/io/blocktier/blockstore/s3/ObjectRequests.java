package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.s3.wire.ObjectRequest;
import io.blocktier.blockstore.s3.wire.Origin;
import io.blocktier.blockstore.s3.wire.Signer;
import io.blocktier.blockstore.s3.wire.UrlEncoding;
import io.blocktier.blockstore.s3.wire.Verb;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/**
 * Writes and signs the requests that consist of headers and bytes alone. They go past the SDK's
 * client, whose pipeline allocates more than a 4 MiB block's transfer does; the keys are the SDK's
 * all the same.
 */
final class ObjectRequests {

  private static final String SERVICE = "s3";
  private static final String SESSION_SERVICE = "s3express";

  private final Signer signer;
  private final Origin origin;
  private final String bucketPath;
  private final ObjectNames names;
  private final boolean signsPayload;

  ObjectRequests(
      S3Connection connection, ObjectNames names, PayloadSigning signing, InstantSource clock) {
    this.names = names;
    this.origin = Origin.of(connection.bucketUrl());
    this.bucketPath = connection.bucketUrl().getRawPath() + '/';
    this.signer = new Signer(connection.region().id(), clock);
    this.signsPayload = signing.appliesTo(connection.bucketUrl());
  }

  /**
   * Starts a request.
   *
   * @param verb what is asked
   * @param key the object
   * @return the request without headers
   */
  ObjectRequest to(Verb verb, BlockKey key) {
    return new ObjectRequest(verb, origin, bucketPath + UrlEncoding.ofPath(names.of(key)))
        .putHeader(S3Headers.USER_AGENT, S3Connection.USER_AGENT);
  }

  /**
   * Signs a request, which must not be changed any more.
   *
   * @param request the request with all its headers
   * @param content its body, or null
   * @param keys the keys to sign with
   * @throws IOException if the content cannot be read
   */
  void sign(ObjectRequest request, @Nullable Content content, AwsCredentialsIdentity keys)
      throws IOException {
    String service = SERVICE;
    if (keys instanceof SessionKeys session) {
      request.putHeader(S3Headers.SESSION_TOKEN, session.token());
      service = SESSION_SERVICE;
    } else if (keys instanceof AwsSessionCredentialsIdentity passing) {
      request.putHeader(S3Headers.SECURITY_TOKEN, passing.sessionToken().strip());
    }
    String id = keys.accessKeyId().strip();
    String secret = keys.secretAccessKey().strip();
    signer.sign(request, new Signer.Identity(id, secret, service), payloadHash(content));
  }

  private String payloadHash(@Nullable Content content) throws IOException {
    if (!signsPayload) {
      return Signer.UNSIGNED;
    }
    if (content == null) {
      return Signer.EMPTY;
    }
    try (ContentBody payload = new ContentBody(content, null)) {
      return HexFormat.of().formatHex(payload.sha256());
    }
  }
}
