package io.blocktier.gateway.object;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.gateway.attribute.Attributes;
import io.blocktier.gateway.attribute.ObjectAttributes;
import io.blocktier.gateway.attribute.Origin;
import io.blocktier.gateway.attribute.StoredObject;
import io.blocktier.gateway.bucket.Bucket;
import io.blocktier.gateway.bucket.BucketEncryptions;
import io.blocktier.gateway.bucket.BucketRegistry;
import io.blocktier.gateway.bucket.StatedAcls;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.payload.Payload;
import io.blocktier.gateway.payload.PayloadRules;
import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.S3Request;
import java.io.IOException;
import java.util.Optional;

/** Puts and deletes objects. Thread-safe. */
public final class ObjectWrites {

  private final BlockStore store;
  private final Effects effects;
  private final BucketRegistry buckets;
  private final Attributes attributes;
  private final StatedAcls acls;
  private final BucketEncryptions encryptions;
  private final Intake intake;

  /** Writes to a store. */
  public ObjectWrites(
      BlockStore store,
      Effects effects,
      BucketRegistry buckets,
      Attributes attributes,
      StatedAcls acls,
      BucketEncryptions encryptions,
      Intake intake) {
    this.store = store;
    this.effects = effects;
    this.buckets = buckets;
    this.attributes = attributes;
    this.acls = acls;
    this.encryptions = encryptions;
    this.intake = intake;
  }

  /** PutObject. */
  public Answer put(S3Request request) throws IOException {
    Bucket bucket = buckets.require(request.target().bucket());
    ObjectAttributes written = write(request, payload(request, bucket));
    return Answer.empty(Answer.OK, ObjectHeaders.ofWritten(written));
  }

  /**
   * Writes the object that a request is about.
   *
   * @param payload its bytes
   * @return its attributes
   */
  public ObjectAttributes write(S3Request request, Payload payload) throws IOException {
    Bucket bucket = buckets.require(request.target().bucket());
    BlockKey block = bucket.block(request.key());
    WriteConditions conditions = WriteConditions.of(request.head());
    ObjectAttributes stated = stated(request, bucket, payload.length());
    Optional<StoredObject> current = attributes.find(block);
    Precondition precondition = conditions.on(current);
    try {
      Intake.Written written = intake.write(block, precondition, stated, payload);
      attributes.forget(current, written.receipt());
      return written.attributes();
    } catch (PreconditionFailedException e) {
      throw conditions.lost(attributes.find(block));
    }
  }

  /** DeleteObject. */
  public Answer delete(S3Request request) throws IOException {
    Bucket bucket = buckets.require(request.target().bucket());
    refuseVersion(request.query().get("versionId"));
    delete(bucket, request.key(), DeleteConditions.of(request, bucket));
    return Answer.empty(Answer.NO_CONTENT);
  }

  /** Deletes an object if it meets the conditions. */
  void delete(Bucket bucket, String key, DeleteConditions conditions)
      throws BlockStoreException, S3Exception {
    BlockKey block = bucket.block(key);
    Optional<StoredObject> current = attributes.find(block);
    if (conditions.any()) {
      deleteMatching(block, conditions, current);
      attributes.forget(current);
    } else if (current.isPresent()) {
      store.delete(block, DeleteOptions.DEFAULT);
      attributes.forgetDeleted(current);
    }
  }

  /** Without versioning there is one version, called null. */
  public static void refuseVersion(Optional<String> version) throws S3Exception {
    if (version.isPresent() && !version.get().equals("null")) {
      throw new S3Exception(S3ErrorCode.INVALID_ARGUMENT, "Invalid version id specified");
    }
  }

  private void deleteMatching(
      BlockKey block, DeleteConditions conditions, Optional<StoredObject> current)
      throws BlockStoreException, S3Exception {
    if (!conditions.holdFor(current)) {
      return;
    }
    StoredObject seen = current.orElseThrow(() -> new S3Exception(S3ErrorCode.NO_SUCH_KEY));
    try {
      store.delete(block, DeleteOptions.ifMatch(seen.stat().etag()));
    } catch (PreconditionFailedException e) {
      throw conditions.lost(attributes.find(block));
    }
  }

  private static Payload payload(S3Request request, Bucket bucket) throws S3Exception {
    return bucket.isDirectory()
        ? request.payload(PayloadRules.ofDirectoryObject(S3Request.MAX_OBJECT_BYTES))
        : request.payload();
  }

  private ObjectAttributes stated(S3Request request, Bucket bucket, long size) throws IOException {
    ObjectAttributes stated =
        encryptions.applied(
            ObjectHeaders.stated(request.head(), effects.clock().instant())
                .withAcl(acls.ofNewObject(request, bucket)),
            bucket);
    return bucket.isDirectory()
        ? stated.inDirectory(Origin.newTag(effects.random()), size)
        : stated;
  }
}
