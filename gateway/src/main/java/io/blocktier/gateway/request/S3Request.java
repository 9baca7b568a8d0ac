package io.blocktier.gateway.request;

import io.blocktier.gateway.Right;
import io.blocktier.gateway.auth.Authentication;
import io.blocktier.gateway.auth.Caller;
import io.blocktier.gateway.auth.RequestHead;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.payload.Payload;
import io.blocktier.gateway.payload.PayloadRules;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * A request whose sender is known.
 *
 * @param sender who sends it, and its head
 * @param rights what the sender may do
 * @param target what it is about
 * @param query its parameters
 * @param body its bytes as they are on the wire
 * @param helper computes digests of large bodies beside reading them
 * @param id the request's name in logs and errors
 */
public record S3Request(
    Authentication sender,
    Rights rights,
    Target target,
    Query query,
    InputStream body,
    Executor helper,
    String id) {

  /** The most bytes of a document that a client sends. */
  private static final long MAX_DOCUMENT_BYTES = 4L << 20;

  /** The most bytes of one body that becomes an object or a part of one. */
  public static final long MAX_OBJECT_BYTES = 5L << 30;

  /** What a sender may do. */
  @FunctionalInterface
  public interface Rights {

    /** Tells whether the sender may do something with a bucket. */
    boolean allow(Right right, String bucket);
  }

  /** Returns the head as it is to be served. */
  public RequestHead head() {
    return sender.head();
  }

  /** Returns the same request without some headers. */
  public S3Request without(Set<String> names) {
    RequestHead rest = new FewerHeaders(head(), names);
    Authentication shown =
        new Authentication(rest, sender.caller(), sender.token(), sender.payload());
    return new S3Request(shown, rights, target, query, body, helper, id);
  }

  /** Returns the same request with other bytes. */
  public S3Request withBody(InputStream bytes) {
    return new S3Request(sender, rights, target, query, bytes, helper, id);
  }

  /** Returns the same request about something else. */
  public S3Request about(Target other) {
    return new S3Request(sender, rights, other, query, body, helper, id);
  }

  /** Returns a header. */
  public Optional<String> header(String name) {
    return head().header(name);
  }

  /** Returns the object's key. */
  public String key() {
    return target.key();
  }

  /** Returns whose the key is that the sender showed; empty if there was none. */
  public Optional<String> account() {
    return sender.caller() instanceof Caller.KeyHolder holder
        ? Optional.of(holder.key().account())
        : Optional.empty();
  }

  /** Insists on a right. */
  public void require(Right right, String bucket) throws S3Exception {
    if (!rights.allow(right, bucket)) {
      throw new S3Exception(S3ErrorCode.ACCESS_DENIED);
    }
  }

  /** Returns the bytes as those of an object, which are right once their end is reached. */
  public Payload payload() throws S3Exception {
    return payload(PayloadRules.ofObject(MAX_OBJECT_BYTES));
  }

  /** Returns the bytes by rules of their own. */
  public Payload payload(PayloadRules rules) throws S3Exception {
    return Payload.of(sender, body, rules, helper);
  }

  /** Reads the whole payload as a document of bounded size. */
  public byte[] document() throws IOException {
    return payload(PayloadRules.ofDocument(MAX_DOCUMENT_BYTES)).readAllBytes();
  }

  /** Reads a document in a request whose checksum headers speak of an object. */
  public byte[] documentBesideChecksums() throws IOException {
    PayloadRules rules = PayloadRules.ofDocument(MAX_DOCUMENT_BYTES).withoutChecksumHeaders();
    return payload(rules).readAllBytes();
  }
}
