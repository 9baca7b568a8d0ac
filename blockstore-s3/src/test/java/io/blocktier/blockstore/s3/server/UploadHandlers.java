package io.blocktier.blockstore.s3.server;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Multipart uploads. */
final class UploadHandlers {

  private static final AtomicLong COUNT = new AtomicLong();

  private final Bucket bucket;
  private final Traits traits;

  UploadHandlers(Bucket bucket, Traits traits) {
    this.bucket = bucket;
    this.traits = traits;
  }

  Response create(Request request) throws Refused {
    boolean asks = request.header("x-amz-checksum-algorithm").isPresent();
    if (asks && traits.has(Traits.Flaw.NO_UPLOAD_CHECKSUMS)) {
      throw new Refused(400, "InvalidRequest");
    }
    boolean checked = asks && !traits.has(Traits.Flaw.NO_CHECKSUMS);
    String id = "upload-" + COUNT.incrementAndGet();
    Upload upload = Upload.of(request.key(), checked, Handlers.kept(request, traits));
    synchronized (bucket) {
      bucket.uploads().put(id, upload);
    }
    return Response.xml(
        200,
        "<InitiateMultipartUploadResult><UploadId>"
            + id
            + "</UploadId></InitiateMultipartUploadResult>");
  }

  Response part(Request request) throws Refused {
    Upload upload = upload(request);
    boolean given = request.header("x-amz-checksum-crc32c").isPresent();
    if (given && !upload.checked() && !traits.has(Traits.Flaw.NO_CHECKSUMS)) {
      throw new Refused(400, "InvalidRequest");
    }
    String checksum = Handlers.checksum(request, traits);
    String etag = keep(upload, request, request.body());
    Response done = Response.empty(200).with("ETag", '"' + etag + '"');
    return checksum.isEmpty() ? done : done.with("x-amz-checksum-crc32c", checksum);
  }

  Response copyPart(Request request) throws Refused {
    Upload upload = upload(request);
    byte[] source = bucket.get(ObjectHandlers.sourceKey(request)).bytes();
    String range = request.header("x-amz-copy-source-range").orElseThrow();
    String[] ends = range.substring("bytes=".length()).split("-", 2);
    int first = Integer.parseInt(ends[0]);
    long last = Long.parseLong(ends[1]);
    if (last >= source.length) {
      throw new Refused(400, "InvalidArgument");
    }
    byte[] bytes = Arrays.copyOfRange(source, first, (int) last + 1);
    String etag = keep(upload, request, bytes);
    String checksum =
        upload.checked() ? "<ChecksumCRC32C>" + Checks.crc32c(bytes) + "</ChecksumCRC32C>" : "";
    return Response.xml(
        200, "<CopyPartResult><ETag>\"" + etag + "\"</ETag>" + checksum + "</CopyPartResult>");
  }

  Response complete(Request request) throws Refused {
    synchronized (bucket) {
      Upload upload = upload(request);
      byte[] whole = assemble(upload, request);
      String checksum = upload.checked() ? Checks.crc32c(whole) : "";
      requireAnnounced(request, whole, checksum);
      String etag = Checks.md5(whole) + "-" + upload.parts().size();
      bucket.put(request, StoredObject.of(whole, etag, checksum, upload.kept()));
      bucket.uploads().remove(request.query().get("uploadId"));
      return completed(etag, checksum);
    }
  }

  Response abort(Request request) throws Refused {
    synchronized (bucket) {
      upload(request);
      bucket.uploads().remove(request.query().get("uploadId"));
      return Response.empty(204);
    }
  }

  private Response completed(String etag, String checksum) {
    String named = traits.has(Traits.Flaw.UNNAMED_UPLOADS) ? "" : '"' + etag + '"';
    String sum = checksum.isEmpty() ? "" : "<ChecksumCRC32C>" + checksum + "</ChecksumCRC32C>";
    return Response.xml(
        200,
        "<CompleteMultipartUploadResult><ETag>"
            + named
            + "</ETag>"
            + sum
            + "</CompleteMultipartUploadResult>");
  }

  private byte[] assemble(Upload upload, Request request) throws Refused {
    List<String> numbers = Xml.texts(request.body(), "PartNumber");
    List<String> etags = Xml.texts(request.body(), "ETag");
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    int previous = 0;
    for (int i = 0; i < numbers.size(); i++) {
      int number = Integer.parseInt(numbers.get(i));
      Upload.Part part = upload.parts().get(number);
      if (part == null || !part.etag().equals(etags.get(i).replace("\"", ""))) {
        throw new Refused(400, "InvalidPart");
      }
      if (number <= previous) {
        throw new Refused(400, "InvalidPartOrder");
      }
      if (i < numbers.size() - 1 && part.bytes().length < traits.minPartBytes()) {
        throw new Refused(400, "EntityTooSmall");
      }
      whole.writeBytes(part.bytes());
      previous = number;
    }
    return whole.toByteArray();
  }

  private static void requireAnnounced(Request request, byte[] whole, String checksum)
      throws Refused {
    long size =
        request.header("x-amz-mp-object-size").map(Long::parseLong).orElse((long) whole.length);
    if (size != whole.length) {
      throw new Refused(400, "InvalidRequest");
    }
    String announced = request.header("x-amz-checksum-crc32c").orElse(checksum);
    if (!announced.equals(checksum)) {
      throw new Refused(400, "BadDigest");
    }
  }

  private String keep(Upload upload, Request request, byte[] bytes) throws Refused {
    String etag = Checks.md5(bytes);
    synchronized (bucket) {
      upload(request);
      int number = Integer.parseInt(request.query().get("partNumber"));
      upload.parts().put(number, new Upload.Part(bytes, etag));
    }
    return etag;
  }

  private Upload upload(Request request) throws Refused {
    synchronized (bucket) {
      Upload upload = bucket.uploads().get(request.query().get("uploadId"));
      if (upload == null || !upload.key().equals(request.key())) {
        throw new Refused(404, "NoSuchUpload");
      }
      return upload;
    }
  }
}
