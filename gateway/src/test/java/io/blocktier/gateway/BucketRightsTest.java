package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.tck.FaultKind;
import io.blocktier.blockstore.tck.FaultPlan;
import io.blocktier.blockstore.tck.FaultRule;
import io.blocktier.blockstore.tck.FaultyBlockStore;
import io.blocktier.gateway.acl.Acl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The rights that a bucket is created with, and what is left of them when it goes. */
class BucketRightsTest extends TwoAccounts {

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
    deleteOver(
        new ForwardingBlockStore(store) {
          @Override
          public void delete(BlockKey key, DeleteOptions options) throws BlockStoreException {
            if (key.value().equals(rights)) {
              throw new StoreUnavailableException(Failure.of(this, Operation.DELETE, "cut"), null);
            }
            super.delete(key, options);
          }
        });
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

  @Test
  void whatIsSetAndBegunInTheNextBucketOfTheNameStays() throws Exception {
    BlockKey rights = BlockKey.of(".gateway/settings/" + BUCKET + "/acl");
    BlockKey part = BlockKey.of(".gateway/uploads/" + BUCKET + "/later/part");
    owner().createBucket(b -> b.bucket(BUCKET));
    owner().putBucketAcl(b -> b.bucket(BUCKET).acl(BucketCannedACL.PUBLIC_READ));
    owner().createMultipartUpload(b -> b.bucket(BUCKET).key("k"));
    Content set = Content.of(Acl.ofOwner("blocktier").text().getBytes(StandardCharsets.US_ASCII));
    BlockStore meanwhile =
        new ForwardingBlockStore(store) {
          @Override
          public void delete(BlockKey key, DeleteOptions options) throws BlockStoreException {
            super.delete(key, options);
            if (key.value().equals(".gateway/buckets/" + BUCKET)) {
              store.write(rights, set, WriteOptions.DEFAULT);
              store.write(part, set, WriteOptions.DEFAULT);
            }
          }
        };
    try (GatewayFixture slow = GatewayFixture.over(options(), meanwhile, effects)) {
      slow.s3.deleteBucket(b -> b.bucket(BUCKET));
    }
    assertThat(store.stat(rights).size()).isEqualTo(set.length());
    List<String> left = new ArrayList<>();
    ListOptions uploads = ListOptions.under(KeyPrefix.of(".gateway/uploads/" + BUCKET + "/"));
    try (BlockListing listing = store.list(uploads)) {
      listing.forEachRemaining(entry -> left.add(entry.name()));
    }
    assertThat(left).containsExactly(part.value());
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
    deleteOver(new FaultyBlockStore(store, FaultPlan.of(1, refused), effects));
  }

  private void deleteOver(BlockStore failing) throws IOException {
    try (GatewayFixture crashing = GatewayFixture.over(options(), failing, effects)) {
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
}
