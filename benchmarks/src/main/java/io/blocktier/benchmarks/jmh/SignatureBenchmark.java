package io.blocktier.benchmarks.jmh;

import io.blocktier.gateway.AccessKey;
import io.blocktier.gateway.auth.AccessKeys;
import io.blocktier.gateway.auth.Authentication;
import io.blocktier.gateway.auth.Authenticator;
import io.blocktier.gateway.auth.RequestHead;
import io.blocktier.gateway.error.S3Exception;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Signature Version 4 of the request that Amazon's documentation signs, checked. */
@State(Scope.Thread)
public class SignatureBenchmark {

  private static final String NO_PAYLOAD =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private final Authenticator authenticator =
      new Authenticator(
          AccessKeys.of(
              List.of(
                  new AccessKey(
                      "AKIAIOSFODNN7EXAMPLE",
                      "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                      List.of()))),
          InstantSource.fixed(Instant.parse("2013-05-24T00:00:00Z")),
          "us-east-1");

  private final Head head =
      new Head(
          Map.of(
              "host", "examplebucket.s3.amazonaws.com",
              "range", "bytes=0-9",
              "x-amz-content-sha256", NO_PAYLOAD,
              "x-amz-date", "20130524T000000Z",
              "authorization",
                  "AWS4-HMAC-SHA256"
                      + " Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                      + "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
                      + "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"));

  /** Makes a benchmark. */
  public SignatureBenchmark() {}

  /** The request. */
  private record Head(Map<String, String> fields) implements RequestHead {
    @Override
    public String method() {
      return "GET";
    }

    @Override
    public String rawPath() {
      return "/test.txt";
    }

    @Override
    public String rawQuery() {
      return "";
    }

    @Override
    public List<String> headers(String name) {
      String value = fields.get(name.toLowerCase(Locale.ROOT));
      return value == null ? List.of() : List.of(value);
    }

    @Override
    public List<String> headerNames() {
      return List.copyOf(fields.keySet());
    }
  }

  /**
   * Checks the signature.
   *
   * @return who signed
   * @throws S3Exception if it is wrong
   */
  @Benchmark
  public Authentication verify() throws S3Exception {
    return authenticator.authenticate(head);
  }
}
