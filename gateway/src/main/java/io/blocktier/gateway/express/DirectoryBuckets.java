package io.blocktier.gateway.express;

import io.blocktier.gateway.AccessKey;
import io.blocktier.gateway.DirectoryOptions;
import io.blocktier.gateway.Right;
import io.blocktier.gateway.Zone;
import io.blocktier.gateway.bucket.Bucket;
import io.blocktier.gateway.bucket.BucketOps;
import io.blocktier.gateway.bucket.BucketRegistry;
import io.blocktier.gateway.bucket.DirectoryNames;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.multipart.Uploads;
import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.Headers;
import io.blocktier.gateway.request.HttpDates;
import io.blocktier.gateway.request.S3Request;
import io.blocktier.gateway.xml.XmlNode;
import io.blocktier.gateway.xml.XmlReader;
import io.blocktier.gateway.xml.XmlWriter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Creates, lists and deletes directory buckets. Thread-safe. */
public final class DirectoryBuckets {

  private static final int MAX_LISTED = 1000;

  private final BucketRegistry registry;
  private final BucketOps buckets;
  private final Uploads uploads;
  private final DirectoryOptions options;
  private final String region;

  /** Serves the directory buckets of a registry. */
  public DirectoryBuckets(
      BucketRegistry registry,
      BucketOps buckets,
      Uploads uploads,
      DirectoryOptions options,
      String region) {
    this.registry = registry;
    this.buckets = buckets;
    this.uploads = uploads;
    this.options = options;
    this.region = region;
  }

  /** CreateBucket. */
  public Answer create(S3Request request) throws IOException {
    BucketOps.requireNoLocks(request);
    String name = request.target().bucket();
    Zone zone =
        DirectoryNames.zone(name)
            .flatMap(options::zone)
            .orElseThrow(() -> new S3Exception(S3ErrorCode.INVALID_BUCKET_NAME));
    requirePlace(request.document(), zone);
    if (!registry.create(
        name, request.account().orElse(AccessKey.DEFAULT_ACCOUNT), Optional.empty())) {
      throw new S3Exception(S3ErrorCode.BUCKET_ALREADY_OWNED_BY_YOU);
    }
    return Answer.empty(Answer.OK, new Headers().add("Location", "/" + name));
  }

  /** ListDirectoryBuckets. */
  public Answer list(S3Request request) throws IOException {
    int most = request.query().number("max-directory-buckets", MAX_LISTED, 0, MAX_LISTED);
    String after = request.query().get("continuation-token").orElse("");
    List<Bucket> behind =
        registry.all().stream()
            .filter(Bucket::isDirectory)
            .filter(bucket -> bucket.name().compareTo(after) > 0)
            .filter(bucket -> request.account().filter(bucket.owner()::equals).isPresent())
            .filter(bucket -> request.rights().allow(Right.READ_ONLY, bucket.name()))
            .toList();
    List<Bucket> page = behind.subList(0, Math.min(most, behind.size()));
    XmlWriter xml = XmlWriter.of("ListAllMyDirectoryBucketsResult").start("Buckets");
    for (Bucket bucket : page) {
      xml.start("Bucket").text("Name", bucket.name()).text("BucketRegion", region);
      xml.text("CreationDate", HttpDates.xml(bucket.created())).end();
    }
    xml.end();
    if (!page.isEmpty() && page.size() < behind.size()) {
      xml.text("ContinuationToken", page.getLast().name());
    }
    return Answer.xml(xml.finish());
  }

  /** HeadBucket. */
  public Answer head(S3Request request) throws IOException {
    String name = registry.require(request.target().bucket()).name();
    Headers headers = new Headers().add("x-amz-bucket-region", region);
    DirectoryNames.zone(name)
        .flatMap(options::zone)
        .ifPresent(zone -> {
          headers.add("x-amz-bucket-location-type", zone.kind().type());
          headers.add("x-amz-bucket-location-name", zone.id());
        });
    return Answer.empty(Answer.OK, headers);
  }

  /** DeleteBucket: uploads under way keep a directory bucket. */
  public Answer delete(S3Request request) throws IOException {
    if (request.header("x-amz-expected-bucket-owner").isPresent()) {
      throw new S3Exception(S3ErrorCode.NOT_IMPLEMENTED);
    }
    if (uploads.any(registry.require(request.target().bucket()))) {
      throw new S3Exception(S3ErrorCode.BUCKET_NOT_EMPTY);
    }
    return buckets.delete(request);
  }

  private void requirePlace(byte[] document, Zone zone) throws S3Exception {
    if (document.length > 0) {
      requirePlace(XmlReader.read(document).named("CreateBucketConfiguration"), zone);
    } else if (options.defaultZone().filter(zone.id()::equals).isEmpty()) {
      throw refused("The bucket's Location and Type are missing");
    }
  }

  private static void requirePlace(XmlNode root, Zone zone) throws S3Exception {
    if (root.first("LocationConstraint").isPresent()) {
      throw refused("A directory bucket has a Location and no LocationConstraint");
    }
    XmlNode location = require(root, "Location");
    boolean there =
        zone.isCalled(location.requireText("Name"))
            && location.requireText("Type").equals(zone.kind().type());
    if (!there) {
      throw refused("The Location is not the zone that the bucket's name ends with");
    }
    XmlNode bucket = require(root, "Bucket");
    boolean directory =
        bucket.requireText("Type").equals("Directory")
            && bucket.requireText("DataRedundancy").equals(zone.kind().redundancy());
    if (!directory) {
      throw refused("The bucket's Type or DataRedundancy is not that of the zone");
    }
  }

  private static XmlNode require(XmlNode root, String name) throws S3Exception {
    return root.first(name).orElseThrow(() -> new S3Exception(S3ErrorCode.MALFORMED_XML));
  }

  private static S3Exception refused(String why) {
    return new S3Exception(S3ErrorCode.INVALID_REQUEST, why);
  }
}
