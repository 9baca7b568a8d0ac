package io.blocktier.gateway.object;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.gateway.attribute.Attributes;
import io.blocktier.gateway.attribute.ObjectAttributes;
import io.blocktier.gateway.attribute.StoredObject;
import io.blocktier.gateway.bucket.BucketRegistry;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
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

  /** How often an object may be replaced while its tags are set. */
  private static final int TRIES = 5;

  private final BlockStore store;
  private final BucketRegistry buckets;
  private final Attributes attributes;

  /** Tags what is in a store. */
  public ObjectTags(BlockStore store, BucketRegistry buckets, Attributes attributes) {
    this.store = store;
    this.buckets = buckets;
    this.attributes = attributes;
  }

  /** GetObjectTagging. */
  public Answer get(S3Request request) throws IOException {
    return Answer.xml(Tagging.document(look(block(request)).attributes().tags()));
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

  private StoredObject look(BlockKey block) throws BlockStoreException, S3Exception {
    return attributes.find(block).orElseThrow(() -> new S3Exception(S3ErrorCode.NO_SUCH_KEY));
  }

  private void set(BlockKey block, String tags) throws BlockStoreException, S3Exception {
    for (int i = 0; i < TRIES; i++) {
      StoredObject object = look(block);
      ObjectAttributes changed = object.attributes().withTags(tags);
      if (object.companion().isPresent()) {
        attributes.writeCompanion(object.companion().get(), block, changed);
        return;
      }
      if (tryCopy(object, changed)) {
        return;
      }
    }
    throw new S3Exception(S3ErrorCode.CONDITIONAL_REQUEST_CONFLICT);
  }

  private boolean tryCopy(StoredObject object, ObjectAttributes changed)
      throws BlockStoreException {
    BlockKey block = object.stat().key();
    Metadata metadata = attributes.keep(block, changed);
    CopyOptions same =
        CopyOptions.DEFAULT
            .withSourceMatch(object.stat().etag())
            .with(Precondition.ifMatch(object.stat().etag()));
    try {
      store.copy(block, block, same.with(metadata));
      return true;
    } catch (PreconditionFailedException e) {
      attributes.drop(Attributes.companionOf(metadata));
      return false;
    }
  }
}
