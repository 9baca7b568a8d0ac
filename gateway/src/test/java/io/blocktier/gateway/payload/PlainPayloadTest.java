package io.blocktier.gateway.payload;

import static io.blocktier.gateway.auth.Examples.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.gateway.auth.SentHead;
import io.blocktier.gateway.auth.TestSigner;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies without framing. */
class PlainPayloadTest {

  private static final byte[] HELLO = "hello".getBytes(UTF_8);
  private static final String HELLO_SHA256 = TestSigner.sha256(HELLO);

  private static InputStream hello() {
    return new ByteArrayInputStream(HELLO);
  }

  private static Payload of(SentHead head, InputStream body) throws IOException {
    return Payload.of(Bodies.signed(head), body, Bodies.OBJECT);
  }

  @Test
  void anUnsignedBodyIsReadWithItsDigests() throws IOException {
    Payload payload = Bodies.plain(HELLO);
    assertThat(payload.length()).isEqualTo(5);
    assertThat(payload.readAllBytes()).isEqualTo(HELLO);
    assertThat(payload.digests())
        .isEqualTo(
            new Digests(
                Optional.of("5d41402abc4b2a76b9719d911017c592"),
                Checksum.parse(ChecksumAlgorithm.CRC64NVME, "M3eFcAZSQlc=")));
    assertThat(payload.read()).isEqualTo(-1);
  }

  @Test
  void oneByteAtATimeIsFineToo() throws IOException {
    Payload payload = Bodies.plain(new byte[] {(byte) 0xff, 0});
    assertThat(payload.read()).isEqualTo(0xff);
    assertThat(payload.read()).isZero();
    assertThat(payload.read()).isEqualTo(-1);
  }

  @Test
  void nothingIsKnownBeforeTheEnd() throws IOException {
    Payload payload = Bodies.plain(HELLO);
    assertThat(payload.readNBytes(5)).isEqualTo(HELLO);
    assertThatThrownBy(payload::digests).isInstanceOf(IllegalStateException.class);
    assertThat(payload.read()).isEqualTo(-1);
    assertThat(payload.digests().md5()).isPresent();
  }

  @Test
  void aSignedDigestIsVerified() throws IOException {
    assertThat(of(Bodies.put(HELLO_SHA256, 5), hello()).readAllBytes()).isEqualTo(HELLO);
    Payload other =
        of(Bodies.put(HELLO_SHA256, 5), new ByteArrayInputStream("hallo".getBytes(UTF_8)));
    S3Exception refusal = refused(S3ErrorCode.X_AMZ_CONTENT_SHA256_MISMATCH, other::readAllBytes);
    assertThat(refusal.details())
        .containsEntry("ClientComputedContentSHA256", HELLO_SHA256)
        .containsEntry("S3ComputedContentSHA256", TestSigner.sha256("hallo".getBytes(UTF_8)));
  }

  @Test
  void anErrorStaysAnError() throws IOException {
    // The checksum of nothing, which a second look would find.
    Payload payload = Bodies.plain(HELLO, "x-amz-checksum-crc32", "AAAAAA==");
    refused(S3ErrorCode.BAD_DIGEST, payload::readAllBytes);
    refused(S3ErrorCode.BAD_DIGEST, payload::read);
    assertThatThrownBy(payload::digests).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aBodyThatEndsEarlyIsIncomplete() throws IOException {
    Payload payload = of(Bodies.put("UNSIGNED-PAYLOAD", 6), hello());
    refused(S3ErrorCode.INCOMPLETE_BODY, payload::readAllBytes);
  }

  @Test
  void aClientThatVanishesLeavesAnIncompleteBody() throws IOException {
    Payload payload = of(Bodies.put("UNSIGNED-PAYLOAD", 6), failing(new EOFException("gone")));
    assertThat(refused(S3ErrorCode.INCOMPLETE_BODY, payload::readAllBytes))
        .hasCauseInstanceOf(EOFException.class);
  }

  @Test
  void whatElseKeepsTheServerFromReadingIsTheServersMatter() throws IOException {
    Payload payload =
        of(Bodies.put("UNSIGNED-PAYLOAD", 6), failing(new SocketTimeoutException("idle")));
    assertThatThrownBy(payload::readAllBytes).isInstanceOf(SocketTimeoutException.class);
  }

  private static InputStream failing(IOException failure) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        throw failure;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        throw failure;
      }
    };
  }

  @Test
  void bytesBehindTheBodyAreNotRead() throws IOException {
    InputStream connection = new ByteArrayInputStream("helloGET /next".getBytes(UTF_8));
    assertThat(of(Bodies.put("UNSIGNED-PAYLOAD", 5), connection).readAllBytes()).isEqualTo(HELLO);
    assertThat(connection.readAllBytes()).asString(UTF_8).isEqualTo("GET /next");
  }

  @Test
  void aRequestWithoutALengthHasNoBody() throws IOException {
    SentHead head = Bodies.put("UNSIGNED-PAYLOAD", 0).without("Content-Length");
    assertThat(of(head, hello()).readAllBytes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "x", "99999999999999999999"})
  void aLengthThatIsNoneIsRefused(String length) {
    SentHead head = Bodies.put("UNSIGNED-PAYLOAD", 0).replacing("Content-Length", length);
    refused(S3ErrorCode.MISSING_CONTENT_LENGTH, () -> of(head, hello()));
  }

  @Test
  void aBodyWithoutALengthIsRefused() {
    SentHead head =
        Bodies.put("UNSIGNED-PAYLOAD", 0)
            .without("Content-Length")
            .with("Transfer-Encoding", "chunked");
    refused(S3ErrorCode.MISSING_CONTENT_LENGTH, () -> of(head, hello()));
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedBeforeItIsRead() throws IOException {
    var sender = Bodies.signed(Bodies.put("UNSIGNED-PAYLOAD", 5));
    assertThat(Payload.of(sender, hello(), PayloadRules.ofDocument(5)).readAllBytes()).hasSize(5);
    InputStream unread = failing(new IOException("read"));
    S3Exception refusal =
        refused(
            S3ErrorCode.ENTITY_TOO_LARGE,
            () -> Payload.of(sender, unread, PayloadRules.ofDocument(4)));
    assertThat(refusal.details())
        .containsEntry("ProposedSize", "5")
        .containsEntry("MaxSizeAllowed", "4");
  }

  @Test
  void aDocumentHasNoDigestsThatNobodyWants() throws IOException {
    var sender = Bodies.signed(Bodies.put(HELLO_SHA256, 5));
    Payload payload = Payload.of(sender, hello(), PayloadRules.ofDocument(5));
    payload.readAllBytes();
    assertThat(payload.digests()).isEqualTo(new Digests(Optional.empty(), Optional.empty()));
  }

  @Test
  void anMd5OfTheClientIsVerified() throws IOException {
    assertThat(Bodies.plain(HELLO, "Content-MD5", "XUFAKrxLKna5cZ2REBfFkg==").readAllBytes())
        .isEqualTo(HELLO);
    Payload other = Bodies.plain(HELLO, "Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA==");
    S3Exception refusal = refused(S3ErrorCode.BAD_DIGEST, other::readAllBytes);
    assertThat(refusal.details())
        .containsEntry("ExpectedDigest", "AAAAAAAAAAAAAAAAAAAAAA==")
        .containsEntry("CalculatedDigest", "XUFAKrxLKna5cZ2REBfFkg==");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "AAAA", "5d41402abc4b2a76b9719d911017c592", "!!!!!!!!!!!!!!!!!!!!!!=="})
  void anMd5ThatIsNoneIsRefused(String md5) {
    refused(S3ErrorCode.INVALID_DIGEST, () -> Bodies.plain(HELLO, "Content-MD5", md5));
  }

  @ParameterizedTest
  @CsvSource({
    "CRC32, NhCmhg==",
    "CRC32C, mnG7TA==",
    "CRC64NVME, M3eFcAZSQlc=",
    "SHA1, qvTGHdzF6KLavt4PO0gs2a6pQ00=",
    "SHA256, LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=",
    "MD5, XUFAKrxLKna5cZ2REBfFkg=="
  })
  void aChecksumOfTheClientIsVerified(ChecksumAlgorithm algorithm, String value)
      throws IOException {
    Payload payload = Bodies.plain(HELLO, algorithm.header(), value);
    payload.readAllBytes();
    assertThat(payload.digests().checksum()).contains(new Checksum(algorithm, value));
    Payload other = Bodies.plain("hallo".getBytes(UTF_8), algorithm.header(), value);
    assertThat(refused(S3ErrorCode.BAD_DIGEST, other::readAllBytes))
        .hasMessage("The " + algorithm + " you specified did not match the calculated checksum.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "AAAA", "NhCmhg", "NhCmhg==-1", "AAAAAAAAAAA=", "!!!!!!=="})
  void aChecksumThatIsNoneIsRefused(String value) {
    S3Exception refusal =
        refused(
            S3ErrorCode.INVALID_REQUEST, () -> Bodies.plain(HELLO, "x-amz-checksum-crc32", value));
    assertThat(refusal).hasMessage("Value for x-amz-checksum-crc32 header is invalid.");
  }

  @Test
  void severalChecksumsAreRefused() {
    refused(
        S3ErrorCode.INVALID_REQUEST,
        () ->
            Bodies.plain(
                HELLO, "x-amz-checksum-crc32", "NhCmhg==", "x-amz-checksum-crc32c", "mnG7TA=="));
    refused(
        S3ErrorCode.INVALID_REQUEST,
        () ->
            Bodies.plain(
                HELLO, "x-amz-checksum-crc32", "NhCmhg==", "x-amz-checksum-crc32", "NhCmhg=="));
  }

  @Test
  void aChecksumOfAnUnknownKindIsRefused() {
    refused(
        S3ErrorCode.INVALID_REQUEST,
        () -> Bodies.plain(HELLO, "x-amz-checksum-xxhash64", "AAAAAAAAAAA="));
  }

  @Test
  void headersAboutChecksumsAreNoChecksums() throws IOException {
    Payload payload =
        Bodies.plain(
            HELLO, "x-amz-checksum-algorithm", "SHA256", "x-amz-checksum-type", "FULL_OBJECT");
    assertThat(payload.readAllBytes()).isEqualTo(HELLO);
  }

  @Test
  void anAnnouncedChecksumHasToBeThere() throws IOException {
    Bodies.plain(HELLO, "x-amz-sdk-checksum-algorithm", "crc32", "x-amz-checksum-crc32", "NhCmhg==")
        .readAllBytes();
    refused(
        S3ErrorCode.INVALID_REQUEST,
        () -> Bodies.plain(HELLO, "x-amz-sdk-checksum-algorithm", "CRC32"));
    refused(
        S3ErrorCode.INVALID_REQUEST,
        () ->
            Bodies.plain(
                HELLO, "x-amz-sdk-checksum-algorithm", "SHA1", "x-amz-checksum-crc32", "NhCmhg=="));
  }

  @Test
  void aTrailerThatNothingWouldReadIsRefused() {
    refused(
        S3ErrorCode.INVALID_REQUEST,
        () -> Bodies.plain(HELLO, "x-amz-trailer", "x-amz-checksum-crc32"));
  }

  @Test
  void checksumsOfSomethingElseAreLeftAlone() throws IOException {
    var sender =
        Bodies.signed(
            Bodies.put(
                "UNSIGNED-PAYLOAD",
                5,
                "x-amz-checksum-crc32",
                "AAAAAA==-3",
                "x-amz-sdk-checksum-algorithm",
                "SHA1"));
    Payload payload =
        Payload.of(sender, hello(), PayloadRules.ofDocument(9).withoutChecksumHeaders());
    assertThat(payload.readAllBytes()).isEqualTo(HELLO);
    assertThat(payload.digests().checksum()).isEmpty();
  }

  @Test
  void theOperationMayWantAnotherChecksumOrNoMd5() throws IOException {
    var sender = Bodies.signed(Bodies.put("UNSIGNED-PAYLOAD", 5));
    Payload payload =
        Payload.of(
            sender, hello(), Bodies.OBJECT.withFallback(ChecksumAlgorithm.SHA1).withoutMd5());
    payload.readAllBytes();
    assertThat(payload.digests())
        .isEqualTo(
            new Digests(
                Optional.empty(),
                Optional.of(new Checksum(ChecksumAlgorithm.SHA1, "qvTGHdzF6KLavt4PO0gs2a6pQ00="))));
  }
}
