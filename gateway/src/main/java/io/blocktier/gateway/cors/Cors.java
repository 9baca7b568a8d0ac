package io.blocktier.gateway.cors;

import io.blocktier.gateway.bucket.BucketRegistry;
import io.blocktier.gateway.bucket.BucketSettings;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.Headers;
import io.blocktier.gateway.request.S3Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which requests browsers may send for pages of other origins. Thread-safe. */
public final class Cors {

  private static final String SETTING = "cors";

  private final BucketRegistry buckets;
  private final BucketSettings settings;

  /** Keeps the rules among the settings of buckets. */
  public Cors(BucketRegistry buckets, BucketSettings settings) {
    this.buckets = buckets;
    this.settings = settings;
  }

  /** GetBucketCors. */
  public Answer get(S3Request request) throws IOException {
    CorsRules rules = rules(bucket(request));
    if (rules.rules().isEmpty()) {
      throw new S3Exception(S3ErrorCode.NO_SUCH_CORS_CONFIGURATION);
    }
    return Answer.xml(rules.document());
  }

  /** PutBucketCors. */
  public Answer put(S3Request request) throws IOException {
    String bucket = bucket(request);
    CorsRules rules = CorsRules.parse(request.document());
    settings.put(bucket, SETTING, new String(rules.document(), StandardCharsets.UTF_8));
    return Answer.empty(Answer.OK);
  }

  /** DeleteBucketCors. */
  public Answer delete(S3Request request) throws IOException {
    settings.delete(bucket(request), SETTING);
    return Answer.empty(Answer.NO_CONTENT);
  }

  /** Answers what browsers ask before they send a request. */
  public Answer preflight(S3Request request) throws IOException {
    String origin = request.header("origin").orElseThrow(Cors::incomplete);
    String method = request.header("access-control-request-method").orElseThrow(Cors::incomplete);
    List<String> asked = request.head().headers("access-control-request-headers");
    CorsRule rule =
        rules(bucket(request))
            .find(origin, method, names(asked))
            .orElseThrow(() -> new S3Exception(S3ErrorCode.ACCESS_FORBIDDEN));
    Headers headers = new Headers();
    rule.tell(headers, origin);
    if (!asked.isEmpty()) {
      headers.add("Access-Control-Allow-Headers", String.join(", ", names(asked)));
    }
    return Answer.empty(Answer.OK, headers);
  }

  /** Adds to an answer what the browser needs to show it to the page. */
  public void allow(S3Request request, Headers answer) throws IOException {
    Optional<String> origin = request.header("origin");
    if (origin.isEmpty() || request.target().isService()) {
      return;
    }
    String method = request.header("access-control-request-method").orElse(request.head().method());
    rules(request.target().bucket())
        .find(origin.get(), method, List.of())
        .ifPresent(rule -> rule.tell(answer, origin.get()));
  }

  private CorsRules rules(String bucket) throws IOException {
    Optional<String> text = settings.find(bucket, SETTING);
    return text.isPresent()
        ? CorsRules.parse(text.get().getBytes(StandardCharsets.UTF_8))
        : CorsRules.NONE;
  }

  private String bucket(S3Request request) throws IOException {
    return buckets.require(request.target().bucket()).name();
  }

  private static List<String> names(List<String> lines) {
    return lines.stream()
        .flatMap(line -> Arrays.stream(line.split(",", -1)))
        .map(name -> name.strip().toLowerCase(Locale.ROOT))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private static S3Exception incomplete() {
    return new S3Exception(
        S3ErrorCode.BAD_REQUEST,
        "Insufficient information. Origin and Access-Control-Request-Method headers are needed.");
  }
}
