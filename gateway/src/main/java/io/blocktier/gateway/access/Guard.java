package io.blocktier.gateway.access;

import io.blocktier.gateway.Right;
import io.blocktier.gateway.acl.Acl;
import io.blocktier.gateway.acl.Permission;
import io.blocktier.gateway.attribute.Attributes;
import io.blocktier.gateway.attribute.StoredObject;
import io.blocktier.gateway.bucket.Bucket;
import io.blocktier.gateway.bucket.BucketAcls;
import io.blocktier.gateway.bucket.BucketRegistry;
import io.blocktier.gateway.bucket.PublicAccessBlocks;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.request.S3Request;
import io.blocktier.gateway.request.Target;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Judges what somebody may do. A key needs a right of its own for whatever it does. That is enough
 * in buckets of its account; in others, and without a key, a list of rights has to give it as well.
 * Thread-safe.
 */
public final class Guard {

  private static final String CREATE = "CreateBucket";
  private static final String EXPECTED_OWNER = "x-amz-expected-bucket-owner";
  private static final String EXPECTED_SOURCE_OWNER = "x-amz-source-expected-bucket-owner";

  /** What lists of buckets give; all else is their owners'. */
  private static final Map<String, Permission> OF_BUCKETS =
      Map.ofEntries(
          Map.entry("HeadBucket", Permission.READ),
          Map.entry("ListObjects", Permission.READ),
          Map.entry("ListObjectsV2", Permission.READ),
          Map.entry("ListObjectVersions", Permission.READ),
          Map.entry("ListMultipartUploads", Permission.READ),
          Map.entry("PutObject", Permission.WRITE),
          Map.entry("PostObject", Permission.WRITE),
          Map.entry("CopyObject", Permission.WRITE),
          Map.entry("DeleteObject", Permission.WRITE),
          Map.entry("DeleteObjects", Permission.WRITE),
          Map.entry("CreateMultipartUpload", Permission.WRITE),
          Map.entry("UploadPart", Permission.WRITE),
          Map.entry("UploadPartCopy", Permission.WRITE),
          Map.entry("CompleteMultipartUpload", Permission.WRITE),
          Map.entry("AbortMultipartUpload", Permission.WRITE),
          Map.entry("ListParts", Permission.WRITE),
          Map.entry("GetBucketAcl", Permission.READ_ACP),
          Map.entry("PutBucketAcl", Permission.WRITE_ACP));

  /** What lists of objects give. */
  private static final Map<String, Permission> OF_OBJECTS =
      Map.of(
          "GetObject", Permission.READ,
          "HeadObject", Permission.READ,
          "GetObjectAttributes", Permission.READ,
          "GetObjectAcl", Permission.READ_ACP,
          "PutObjectAcl", Permission.WRITE_ACP);

  private final BucketRegistry buckets;
  private final BucketAcls acls;
  private final PublicAccessBlocks blocks;
  private final Attributes attributes;
  private final boolean lists;

  /**
   * Guards buckets and what is in them.
   *
   * @param lists whether lists give rights
   */
  public Guard(
      BucketRegistry buckets,
      BucketAcls acls,
      PublicAccessBlocks blocks,
      Attributes attributes,
      boolean lists) {
    this.buckets = buckets;
    this.acls = acls;
    this.blocks = blocks;
    this.attributes = attributes;
    this.lists = lists;
  }

  /**
   * Insists on what an operation takes.
   *
   * @param operation what S3 calls it
   * @param right what a key has to be good for
   */
  public void require(String operation, Right right, S3Request request) throws IOException {
    String name = request.target().bucket();
    Optional<String> account = request.account();
    boolean granted = request.rights().allow(right, name);
    if (request.target().isService()) {
      require(account.isPresent() || granted);
      return;
    }
    requireExpectedOwner(request, EXPECTED_OWNER);
    if (account.isEmpty() && granted) {
      return;
    }
    boolean create = operation.equals(CREATE);
    require(granted || (account.isEmpty() && lists && !create));
    Optional<Bucket> bucket = create ? Optional.empty() : buckets.find(name);
    if (bucket.isPresent() && !isOwner(account, bucket.get())) {
      requireOfStranger(operation, request, bucket.get());
    }
  }

  /** Insists that the source of a copy may be read. */
  public void requireSource(S3Request request, Target source) throws IOException {
    S3Request asked = request.about(source);
    requireExpectedOwner(asked, EXPECTED_SOURCE_OWNER);
    require("GetObject", Right.READ_ONLY, asked.without(Set.of(EXPECTED_OWNER)));
  }

  /** A client may say whose it takes a bucket for, lest it was deleted and is somebody else's. */
  private void requireExpectedOwner(S3Request request, String header) throws IOException {
    Optional<String> expected = request.header(header);
    if (expected.isPresent()) {
      Optional<Bucket> bucket = buckets.find(request.target().bucket());
      require(bucket.filter(found -> !found.owner().equals(expected.get())).isEmpty());
    }
  }

  /** Insists on a right to an object that was found. */
  public void requireObject(
      S3Request request, Bucket bucket, StoredObject object, Permission needed) throws IOException {
    Optional<String> account = request.account();
    Optional<Acl> own = object.attributes().acl();
    boolean configured = account.isEmpty() && request.rights().allow(right(needed), bucket.name());
    if (!lists || configured || (own.isEmpty() && isOwner(account, bucket))) {
      return;
    }
    Acl acl = own.orElseGet(() -> Acl.ofOwner(bucket.owner()));
    require(blocks.allow(acl, bucket, account, needed));
  }

  /** An object's own list is judged where the object is read. */
  private void requireOfStranger(String operation, S3Request request, Bucket bucket)
      throws IOException {
    boolean ofObject = OF_OBJECTS.containsKey(operation);
    Permission ofBucket = ofObject ? Permission.READ : OF_BUCKETS.get(operation);
    require(lists && ofBucket != null);
    boolean allowed =
        ofBucket != null && blocks.allow(acls.of(bucket), bucket, request.account(), ofBucket);
    // Whoever may not list is not told that there is no such object.
    require(allowed || (ofObject && attributes.find(bucket.block(request.key())).isPresent()));
  }

  private static boolean isOwner(Optional<String> account, Bucket bucket) {
    return account.filter(bucket.owner()::equals).isPresent();
  }

  private static Right right(Permission needed) {
    boolean reads = needed == Permission.READ || needed == Permission.READ_ACP;
    return reads ? Right.READ_ONLY : Right.READ_WRITE;
  }

  private static void require(boolean allowed) throws S3Exception {
    if (!allowed) {
      throw new S3Exception(S3ErrorCode.ACCESS_DENIED);
    }
  }
}
