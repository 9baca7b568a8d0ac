package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.tck.FaultKind;
import io.blocktier.blockstore.tck.FaultPlan;
import io.blocktier.blockstore.tck.FaultRule;
import io.blocktier.blockstore.tck.FaultyBlockStore;
import io.blocktier.gateway.acl.Acl;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.AccessControlPolicy;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.Grant;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.Permission;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Type;

/** Two accounts and strangers, where lists of rights are in force. */
class AccessListTest extends OverHttp {

  private static final String BUCKET = "shared";
  private static final String ALL = "http://acs.amazonaws.com/groups/global/AllUsers";

  private S3Client other;
  private S3Client second;

  @Override
  GatewayOptions options() {
    io.blocktier.gateway.Grant all = io.blocktier.gateway.Grant.everywhere(Right.READ_WRITE);
    return GatewayFixture.options()
        .with(new AccessKey("AKIDOTHER", "other secret", List.of(all), "other"))
        .with(new AccessKey("AKIDSECOND", "second secret", List.of(all)))
        .withAccessLists();
  }

  @Override
  @BeforeEach
  void start() throws IOException {
    super.start();
    other = client("AKIDOTHER", "other secret");
    second = client("AKIDSECOND", "second secret");
  }

  @Override
  @AfterEach
  void stop() throws IOException {
    other.close();
    second.close();
    super.stop();
  }

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
  void aBucketIsCreatedAgainWithTheRightsThatItHasAndNoOthers() {
    owner().createBucket(b -> b.bucket(BUCKET));
    owner().createBucket(b -> b.bucket(BUCKET));
    owner().createBucket(b -> b.bucket(BUCKET).acl(BucketCannedACL.PRIVATE));
    String refused = "BucketAlreadyExists";
    assertFails(
        409,
        refused,
        () -> owner().createBucket(b -> b.bucket(BUCKET).acl(BucketCannedACL.PUBLIC_READ)));
    assertDenied(() -> other.listObjectsV2(b -> b.bucket(BUCKET)));
    owner().putBucketAcl(b -> b.bucket(BUCKET).acl(BucketCannedACL.PUBLIC_READ));
    assertFails(409, refused, () -> owner().createBucket(b -> b.bucket(BUCKET)));
    owner().createBucket(b -> b.bucket(BUCKET).acl(BucketCannedACL.PUBLIC_READ));
    assertThat(other.listObjectsV2(b -> b.bucket(BUCKET)).contents()).isEmpty();
  }

  @Test
  void aBlockOfPublicAccessIsKeptUntilItIsTakenAway() {
    S3Client s3 = owner();
    s3.createBucket(b -> b.bucket(BUCKET));
    String missing = "NoSuchPublicAccessBlockConfiguration";
    s3.deletePublicAccessBlock(b -> b.bucket(BUCKET));
    assertFails(404, missing, () -> s3.getPublicAccessBlock(b -> b.bucket(BUCKET)));
    PublicAccessBlockConfiguration block =
        PublicAccessBlockConfiguration.builder()
            .blockPublicAcls(true)
            .ignorePublicAcls(false)
            .blockPublicPolicy(true)
            .restrictPublicBuckets(false)
            .build();
    s3.putPublicAccessBlock(b -> b.bucket(BUCKET).publicAccessBlockConfiguration(block));
    assertThat(s3.getPublicAccessBlock(b -> b.bucket(BUCKET)).publicAccessBlockConfiguration())
        .isEqualTo(block);
    s3.deletePublicAccessBlock(b -> b.bucket(BUCKET));
    assertFails(404, missing, () -> s3.getPublicAccessBlock(b -> b.bucket(BUCKET)));
    assertFails(404, "NoSuchBucket", () -> s3.getPublicAccessBlock(b -> b.bucket("none")));
  }

  @Test
  void theRightsOfANewBucketAreWrittenWithIt() throws Exception {
    owner().createBucket(b -> b.bucket(BUCKET).acl(BucketCannedACL.PUBLIC_READ));
    assertThat(isThere(".gateway/settings/" + BUCKET + "/acl"))
        .as("what a crash could keep from being there")
        .isFalse();
    assertThat(other.listObjectsV2(b -> b.bucket(BUCKET)).contents()).isEmpty();
    owner().putBucketAcl(b -> b.bucket(BUCKET).acl(BucketCannedACL.PRIVATE));
    assertDenied(() -> other.listObjectsV2(b -> b.bucket(BUCKET)));
  }

  @Test
  void whatACrashLeavesOfADeletedBucketGivesNobodyRightsToTheNextOne() throws Exception {
    String rights = ".gateway/settings/" + BUCKET + "/acl";
    owner().createBucket(b -> b.bucket(BUCKET));
    owner().putBucketAcl(b -> b.bucket(BUCKET).acl(BucketCannedACL.PUBLIC_READ));
    deleteWith(Operation.DELETE_BY_PREFIX);
    assertThat(isThere(".gateway/buckets/" + BUCKET)).isFalse();
    assertThat(isThere(rights)).isTrue();
    restart();
    other.createBucket(b -> b.bucket(BUCKET));
    assertDenied(() -> owner().listObjectsV2(b -> b.bucket(BUCKET)));
    assertDenied(() -> owner().getBucketAcl(b -> b.bucket(BUCKET)));
    assertThat(isThere(rights)).isFalse();
  }

  @Test
  void rightsThatWereTakenBackStayAwayWhereABucketCannotBeDeleted() throws Exception {
    owner().createBucket(b -> b.bucket(BUCKET).acl(BucketCannedACL.PUBLIC_READ_WRITE));
    owner().putBucketAcl(b -> b.bucket(BUCKET).acl(BucketCannedACL.PRIVATE));
    deleteWith(Operation.DELETE);
    assertThat(isThere(".gateway/buckets/" + BUCKET)).isTrue();
    assertDenied(() -> other.listObjectsV2(b -> b.bucket(BUCKET)));
    assertThat(send("PUT", "/" + BUCKET + "/of-a-stranger", "").statusCode()).isEqualTo(403);
  }

  @Test
  void aListOfAnEarlierOwnerIsNotInForce() throws Exception {
    other.createBucket(b -> b.bucket(BUCKET));
    store.write(
        BlockKey.of(".gateway/settings/" + BUCKET + "/acl"),
        Content.of(Acl.ofOwner("blocktier").text().getBytes(StandardCharsets.US_ASCII)),
        WriteOptions.DEFAULT);
    assertDenied(() -> owner().listObjectsV2(b -> b.bucket(BUCKET)));
    assertThat(other.listObjectsV2(b -> b.bucket(BUCKET)).contents()).isEmpty();
  }

  @Test
  void whatIsSetWhileAnotherRequestCreatesTheBucketStays() throws Exception {
    BlockKey rights = BlockKey.of(".gateway/settings/" + BUCKET + "/acl");
    store.write(rights, Content.of(new byte[] {'o'}), WriteOptions.DEFAULT);
    Content set = Content.of(Acl.ofOwner("blocktier").text().getBytes(StandardCharsets.US_ASCII));
    BlockStore meanwhile =
        new ForwardingBlockStore(store) {
          @Override
          public void delete(BlockKey key, DeleteOptions options) throws BlockStoreException {
            store.write(rights, set, WriteOptions.DEFAULT);
            super.delete(key, options);
          }
        };
    try (GatewayFixture late = GatewayFixture.over(options(), meanwhile, effects)) {
      late.s3.createBucket(b -> b.bucket(BUCKET));
    }
    assertThat(store.stat(rights).size()).isEqualTo(set.length());
  }

  /** As behind a crash. */
  private void restart() throws IOException {
    gateway.close();
    gateway = GatewayFixture.over(options(), store, effects);
    other.close();
    other = client("AKIDOTHER", "other secret");
  }

  /** Deletes the bucket, of which an operation of the store beneath fails. */
  private void deleteWith(Operation failing) throws IOException {
    FaultRule refused = FaultRule.of(FaultKind.UNAVAILABLE, 100, failing);
    FaultyBlockStore faulty = new FaultyBlockStore(store, FaultPlan.of(1, refused), effects);
    try (GatewayFixture crashing = GatewayFixture.over(options(), faulty, effects)) {
      assertThatThrownBy(() -> crashing.s3.deleteBucket(b -> b.bucket(BUCKET)))
          .isInstanceOf(S3Exception.class);
    }
  }

  private boolean isThere(String block) throws IOException {
    try {
      return store.stat(BlockKey.of(block)).size() >= 0;
    } catch (BlockNotFoundException e) {
      return false;
    }
  }

  @Test
  void noListGivesEverybodyRightsWhereThatIsBlocked() {
    owner().createBucket(b -> b.bucket(BUCKET));
    put(owner(), "k", "v");
    block(access -> access.blockPublicAcls(true));
    for (String acl : List.of("public-read", "public-read-write", "authenticated-read")) {
      assertDenied(() -> owner().putBucketAcl(b -> b.bucket(BUCKET).acl(acl)));
      assertDenied(() -> owner().putObjectAcl(b -> b.bucket(BUCKET).key("k").acl(acl)));
      assertDenied(
          () -> owner().putObject(b -> b.bucket(BUCKET).key("new").acl(acl), RequestBody.empty()));
      assertDenied(() -> owner().createMultipartUpload(b -> b.bucket(BUCKET).key("new").acl(acl)));
      assertDenied(() ->
          owner()
              .copyObject(b ->
                  b.sourceBucket(BUCKET)
                      .sourceKey("k")
                      .destinationBucket(BUCKET)
                      .destinationKey("new")
                      .acl(acl)));
    }
    assertThat(owner().listObjectsV2(b -> b.bucket(BUCKET)).keyCount()).isEqualTo(1);
    owner().putObjectAcl(b -> b.bucket(BUCKET).key("k").grantRead("id=other"));
    assertThat(other.getObjectAsBytes(b -> b.bucket(BUCKET).key("k")).asUtf8String())
        .isEqualTo("v");
  }

  @Test
  void whatListsGaveEverybodyIsNothingWhereThatIsIgnored() {
    owner().createBucket(b -> b.bucket(BUCKET).acl(BucketCannedACL.PUBLIC_READ_WRITE));
    put(owner(), "k", "v");
    owner().putObjectAcl(b -> b.bucket(BUCKET).key("k").acl(ObjectCannedACL.PUBLIC_READ));
    assertThat(send("GET", "/" + BUCKET + "/k", "").body()).isEqualTo("v");
    block(access -> access.ignorePublicAcls(true));
    owner().putBucketAcl(b -> b.bucket(BUCKET).acl(BucketCannedACL.PUBLIC_READ_WRITE));
    assertThat(send("GET", "/" + BUCKET + "/k", "").statusCode()).isEqualTo(403);
    assertThat(send("GET", "/" + BUCKET, "").statusCode()).isEqualTo(403);
    assertThat(send("PUT", "/" + BUCKET + "/k", "x").statusCode()).isEqualTo(403);
    assertDenied(() -> other.getObjectAsBytes(b -> b.bucket(BUCKET).key("k")));
    assertDenied(() -> other.listObjectsV2(b -> b.bucket(BUCKET)));
    assertDenied(() -> other.deletePublicAccessBlock(b -> b.bucket(BUCKET)));
    assertThat(owner().getObjectAsBytes(b -> b.bucket(BUCKET).key("k")).asUtf8String())
        .isEqualTo("v");
    owner().deletePublicAccessBlock(b -> b.bucket(BUCKET));
    assertThat(send("GET", "/" + BUCKET + "/k", "").body()).isEqualTo("v");
  }

  private void block(Consumer<PublicAccessBlockConfiguration.Builder> what) {
    owner().putPublicAccessBlock(b -> b.bucket(BUCKET).publicAccessBlockConfiguration(what));
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

  private S3Client owner() {
    return gateway.s3;
  }

  private static void put(S3Client client, String key, String text) {
    client.putObject(b -> b.bucket(BUCKET).key(key), RequestBody.fromString(text));
  }

  private S3Client client(String id, String secret) {
    return S3Client.builder()
        .endpointOverride(URI.create("http://127.0.0.1:" + gateway.gateway.address().getPort()))
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret)))
        .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()))
        .build();
  }

  private static void assertDenied(ThrowingCallable call) {
    assertFails(403, "AccessDenied", call);
  }

  private static void assertFails(int status, String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(e.statusCode()).isEqualTo(status);
            });
  }
}
