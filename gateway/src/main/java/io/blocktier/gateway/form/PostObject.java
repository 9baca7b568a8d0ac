package io.blocktier.gateway.form;

import io.blocktier.gateway.Right;
import io.blocktier.gateway.access.Guard;
import io.blocktier.gateway.attribute.ObjectAttributes;
import io.blocktier.gateway.auth.Authentication;
import io.blocktier.gateway.bucket.BucketRegistry;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.object.ObjectWrites;
import io.blocktier.gateway.payload.Payload;
import io.blocktier.gateway.payload.PayloadRules;
import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.S3Request;
import io.blocktier.gateway.request.Target;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the forms of browsers, whose fields say who sends them, what for and with which headers,
 * before the file streams into the store. Thread-safe.
 */
public final class PostObject {

  /** Who a form is from. Implementations are thread-safe. */
  @FunctionalInterface
  public interface Senders {

    /**
     * Finds out who signed a form.
     *
     * @param request the request that brought it
     * @param fields those of the form, by name in lower case
     * @return the request as that of the signer; empty if nobody signed it
     * @throws S3Exception if the signature is not good
     */
    Optional<S3Request> signerOf(S3Request request, Map<String, String> fields) throws S3Exception;
  }

  private static final Pattern FORM =
      Pattern.compile(
          "multipart/form-data\\s*;(?:.*;)?\\s*boundary=(?:\"([^\"]{1,200})\"|([^\\s;\"]{1,200})).*",
          Pattern.CASE_INSENSITIVE);
  private static final LengthRange ANY = new LengthRange(0, S3Request.MAX_OBJECT_BYTES);

  /** Leaves room for the fields beside the largest file. */
  private static final long MAX_FORM_BYTES = S3Request.MAX_OBJECT_BYTES + (1 << 20);

  private final Senders senders;
  private final Guard guard;
  private final BucketRegistry buckets;
  private final ObjectWrites writes;
  private final InstantSource clock;

  /** Takes forms for these. */
  public PostObject(
      Senders senders,
      Guard guard,
      BucketRegistry buckets,
      ObjectWrites writes,
      InstantSource clock) {
    this.senders = senders;
    this.guard = guard;
    this.buckets = buckets;
    this.writes = writes;
    this.clock = clock;
  }

  /** PostObject. */
  public Answer post(S3Request request) throws IOException {
    String boundary = boundary(request);
    String bucket = buckets.require(request.target().bucket()).name();
    Payload body =
        request.payload(PayloadRules.ofDocument(MAX_FORM_BYTES).withoutChecksumHeaders());
    FormParts parts = new FormParts(body, boundary);
    Form form = Form.read(parts);
    String key = form.require("key").replace("${filename}", form.fileName());
    S3Request sent = senders.signerOf(request, form.fields()).orElse(request);
    LengthRange lengths = judged(form, bucket, key);
    guard.require("PostObject", Right.READ_WRITE, sent);
    S3Request put = asPut(sent, form, new Target(bucket, key));
    FormFile file = new FormFile(parts, lengths);
    ObjectAttributes written =
        writes.write(
            put,
            Payload.unmeasured(
                put.head(),
                file,
                body.length(),
                PayloadRules.ofObject(S3Request.MAX_OBJECT_BYTES),
                request.helper()));
    return FormAnswer.of(form, put.target(), written);
  }

  /** Returns how long the file may be, where the form meets its policy. */
  private LengthRange judged(Form form, String bucket, String key) throws S3Exception {
    Optional<String> policy = form.field("policy");
    if (policy.isEmpty()) {
      return ANY;
    }
    PostPolicy limits = PostPolicy.parse(policy.get());
    Map<String, String> said = new TreeMap<>(form.fields());
    said.put("bucket", bucket);
    said.put("key", key);
    limits.requireOf(said, clock.instant());
    return limits.lengths(ANY);
  }

  private static S3Request asPut(S3Request sent, Form form, Target target) throws S3Exception {
    Authentication sender =
        new Authentication(
            FormHead.of(sent.head(), form.fields()),
            sent.sender().caller(),
            sent.sender().token(),
            sent.sender().payload());
    return new S3Request(
        sender, sent.rights(), target, sent.query(), sent.body(), sent.helper(), sent.id());
  }

  private static String boundary(S3Request request) throws S3Exception {
    Matcher matcher = FORM.matcher(request.header("content-type").orElse(""));
    if (!matcher.matches()) {
      throw new S3Exception(
          S3ErrorCode.PRECONDITION_FAILED,
          S3ErrorCode.PRECONDITION_FAILED.text(),
          Map.of("Condition", "Bucket POST must be of the enclosure-type multipart/form-data"));
    }
    return Optional.ofNullable(matcher.group(1)).orElseGet(() -> matcher.group(2));
  }
}
