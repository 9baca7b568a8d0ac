package io.blocktier.gateway.route;

import io.blocktier.gateway.Right;
import io.blocktier.gateway.auth.Authentication;
import io.blocktier.gateway.auth.Authenticator;
import io.blocktier.gateway.auth.Caller;
import io.blocktier.gateway.auth.RequestHead;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.request.S3Request;
import java.util.Map;
import java.util.Optional;

/**
 * Who may do what. Thread-safe.
 *
 * @param authenticator finds out who sends a request
 * @param anonymous what those may do who show no key
 */
public record Access(Authenticator authenticator, Optional<Right> anonymous) {

  /** Finds out who sends a request. */
  Authentication authenticate(RequestHead head) throws S3Exception {
    return authenticator.authenticate(head);
  }

  /** Returns a request that brought a form as that of whoever signed the form. */
  public Optional<S3Request> signerOf(S3Request request, Map<String, String> fields)
      throws S3Exception {
    return authenticator
        .authenticateForm(request.head(), fields)
        .map(signer -> of(request, signer));
  }

  private S3Request of(S3Request request, Authentication sender) {
    return new S3Request(
        sender,
        rights(sender),
        request.target(),
        request.query(),
        request.body(),
        request.helper(),
        request.id());
  }

  /** Returns what a sender may do. */
  S3Request.Rights rights(Authentication sender) {
    return switch (sender.caller()) {
      case Caller.KeyHolder holder -> holder.key()::may;
      case Caller.Anonymous() ->
          (right, bucket) -> anonymous.filter(granted -> granted.covers(right)).isPresent();
    };
  }
}
