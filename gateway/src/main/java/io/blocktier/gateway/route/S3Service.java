package io.blocktier.gateway.route;

import io.blocktier.blockstore.spi.Effects;
import io.blocktier.gateway.access.Guard;
import io.blocktier.gateway.auth.Authentication;
import io.blocktier.gateway.auth.Authenticator;
import io.blocktier.gateway.auth.RequestHead;
import io.blocktier.gateway.cors.Cors;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.error.StoreErrors;
import io.blocktier.gateway.inject.FaultInjector;
import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.Headers;
import io.blocktier.gateway.request.Query;
import io.blocktier.gateway.request.S3Request;
import io.blocktier.gateway.request.Target;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests: who is it, what is asked for, what became of it. Thread-safe. */
public final class S3Service {

  private static final Logger LOG = LoggerFactory.getLogger(S3Service.class);
  private static final String UNKNOWN = "-";
  private static final String PREFLIGHT = "OPTIONS";

  private final Access access;
  private final Router router;
  private final Guard guard;
  private final Cors cors;
  private final FaultInjector faults;
  private final Optional<String> baseDomain;
  private final Effects effects;
  private final String hostId;

  /**
   * Serves operations.
   *
   * @param access who may do what
   * @param router which there are
   * @param guard who may do what with whose buckets
   * @param cors what browsers are told
   * @param faults what goes wrong on purpose
   * @param baseDomain behind which bucket names may stand in host names
   * @param effects randomness for names of requests
   */
  public S3Service(
      Access access,
      Router router,
      Guard guard,
      Cors cors,
      FaultInjector faults,
      Optional<String> baseDomain,
      Effects effects) {
    this.access = access;
    this.router = router;
    this.guard = guard;
    this.cors = cors;
    this.faults = faults;
    this.baseDomain = baseDomain.map(name -> name.toLowerCase(Locale.ROOT));
    this.effects = effects;
    this.hostId = newId() + newId();
  }

  /**
   * Answers a request. Never fails: errors are answers.
   *
   * @param head the request
   * @param body its bytes as they come
   * @param keepAlive for operations that may take long
   */
  public Outcome answer(RequestHead head, InputStream body, KeepAlive keepAlive) {
    String id = newId();
    try {
      S3Request request = request(head, body, id);
      Operation operation = router.route(request);
      String bucket = request.target().bucket();
      return new Outcome(
          operation.name(), bucket, id, hostId, answer(request, operation, keepAlive));
    } catch (IOException e) {
      return new Outcome(UNKNOWN, "", id, hostId, answer(e, head, id));
    } catch (RuntimeException e) {
      LOG.error("request {} failed", id, e);
      S3Exception internal = new S3Exception(S3ErrorCode.INTERNAL_ERROR);
      return new Outcome(UNKNOWN, "", id, hostId, answer(internal, head, id));
    }
  }

  private Answer answer(S3Request request, Operation operation, KeepAlive keepAlive)
      throws IOException {
    Answer answer;
    try {
      if (operation.right().isPresent()) {
        guard.require(operation.name(), operation.right().get(), request);
      }
      answer =
          operation.lasting() ? actAlive(request, operation, keepAlive) : act(request, operation);
    } catch (IOException e) {
      answer = answer(e, request.head(), request.id());
    }
    if (!request.head().method().equals(PREFLIGHT)) {
      cors.allow(request, answer.headers());
    }
    return answer;
  }

  private Answer actAlive(S3Request request, Operation operation, KeepAlive keepAlive)
      throws IOException {
    Headers headers = new Headers().add("Content-Type", "application/xml");
    cors.allow(request, headers);
    Answer early = Answer.empty(Answer.OK, headers);
    try (KeepAlive.Beat _ =
        keepAlive.begin(
            new Outcome(
                operation.name(), request.target().bucket(), request.id(), hostId, early))) {
      return act(request, operation);
    }
  }

  private Answer act(S3Request request, Operation operation) throws IOException {
    return faults.around(operation.name(), request, operation.action()::answer).answer(request);
  }

  private S3Request request(RequestHead head, InputStream body, String id) throws S3Exception {
    Authentication sender = sender(head);
    Target target = Target.of(head, baseDomain);
    Query query = Query.parse(head.rawQuery());
    return new S3Request(
        sender, access.rights(sender), target, query, body, effects.executor(), id);
  }

  /** A preflight is a browser's own: a signature in its URL is that of the request to come. */
  private Authentication sender(RequestHead head) throws S3Exception {
    return head.method().equals(PREFLIGHT)
        ? Authenticator.anonymous(head)
        : access.authenticate(head);
  }

  private Answer answer(IOException error, RequestHead head, String id) {
    S3Exception told = StoreErrors.translate(error);
    if (told != error) {
      LOG.warn("request {} ends with {}", id, told.code().code(), error);
    }
    return ErrorAnswers.of(told, head.rawPath(), id, hostId);
  }

  private String newId() {
    return HexFormat.of().withUpperCase().toHexDigits(effects.random().nextLong());
  }
}
