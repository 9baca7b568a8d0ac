package io.blocktier.gateway.bucket;

import io.blocktier.gateway.AccessKey;
import io.blocktier.gateway.acl.Acl;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.Headers;
import io.blocktier.gateway.request.HttpDates;
import io.blocktier.gateway.request.S3Request;
import io.blocktier.gateway.xml.XmlNode;
import io.blocktier.gateway.xml.XmlReader;
import io.blocktier.gateway.xml.XmlWriter;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** What S3 does with buckets as such. Thread-safe. */
public final class BucketOps {

  private static final String DEFAULT_REGION = "us-east-1";
  private static final String LOCKS = "x-amz-bucket-object-lock-enabled";

  private final BucketRegistry buckets;
  private final BucketAcls acls;
  private final StatedAcls stated;
  private final String region;

  /**
   * Serves a registry.
   *
   * @param buckets which there are
   * @param acls who may do what with them
   * @param stated reads what requests state of rights
   * @param region where they are said to be
   */
  public BucketOps(BucketRegistry buckets, BucketAcls acls, StatedAcls stated, String region) {
    this.buckets = buckets;
    this.acls = acls;
    this.stated = stated;
    this.region = region;
  }

  /** ListBuckets. */
  public Answer list(S3Request request) throws IOException {
    XmlWriter xml = XmlWriter.of("ListAllMyBucketsResult");
    Optional<String> account = request.account();
    Owner.write(xml, "Owner", account.orElse(AccessKey.DEFAULT_ACCOUNT));
    BucketPage page = BucketPage.of(request, region, buckets.all());
    xml.start("Buckets");
    for (Bucket bucket : page.buckets()) {
      xml.start("Bucket").text("Name", bucket.name());
      xml.text("CreationDate", HttpDates.xml(bucket.created()));
      xml.text("BucketRegion", region).end();
    }
    xml.end().text("Prefix", request.query().get("prefix"));
    return Answer.xml(xml.text("ContinuationToken", page.next()).finish());
  }

  /** CreateBucket. */
  public Answer create(S3Request request) throws IOException {
    requireNoLocks(request);
    String owner = request.account().orElse(AccessKey.DEFAULT_ACCOUNT);
    Ownership.requireOfNewBucket(request, stated);
    Optional<Acl> acl = stated.ofNewBucket(request, owner);
    requireRegion(request);
    String name = request.target().bucket();
    if (!buckets.create(name, owner, acl)) {
      requireSame(name, acl.orElseGet(() -> Acl.ofOwner(owner)));
    }
    return Answer.empty(Answer.OK, new Headers().add("Location", "/" + name));
  }

  /**
   * In its first region S3 lets an owner create a bucket again. It then forgets who was given
   * rights; here it has to be asked for with the rights that it has.
   */
  private void requireSame(String name, Acl asked) throws IOException {
    if (!region.equals(DEFAULT_REGION)) {
      throw new S3Exception(S3ErrorCode.BUCKET_ALREADY_OWNED_BY_YOU);
    }
    if (stated.areInForce() && !acls.of(buckets.require(name)).equals(asked)) {
      throw new S3Exception(
          S3ErrorCode.BUCKET_ALREADY_EXISTS,
          "The bucket is yours already, with other rights; PutBucketAcl changes them");
    }
  }

  /** HeadBucket. */
  public Answer head(S3Request request) throws IOException {
    buckets.require(request.target().bucket());
    return Answer.empty(Answer.OK, new Headers().add("x-amz-bucket-region", region));
  }

  /** DeleteBucket. */
  public Answer delete(S3Request request) throws IOException {
    buckets.delete(request.target().bucket());
    return Answer.empty(Answer.NO_CONTENT);
  }

  /** GetBucketLocation. */
  public Answer location(S3Request request) throws IOException {
    buckets.require(request.target().bucket());
    XmlWriter xml = XmlWriter.of("LocationConstraint");
    return Answer.xml(xml.content(region.equals(DEFAULT_REGION) ? "" : region).finish());
  }

  /** GetBucketVersioning: it was never on. */
  public Answer versioning(S3Request request) throws IOException {
    buckets.require(request.target().bucket());
    return Answer.xml(XmlWriter.of("VersioningConfiguration").finish());
  }

  /** A bucket whose objects could be deleted all the same must not be taken for one with locks. */
  public static void requireNoLocks(S3Request request) throws S3Exception {
    if (request.header(LOCKS).filter("true"::equalsIgnoreCase).isPresent()) {
      throw new S3Exception(
          S3ErrorCode.NOT_IMPLEMENTED, S3ErrorCode.NOT_IMPLEMENTED.text(), Map.of("Header", LOCKS));
    }
  }

  private void requireRegion(S3Request request) throws IOException {
    byte[] document = request.document();
    if (document.length == 0) {
      return;
    }
    XmlNode root = XmlReader.read(document).named("CreateBucketConfiguration");
    if (root.first("Bucket").flatMap(kind -> kind.textOf("Type")).isPresent()) {
      throw new S3Exception(
          S3ErrorCode.INVALID_BUCKET_NAME, "The name is not that of a directory bucket");
    }
    Optional<String> asked = root.textOf("LocationConstraint").filter(text -> !text.isEmpty());
    if (asked.isPresent() && !asked.get().equals(region)) {
      throw new S3Exception(S3ErrorCode.ILLEGAL_LOCATION_CONSTRAINT);
    }
  }
}
