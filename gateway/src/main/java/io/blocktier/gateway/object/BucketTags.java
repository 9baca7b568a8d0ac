package io.blocktier.gateway.object;

import io.blocktier.gateway.bucket.BucketRegistry;
import io.blocktier.gateway.bucket.BucketSettings;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.S3Request;
import io.blocktier.gateway.xml.XmlReader;
import java.io.IOException;

/** Tags of buckets. Thread-safe. */
public final class BucketTags {

  private static final String SETTING = "tags";

  private final BucketRegistry buckets;
  private final BucketSettings settings;

  /** Tags these. */
  public BucketTags(BucketRegistry buckets, BucketSettings settings) {
    this.buckets = buckets;
    this.settings = settings;
  }

  /** GetBucketTagging. */
  public Answer get(S3Request request) throws IOException {
    String tags =
        settings
            .find(bucket(request), SETTING)
            .orElseThrow(() -> new S3Exception(S3ErrorCode.NO_SUCH_TAG_SET));
    return Answer.xml(Tagging.document(tags));
  }

  /** PutBucketTagging. */
  public Answer put(S3Request request) throws IOException {
    String bucket = bucket(request);
    String tags = Tagging.ofDocument(XmlReader.read(request.document()), Tagging.MAX_BUCKET_TAGS);
    settings.put(bucket, SETTING, tags);
    return Answer.empty(Answer.NO_CONTENT);
  }

  /** DeleteBucketTagging. */
  public Answer delete(S3Request request) throws IOException {
    settings.delete(bucket(request), SETTING);
    return Answer.empty(Answer.NO_CONTENT);
  }

  private String bucket(S3Request request) throws IOException {
    return buckets.require(request.target().bucket()).name();
  }
}
