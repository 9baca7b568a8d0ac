package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.spi.Effects;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.Tag;

/** What a gateway does for the SDK, whatever store it serves. */
abstract class GatewayContract {

  static final String BUCKET = "photos";

  final Effects effects = Effects.ofSystem();
  BlockStore store;
  GatewayFixture gateway;
  S3Client s3;

  abstract BlockStore open() throws IOException;

  @BeforeEach
  void start() throws IOException {
    store = open();
    gateway = GatewayFixture.over(store, effects);
    s3 = gateway.s3;
    s3.createBucket(b -> b.bucket(BUCKET));
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
    store.close();
    effects.executor().close();
  }

  @Test
  void anObjectComesBackWithAllThatWasSaidOfIt() {
    s3.putObject(
        b ->
            b.bucket(BUCKET)
                .key("a/b.txt")
                .contentType("text/plain")
                .cacheControl("max-age=5")
                .contentDisposition("attachment")
                .metadata(Map.of("who", "me"))
                .storageClass("STANDARD_IA")
                .tagging("k=v"),
        RequestBody.fromString("hello"));
    HeadObjectResponse head = s3.headObject(b -> b.bucket(BUCKET).key("a/b.txt"));
    assertThat(head.contentLength()).isEqualTo(5);
    assertThat(head.eTag()).isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");
    assertThat(head.contentType()).isEqualTo("text/plain");
    assertThat(head.cacheControl()).isEqualTo("max-age=5");
    assertThat(head.contentDisposition()).isEqualTo("attachment");
    assertThat(head.metadata()).containsExactly(Map.entry("who", "me"));
    assertThat(head.storageClassAsString()).isEqualTo("STANDARD_IA");
    assertThat(get("a/b.txt")).asString(StandardCharsets.UTF_8).isEqualTo("hello");
  }

  @Test
  void theBytesOfAnObjectAreThoseOfABlockUnderItsOwnKey() throws IOException {
    put("a/b.txt", "hello");
    ByteBuffer block = Blocks.readAll(store, BlockKey.of("photos/a/b.txt"));
    assertThat(StandardCharsets.UTF_8.decode(block).toString()).isEqualTo("hello");
  }

  @Test
  void aBlockOfSomebodyElseIsAnObjectWithoutAnMd5() throws IOException {
    Blocks.write(store, BlockKey.of("photos/nas.txt"), "nas".getBytes(StandardCharsets.UTF_8));
    assertThat(get("nas.txt")).asString(StandardCharsets.UTF_8).isEqualTo("nas");
    assertThat(s3.headObject(b -> b.bucket(BUCKET).key("nas.txt")).eTag()).endsWith("-1\"");
  }

  @Test
  void aRangeIsWhatWasAskedFor() {
    put("k", "0123456789");
    assertThat(range("bytes=2-4")).isEqualTo("234");
    assertThat(range("bytes=7-")).isEqualTo("789");
    assertThat(range("bytes=-2")).isEqualTo("89");
    assertThat(range("bytes=8-99")).isEqualTo("89");
    assertThat(range("bytes=8-" + Long.MAX_VALUE)).isEqualTo("89");
    assertThat(range("bytes=-" + "9".repeat(30))).isEqualTo("0123456789");
    assertFails(416, "InvalidRange", () -> range("bytes=10-"));
  }

  @Test
  void aReadHoldsToItsConditions() {
    String etag = put("k", "v");
    assertFails(
        304, null, () -> s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("k").ifNoneMatch(etag)));
    assertFails(
        412,
        "PreconditionFailed",
        () -> s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("k").ifMatch("\"x\"")));
    assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("k").ifMatch(etag)).asUtf8String())
        .isEqualTo("v");
  }

  @Test
  void ofManyWhoCreateAnObjectIfAbsentOneWins() throws Exception {
    List<Integer> statuses =
        race(i -> s3.putObject(b -> b.bucket(BUCKET).key("k").ifNoneMatch("*"), body("v" + i)));
    assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
    assertThat(statuses).isSubsetOf(200, 409, 412);
  }

  @Test
  void ofManyWhoReplaceTheSameVersionOneWins() throws Exception {
    String etag = put("k", "v");
    List<Integer> statuses =
        race(i -> s3.putObject(b -> b.bucket(BUCKET).key("k").ifMatch(etag), body("w" + i)));
    assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
    assertThat(statuses).isSubsetOf(200, 409, 412);
  }

  @Test
  void aDeleteUnderAConditionSparesAnotherVersion() {
    String old = put("k", "v");
    put("k", "w");
    assertFails(
        412,
        "PreconditionFailed",
        () -> s3.deleteObject(b -> b.bucket(BUCKET).key("k").ifMatch(old)));
    assertThat(get("k")).asString(StandardCharsets.UTF_8).isEqualTo("w");
  }

  @Test
  void aLargeObjectIsWholeAndLeavesNothingBehindWhenItGoes() throws IOException {
    byte[] bytes = random(20 << 20);
    s3.putObject(b -> b.bucket(BUCKET).key("big").metadata(Map.of("a", "b")), body(bytes));
    assertThat(get("big")).isEqualTo(bytes);
    HeadObjectResponse head = s3.headObject(b -> b.bucket(BUCKET).key("big"));
    assertThat(head.eTag()).hasSize(34).doesNotContain("-");
    assertThat(head.metadata()).containsEntry("a", "b");
    assertThat(blocks(".gateway/companions/")).hasSize(1);
    s3.putObject(b -> b.bucket(BUCKET).key("big"), body(random(9 << 20)));
    assertThat(blocks(".gateway/companions/")).hasSize(1);
    s3.deleteObject(b -> b.bucket(BUCKET).key("big"));
    assertThat(blocks(".gateway/companions/")).isEmpty();
  }

  @Test
  void anObjectThatHasLostItsCompanionIsABlockOfSomebodyElseAndCanBeReplaced() throws IOException {
    byte[] bytes = random(9 << 20);
    s3.putObject(b -> b.bucket(BUCKET).key("big").metadata(Map.of("a", "b")), body(bytes));
    loseCompanion();
    assertThat(get("big")).isEqualTo(bytes);
    HeadObjectResponse head = s3.headObject(b -> b.bucket(BUCKET).key("big"));
    assertThat(head.eTag()).endsWith("-1\"");
    assertThat(head.metadata()).isEmpty();
    assertThat(s3.listObjectsV2(b -> b.bucket(BUCKET)).contents())
        .extracting(S3Object::key)
        .containsExactly("big");
    s3.putObject(b -> b.bucket(BUCKET).key("big").ifMatch(head.eTag()), body("v"));
    assertThat(get("big")).asString(StandardCharsets.UTF_8).isEqualTo("v");
  }

  @Test
  void anObjectThatHasLostItsCompanionGetsOneWithItsTagsAndCanBeDeleted() throws IOException {
    s3.putObject(b -> b.bucket(BUCKET).key("big"), body(random(9 << 20)));
    loseCompanion();
    Tag tag = Tag.builder().key("a").value("b").build();
    s3.putObjectTagging(b -> b.bucket(BUCKET).key("big").tagging(t -> t.tagSet(tag)));
    assertThat(s3.getObjectTagging(b -> b.bucket(BUCKET).key("big")).tagSet()).containsExactly(tag);
    loseCompanion();
    s3.deleteObject(b -> b.bucket(BUCKET).key("big"));
    assertThat(s3.listObjectsV2(b -> b.bucket(BUCKET)).contents()).isEmpty();
  }

  private void loseCompanion() throws IOException {
    List<String> companions = blocks(".gateway/companions/");
    assertThat(companions).hasSize(1);
    Blocks.delete(store, BlockKey.of(companions.getFirst()));
  }

  @Test
  void aChecksumThatIsKeptIsGivenBackAndAWrongOneIsRefused() {
    s3.putObject(
        b -> b.bucket(BUCKET).key("k").checksumAlgorithm(ChecksumAlgorithm.SHA256), body("v"));
    GetObjectResponse got =
        s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("k").checksumMode(ChecksumMode.ENABLED))
            .response();
    assertThat(got.checksumSHA256()).isEqualTo("TJRIXgwhrmxBzh3+e2v6zupato5AokdvUCCOUm9QYIA=");
    assertFails(
        400,
        "BadDigest",
        () -> s3.putObject(b -> b.bucket(BUCKET).key("k").checksumCRC32("AAAAAA=="), body("w")));
    assertThat(get("k")).asString(StandardCharsets.UTF_8).isEqualTo("v");
  }

  @Test
  void aListingPagesAndFoldsInOrder() {
    List<String> keys = List.of("a", "b/", "b/1", "b/2", "b//x", "c/3", "d", "e%=f", "é");
    keys.forEach(key -> put(key, key));
    for (int page = 1; page <= 4; page++) {
      int size = page;
      List<String> found = new ArrayList<>();
      s3.listObjectsV2Paginator(b -> b.bucket(BUCKET).maxKeys(size)).contents().stream()
          .map(S3Object::key)
          .forEach(found::add);
      assertThat(found).containsExactlyInAnyOrderElementsOf(keys);
      List<String> folded = new ArrayList<>();
      s3.listObjectsV2Paginator(b -> b.bucket(BUCKET).maxKeys(size).delimiter("/"))
          .forEach(one -> {
            one.contents().forEach(object -> folded.add(object.key()));
            one.commonPrefixes().forEach(prefix -> folded.add(prefix.prefix()));
          });
      assertThat(folded).containsExactlyInAnyOrder("a", "b/", "c/", "d", "e%=f", "é");
    }
    assertThat(s3.listObjectsV2(b -> b.bucket(BUCKET).startAfter("b/1").prefix("b/")).contents())
        .extracting(S3Object::key)
        .containsExactlyInAnyOrder("b/2");
    assertThat(s3.listObjectsV2(b -> b.bucket(BUCKET)).contents())
        .allSatisfy(object -> assertThat(object.eTag()).hasSize(34));
  }

  @Test
  void whatTheGatewayKeepsForItselfIsNoObject() throws IOException {
    try (GatewayFixture whole =
        GatewayFixture.over(
            GatewayFixture.options().with(new FixedBucket("everything", KeyPrefix.ALL)),
            store,
            effects)) {
      put("k", "v");
      assertThat(whole.s3.listObjectsV2(b -> b.bucket("everything")).contents())
          .extracting(S3Object::key)
          .containsExactly("photos/k");
      assertThat(
              whole.s3.listObjectsV2(b -> b.bucket("everything").delimiter("/")).commonPrefixes())
          .hasSize(1);
      assertFails(
          400,
          "InvalidArgument",
          () -> whole.s3.getObject(b -> b.bucket("everything").key(".gateway/buckets/photos")));
    }
  }

  @Test
  void aCopyKeepsOrReplacesWhatWasSaidOfItsSource() {
    s3.putObject(b -> b.bucket(BUCKET).key("k").metadata(Map.of("a", "1")), body("v"));
    s3.copyObject(
        b -> b.sourceBucket(BUCKET).sourceKey("k").destinationBucket(BUCKET).destinationKey("c"));
    assertThat(s3.headObject(b -> b.bucket(BUCKET).key("c")).metadata()).containsEntry("a", "1");
    s3.copyObject(b ->
        b.sourceBucket(BUCKET)
            .sourceKey("k")
            .destinationBucket(BUCKET)
            .destinationKey("k")
            .metadataDirective(MetadataDirective.REPLACE)
            .metadata(Map.of("b", "2")));
    HeadObjectResponse replaced = s3.headObject(b -> b.bucket(BUCKET).key("k"));
    assertThat(replaced.metadata()).containsExactly(Map.entry("b", "2"));
    assertThat(replaced.eTag()).isEqualTo("\"9e3669d19b675bd57058fd4664205d2a\"");
    assertFails(
        412,
        "PreconditionFailed",
        () ->
            s3.copyObject(b ->
                b.sourceBucket(BUCKET)
                    .sourceKey("k")
                    .destinationBucket(BUCKET)
                    .destinationKey("d")
                    .copySourceIfMatch("\"x\"")));
  }

  @Test
  void aBucketGoesOnlyWhenItIsEmpty() {
    put("k", "v");
    assertFails(409, "BucketNotEmpty", () -> s3.deleteBucket(b -> b.bucket(BUCKET)));
    s3.deleteObjects(
        b -> b.bucket(BUCKET).delete(d -> d.objects(identifier("k"), identifier("none"))));
    s3.deleteBucket(b -> b.bucket(BUCKET));
    assertFails(404, "NoSuchBucket", () -> s3.listObjectsV2(b -> b.bucket(BUCKET)));
    assertThat(s3.listBuckets().buckets()).isEmpty();
  }

  String put(String key, String text) {
    return s3.putObject(b -> b.bucket(BUCKET).key(key), body(text)).eTag();
  }

  private static ObjectIdentifier identifier(String key) {
    return ObjectIdentifier.builder().key(key).build();
  }

  byte[] get(String key) {
    return s3.getObjectAsBytes(b -> b.bucket(BUCKET).key(key)).asByteArray();
  }

  private String range(String range) {
    return s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("k").range(range)).asUtf8String();
  }

  List<String> blocks(String prefix) throws IOException {
    List<String> names = new ArrayList<>();
    try (BlockListing listing = store.list(ListOptions.under(KeyPrefix.of(prefix)))) {
      listing.forEachRemaining(entry -> names.add(entry.name()));
    }
    return names;
  }

  private interface Attempt {
    Object run(int number);
  }

  private List<Integer> race(Attempt attempt) throws Exception {
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      int number = i;
      tasks.add(() -> {
        try {
          attempt.run(number);
          return 200;
        } catch (S3Exception e) {
          return e.statusCode();
        }
      });
    }
    List<Integer> statuses = new ArrayList<>();
    for (Future<Integer> result : effects.executor().invokeAll(tasks)) {
      statuses.add(result.get());
    }
    return statuses;
  }

  static void assertFails(int status, String code, ThrowingCallable call) {
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

  private static RequestBody body(String text) {
    return RequestBody.fromString(text);
  }

  static RequestBody body(byte[] bytes) {
    return RequestBody.fromBytes(bytes);
  }

  static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new SplittableRandom(size).nextBytes(bytes);
    return bytes;
  }
}
