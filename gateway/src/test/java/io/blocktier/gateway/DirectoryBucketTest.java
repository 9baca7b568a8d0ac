package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketType;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateBucketConfiguration;
import software.amazon.awssdk.services.s3.model.DataRedundancy;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.InvalidWriteOffsetException;
import software.amazon.awssdk.services.s3.model.LocationType;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Directory buckets as the SDK uses them, sessions and all. */
class DirectoryBucketTest {

  private static final String BUCKET = "logs--use1-az4--x-s3";
  private static final int PART_BYTES = 5 << 20;

  final Effects effects = Effects.ofSystem();
  private BlockStore store;
  private GatewayFixture gateway;
  private S3Client s3;

  BlockStore store() throws IOException {
    return new InMemoryBlockStore(effects);
  }

  @BeforeEach
  void start() throws IOException {
    store = store();
    gateway = GatewayFixture.over(store, effects);
    s3 = gateway.s3;
    create(BUCKET, "use1-az4");
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
    store.close();
    effects.executor().close();
  }

  @Test
  void aDirectoryBucketIsNoneOfTheUsual() {
    s3.createBucket(b -> b.bucket("photos"));
    HeadBucketResponse head = s3.headBucket(b -> b.bucket(BUCKET));
    assertThat(head.bucketLocationName()).isEqualTo("use1-az4");
    assertThat(head.bucketLocationType()).isEqualTo(LocationType.AVAILABILITY_ZONE);
    assertFails(400, "InvalidBucketName", () -> create("logs", "use1-az4"));
    assertThat(s3.listBuckets().buckets()).extracting(b -> b.name()).containsExactly("photos");
    assertFails(409, "BucketAlreadyOwnedByYou", () -> create(BUCKET, "use1-az4"));
    s3.deleteBucket(b -> b.bucket(BUCKET));
    assertFails(404, "NoSuchBucket", () -> put("k", "v"));
  }

  @Test
  void itsZoneIsOneOfThoseHereAndThatOfItsName() {
    assertFails(404, "NoSuchBucket", () -> create("logs--use1-az5--x-s3", "use1-az5"));
    assertFails(400, "InvalidRequest", () -> create("other--use1-az4--x-s3", "use1-az5"));
    assertFails(
        400,
        "InvalidRequest",
        () ->
            s3.createBucket(b ->
                b.bucket("other--use1-az4--x-s3")
                    .createBucketConfiguration(place("use1-az4", "us-east-1"))));
  }

  @Test
  void locksArePromisedByNoKindOfBucket() {
    String name = "safe--use1-az4--x-s3";
    assertFails(
        501,
        "NotImplemented",
        () ->
            s3.createBucket(b ->
                b.bucket(name)
                    .createBucketConfiguration(place("use1-az4", null))
                    .objectLockEnabledForBucket(true)));
    assertFails(404, null, () -> s3.headBucket(b -> b.bucket(name)));
  }

  @Test
  void anObjectIsOfItsClassAndItsTagIsNoDigest() {
    String first = put("a/k", "v").eTag();
    assertThat(first).matches("\"[0-9a-z]{26}\"");
    assertThat(put("a/k", "v").eTag()).isNotEqualTo(first);
    HeadObjectResponse head = s3.headObject(b -> b.bucket(BUCKET).key("a/k"));
    assertThat(head.storageClassAsString()).isEqualTo("EXPRESS_ONEZONE");
    List<S3Object> listed = list("a/");
    assertThat(listed).extracting(S3Object::key).containsExactly("a/k");
    assertThat(listed.getFirst().eTag()).isEqualTo(head.eTag());
    assertThat(listed.getFirst().storageClassAsString()).isEqualTo("EXPRESS_ONEZONE");
  }

  @Test
  void anObjectGrowsWhereItEnds() {
    PutObjectResponse first = append("log", 0, "one,");
    PutObjectResponse second = append("log", 4, "two,");
    PutObjectResponse third = append("log", 8, "three");
    assertThat(List.of(first.size(), second.size(), third.size())).containsExactly(4L, 8L, 13L);
    assertThat(List.of(first.eTag(), second.eTag(), third.eTag())).doesNotHaveDuplicates();
    HeadObjectResponse head = s3.headObject(b -> b.bucket(BUCKET).key("log"));
    assertThat(head.eTag()).isEqualTo(third.eTag());
    assertThat(head.contentLength()).isEqualTo(13);
    assertThat(get("log")).isEqualTo("one,two,three");
    assertThat(list("").getFirst().eTag()).isEqualTo(third.eTag());
  }

  @Test
  void anAppendElsewhereIsRefused() {
    append("log", 0, "one");
    assertThatThrownBy(() -> append("log", 2, "x")).isInstanceOf(InvalidWriteOffsetException.class);
    assertThatThrownBy(() -> append("log", 0, "x")).isInstanceOf(InvalidWriteOffsetException.class);
    assertThatThrownBy(() -> append("no", 1, "x")).isInstanceOf(InvalidWriteOffsetException.class);
    assertThat(get("log")).isEqualTo("one");
  }

  @Test
  void whatIsSaidOfAnObjectIsSaidWithItsFirstBytes() {
    s3.putObject(
        b -> b.bucket(BUCKET).key("log").writeOffsetBytes(0L).metadata(Map.of("who", "me")),
        RequestBody.fromString("one"));
    append("log", 3, "two");
    assertThat(s3.headObject(b -> b.bucket(BUCKET).key("log")).metadata())
        .containsExactly(Map.entry("who", "me"));
    assertInvalid(
        "user-defined object metadata",
        () ->
            s3.putObject(
                b -> b.bucket(BUCKET).key("log").writeOffsetBytes(6L).metadata(Map.of("a", "b")),
                RequestBody.fromString("x")));
    assertInvalid("cannot be empty", () -> append("log", 6, ""));
    assertInvalid(
        "expected checksum Type: crc32, actual checksum Type: sha1",
        () ->
            s3.putObject(
                b ->
                    b.bucket(BUCKET)
                        .key("log")
                        .writeOffsetBytes(6L)
                        .checksumAlgorithm(ChecksumAlgorithm.SHA1),
                RequestBody.fromString("x")));
    assertThat(get("log")).isEqualTo("onetwo");
  }

  @Test
  void anAppendUnderATagIsOneOfThatVersion() {
    String first = append("log", 0, "one").eTag();
    String second = appendIf("log", 3, "two", first).eTag();
    assertFails(412, "PreconditionFailed", () -> appendIf("log", 6, "x", first));
    appendIf("log", 6, "three", second);
    assertThat(get("log")).isEqualTo("onetwothree");
  }

  @Test
  void ofManyWhoAppendAtOneOffsetOneWinsAndTheRestKnow() throws Exception {
    append("log", 0, "0");
    for (int round = 1; round <= 8; round++) {
      long offset = round;
      List<Future<Boolean>> racers = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        String bytes = Integer.toString(i);
        racers.add(effects.executor().submit(() -> wins(offset, bytes)));
      }
      int won = 0;
      for (Future<Boolean> racer : racers) {
        won += racer.get() ? 1 : 0;
      }
      assertThat(won).isEqualTo(1);
    }
    assertThat(get("log")).hasSize(9);
  }

  @Test
  void partsAreNumberedWithoutAGapAndTheObjectGrowsOn() {
    byte[] bytes = new byte[PART_BYTES];
    String id = begin("big");
    CompletedPart one = part("big", id, 1, bytes);
    CompletedPart three = part("big", id, 3, new byte[] {1});
    assertFails(400, "InvalidPartOrder", () -> complete("big", id, one, three));
    CompletedPart two = part("big", id, 2, new byte[] {2});
    complete("big", id, one, two);
    HeadObjectResponse head = s3.headObject(b -> b.bucket(BUCKET).key("big"));
    assertThat(head.eTag()).matches("\"[0-9a-z]{26}\"");
    assertThat(append("big", PART_BYTES + 1, "x").size()).isEqualTo(PART_BYTES + 2);
  }

  @Test
  void aCopyIsAnObjectOfItsOwnInEitherKindOfBucket() {
    s3.createBucket(b -> b.bucket("photos"));
    append("log", 0, "one");
    String tag = append("log", 3, "two").eTag();
    copy("log", BUCKET, "copy");
    copy("log", "photos", "copy");
    assertThat(s3.headObject(b -> b.bucket(BUCKET).key("copy")).eTag()).isNotEqualTo(tag);
    assertThat(append("copy", 6, "three").size()).isEqualTo(11);
    assertThat(s3.headObject(b -> b.bucket("photos").key("copy")).eTag()).endsWith("-1\"");
    assertThat(s3.getObjectAsBytes(b -> b.bucket("photos").key("copy")).asUtf8String())
        .isEqualTo("onetwo");
  }

  @Test
  void aRenamedObjectIsTheSameUnderAnotherKey() {
    append("a/log", 0, "one");
    append("a/log", 3, "two");
    String tag = append("a/log", 6, "three").eTag();
    put("b/old", "old");
    rename("a/log", "b/log");
    assertFails(404, null, () -> s3.headObject(b -> b.bucket(BUCKET).key("a/log")));
    assertThat(s3.headObject(b -> b.bucket(BUCKET).key("b/log")).eTag()).isEqualTo(tag);
    assertThat(append("b/log", 11, "!").size()).isEqualTo(12);
    assertFails(
        412,
        "PreconditionFailed",
        () ->
            s3.renameObject(b ->
                b.bucket(BUCKET).key("b/old").renameSource("b/log").destinationIfNoneMatch("*")));
    assertFails(
        412,
        "PreconditionFailed",
        () ->
            s3.renameObject(
                b -> b.bucket(BUCKET).key("c").renameSource("b/log").sourceIfMatch("\"x\"")));
    rename("b/log", "b/old");
    assertThat(get("b/old")).isEqualTo("onetwothree!");
    assertFails(404, "NoSuchKey", () -> rename("b/log", "c"));
  }

  @Test
  void aRenameUnderATokenIsDoneOnce() {
    put("a", "v");
    rename("a", "b", "token-1");
    rename("a", "b", "token-1");
    assertThat(get("b")).isEqualTo("v");
    assertFails(400, "IdempotentParameterMismatch", () -> rename("b", "c", "token-1"));
  }

  @Test
  void aDeleteHoldsToSizeAndTime() {
    put("k", "12345");
    Instant time = s3.headObject(b -> b.bucket(BUCKET).key("k")).lastModified();
    assertFails(
        412,
        "PreconditionFailed",
        () -> s3.deleteObject(b -> b.bucket(BUCKET).key("k").ifMatchSize(4L)));
    assertFails(
        412,
        "PreconditionFailed",
        () ->
            s3.deleteObject(
                b -> b.bucket(BUCKET).key("k").ifMatchLastModifiedTime(time.minusSeconds(9))));
    s3.deleteObject(b -> b.bucket(BUCKET).key("none").ifMatchSize(4L));
    s3.deleteObject(b -> b.bucket(BUCKET).key("k").ifMatchSize(5L).ifMatchLastModifiedTime(time));
    assertThat(list("")).isEmpty();
  }

  @Test
  void eachOfManyDeletesHoldsToItsOwnCondition() {
    put("a", "1");
    put("b", "12");
    DeleteObjectsResponse answer =
        s3.deleteObjects(
            b -> b.bucket(BUCKET).delete(d -> d.objects(sized("a", 1), sized("b", 1))));
    assertThat(answer.deleted()).extracting(d -> d.key()).containsExactly("a");
    assertThat(answer.errors())
        .extracting(e -> e.code())
        .containsExactly("412 Precondition Failed");
    assertThat(get("b")).isEqualTo("12");
  }

  @Test
  void aBucketWithAnUploadUnderWayStays() {
    String id = begin("big");
    assertFails(409, "BucketNotEmpty", () -> s3.deleteBucket(b -> b.bucket(BUCKET)));
    s3.abortMultipartUpload(b -> b.bucket(BUCKET).key("big").uploadId(id));
    s3.deleteBucket(b -> b.bucket(BUCKET));
  }

  @Test
  void theSdkIsToldWhatItMayNotAsk() {
    assertFails(501, "NotImplemented", () -> s3.listObjects(b -> b.bucket(BUCKET)));
    assertFails(
        501, "NotImplemented", () -> s3.listObjectsV2(b -> b.bucket(BUCKET).startAfter("a")));
    assertFails(400, "InvalidRequest", () -> list("no-slash"));
    assertFails(
        400, "InvalidRequest", () -> s3.listObjectsV2(b -> b.bucket(BUCKET).delimiter("-")));
    assertFails(501, "NotImplemented", () -> s3.getObjectTagging(b -> b.bucket(BUCKET).key("k")));
    assertFails(501, "NotImplemented", () -> s3.deletePublicAccessBlock(b -> b.bucket(BUCKET)));
    assertFails(
        501,
        "NotImplemented",
        () -> s3.putObject(b -> b.bucket(BUCKET).key("k").tagging("a=b"), RequestBody.empty()));
    assertFails(
        501,
        "NotImplemented",
        () -> s3.putObject(b -> b.bucket(BUCKET).key("k").acl("private"), RequestBody.empty()));
    assertFails(
        501,
        "NotImplemented",
        () ->
            s3.putObject(
                b -> b.bucket(BUCKET).key("k").contentMD5("1B2M2Y8AsgTpgAmY7PhCfg=="),
                RequestBody.empty()));
    assertFails(
        400,
        "InvalidStorageClass",
        () ->
            s3.putObject(
                b -> b.bucket(BUCKET).key("k").storageClass("STANDARD"), RequestBody.empty()));
    assertThat(list("")).isEmpty();
  }

  private void create(String bucket, String zone) {
    s3.createBucket(b -> b.bucket(bucket).createBucketConfiguration(place(zone, null)));
  }

  private static CreateBucketConfiguration place(String zone, String constraint) {
    return CreateBucketConfiguration.builder()
        .location(l -> l.name(zone).type(LocationType.AVAILABILITY_ZONE))
        .bucket(b ->
            b.type(BucketType.DIRECTORY).dataRedundancy(DataRedundancy.SINGLE_AVAILABILITY_ZONE))
        .locationConstraint(constraint)
        .build();
  }

  private PutObjectResponse put(String key, String text) {
    return s3.putObject(b -> b.bucket(BUCKET).key(key), RequestBody.fromString(text));
  }

  private PutObjectResponse append(String key, long offset, String text) {
    return s3.putObject(
        b -> b.bucket(BUCKET).key(key).writeOffsetBytes(offset), RequestBody.fromString(text));
  }

  private PutObjectResponse appendIf(String key, long offset, String text, String tag) {
    return s3.putObject(
        b -> b.bucket(BUCKET).key(key).writeOffsetBytes(offset).ifMatch(tag),
        RequestBody.fromString(text));
  }

  private boolean wins(long offset, String text) {
    try {
      append("log", offset, text);
      return true;
    } catch (InvalidWriteOffsetException e) {
      return false;
    }
  }

  private String get(String key) {
    return s3.getObjectAsBytes(b -> b.bucket(BUCKET).key(key)).asUtf8String();
  }

  private List<S3Object> list(String prefix) {
    return s3.listObjectsV2(b -> b.bucket(BUCKET).prefix(prefix)).contents();
  }

  private void copy(String key, String bucket, String target) {
    s3.copyObject(b ->
        b.sourceBucket(BUCKET).sourceKey(key).destinationBucket(bucket).destinationKey(target));
  }

  private void rename(String source, String target) {
    s3.renameObject(b -> b.bucket(BUCKET).key(target).renameSource(source));
  }

  private void rename(String source, String target, String token) {
    s3.renameObject(b -> b.bucket(BUCKET).key(target).renameSource(source).clientToken(token));
  }

  private String begin(String key) {
    return s3.createMultipartUpload(b -> b.bucket(BUCKET).key(key)).uploadId();
  }

  private CompletedPart part(String key, String id, int number, byte[] bytes) {
    String tag =
        s3.uploadPart(
                b -> b.bucket(BUCKET).key(key).uploadId(id).partNumber(number),
                RequestBody.fromBytes(bytes))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(tag).build();
  }

  private void complete(String key, String id, CompletedPart... parts) {
    s3.completeMultipartUpload(
        b -> b.bucket(BUCKET).key(key).uploadId(id).multipartUpload(m -> m.parts(parts)));
  }

  private static ObjectIdentifier sized(String key, long size) {
    return ObjectIdentifier.builder().key(key).size(size).build();
  }

  private static void assertInvalid(String part, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidRequest");
              assertThat(e.awsErrorDetails().errorMessage()).contains(part);
            });
  }

  private static void assertFails(int status, String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(status);
              if (code != null) {
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              }
            });
  }
}
