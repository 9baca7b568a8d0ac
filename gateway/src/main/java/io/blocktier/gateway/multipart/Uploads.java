package io.blocktier.gateway.multipart;

import io.blocktier.blockstore.spi.Effects;
import io.blocktier.gateway.bucket.Bucket;
import io.blocktier.gateway.bucket.BucketEncryptions;
import io.blocktier.gateway.bucket.BucketRegistry;
import io.blocktier.gateway.bucket.DirectoryNames;
import io.blocktier.gateway.bucket.Owner;
import io.blocktier.gateway.bucket.StatedAcls;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.object.ObjectHeaders;
import io.blocktier.gateway.object.WriteConditions;
import io.blocktier.gateway.payload.ChecksumAlgorithm;
import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.Headers;
import io.blocktier.gateway.request.HttpDates;
import io.blocktier.gateway.request.PercentCoding;
import io.blocktier.gateway.request.S3Request;
import io.blocktier.gateway.xml.XmlWriter;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/** Begins, lists and ends uploads. Thread-safe. */
public final class Uploads {

  private static final String COMPOSITE = "COMPOSITE";
  private static final String FULL_OBJECT = "FULL_OBJECT";

  private final UploadStore uploads;
  private final BucketRegistry buckets;
  private final StatedAcls acls;
  private final BucketEncryptions encryptions;
  private final Effects effects;

  /** Keeps uploads in a store. */
  public Uploads(
      UploadStore uploads,
      BucketRegistry buckets,
      StatedAcls acls,
      BucketEncryptions encryptions,
      Effects effects) {
    this.uploads = uploads;
    this.buckets = buckets;
    this.acls = acls;
    this.encryptions = encryptions;
    this.effects = effects;
  }

  /** CreateMultipartUpload. */
  public Answer create(S3Request request) throws IOException {
    Bucket bucket = buckets.require(request.target().bucket());
    bucket.block(request.key());
    Optional<ChecksumAlgorithm> algorithm = ChecksumAlgorithm.asked(request.head());
    String type = type(request, algorithm);
    Upload upload =
        new Upload(
            bucket.name(),
            uploads.newId(),
            request.key(),
            encryptions.applied(
                ObjectHeaders.stated(request.head(), effects.clock().instant())
                    .withAcl(acls.ofNewObject(request, bucket)),
                bucket),
            algorithm,
            type.equals(COMPOSITE));
    uploads.create(upload);
    Headers headers = new Headers();
    ObjectHeaders.addEncryption(headers, upload.stated());
    if (algorithm.isPresent()) {
      headers.add("x-amz-checksum-algorithm", algorithm.get().name());
      headers.add("x-amz-checksum-type", type);
    }
    XmlWriter xml = XmlWriter.of("InitiateMultipartUploadResult");
    xml.text("Bucket", bucket.name()).text("Key", upload.key()).text("UploadId", upload.id());
    return Answer.xml(Answer.OK, headers, xml.finish());
  }

  /** AbortMultipartUpload. */
  public Answer abort(S3Request request) throws IOException {
    Bucket bucket = buckets.require(request.target().bucket());
    String id = request.query().require("uploadId");
    Upload upload = uploads.require(bucket.name(), request.key(), id);
    Optional<Instant> begun =
        request.header("x-amz-if-match-initiated-time").flatMap(HttpDates::parse);
    if (bucket.isDirectory() && begun.isPresent()) {
      requireBegun(upload, begun.get());
    }
    uploads.drop(bucket.name(), id);
    return Answer.empty(Answer.NO_CONTENT);
  }

  /** ListMultipartUploads. */
  public Answer list(S3Request request) throws IOException {
    Bucket bucket = buckets.require(request.target().bucket());
    UploadPage page = UploadPage.of(request.query());
    UnaryOperator<String> names = PercentCoding.ofNames(request.query());
    if (page.most() > 0) {
      uploads.forEach(bucket.name(), page::offer);
    }
    XmlWriter xml = XmlWriter.of("ListMultipartUploadsResult").text("Bucket", bucket.name());
    xml.text("KeyMarker", names.apply(page.keyMarker())).text("UploadIdMarker", page.idMarker());
    List<UploadPage.Line> lines = page.lines();
    if (page.truncated()) {
      xml.text("NextKeyMarker", names.apply(lines.getLast().key()));
      xml.text("NextUploadIdMarker", lines.getLast().id());
    }
    xml.text("EncodingType", request.query().get("encoding-type"));
    if (!page.delimiter().isEmpty()) {
      xml.text("Delimiter", names.apply(page.delimiter()));
    }
    xml.text("Prefix", names.apply(page.prefix()));
    xml.number("MaxUploads", page.most()).flag("IsTruncated", page.truncated());
    lines.forEach(line -> write(xml, line, names, bucket));
    return Answer.xml(xml.finish());
  }

  private static void requireBegun(Upload upload, Instant instant) throws S3Exception {
    if (!HttpDates.toSecond(upload.stated().created()).equals(instant)) {
      throw WriteConditions.failed("x-amz-if-match-initiated-time");
    }
  }

  /** Tells whether a bucket has uploads under way. */
  public boolean any(Bucket bucket) throws IOException {
    AtomicBoolean any = new AtomicBoolean();
    uploads.forEach(bucket.name(), _ -> any.set(true));
    return any.get();
  }

  private static void write(
      XmlWriter xml, UploadPage.Line line, UnaryOperator<String> names, Bucket bucket) {
    String name = names.apply(line.key());
    line.upload()
        .ifPresentOrElse(
            upload -> write(xml, upload, name, upload.owner(bucket)),
            () -> xml.start("CommonPrefixes").text("Prefix", name).end());
  }

  private static void write(XmlWriter xml, Upload upload, String name, String owner) {
    xml.start("Upload").text("Key", name).text("UploadId", upload.id());
    Owner.write(xml, "Initiator", owner);
    Owner.write(xml, "Owner", owner);
    xml.text("StorageClass", storageClass(upload));
    xml.text("Initiated", HttpDates.xml(upload.stated().created()));
    xml.text("ChecksumAlgorithm", upload.algorithm().map(ChecksumAlgorithm::name));
    xml.text("ChecksumType", checksumType(upload));
    xml.end();
  }

  /** Returns the type of the checksum that was asked for, where one was. */
  static Optional<String> checksumType(Upload upload) {
    return upload.algorithm().map(_ -> upload.composite() ? COMPOSITE : FULL_OBJECT);
  }

  static String storageClass(Upload upload) {
    return DirectoryNames.isDirectory(upload.bucket())
        ? ObjectHeaders.EXPRESS
        : ObjectHeaders.storageClass(upload.stated());
  }

  private static String type(S3Request request, Optional<ChecksumAlgorithm> algorithm)
      throws S3Exception {
    boolean whole = algorithm.filter(used -> used != ChecksumAlgorithm.CRC64NVME).isEmpty();
    String type = request.header("x-amz-checksum-type").orElse(whole ? FULL_OBJECT : COMPOSITE);
    boolean possible =
        switch (type) {
          case FULL_OBJECT -> algorithm.map(ChecksumAlgorithm::combines).orElse(true);
          case COMPOSITE -> !whole;
          default -> false;
        };
    if (!possible) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST,
          "The checksum type " + type + " cannot be used with this checksum algorithm");
    }
    return type;
  }
}
