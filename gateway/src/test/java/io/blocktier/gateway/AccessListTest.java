package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.AccessControlPolicy;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.Grant;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.Permission;
import software.amazon.awssdk.services.s3.model.Type;

/** What lists of rights give to other accounts, and to strangers. */
class AccessListTest extends TwoAccounts {

  private static final String ALL = "http://acs.amazonaws.com/groups/global/AllUsers";

  @Test
  void aBucketBelongsToTheAccountThatCreatedIt() {
    owner().createBucket(b -> b.bucket(BUCKET));
    put(owner(), "k", "v");
    assertThat(second.getObjectAsBytes(b -> b.bucket(BUCKET).key("k")).asUtf8String())
        .isEqualTo("v");
    assertDenied(() -> other.getObjectAsBytes(b -> b.bucket(BUCKET).key("k")));
    assertDenied(() -> other.getObjectAsBytes(b -> b.bucket(BUCKET).key("none")));
    assertDenied(() -> other.listObjectsV2(b -> b.bucket(BUCKET)));
    assertDenied(() -> put(other, "k", "x"));
    assertDenied(() -> other.deleteBucket(b -> b.bucket(BUCKET)));
    assertDenied(() -> other.getBucketTagging(b -> b.bucket(BUCKET)));
    other.createBucket(b -> b.bucket("own"));
    assertDenied(() ->
        other.copyObject(b ->
            b.sourceBucket(BUCKET).sourceKey("k").destinationBucket("own").destinationKey("k")));
    assertFails(409, "BucketAlreadyExists", () -> other.createBucket(b -> b.bucket(BUCKET)));
    assertThat(other.listBuckets().buckets()).extracting(b -> b.name()).containsExactly("own");
    assertThat(other.listBuckets().owner().id()).isEqualTo("other");
    assertThat(owner().listBuckets().buckets()).hasSize(1);
    assertThat(send("GET", "/" + BUCKET + "/k", "").statusCode()).isEqualTo(403);
    assertThat(send("GET", "/" + BUCKET + "/none", "").statusCode()).isEqualTo(403);
    assertThat(send("PUT", "/of-a-stranger", "").statusCode()).isEqualTo(403);
    assertThat(send("GET", "/none/k", "").statusCode()).isEqualTo(404);
  }

  @Test
  void aBucketIsMadeWhoseObjectsBelongToTheirWriters() {
    owner()
        .createBucket(b ->
            b.bucket(BUCKET)
                .objectOwnership(ObjectOwnership.OBJECT_WRITER)
                .acl(BucketCannedACL.PUBLIC_READ_WRITE));
    put(other, "theirs", "v");
    assertDenied(() -> owner().getObjectAsBytes(b -> b.bucket(BUCKET).key("theirs")));
    assertFails(
        501,
        "NotImplemented",
        () ->
            owner()
                .createBucket(
                    b -> b.bucket("mine").objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)));
  }

  @Test
  void anOwnerToWhomAListGivesNothingReadsAndChangesIt() {
    owner().createBucket(b -> b.bucket(BUCKET));
    put(owner(), "k", "v");
    AccessControlPolicy nothing =
        AccessControlPolicy.builder()
            .owner(b -> b.id(AccessKey.DEFAULT_ACCOUNT))
            .grants(List.<Grant>of())
            .build();
    owner().putBucketAcl(b -> b.bucket(BUCKET).accessControlPolicy(nothing));
    assertThat(owner().getBucketAcl(b -> b.bucket(BUCKET)).grants()).isEmpty();
    assertFails(
        400,
        "MalformedACLError",
        () ->
            owner()
                .putBucketAcl(b ->
                    b.bucket(BUCKET)
                        .accessControlPolicy(
                            AccessControlPolicy.builder().grants(List.of()).build())));
    assertThat(owner().getObjectAsBytes(b -> b.bucket(BUCKET).key("k")).asUtf8String())
        .isEqualTo("v");
    owner().putBucketAcl(b -> b.bucket(BUCKET).acl(BucketCannedACL.PUBLIC_READ));
    assertThat(send("GET", "/" + BUCKET, "").body()).contains("<Key>k</Key>");
  }

  @Test
  void anObjectThatEverybodyMayReadIsReadByStrangers() {
    owner().createBucket(b -> b.bucket(BUCKET));
    owner()
        .putObject(
            b -> b.bucket(BUCKET).key("open").acl(ObjectCannedACL.PUBLIC_READ),
            RequestBody.fromString("v"));
    put(owner(), "closed", "v");
    assertThat(send("GET", "/" + BUCKET + "/open", "").body()).isEqualTo("v");
    assertThat(send("HEAD", "/" + BUCKET + "/open", "").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/" + BUCKET + "/closed", "").statusCode()).isEqualTo(403);
    assertThat(send("GET", "/" + BUCKET, "").statusCode()).isEqualTo(403);
    assertThat(send("GET", "/" + BUCKET + "/open?acl", "").statusCode()).isEqualTo(403);
    assertThat(send("GET", "/" + BUCKET + "/open?tagging", "").statusCode()).isEqualTo(403);
    assertThat(send("PUT", "/" + BUCKET + "/open", "x").statusCode()).isEqualTo(403);
    assertThat(send("DELETE", "/" + BUCKET + "/open", "").statusCode()).isEqualTo(403);
    owner().putObjectAcl(b -> b.bucket(BUCKET).key("open").acl(ObjectCannedACL.AUTHENTICATED_READ));
    assertThat(send("GET", "/" + BUCKET + "/open", "").statusCode()).isEqualTo(403);
    assertThat(other.getObjectAsBytes(b -> b.bucket(BUCKET).key("open")).asUtf8String())
        .isEqualTo("v");
  }

  @Test
  void whoMayListIsToldThatAnObjectIsMissing() {
    owner().createBucket(b -> b.bucket(BUCKET).acl(BucketCannedACL.PUBLIC_READ));
    put(owner(), "closed", "v");
    assertThat(send("GET", "/" + BUCKET, "").body()).contains("<Key>closed</Key>");
    assertThat(send("GET", "/" + BUCKET + "/none", "").body()).contains("NoSuchKey");
    assertThat(send("GET", "/" + BUCKET + "/closed", "").statusCode()).isEqualTo(403);
    assertThat(send("PUT", "/" + BUCKET + "/k", "x").statusCode()).isEqualTo(403);
  }

  @Test
  void whatAnotherAccountWritesIsItsOwn() {
    owner().createBucket(b -> b.bucket(BUCKET).acl(BucketCannedACL.PUBLIC_READ_WRITE));
    put(other, "theirs", "v");
    assertDenied(() -> owner().getObjectAsBytes(b -> b.bucket(BUCKET).key("theirs")));
    assertThat(owner().listObjects(b -> b.bucket(BUCKET)).contents().getFirst().owner().id())
        .isEqualTo("other");
    other.putObject(
        b -> b.bucket(BUCKET).key("theirs").acl(ObjectCannedACL.BUCKET_OWNER_READ),
        RequestBody.fromString("w"));
    assertThat(owner().getObjectAsBytes(b -> b.bucket(BUCKET).key("theirs")).asUtf8String())
        .isEqualTo("w");
    assertDenied(() -> owner().getObjectAcl(b -> b.bucket(BUCKET).key("theirs")));
    List<Grant> grants = other.getObjectAcl(b -> b.bucket(BUCKET).key("theirs")).grants();
    assertThat(grants).extracting(g -> g.grantee().id()).containsExactly("blocktier", "other");
    assertThat(grants)
        .extracting(Grant::permission)
        .containsExactly(Permission.READ, Permission.FULL_CONTROL);
    assertThat(send("PUT", "/" + BUCKET + "/strange", "x").statusCode()).isEqualTo(200);
    assertThat(owner().getObjectAsBytes(b -> b.bucket(BUCKET).key("strange")).asUtf8String())
        .isEqualTo("x");
    owner().deleteObject(b -> b.bucket(BUCKET).key("theirs"));
    other.createMultipartUpload(b -> b.bucket(BUCKET).key("theirs"));
    assertThat(owner().listMultipartUploads(b -> b.bucket(BUCKET)).uploads())
        .singleElement()
        .satisfies(upload -> assertThat(upload.owner().id()).isEqualTo("other"))
        .satisfies(upload -> assertThat(upload.initiator().id()).isEqualTo("other"));
  }

  @Test
  void listsAreReadBackAsTheyWereSet() {
    owner().createBucket(b -> b.bucket(BUCKET).acl(BucketCannedACL.PUBLIC_READ_WRITE));
    List<Grant> grants = owner().getBucketAcl(b -> b.bucket(BUCKET)).grants();
    assertThat(grants)
        .extracting(Grant::permission)
        .containsExactly(Permission.READ, Permission.WRITE, Permission.FULL_CONTROL);
    assertThat(grants.getFirst().grantee().uri()).isEqualTo(ALL);
    assertThat(grants.getFirst().grantee().type()).isEqualTo(Type.GROUP);
    Grant readsTheList =
        Grant.builder()
            .grantee(u -> u.type(Type.CANONICAL_USER).id("other"))
            .permission(Permission.READ_ACP)
            .build();
    owner()
        .putBucketAcl(b ->
            b.bucket(BUCKET)
                .accessControlPolicy(p -> p.owner(o -> o.id("blocktier")).grants(readsTheList)));
    assertThat(other.getBucketAcl(b -> b.bucket(BUCKET)).grants()).hasSize(1);
    assertDenied(() -> other.listObjects(b -> b.bucket(BUCKET)));
    assertDenied(() -> other.putBucketAcl(b -> b.bucket(BUCKET).acl(BucketCannedACL.PRIVATE)));
    owner()
        .putBucketAcl(b -> b.bucket(BUCKET).grantWrite("id=\"other\"").grantReadACP("uri=" + ALL));
    put(other, "k", "v");
    assertThat(send("GET", "/" + BUCKET + "?acl", "").statusCode()).isEqualTo(200);
    owner().putBucketAcl(b -> b.bucket(BUCKET).acl(BucketCannedACL.PRIVATE));
    assertDenied(() -> put(other, "k", "v"));
    assertThat(
            owner().getBucketOwnershipControls(b -> b.bucket(BUCKET)).ownershipControls().rules())
        .singleElement()
        .extracting(rule -> rule.objectOwnership())
        .isEqualTo(ObjectOwnership.OBJECT_WRITER);
  }

  @Test
  void rightsGoToThoseWhoAreThere() {
    owner().createBucket(b -> b.bucket(BUCKET));
    assertFails(
        400,
        "InvalidArgument",
        () -> owner().putBucketAcl(b -> b.bucket(BUCKET).grantRead("id=x")));
    assertFails(
        400,
        "UnresolvableGrantByEmailAddress",
        () -> owner().putBucketAcl(b -> b.bucket(BUCKET).grantRead("emailAddress=\"a@b\"")));
    assertFails(
        400, "InvalidArgument", () -> owner().putBucketAcl(b -> b.bucket(BUCKET).acl("public")));
    assertFails(
        400,
        "InvalidRequest",
        () ->
            owner()
                .putBucketAcl(
                    b -> b.bucket(BUCKET).acl(BucketCannedACL.PRIVATE).grantRead("id=other")));
  }

  @Test
  void aCopyAndAnUploadHaveTheRightsThatTheirRequestsState() {
    owner().createBucket(b -> b.bucket(BUCKET));
    owner()
        .putObject(
            b -> b.bucket(BUCKET).key("open").acl(ObjectCannedACL.PUBLIC_READ),
            RequestBody.fromString("v"));
    owner()
        .copyObject(b ->
            b.sourceBucket(BUCKET)
                .sourceKey("open")
                .destinationBucket(BUCKET)
                .destinationKey("copy"));
    assertThat(send("GET", "/" + BUCKET + "/copy", "").statusCode()).isEqualTo(403);
    String id =
        owner()
            .createMultipartUpload(
                b -> b.bucket(BUCKET).key("parts").acl(ObjectCannedACL.PUBLIC_READ))
            .uploadId();
    String etag =
        owner()
            .uploadPart(
                b -> b.bucket(BUCKET).key("parts").uploadId(id).partNumber(1),
                RequestBody.fromString("part"))
            .eTag();
    owner()
        .completeMultipartUpload(b ->
            b.bucket(BUCKET)
                .key("parts")
                .uploadId(id)
                .multipartUpload(
                    u -> u.parts(CompletedPart.builder().partNumber(1).eTag(etag).build())));
    assertThat(send("GET", "/" + BUCKET + "/parts", "").body()).isEqualTo("part");
    other.createBucket(b -> b.bucket("own"));
    other.copyObject(b ->
        b.sourceBucket(BUCKET).sourceKey("open").destinationBucket("own").destinationKey("taken"));
    assertThat(other.getObjectAsBytes(b -> b.bucket("own").key("taken")).asUtf8String())
        .isEqualTo("v");
    assertDenied(() ->
        other.copyObject(b ->
            b.sourceBucket(BUCKET)
                .sourceKey("copy")
                .destinationBucket("own")
                .destinationKey("stolen")));
  }

  @Test
  void whoExpectsAnotherOwnerIsRefused() {
    owner().createBucket(b -> b.bucket(BUCKET));
    put(owner(), "k", "v");
    owner().headObject(b -> b.bucket(BUCKET).key("k").expectedBucketOwner("blocktier"));
    assertDenied(
        () -> owner().getObjectAcl(b -> b.bucket(BUCKET).key("k").expectedBucketOwner("other")));
    assertDenied(() ->
        owner()
            .copyObject(b ->
                b.sourceBucket(BUCKET)
                    .sourceKey("k")
                    .destinationBucket(BUCKET)
                    .destinationKey("l")
                    .expectedSourceBucketOwner("other")));
  }
}
