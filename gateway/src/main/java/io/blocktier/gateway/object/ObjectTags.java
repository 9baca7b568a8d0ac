package io.blocktier.gateway.object;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.gateway.attribute.AttributeEdits;
import io.blocktier.gateway.bucket.BucketRegistry;
import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.S3Request;
import io.blocktier.gateway.xml.XmlReader;
import java.io.IOException;

/**
 * Tags of objects. They belong to a version: where the attributes are in a companion it is written
 * anew; where they are beside the block, the block is copied onto itself, within the store.
 * Thread-safe.
 */
public final class ObjectTags {

  private final BucketRegistry buckets;
  private final AttributeEdits edits;

  /** Tags the objects of these. */
  public ObjectTags(BucketRegistry buckets, AttributeEdits edits) {
    this.buckets = buckets;
    this.edits = edits;
  }

  /** GetObjectTagging. */
  public Answer get(S3Request request) throws IOException {
    return Answer.xml(Tagging.document(edits.look(block(request)).attributes().tags()));
  }

  /** PutObjectTagging. */
  public Answer put(S3Request request) throws IOException {
    BlockKey block = block(request);
    String tags = Tagging.ofDocument(XmlReader.read(request.document()), Tagging.MAX_OBJECT_TAGS);
    set(block, tags);
    return Answer.empty(Answer.OK);
  }

  /** DeleteObjectTagging. */
  public Answer delete(S3Request request) throws IOException {
    set(block(request), "");
    return Answer.empty(Answer.NO_CONTENT);
  }

  private BlockKey block(S3Request request) throws IOException {
    ObjectWrites.refuseVersion(request.query().get("versionId"));
    return buckets.require(request.target().bucket()).block(request.key());
  }

  private void set(BlockKey block, String tags) throws IOException {
    edits.change(block, object -> object.attributes().withTags(tags));
  }
}
