package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.GetBucketAclResponse;
import software.amazon.awssdk.services.s3.model.Grant;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;
import software.amazon.awssdk.services.s3.model.Payer;
import software.amazon.awssdk.services.s3.model.Permission;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Type;

/** What a bucket is told to be where nobody set it up. */
class SettingsConformanceTest extends OverHttp {

  private static final String BUCKET = "photos";
  private static final String PUBLIC =
      "<AccessControlPolicy><Owner><ID>blocktier</ID></Owner><AccessControlList><Grant>"
          + "<Grantee><URI>http://acs.amazonaws.com/groups/global/AllUsers</URI></Grantee>"
          + "<Permission>READ</Permission></Grant></AccessControlList></AccessControlPolicy>";

  @Test
  void theOwnerHasFullControlOfBucketAndObject() {
    S3Client s3 = gateway.s3;
    send("PUT", "/photos/k", "v");
    GetBucketAclResponse rights = s3.getBucketAcl(b -> b.bucket(BUCKET));
    assertThat(rights.grants()).singleElement().satisfies(SettingsConformanceTest::isOfTheOwner);
    assertThat(rights.grants().getFirst().grantee().id()).isEqualTo(rights.owner().id());
    assertThat(s3.getObjectAcl(b -> b.bucket(BUCKET).key("k")).grants())
        .singleElement()
        .satisfies(SettingsConformanceTest::isOfTheOwner);
    assertFails(404, "NoSuchKey", () -> s3.getObjectAcl(b -> b.bucket(BUCKET).key("none")));
    assertFails(404, "NoSuchBucket", () -> s3.getBucketAcl(b -> b.bucket("none")));
  }

  @Test
  void whatTheOwnerHasMayBeSaidAgain() {
    S3Client s3 = gateway.s3;
    send("PUT", "/photos/k", "v");
    s3.putBucketAcl(b -> b.bucket(BUCKET).acl(BucketCannedACL.PRIVATE));
    s3.putObjectAcl(b -> b.bucket(BUCKET).key("k").acl(ObjectCannedACL.BUCKET_OWNER_FULL_CONTROL));
    String told = send("GET", "/photos?acl", "").body();
    assertThat(send("PUT", "/photos?acl", told).statusCode()).isEqualTo(200);
    assertThat(send("PUT", "/photos/k?acl", told).statusCode()).isEqualTo(200);
    s3.createBucket(b -> b.bucket("private").acl(BucketCannedACL.PRIVATE));
  }

  @Test
  void theOwnershipThatIsInForceMayBeSaidAgainAndNoOtherIsTaken() {
    S3Client s3 = gateway.s3;
    putOwnership(s3, ObjectOwnership.BUCKET_OWNER_ENFORCED);
    for (ObjectOwnership other :
        List.of(ObjectOwnership.OBJECT_WRITER, ObjectOwnership.BUCKET_OWNER_PREFERRED)) {
      assertFails(501, "NotImplemented", () -> putOwnership(s3, other));
    }
    assertFails(
        400, "MalformedXML", () -> putOwnership(s3, ObjectOwnership.UNKNOWN_TO_SDK_VERSION));
    assertThat(s3.getBucketOwnershipControls(b -> b.bucket(BUCKET)).ownershipControls().rules())
        .singleElement()
        .extracting(OwnershipControlsRule::objectOwnership)
        .isEqualTo(ObjectOwnership.BUCKET_OWNER_ENFORCED);
  }

  private static void putOwnership(S3Client s3, ObjectOwnership ownership) {
    OwnershipControlsRule rule =
        OwnershipControlsRule.builder()
            .objectOwnership(
                ownership == ObjectOwnership.UNKNOWN_TO_SDK_VERSION
                    ? "Nobody"
                    : ownership.toString())
            .build();
    s3.putBucketOwnershipControls(
        b -> b.bucket(BUCKET).ownershipControls(controls -> controls.rules(rule)));
  }

  @Test
  void aBucketIsMadeUnderTheOwnershipThatIsInForceAndUnderNoOther() {
    S3Client s3 = gateway.s3;
    s3.createBucket(
        b -> b.bucket("enforced").objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED));
    for (ObjectOwnership other :
        List.of(ObjectOwnership.OBJECT_WRITER, ObjectOwnership.BUCKET_OWNER_PREFERRED)) {
      assertFails(
          501,
          "NotImplemented",
          () -> s3.createBucket(b -> b.bucket("other").objectOwnership(other)));
    }
    assertFails(
        400,
        "InvalidArgument",
        () -> s3.createBucket(b -> b.bucket("other").objectOwnership("Nobody")));
    assertThat(s3.listBuckets().buckets())
        .extracting(bucket -> bucket.name())
        .contains("enforced")
        .doesNotContain("other");
  }

  @Test
  void nobodyElseIsGivenARight() {
    S3Client s3 = gateway.s3;
    send("PUT", "/photos/k", "v");
    String refused = "AccessControlListNotSupported";
    assertFails(
        400,
        refused,
        () -> s3.putBucketAcl(b -> b.bucket(BUCKET).acl(BucketCannedACL.PUBLIC_READ)));
    assertFails(
        400, refused, () -> s3.putObjectAcl(b -> b.bucket(BUCKET).key("k").grantRead("id=\"a\"")));
    assertFails(
        400,
        "InvalidBucketAclWithObjectOwnership",
        () -> s3.createBucket(b -> b.bucket("public").acl(BucketCannedACL.PUBLIC_READ)));
    assertThat(send("PUT", "/photos?acl", PUBLIC).body()).contains("<Code>" + refused);
    assertThat(send("PUT", "/photos/k?acl", "").statusCode()).isEqualTo(400);
    assertThat(sendWith("PUT", "/photos/new", "x-amz-grant-read", "id=\"a\"").body())
        .contains("<Code>" + refused);
    assertThat(send("HEAD", "/photos/new", "").statusCode()).isEqualTo(404);
  }

  @Test
  void rightsAreNotTakenAwayNorTheObjectWithThem() {
    send("PUT", "/photos/k", "v");
    assertThat(send("DELETE", "/photos/k?acl", "").statusCode()).isEqualTo(405);
    assertThat(send("DELETE", "/photos?policy", "").statusCode()).isEqualTo(204);
    assertThat(send("DELETE", "/photos?ownershipControls", "").statusCode()).isEqualTo(501);
    assertThat(send("GET", "/photos/k", "").body()).isEqualTo("v");
  }

  @Test
  void aSettingThatNobodyMadeIsToldToBeMissing() {
    Map.ofEntries(
            Map.entry("policy", "NoSuchBucketPolicy"),
            Map.entry("policyStatus", "NoSuchBucketPolicy"),
            Map.entry("encryption", "ServerSideEncryptionConfigurationNotFoundError"),
            Map.entry("lifecycle", "NoSuchLifecycleConfiguration"),
            Map.entry("publicAccessBlock", "NoSuchPublicAccessBlockConfiguration"),
            Map.entry("website", "NoSuchWebsiteConfiguration"),
            Map.entry("object-lock", "ObjectLockConfigurationNotFoundError"),
            Map.entry("replication", "ReplicationConfigurationNotFoundError"))
        .forEach((setting, code) -> {
          var answer = send("GET", "/photos?" + setting, "");
          assertThat(answer.statusCode()).as(setting).isEqualTo(404);
          assertThat(answer.body())
              .contains("<Code>" + code + "</Code>", "<BucketName>photos</BucketName>");
        });
  }

  @Test
  void aSettingThatIsAlwaysThereIsToldAsItIsFromTheStart() {
    S3Client s3 = gateway.s3;
    assertThat(s3.getBucketLogging(b -> b.bucket(BUCKET)).loggingEnabled()).isNull();
    assertThat(
            s3.getBucketNotificationConfiguration(b -> b.bucket(BUCKET)).hasQueueConfigurations())
        .isFalse();
    assertThat(s3.getBucketAccelerateConfiguration(b -> b.bucket(BUCKET)).status()).isNull();
    assertThat(s3.getBucketRequestPayment(b -> b.bucket(BUCKET)).payer())
        .isEqualTo(Payer.BUCKET_OWNER);
    assertThat(s3.getBucketOwnershipControls(b -> b.bucket(BUCKET)).ownershipControls().rules())
        .singleElement()
        .extracting(rule -> rule.objectOwnership())
        .isEqualTo(ObjectOwnership.BUCKET_OWNER_ENFORCED);
    assertFails(404, "NoSuchBucket", () -> s3.getBucketLogging(b -> b.bucket("none")));
  }

  @Test
  void noneOfThemCanBeSet() {
    for (String setting :
        new String[] {"policy", "lifecycle", "website", "replication", "accelerate", "metrics"}) {
      var answer = send("PUT", "/photos?" + setting, "<X/>");
      assertThat(answer.statusCode()).as(setting).isEqualTo(501);
      assertThat(answer.body()).contains("<Code>NotImplemented</Code>");
    }
  }

  @Test
  void noBlockOfPublicAccessIsPromisedWhereTheConfigurationLetsEverybodyIn() {
    S3Client s3 = gateway.s3;
    s3.putPublicAccessBlock(b ->
        b.bucket(BUCKET).publicAccessBlockConfiguration(block -> block.blockPublicAcls(false)));
    assertFails(
        501,
        "NotImplemented",
        () ->
            s3.putPublicAccessBlock(b ->
                b.bucket(BUCKET)
                    .publicAccessBlockConfiguration(block -> block.ignorePublicAcls(true))));
    assertThat(s3.getPublicAccessBlock(b -> b.bucket(BUCKET)).publicAccessBlockConfiguration())
        .returns(false, PublicAccessBlockConfiguration::ignorePublicAcls);
  }

  @Test
  void aBlockOfPublicAccessIsOfBucketsAndSaysYesOrNo() {
    String unsure =
        "<PublicAccessBlockConfiguration><BlockPublicAcls>maybe</BlockPublicAcls>"
            + "</PublicAccessBlockConfiguration>";
    assertThat(send("PUT", "/photos?publicAccessBlock", unsure).body())
        .contains("<Code>MalformedXML</Code>");
    assertThat(send("PUT", "/photos?publicAccessBlock", "<X/>").statusCode()).isEqualTo(400);
    assertThat(send("POST", "/photos?publicAccessBlock", "").statusCode()).isEqualTo(405);
    assertThat(send("PUT", "/photos/k?publicAccessBlock", unsure).statusCode()).isEqualTo(501);
    assertThat(send("GET", "/?publicAccessBlock", "").statusCode()).isEqualTo(501);
    assertThat(send("HEAD", "/photos/k", "").statusCode()).isEqualTo(404);
  }

  private static void isOfTheOwner(Grant grant) {
    assertThat(grant.grantee().type()).isEqualTo(Type.CANONICAL_USER);
    assertThat(grant.permission()).isEqualTo(Permission.FULL_CONTROL);
  }

  private static void assertFails(int status, String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(status);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            });
  }
}
