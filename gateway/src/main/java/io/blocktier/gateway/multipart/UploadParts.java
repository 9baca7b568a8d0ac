package io.blocktier.gateway.multipart;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.gateway.attribute.ObjectAttributes;
import io.blocktier.gateway.attribute.Origin;
import io.blocktier.gateway.attribute.StoredObject;
import io.blocktier.gateway.bucket.BucketRegistry;
import io.blocktier.gateway.bucket.DirectoryNames;
import io.blocktier.gateway.bucket.Owner;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.object.CustomerKeys;
import io.blocktier.gateway.object.EtagList;
import io.blocktier.gateway.object.Intake;
import io.blocktier.gateway.object.ObjectCopies;
import io.blocktier.gateway.object.ObjectHeaders;
import io.blocktier.gateway.payload.Checksum;
import io.blocktier.gateway.payload.ChecksumAlgorithm;
import io.blocktier.gateway.payload.Digests;
import io.blocktier.gateway.payload.Payload;
import io.blocktier.gateway.payload.PayloadRules;
import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.Headers;
import io.blocktier.gateway.request.HttpDates;
import io.blocktier.gateway.request.S3Request;
import io.blocktier.gateway.xml.XmlWriter;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Takes and lists the parts of uploads. Thread-safe. */
public final class UploadParts {

  /** The highest number of a part. */
  static final int MAX_PARTS = 10_000;

  /** The largest part. */
  private static final long MAX_PART_BYTES = 5L << 30;

  private static final int MAX_LISTED = 1000;

  private final UploadStore uploads;
  private final BucketRegistry buckets;
  private final Intake intake;
  private final ObjectCopies copies;
  private final PartCopies partCopies;
  private final Effects effects;

  /** Takes parts into a store. */
  public UploadParts(
      UploadStore uploads,
      BucketRegistry buckets,
      Intake intake,
      ObjectCopies copies,
      PartCopies partCopies,
      Effects effects) {
    this.uploads = uploads;
    this.buckets = buckets;
    this.intake = intake;
    this.copies = copies;
    this.partCopies = partCopies;
    this.effects = effects;
  }

  /** UploadPart. */
  public Answer upload(S3Request request) throws IOException {
    int number = number(request);
    Upload upload = upload(request, request.query().require("uploadId"));
    Payload payload = request.payload(rules(upload));
    BlockKey data = uploads.newData(upload, number);
    Digests digests = intake.writeBare(data, payload);
    requireAlgorithm(upload, digests, data);
    String etag = digests.md5().orElseGet(() -> Origin.newTag(effects.random()));
    Part part = part(number, data, etag, payload.length(), digests.checksum());
    uploads.put(upload, part);
    Headers headers = new Headers().add("ETag", EtagList.quoted(etag));
    digests.checksum().ifPresent(sum -> headers.add(sum.algorithm().header(), sum.value()));
    ObjectHeaders.addEncryption(headers, upload.stated());
    return Answer.empty(Answer.OK, headers);
  }

  /** UploadPartCopy. */
  public Answer copy(S3Request request) throws IOException {
    int number = number(request);
    Upload upload = upload(request, request.query().require("uploadId"));
    StoredObject source = copies.source(request);
    BlockKey data = uploads.newData(upload, number);
    PartCopies.Copied copied = partCopies.copy(request, source, upload, data);
    Part part = part(number, data, copied.etag(), copied.size(), copied.checksum());
    uploads.put(upload, part);
    ObjectAttributes told = upload.stated().withTag(part.etag()).withCreated(part.modified());
    return ObjectCopies.answer(
        "CopyPartResult", part.checksum().map(told::withChecksum).orElse(told));
  }

  /** ListParts. */
  public Answer list(S3Request request) throws IOException {
    Upload upload = upload(request, request.query().require("uploadId"));
    int most = request.query().number("max-parts", MAX_LISTED, 0, MAX_LISTED);
    int after = request.query().number("part-number-marker", 0, 0, MAX_PARTS);
    List<Part> found = uploads.parts(upload, after, most + 1);
    List<Part> page = found.subList(0, Math.min(most, found.size()));
    boolean truncated = most > 0 && found.size() > most;
    XmlWriter xml = XmlWriter.of("ListPartsResult").text("Bucket", upload.bucket());
    xml.text("Key", upload.key()).text("UploadId", upload.id());
    String owner = upload.owner(buckets.require(upload.bucket()));
    Owner.write(xml, "Initiator", owner);
    Owner.write(xml, "Owner", owner);
    xml.text("StorageClass", Uploads.storageClass(upload));
    xml.number("PartNumberMarker", after);
    xml.number("NextPartNumberMarker", page.isEmpty() ? 0 : page.getLast().number());
    xml.number("MaxParts", most).flag("IsTruncated", truncated);
    xml.text("ChecksumAlgorithm", upload.algorithm().map(ChecksumAlgorithm::name));
    xml.text("ChecksumType", Uploads.checksumType(upload));
    page.forEach(part -> write(xml, part));
    return Answer.xml(xml.finish());
  }

  private static void write(XmlWriter xml, Part part) {
    xml.start("Part").number("PartNumber", part.number());
    xml.text("LastModified", HttpDates.xml(part.modified()));
    xml.text("ETag", EtagList.quoted(part.etag())).number("Size", part.size());
    part.checksum().ifPresent(sum -> xml.text("Checksum" + sum.algorithm(), sum.value()));
    xml.end();
  }

  private Upload upload(S3Request request, String id) throws IOException {
    CustomerKeys.refuse(request.head(), "x-amz-");
    String bucket = buckets.require(request.target().bucket()).name();
    return uploads.require(bucket, request.key(), id);
  }

  private static int number(S3Request request) throws S3Exception {
    int number = request.query().number("partNumber", 0, 0, MAX_PARTS + 1);
    if (number < 1 || number > MAX_PARTS) {
      throw new S3Exception(
          S3ErrorCode.INVALID_ARGUMENT,
          "Part number must be an integer between 1 and " + MAX_PARTS + ", inclusive");
    }
    return number;
  }

  private static PayloadRules rules(Upload upload) {
    PayloadRules rules =
        DirectoryNames.isDirectory(upload.bucket())
            ? PayloadRules.ofDirectoryObject(MAX_PART_BYTES)
            : PayloadRules.ofObject(MAX_PART_BYTES);
    return upload.algorithm().map(rules::withFallback).orElse(rules);
  }

  private void requireAlgorithm(Upload upload, Digests digests, BlockKey data) throws S3Exception {
    boolean other =
        upload.algorithm().isPresent()
            && !upload.algorithm().equals(digests.checksum().map(Checksum::algorithm));
    if (other) {
      uploads.discard(data);
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST,
          "Checksum Type mismatch occurred, expected checksum Type: "
              + upload.algorithm().get().name().toLowerCase(Locale.ROOT));
    }
  }

  private Part part(
      int number, BlockKey data, String etag, long size, Optional<Checksum> checksum) {
    String name = data.value().substring(data.value().lastIndexOf('/') + 1);
    return new Part(number, name, etag, size, effects.clock().instant(), checksum);
  }
}
