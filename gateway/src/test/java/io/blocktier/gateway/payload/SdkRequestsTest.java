package io.blocktier.gateway.payload;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.gateway.auth.Authentication;
import io.blocktier.gateway.auth.Caller;
import io.blocktier.gateway.auth.Examples;
import io.blocktier.gateway.auth.PayloadSignature;
import io.blocktier.gateway.auth.SessionToken;
import io.blocktier.gateway.auth.SigningService;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** What the AWS SDK for Java really sends, as it comes off its wire. */
class SdkRequestsTest {

  private static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(
          AwsBasicCredentials.create(Examples.KEY.id(), Examples.KEY.secret()));
  private static final Random RANDOM = new Random(42);

  private final SdkWire wire = new SdkWire();

  private S3Client client(String scheme, Consumer<S3ClientBuilder> more) {
    S3ClientBuilder builder =
        S3Client.builder()
            .endpointOverride(URI.create(scheme + "://127.0.0.1:9000"))
            .region(Region.US_EAST_1)
            .credentialsProvider(CREDENTIALS)
            .forcePathStyle(true)
            .httpClient(wire);
    more.accept(builder);
    return builder.build();
  }

  private SdkWire.Received put(S3Client client, byte[] data) {
    client.putObject(r -> r.bucket("b").key("k"), RequestBody.fromBytes(data));
    return wire.received.getLast();
  }

  @ParameterizedTest
  @CsvSource({
    "http, WHEN_SUPPORTED, SignedChunks, CRC32",
    "http, WHEN_REQUIRED, SignedChunks, CRC64NVME",
    "https, WHEN_SUPPORTED, UnsignedChunks, CRC32",
    "https, WHEN_REQUIRED, Unsigned, CRC64NVME"
  })
  void uploadsOfAllSizesAreReadHoweverTheyAreSigned(
      String scheme, RequestChecksumCalculation mode, String payload, ChecksumAlgorithm algorithm) {
    S3Client client = client(scheme, b -> b.requestChecksumCalculation(mode));
    for (int size : new int[] {0, 1, 128 << 10, (128 << 10) + 1, 1_000_000}) {
      byte[] data = Bodies.random(RANDOM, size);
      SdkWire.Received received = put(client, data);
      assertThat(received.data()).isEqualTo(data);
      assertThat(received.payload().getSimpleName()).isEqualTo(payload);
      assertThat(received.digests().checksum().orElseThrow().algorithm()).isEqualTo(algorithm);
    }
  }

  @Test
  void uploadsWithoutChunksAreRead() {
    Consumer<S3ClientBuilder> plain =
        b ->
            b.serviceConfiguration(S3Configuration.builder().chunkedEncodingEnabled(false).build());
    byte[] data = Bodies.random(RANDOM, 300_000);
    assertThat(put(client("http", plain), data).payload()).isEqualTo(PayloadSignature.Digest.class);
    assertThat(put(client("https", plain), data).payload())
        .isEqualTo(PayloadSignature.Unsigned.class);
    assertThat(wire.received)
        .allSatisfy(received -> {
          assertThat(received.data()).isEqualTo(data);
          assertThat(received.digests().checksum().orElseThrow().algorithm())
              .isEqualTo(ChecksumAlgorithm.CRC32);
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"CRC32", "CRC32C", "SHA1", "SHA256"})
  void checksumsThatTheSdkMakesAreRight(ChecksumAlgorithm algorithm) {
    for (String scheme : new String[] {"http", "https"}) {
      client(scheme, b -> {})
          .putObject(
              r -> r.bucket("b").key("k").checksumAlgorithm(algorithm.name()),
              RequestBody.fromBytes(Bodies.random(RANDOM, 200_000)));
      assertThat(wire.received.getLast().digests().checksum().orElseThrow().algorithm())
          .isEqualTo(algorithm);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "a b",
        "a+b",
        "a%2Fb",
        "a%20b",
        "ü/ö é",
        "日本/語",
        "x//y",
        "trailing/",
        "q?u&e=r#f",
        "'(!)*~$,;:@",
        "100%",
        "a\tb",
        "[x]{y}|^`<>\\\""
      })
  void requestsWithAnyKeyAreBelieved(String key) throws IOException {
    S3Client client = client("http", b -> {});
    client.putObject(
        r -> r.bucket("b").key(key).metadata(Map.of("a", "two  spaces", "b", "x,y")),
        RequestBody.fromString("x"));
    client.headObject(r -> r.bucket("b").key(key).versionId("a b+c/d"));
    client.deleteObject(r -> r.bucket("b").key(key));
    assertThat(wire.received)
        .hasSize(3)
        .allSatisfy(received ->
            assertThat(received.sender().caller())
                .isEqualTo(new Caller.KeyHolder(Examples.KEY, SigningService.S3)));
    try (S3Presigner presigner = presigner()) {
      var url =
          presigner.presignPutObject(p ->
              p.signatureDuration(Duration.ofDays(7))
                  .putObjectRequest(r -> r.bucket("b").key(key).contentType("text/x y")));
      Authentication sender = SdkWire.authenticate(url.httpRequest());
      assertThat(sender.payload()).isEqualTo(new PayloadSignature.Unsigned());
    }
  }

  @Test
  void deletesOfManyObjectsAreBelieved() {
    List<ObjectIdentifier> objects =
        Stream.of("a", "b").map(key -> ObjectIdentifier.builder().key(key).build()).toList();
    client("http", b -> {}).deleteObjects(r -> r.bucket("b").delete(d -> d.objects(objects)));
    assertThat(wire.received.getLast().digests().checksum().orElseThrow().algorithm())
        .isEqualTo(ChecksumAlgorithm.CRC32);
  }

  @Test
  void requestsOfASessionWithADirectoryBucketAreBelieved() {
    client("http", b -> {})
        .putObject(r -> r.bucket("b--use1-az4--x-s3").key("k"), RequestBody.fromString("x"));
    assertThat(wire.received)
        .extracting(received -> received.sender().token())
        .containsExactly(new SessionToken.None(), new SessionToken.Express("t/0+ken=="));
    assertThat(wire.received)
        .extracting(received -> received.sender().caller())
        .containsOnly(new Caller.KeyHolder(Examples.KEY, SigningService.S3_EXPRESS));
  }

  private static S3Presigner presigner() {
    return S3Presigner.builder()
        .endpointOverride(URI.create("http://127.0.0.1:9000"))
        .region(Region.US_EAST_1)
        .credentialsProvider(CREDENTIALS)
        .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
        .build();
  }
}
