package io.blocktier.gateway.object;

import io.blocktier.gateway.access.Guard;
import io.blocktier.gateway.acl.Acl;
import io.blocktier.gateway.acl.AclDocument;
import io.blocktier.gateway.acl.Permission;
import io.blocktier.gateway.attribute.AttributeEdits;
import io.blocktier.gateway.attribute.StoredObject;
import io.blocktier.gateway.bucket.Bucket;
import io.blocktier.gateway.bucket.BucketAcls;
import io.blocktier.gateway.bucket.BucketRegistry;
import io.blocktier.gateway.bucket.StatedAcls;
import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.S3Request;
import java.io.IOException;

/**
 * Lists of rights. Where they are not in force they are always that of an owner with full control,
 * since who may do what is a matter of the gateway's options then. Thread-safe.
 */
public final class AccessLists {

  private final BucketRegistry buckets;
  private final BucketAcls acls;
  private final AttributeEdits edits;
  private final StatedAcls stated;
  private final Guard guard;

  /** Tells and takes the lists of these. */
  public AccessLists(
      BucketRegistry buckets,
      BucketAcls acls,
      AttributeEdits edits,
      StatedAcls stated,
      Guard guard) {
    this.buckets = buckets;
    this.acls = acls;
    this.edits = edits;
    this.stated = stated;
    this.guard = guard;
  }

  /** GetBucketAcl and GetObjectAcl. */
  public Answer get(S3Request request) throws IOException {
    Bucket bucket = bucket(request);
    if (!request.target().isObject()) {
      Acl acl = stated.areInForce() ? acls.of(bucket) : Acl.ofOwner(bucket.owner());
      return Answer.xml(AclDocument.write(acl));
    }
    StoredObject object = edits.look(bucket.block(request.key()));
    guard.requireObject(request, bucket, object, Permission.READ_ACP);
    return Answer.xml(AclDocument.write(current(object, bucket)));
  }

  /** PutBucketAcl and PutObjectAcl. */
  public Answer put(S3Request request) throws IOException {
    Bucket bucket = bucket(request);
    if (request.target().isObject()) {
      putObject(request, bucket);
    } else {
      Acl acl = stated.ofChange(request, bucket.owner(), bucket);
      if (stated.areInForce()) {
        acls.put(bucket.name(), acl);
      }
    }
    return Answer.empty(Answer.OK);
  }

  private void putObject(S3Request request, Bucket bucket) throws IOException {
    StoredObject seen = edits.look(bucket.block(request.key()));
    guard.requireObject(request, bucket, seen, Permission.WRITE_ACP);
    Acl acl = stated.ofChange(request, current(seen, bucket).owner(), bucket);
    if (!stated.areInForce()) {
      return;
    }
    edits.change(
        seen.stat().key(),
        object -> {
          guard.requireObject(request, bucket, object, Permission.WRITE_ACP);
          Acl ofOwner = new Acl(current(object, bucket).owner(), acl.grants());
          return object.attributes().withAcl(StatedAcls.kept(ofOwner, bucket));
        });
  }

  private Acl current(StoredObject object, Bucket bucket) {
    return object
        .attributes()
        .acl()
        .filter(_ -> stated.areInForce())
        .orElseGet(() -> Acl.ofOwner(bucket.owner()));
  }

  private Bucket bucket(S3Request request) throws IOException {
    ObjectWrites.refuseVersion(request.query().get("versionId"));
    return buckets.require(request.target().bucket());
  }
}
