package io.blocktier.gateway.auth;

import io.blocktier.gateway.error.S3Exception;
import java.util.Map;

/**
 * Refuses signatures that were made for elsewhere.
 *
 * @param region the region that this server says it is in
 */
record ScopeRule(String region) {

  /** Returns the service in whose name a request is signed. */
  SigningService check(SignatureClaim claim) throws S3Exception {
    CredentialScope scope = claim.credential().scope();
    if (!scope.day().equals(claim.time().day())) {
      throw claim
          .form()
          .malformed(
              "Invalid credential date \"%s\". This date is not the same as X-Amz-Date: \"%s\"."
                  .formatted(scope.day(), claim.time().day()));
    }
    if (!scope.region().equals(region)) {
      throw claim
          .form()
          .malformed(
              "the region '%s' is wrong; expecting '%s'".formatted(scope.region(), region),
              Map.of("Region", region));
    }
    return SigningService.of(scope.service())
        .orElseThrow(() ->
            claim
                .form()
                .malformed(
                    "incorrect service \"%s\"; this endpoint belongs to \"%s\""
                        .formatted(scope.service(), SigningService.S3.id())));
  }
}
