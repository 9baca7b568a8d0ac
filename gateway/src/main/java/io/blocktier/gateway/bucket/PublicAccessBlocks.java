package io.blocktier.gateway.bucket;

import io.blocktier.gateway.acl.Acl;
import io.blocktier.gateway.acl.Permission;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.S3Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps buckets from being public, whatever lists of rights say. The setting is read where a list
 * gives everybody something, and nowhere else. Thread-safe.
 */
public final class PublicAccessBlocks {

  private static final String SETTING = "public-access-block";

  private final BucketRegistry buckets;
  private final BucketSettings settings;
  private final boolean openToEverybody;

  /**
   * Keeps what is said of buckets among their settings.
   *
   * @param openToEverybody whether requests without a key have a right of their own, which no
   *     bucket can take from them
   */
  public PublicAccessBlocks(
      BucketRegistry buckets, BucketSettings settings, boolean openToEverybody) {
    this.openToEverybody = openToEverybody;
    this.buckets = buckets;
    this.settings = settings;
  }

  /** GetPublicAccessBlock. */
  public Answer get(S3Request request) throws IOException {
    String bucket = bucket(request);
    return find(bucket)
        .map(access -> Answer.xml(access.document()))
        .orElseThrow(() -> missing(bucket));
  }

  /** PutPublicAccessBlock. */
  public Answer put(S3Request request) throws IOException {
    String bucket = bucket(request);
    PublicAccess access = PublicAccess.parse(request.document());
    if (openToEverybody && !access.equals(PublicAccess.OPEN)) {
      throw new S3Exception(
          S3ErrorCode.NOT_IMPLEMENTED,
          "The server's configuration lets requests without a key in, whatever a bucket says");
    }
    settings.put(bucket, SETTING, new String(access.document(), StandardCharsets.UTF_8));
    return Answer.empty(Answer.OK);
  }

  /** DeletePublicAccessBlock. */
  public Answer delete(S3Request request) throws IOException {
    settings.delete(bucket(request), SETTING);
    return Answer.empty(Answer.NO_CONTENT);
  }

  /**
   * Insists that a list may be set.
   *
   * @throws S3Exception {@code AccessDenied} if it gives everybody rights, and none may do so here
   */
  void requireMayBeSet(Acl acl, Bucket bucket) throws IOException {
    if (acl.isPublic() && of(bucket).blockLists()) {
      throw new S3Exception(
          S3ErrorCode.ACCESS_DENIED,
          "The bucket's public access block refuses lists that give rights to everybody");
    }
  }

  /** Tells whether a list gives a right, and be it one that everybody has. */
  public boolean allow(Acl acl, Bucket bucket, Optional<String> account, Permission needed)
      throws IOException {
    return acl.allows(account, needed)
        && (acl.withoutEverybody().allows(account, needed) || !of(bucket).ignoreLists());
  }

  private PublicAccess of(Bucket bucket) throws IOException {
    return find(bucket.name()).orElse(PublicAccess.OPEN);
  }

  private Optional<PublicAccess> find(String bucket) throws IOException {
    Optional<String> text = settings.find(bucket, SETTING);
    return text.isPresent()
        ? Optional.of(PublicAccess.parse(text.get().getBytes(StandardCharsets.UTF_8)))
        : Optional.empty();
  }

  private String bucket(S3Request request) throws IOException {
    return buckets.require(request.target().bucket()).name();
  }

  private static S3Exception missing(String bucket) {
    S3ErrorCode code = S3ErrorCode.NO_SUCH_PUBLIC_ACCESS_BLOCK_CONFIGURATION;
    return new S3Exception(code, code.text(), Map.of("BucketName", bucket));
  }
}
