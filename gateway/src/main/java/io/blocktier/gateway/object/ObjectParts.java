package io.blocktier.gateway.object;

import io.blocktier.gateway.access.Guard;
import io.blocktier.gateway.acl.Permission;
import io.blocktier.gateway.attribute.ObjectAttributes;
import io.blocktier.gateway.attribute.PartAttributes;
import io.blocktier.gateway.attribute.StoredObject;
import io.blocktier.gateway.bucket.Bucket;
import io.blocktier.gateway.bucket.BucketRegistry;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.Headers;
import io.blocktier.gateway.request.HttpDates;
import io.blocktier.gateway.request.S3Request;
import io.blocktier.gateway.xml.XmlWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells what is known of an object, its parts included. Thread-safe. */
public final class ObjectParts {

  private static final int MAX_PARTS = 1000;
  private static final int LAST_PART = 10_000;
  private static final Set<String> KNOWN =
      Set.of("ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize");

  private final BucketRegistry buckets;
  private final ObjectReads reads;
  private final Guard guard;

  /** Tells of objects. */
  public ObjectParts(BucketRegistry buckets, ObjectReads reads, Guard guard) {
    this.buckets = buckets;
    this.reads = reads;
    this.guard = guard;
  }

  /** GetObjectAttributes. */
  public Answer answer(S3Request request) throws IOException {
    ObjectWrites.refuseVersion(request.query().get("versionId"));
    CustomerKeys.refuse(request.head(), "x-amz-");
    Set<String> wanted = wanted(request);
    Bucket bucket = buckets.require(request.target().bucket());
    StoredObject object = reads.look(bucket.block(request.key()));
    guard.requireObject(request, bucket, object, Permission.READ);
    ReadConditions.of(request.head(), "").requireForRead(object);
    ObjectAttributes attributes = object.attributes();
    XmlWriter xml = XmlWriter.of("GetObjectAttributesResponse");
    if (wanted.contains("ETag")) {
      xml.text("ETag", attributes.etag());
    }
    if (wanted.contains("Checksum") && !attributes.checksums().isEmpty()) {
      xml.start("Checksum");
      attributes.checksums().forEach((name, value) -> xml.text("Checksum" + name, value));
      xml.text("ChecksumType", attributes.checksumType()).end();
    }
    if (wanted.contains("ObjectParts") && !attributes.parts().isEmpty()) {
      writeParts(request, xml, attributes.parts());
    }
    if (wanted.contains("StorageClass")) {
      xml.text("StorageClass", ObjectHeaders.storageClass(attributes));
    }
    if (wanted.contains("ObjectSize")) {
      xml.number("ObjectSize", object.size());
    }
    Headers headers = new Headers().add("Last-Modified", HttpDates.header(object.lastModified()));
    return Answer.xml(Answer.OK, headers, xml.finish());
  }

  private static Set<String> wanted(S3Request request) throws S3Exception {
    Set<String> wanted =
        request.head().headers("x-amz-object-attributes").stream()
            .flatMap(line -> Arrays.stream(line.split(",", -1)))
            .map(String::strip)
            .collect(Collectors.toSet());
    if (wanted.isEmpty() || !KNOWN.containsAll(wanted)) {
      throw new S3Exception(S3ErrorCode.INVALID_ARGUMENT, "Invalid attribute name specified.");
    }
    return wanted;
  }

  private static void writeParts(S3Request request, XmlWriter xml, List<PartAttributes> parts)
      throws S3Exception {
    int most = number(request, "x-amz-max-parts", MAX_PARTS, MAX_PARTS);
    int after = number(request, "x-amz-part-number-marker", 0, LAST_PART);
    List<PartAttributes> behind = parts.stream().filter(part -> part.number() > after).toList();
    List<PartAttributes> page = behind.subList(0, Math.min(most, behind.size()));
    xml.start("ObjectParts").number("PartsCount", parts.size()).number("PartNumberMarker", after);
    xml.number("NextPartNumberMarker", page.isEmpty() ? 0 : page.getLast().number());
    xml.number("MaxParts", most).flag("IsTruncated", page.size() < behind.size());
    if (page.stream().anyMatch(part -> !part.checksums().isEmpty())) {
      page.forEach(part -> writePart(xml, part));
    }
    xml.end();
  }

  private static void writePart(XmlWriter xml, PartAttributes part) {
    xml.start("Part").number("PartNumber", part.number()).number("Size", part.size());
    part.checksums().forEach((name, value) -> xml.text("Checksum" + name, value));
    xml.end();
  }

  private static int number(S3Request request, String header, int absent, int most)
      throws S3Exception {
    String text = request.header(header).orElse(Integer.toString(absent));
    try {
      return Math.min(Integer.parseUnsignedInt(text), most);
    } catch (NumberFormatException e) {
      throw new S3Exception(S3ErrorCode.INVALID_ARGUMENT, "Not a number: " + header);
    }
  }
}
