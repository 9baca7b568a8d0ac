package io.blocktier.gateway.payload;

import static io.blocktier.gateway.auth.Examples.refused;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.gateway.auth.Examples;
import io.blocktier.gateway.auth.SentHead;
import io.blocktier.gateway.auth.TestSigner;
import io.blocktier.gateway.error.S3ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies in chunks that differ from what they should be. */
class ChunkedPayloadTest {

  private static final byte[] HELLO = "hello world".getBytes(ISO_8859_1);
  private static final String CRC32 = "x-amz-checksum-crc32";
  private static final String HELLO_CRC32 = "DUoRhQ==";
  private static final String UNSIGNED = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
  private static final String SIGNED = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
  private static final String SIGNED_TRAILER = SIGNED + "-TRAILER";

  private static SentHead head(String payload, String... headers) {
    SentHead head = Bodies.put(payload, 999, headers);
    return head.with("x-amz-decoded-content-length", Integer.toString(HELLO.length));
  }

  private static Payload of(SentHead head, byte[] body) throws IOException {
    return Payload.of(Bodies.signed(head), new ByteArrayInputStream(body), Bodies.OBJECT);
  }

  private static Payload unsigned(String body) throws IOException {
    return of(head(UNSIGNED), body.getBytes(ISO_8859_1));
  }

  private static Payload unsignedWithTrailer(String trailers) throws IOException {
    String body = "b\r\nhello world\r\n0\r\n" + trailers;
    return of(head(UNSIGNED, "x-amz-trailer", CRC32), body.getBytes(ISO_8859_1));
  }

  private static Payload signed(SentHead unsignedHead, byte[] body) throws IOException {
    return Payload.of(
        Examples.authenticator().authenticate(TestSigner.EXAMPLE.sign(unsignedHead)),
        new ByteArrayInputStream(body),
        Bodies.OBJECT);
  }

  private static ChunkWriter writer(SentHead unsignedHead) {
    return ChunkWriter.signed(TestSigner.EXAMPLE.sign(unsignedHead));
  }

  @Test
  void chunksAreReadWithoutTheirFraming() throws IOException {
    assertThat(unsigned("6\r\nhello \r\n5\r\nworld\r\n0\r\n\r\n").readAllBytes()).isEqualTo(HELLO);
    assertThat(unsigned("B\r\nhello world\r\n0\r\n\r\n").readAllBytes()).isEqualTo(HELLO);
    assertThat(unsigned("00b;ext=1\r\nhello world\r\n0\r\n\r\n").readAllBytes()).isEqualTo(HELLO);
    assertThat(unsigned("b\nhello world\n0\n\n").readAllBytes()).isEqualTo(HELLO);
  }

  @Test
  void aTrailerIsTheChecksum() throws IOException {
    for (String end : new String[] {"\r\n\r\n", "\n\r\n\r\n", "\r\n\r\n\r\n"}) {
      Payload payload = unsignedWithTrailer(CRC32 + ":" + HELLO_CRC32 + end);
      assertThat(payload.readAllBytes()).isEqualTo(HELLO);
      assertThat(payload.digests().checksum())
          .contains(new Checksum(ChecksumAlgorithm.CRC32, HELLO_CRC32));
    }
  }

  @Test
  void anotherChecksumInTheTrailerIsABadDigest() throws IOException {
    Payload payload = unsignedWithTrailer(CRC32 + ":AAAAAA==\r\n\r\n");
    refused(S3ErrorCode.BAD_DIGEST, payload::readAllBytes);
  }

  @Test
  void aTrailerThatIsNoChecksumIsRefused() throws IOException {
    Payload payload = unsignedWithTrailer(CRC32 + ":AAAA\r\n\r\n");
    refused(S3ErrorCode.INVALID_REQUEST, payload::readAllBytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n",
        "x-amz-checksum-crc32c:yZRlqg==\r\n\r\n",
        "x-amz-checksum-crc32\r\n\r\n",
        ":DUoRhQ==\r\n\r\n",
        "x-amz-checksum-crc32:DUoRhQ==\r\nx-amz-meta-a:b\r\n\r\n",
        "x-amz-checksum-crc32:DUoRhQ==\r\nX-Amz-Checksum-Crc32:DUoRhQ==\r\n\r\n"
      })
  void trailersThatWereNotAnnouncedLikeThatAreRefused(String trailers) throws IOException {
    Payload payload = unsignedWithTrailer(trailers);
    refused(S3ErrorCode.MALFORMED_TRAILER, payload::readAllBytes);
  }

  @Test
  void onlyOneChecksumMayBeAnnounced() {
    for (String announced : new String[] {CRC32 + ",x-amz-checksum-sha1", "x-amz-meta-a"}) {
      refused(
          S3ErrorCode.INVALID_REQUEST,
          () -> of(head(UNSIGNED, "x-amz-trailer", announced), new byte[0]));
    }
    refused(
        S3ErrorCode.INVALID_REQUEST,
        () -> of(head(UNSIGNED, "x-amz-trailer", CRC32, CRC32, HELLO_CRC32), new byte[0]));
    refused(
        S3ErrorCode.INVALID_REQUEST, () -> of(head(SIGNED, "x-amz-trailer", CRC32), new byte[0]));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "b",
        "b\r\n",
        "b\r\nhello",
        "b\r\nhello world",
        "b\r\nhello world\r\n",
        "b\r\nhello world\r\n0\r\n",
        "a\r\nhello worl\r\n0\r\n\r\n",
        "c\r\nhello world!\r\n0\r\n\r\n",
        "b\r\nhello world\r\n1\r\n!\r\n0\r\n\r\n",
        "a\r\nhello world\r\n0\r\n\r\n",
        "6\r\nhello XX\r\n5\r\nworld\r\n0\r\n\r\n",
        "-b\r\nhello world\r\n0\r\n\r\n",
        "+b\r\nhello world\r\n0\r\n\r\n",
        "0x0b\r\nhello world\r\n0\r\n\r\n",
        "ffffffffffffffff\r\nhello world\r\n0\r\n\r\n",
        "10000000000000000b\r\nhello world\r\n0\r\n\r\n",
        "\r\nhello world\r\n0\r\n\r\n",
        "hello world",
        "b\r\nhello world\r\n0\r\n\r\nmore"
      })
  void chunksThatDoNotMakeUpTheBodyAreRefused(String body) throws IOException {
    Payload payload = unsigned(body);
    refused(S3ErrorCode.INCOMPLETE_BODY, payload::readAllBytes);
  }

  @Test
  void linesAreBounded() throws IOException {
    Payload payload = unsigned("b;" + "x".repeat(600) + "\r\nhello world\r\n0\r\n\r\n");
    refused(S3ErrorCode.INCOMPLETE_BODY, payload::readAllBytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "x"})
  void chunksNeedTheLengthOfWhatTheyCarry(String length) {
    SentHead head = head(UNSIGNED).replacing("x-amz-decoded-content-length", length);
    refused(S3ErrorCode.MISSING_CONTENT_LENGTH, () -> of(head, new byte[0]));
  }

  @Test
  void chunksNeedNoContentLength() throws IOException {
    SentHead head = head(UNSIGNED).without("Content-Length").with("Transfer-Encoding", "chunked");
    byte[] body = "b\r\nhello world\r\n0\r\n\r\n".getBytes(ISO_8859_1);
    assertThat(of(head, body).readAllBytes()).isEqualTo(HELLO);
  }

  @Test
  void signedChunksAreRead() throws IOException {
    byte[] body = writer(head(SIGNED)).chunks(HELLO, 6).end();
    assertThat(signed(head(SIGNED), body).readAllBytes()).isEqualTo(HELLO);
    SentHead head = head(SIGNED_TRAILER, "x-amz-trailer", CRC32);
    byte[] trailed = writer(head).chunks(HELLO, 6).end(CRC32, HELLO_CRC32);
    assertThat(signed(head, trailed).readAllBytes()).isEqualTo(HELLO);
  }

  @Test
  void anEmptyBodyInChunksIsRead() throws IOException {
    SentHead head = head(SIGNED).replacing("x-amz-decoded-content-length", "0");
    assertThat(signed(head, writer(head).end()).readAllBytes()).isEmpty();
  }

  @Test
  void theLastByteOfAChunkIsHandedOnOnlyWhenTheChunkIsRight() throws IOException {
    byte[] body = writer(head(SIGNED)).chunks(HELLO).end();
    String text = new String(body, ISO_8859_1).replace("world", "w0rld");
    Payload payload = signed(head(SIGNED), text.getBytes(ISO_8859_1));
    assertThat(payload.readNBytes(10)).isEqualTo("hello w0rl".getBytes(ISO_8859_1));
    refused(S3ErrorCode.SIGNATURE_DOES_NOT_MATCH, payload::read);
  }

  @Test
  void chunksInAnotherOrderAreRefused() throws IOException {
    String body = new String(writer(head(SIGNED)).chunks(HELLO, 4, 4).end(), ISO_8859_1);
    int second = body.indexOf("4;", 2);
    int third = body.indexOf("3;", second);
    String swapped =
        body.substring(second, third) + body.substring(0, second) + body.substring(third);
    Payload payload = signed(head(SIGNED), swapped.getBytes(ISO_8859_1));
    refused(S3ErrorCode.SIGNATURE_DOES_NOT_MATCH, payload::readAllBytes);
  }

  @Test
  void aChunkWithoutItsSignatureIsRefused() throws IOException {
    Payload payload = signed(head(SIGNED), "b\r\nhello world\r\n0\r\n\r\n".getBytes(ISO_8859_1));
    refused(S3ErrorCode.INCOMPLETE_BODY, payload::readAllBytes);
  }

  @Test
  void theLastChunkIsSignedToo() throws IOException {
    String body = new String(writer(head(SIGNED)).chunks(HELLO).end(), ISO_8859_1);
    int last = body.lastIndexOf("signature=") + "signature=".length();
    String wrong = body.substring(0, last) + "0".repeat(64) + "\r\n\r\n";
    Payload payload = signed(head(SIGNED), wrong.getBytes(ISO_8859_1));
    refused(S3ErrorCode.SIGNATURE_DOES_NOT_MATCH, payload::readAllBytes);
  }

  @Test
  void aTrailerThatIsNotWhatWasSignedIsRefused() throws IOException {
    SentHead head = head(SIGNED_TRAILER, "x-amz-trailer", CRC32);
    String body = new String(writer(head).chunks(HELLO).end(CRC32, "AAAAAA=="), ISO_8859_1);
    Payload forged = signed(head, body.replace("AAAAAA==", HELLO_CRC32).getBytes(ISO_8859_1));
    refused(S3ErrorCode.SIGNATURE_DOES_NOT_MATCH, forged::readAllBytes);
    Payload honest = signed(head, body.getBytes(ISO_8859_1));
    refused(S3ErrorCode.BAD_DIGEST, honest::readAllBytes);
    String unsigned = body.replaceAll("x-amz-trailer-signature:.*\r\n", "");
    Payload bare = signed(head, (unsigned + "\r\n\r\n\r\n").getBytes(ISO_8859_1));
    refused(S3ErrorCode.INCOMPLETE_BODY, bare::readAllBytes);
  }
}
