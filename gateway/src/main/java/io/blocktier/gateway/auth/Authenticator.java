package io.blocktier.gateway.auth;

import io.blocktier.gateway.AccessKey;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import javax.crypto.SecretKey;

/** Finds out who sends a request, by Signature Version 4. Thread-safe. */
public final class Authenticator {

  /** What unknown keys are checked with, so that their refusal takes the time of any other. */
  private static final String DECOY = "nobody's secret access key of the usual size";

  private final AccessKeys keys;
  private final ScopeRule scopes;
  private final TimeRule times;
  private final SigningKeys signingKeys = new SigningKeys();

  /**
   * Makes an authenticator.
   *
   * @param keys where keys are looked up
   * @param clock the time of day
   * @param region the region for which requests have to be signed
   */
  public Authenticator(AccessKeys keys, InstantSource clock, String region) {
    this.keys = keys;
    scopes = new ScopeRule(region);
    times = new TimeRule(clock);
  }

  /**
   * Finds out who sends a request. What the signature says about the body is not verified here but
   * while the body is read.
   *
   * @param head the request as it was sent
   * @return who sends it; a request without any credentials is anonymous
   * @throws S3Exception if there is a signature and it is not good
   */
  public Authentication authenticate(RequestHead head) throws S3Exception {
    RequestQuery query = RequestQuery.parse(head.rawQuery());
    Optional<SignatureForm> form = SignatureForm.of(head, query);
    if (form.isEmpty()) {
      return anonymous(head);
    }
    return switch (form.get()) {
      case HEADER -> signed(head, new Verification(head, query, HeaderClaims.of(head)));
      case QUERY ->
          signed(
              PresignedHead.of(head, query),
              new Verification(head, query, QueryClaims.of(head, query)));
    };
  }

  /**
   * Finds out who signed the policy of a form. What the policy says is not judged here.
   *
   * @param head the request
   * @param fields those of the form, by name in lower case
   * @return who signed it; empty if the form has neither policy nor signature
   * @throws S3Exception if there is a signature and it is not good, or half of one
   */
  public Optional<Authentication> authenticateForm(RequestHead head, Map<String, String> fields)
      throws S3Exception {
    Optional<FormClaim> claim = FormClaim.of(fields);
    return claim.isEmpty() ? Optional.empty() : Optional.of(signed(head, claim.get()));
  }

  private Authentication signed(RequestHead head, FormClaim claim) throws S3Exception {
    SessionToken token = new SessionToken.None();
    if (claim instanceof FormClaim.Current current) {
      scopes.check(current.claim());
      token = current.claim().token();
    }
    Optional<AccessKey> found = keys.find(claim.accessKeyId(), token);
    boolean matches = claim.isSignedBy(found.map(AccessKey::secret).orElse(DECOY));
    AccessKey key = found.orElseThrow(() -> unknown(claim.accessKeyId()));
    if (!matches) {
      throw new S3Exception(S3ErrorCode.SIGNATURE_DOES_NOT_MATCH);
    }
    return new Authentication(
        head, new Caller.KeyHolder(key, SigningService.S3), token, new PayloadSignature.Unsigned());
  }

  /**
   * Takes a request for that of somebody who shows no key, whatever it carries.
   *
   * @throws S3Exception if it declares a payload that cannot be
   */
  public static Authentication anonymous(RequestHead head) throws S3Exception {
    PayloadDeclaration payload =
        head.header(PayloadDeclaration.HEADER)
            .map(PayloadDeclaration::new)
            .orElse(PayloadDeclaration.UNSIGNED);
    return new Authentication(
        head, new Caller.Anonymous(), new SessionToken.None(), payload.unsigned());
  }

  private Authentication signed(RequestHead effective, Verification verification)
      throws S3Exception {
    SignatureClaim claim = verification.claim();
    SigningService service = scopes.check(claim);
    times.check(claim);
    CoverageRule.check(verification.head(), claim);
    Optional<AccessKey> found = keys.find(claim.credential().accessKeyId(), claim.token());
    SecretKey signingKey = signingKey(found, claim.credential().scope());
    boolean matches = verification.matches(signingKey);
    AccessKey key = found.orElseThrow(() -> unknown(claim.credential().accessKeyId()));
    if (!matches) {
      throw verification.mismatch();
    }
    return new Authentication(
        effective,
        new Caller.KeyHolder(key, service),
        claim.token(),
        claim.payload().signed(chunkSigning(claim, signingKey)));
  }

  private SecretKey signingKey(Optional<AccessKey> key, CredentialScope scope) {
    return key.map(known -> signingKeys.of(known, scope))
        .orElseGet(() -> SigningKeys.derive(DECOY, scope));
  }

  private static ChunkSigning chunkSigning(SignatureClaim claim, SecretKey signingKey) {
    return new ChunkSigning(
        signingKey, claim.time().text(), claim.credential().scope().text(), claim.signature());
  }

  private static S3Exception unknown(String accessKeyId) {
    return new S3Exception(
        S3ErrorCode.INVALID_ACCESS_KEY_ID,
        S3ErrorCode.INVALID_ACCESS_KEY_ID.text(),
        Map.of("AWSAccessKeyId", accessKeyId));
  }
}
