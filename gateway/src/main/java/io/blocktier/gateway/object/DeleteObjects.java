package io.blocktier.gateway.object;

import io.blocktier.gateway.bucket.Bucket;
import io.blocktier.gateway.bucket.BucketRegistry;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.error.StoreErrors;
import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.S3Request;
import io.blocktier.gateway.xml.XmlNode;
import io.blocktier.gateway.xml.XmlReader;
import io.blocktier.gateway.xml.XmlWriter;
import java.io.IOException;
import java.util.List;

/** Deletes up to a thousand objects in one request. Thread-safe. */
public final class DeleteObjects {

  private static final int MAX_KEYS = 1000;

  private final BucketRegistry buckets;
  private final ObjectWrites writes;

  /** Deletes by these. */
  public DeleteObjects(BucketRegistry buckets, ObjectWrites writes) {
    this.buckets = buckets;
    this.writes = writes;
  }

  /** DeleteObjects. */
  public Answer answer(S3Request request) throws IOException {
    Bucket bucket = buckets.require(request.target().bucket());
    XmlNode root = XmlReader.read(request.document()).named("Delete");
    List<XmlNode> objects = root.all("Object");
    if (objects.isEmpty() || objects.size() > MAX_KEYS) {
      throw new S3Exception(S3ErrorCode.MALFORMED_XML);
    }
    boolean quiet = root.textOf("Quiet").filter("true"::equals).isPresent();
    XmlWriter xml = XmlWriter.of("DeleteResult");
    for (XmlNode object : objects) {
      delete(bucket, object, quiet, xml);
    }
    return Answer.xml(xml.finish());
  }

  private void delete(Bucket bucket, XmlNode object, boolean quiet, XmlWriter xml)
      throws S3Exception {
    String key = object.requireText("Key");
    try {
      ObjectWrites.refuseVersion(object.textOf("VersionId"));
      writes.delete(bucket, key, DeleteConditions.of(object, bucket));
      if (!quiet) {
        xml.start("Deleted").text("Key", key).text("VersionId", object.textOf("VersionId")).end();
      }
    } catch (IOException e) {
      S3Exception told = StoreErrors.translate(e);
      xml.start("Error").text("Key", key).text("Code", code(bucket, told.code()));
      xml.text("Message", String.valueOf(told.getMessage())).end();
    }
  }

  /** Directory buckets spell this one as no other error is spelled. */
  private static String code(Bucket bucket, S3ErrorCode code) {
    return bucket.isDirectory() && code == S3ErrorCode.PRECONDITION_FAILED
        ? "412 Precondition Failed"
        : code.code();
  }
}
