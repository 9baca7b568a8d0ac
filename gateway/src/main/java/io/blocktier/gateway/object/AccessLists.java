package io.blocktier.gateway.object;

import io.blocktier.gateway.bucket.AclRule;
import io.blocktier.gateway.bucket.Bucket;
import io.blocktier.gateway.bucket.BucketRegistry;
import io.blocktier.gateway.bucket.Owner;
import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.S3Request;
import io.blocktier.gateway.xml.XmlReader;
import io.blocktier.gateway.xml.XmlWriter;
import java.io.IOException;

/**
 * Lists of rights: they are always that of an owner with full control, since who may do what is a
 * matter of the gateway's options. Thread-safe.
 */
public final class AccessLists {

  private static final String INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";

  private final BucketRegistry buckets;
  private final ObjectReads reads;

  /** Tells and takes the lists of these. */
  public AccessLists(BucketRegistry buckets, ObjectReads reads) {
    this.buckets = buckets;
    this.reads = reads;
  }

  /** GetBucketAcl and GetObjectAcl. */
  public Answer get(S3Request request) throws IOException {
    requireSubject(request);
    XmlWriter xml = XmlWriter.of("AccessControlPolicy");
    Owner.write(xml, "Owner");
    xml.start("AccessControlList").start("Grant").start("Grantee").namespace("xsi", INSTANCE);
    xml.attribute("xsi:type", "CanonicalUser").text("ID", Owner.ID).text("DisplayName", Owner.ID);
    xml.end().text("Permission", AclRule.FULL_CONTROL);
    return Answer.xml(xml.finish());
  }

  /** PutBucketAcl and PutObjectAcl: what already holds may be said again. */
  public Answer put(S3Request request) throws IOException {
    requireSubject(request);
    AclRule.check(request.head());
    byte[] document = request.document();
    if (document.length > 0 || !AclRule.isStated(request.head())) {
      AclRule.check(XmlReader.read(document));
    }
    return Answer.empty(Answer.OK);
  }

  private void requireSubject(S3Request request) throws IOException {
    ObjectWrites.refuseVersion(request.query().get("versionId"));
    Bucket bucket = buckets.require(request.target().bucket());
    if (request.target().isObject()) {
      reads.look(bucket.block(request.key()));
    }
  }
}
