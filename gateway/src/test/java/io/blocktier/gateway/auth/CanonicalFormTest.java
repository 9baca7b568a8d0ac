package io.blocktier.gateway.auth;

import static io.blocktier.gateway.auth.Examples.authenticator;
import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests in spellings that differ from the one that is signed. */
class CanonicalFormTest {

  private static SentHead get(String target) {
    return SentHead.of("GET", target, "Host", "h:9000", "x-amz-content-sha256", "UNSIGNED-PAYLOAD");
  }

  private static void assertAccepted(SentHead head) throws S3Exception {
    assertThat(authenticator().authenticate(head).caller())
        .isEqualTo(new Caller.KeyHolder(Examples.KEY, SigningService.S3));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "/b/%c3%bc, /b/%C3%BC",
        "/b/ü, /b/%C3%BC",
        "/b/a+b, /b/a%2Bb",
        "/b/it's(1)!*, /b/it%27s%281%29%21%2A",
        "/b/%41, /b/A",
        "/b/a%2fb, /b/a/b",
        "/b/%7Ea, /b/~a",
        "/b/a:b@c=d&e$f;g, /b/a%3Ab%40c%3Dd%26e%24f%3Bg",
        "\"/b/a,b\", /b/a%2Cb"
      })
  void aPathIsSignedAsItIsEncodedAnew(String sent, String canonical) throws S3Exception {
    assertAccepted(TestSigner.EXAMPLE.sign(get(sent), canonical, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/b/a+b", "/b/a%2Fb", "/b/%2fb", "/b/it's(1)!*", "/b/%c3%bc", "/b/a=b"})
  void aPathMayBeSignedAsItIsSent(String sent) throws S3Exception {
    assertAccepted(TestSigner.EXAMPLE.sign(get(sent)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/b", "/b/", "/b//", "//", "/b/a/", "/b/a//b", "/b/./a/../c", "/b/~"})
  void slashesAndDotsStayWhereTheyAre(String sent) throws S3Exception {
    assertAccepted(TestSigner.EXAMPLE.sign(get(sent)));
  }

  @ParameterizedTest
  @CsvSource({
    "acl, acl=",
    "acl=, acl=",
    "uploads&prefix=a, prefix=a&uploads=",
    "b=2&a=1, a=1&b=2",
    "a=2&a=1, a=1&a=2",
    "prefix=a+b, prefix=a%20b",
    "prefix=a/b, prefix=a%2Fb",
    "prefix=a%2fb, prefix=a%2Fb",
    "prefix=%c3%bc, prefix=%C3%BC",
    "a=b=c, a=b%3Dc",
    "&a=1&&b=2&, a=1&b=2",
    "marker=x&max-keys=1, marker=x&max-keys=1",
    "a-b=1&a=2&aB=3, a=2&a-b=1&aB=3",
    "%61=1, a=1"
  })
  void aQueryIsSignedInOrderAndEncodedAnew(String sent, String canonical) throws S3Exception {
    assertAccepted(TestSigner.EXAMPLE.sign(get("/b?" + sent), "/b", canonical));
  }

  @ParameterizedTest
  @ValueSource(strings = {"prefix=a/b", "prefix=a+b", "prefix=%c3%bc"})
  void aQueryMayBeSignedAsItIsSent(String sent) throws S3Exception {
    SentHead head = get("/b?" + sent);
    assertAccepted(TestSigner.EXAMPLE.sign(head, "/b", sent));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/b/%", "/b/%4", "/b/%zz", "/b?a=%", "/b?%g0"})
  void anIncompleteEscapeIsRefused(String target) {
    SentHead head = TestSigner.EXAMPLE.sign(get(target));
    Examples.refused(S3ErrorCode.INVALID_URI, () -> authenticator().authenticate(head));
  }

  @Test
  void anotherPathOfTheSameSignatureIsRefused() {
    SentHead head = TestSigner.EXAMPLE.sign(get("/b/a%252Fb"), "/b/a%2Fb", "");
    Examples.refused(
        S3ErrorCode.SIGNATURE_DOES_NOT_MATCH, () -> authenticator().authenticate(head));
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {"  a   b  ,a b", "a\t\tb,a b", "'   ',''", "a  ,a", "\"x  y\",\"x y\""})
  void whiteSpaceInAHeaderIsFolded(String sent, String canonical) throws S3Exception {
    SentHead signed = TestSigner.EXAMPLE.sign(get("/b").with("x-amz-meta-a", canonical));
    assertAccepted(signed.replacing("x-amz-meta-a", sent));
  }

  @Test
  void linesOfTheSameHeaderAreJoined() throws S3Exception {
    SentHead head = get("/b").with("x-amz-meta-a", "2").with("X-Amz-Meta-A", "1, 3");
    assertAccepted(TestSigner.EXAMPLE.sign(head));
  }

  @Test
  void linesInAnotherOrderAreAnotherRequest() {
    SentHead head = TestSigner.EXAMPLE.sign(get("/b").with("x-amz-meta-a", "2,1"));
    SentHead swapped = head.replacing("x-amz-meta-a", "1").with("x-amz-meta-a", "2");
    Examples.refused(
        S3ErrorCode.SIGNATURE_DOES_NOT_MATCH, () -> authenticator().authenticate(swapped));
  }

  @Test
  void bytesOfAHeaderAreSignedAsTheyAreOnTheWire() throws S3Exception {
    assertAccepted(TestSigner.EXAMPLE.sign(get("/b").with("x-amz-meta-a", "grün 日本")));
  }
}
