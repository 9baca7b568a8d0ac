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
              "the credential is of " + scope.day() + ", the request of " + claim.time().day());
    }
    if (!scope.region().equals(region)) {
      throw claim
          .form()
          .malformed(
              "the region '" + scope.region() + "' is wrong; expecting '" + region + "'",
              Map.of("Region", region));
    }
    return SigningService.of(scope.service()).orElseThrow(() -> wrongService(claim));
  }

  private static S3Exception wrongService(SignatureClaim claim) {
    return claim
        .form()
        .malformed(
            "the service '"
                + claim.credential().scope().service()
                + "' is wrong; expecting '"
                + SigningService.S3.id()
                + "'");
  }
}
