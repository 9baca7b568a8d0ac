package io.blocktier.gateway.auth;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Refuses requests with headers that change their meaning and that the signature leaves out. */
final class CoverageRule {

  private CoverageRule() {}

  static void check(RequestHead head, SignatureClaim claim) throws S3Exception {
    Set<String> missing = new LinkedHashSet<>();
    addUnsigned("host", claim, missing);
    for (String name : head.headerNames()) {
      addUnsigned(name, claim, missing);
    }
    if (!missing.isEmpty()) {
      throw new S3Exception(
          S3ErrorCode.ACCESS_DENIED,
          "There were headers present in the request which were not signed",
          Map.of("HeadersNotSigned", String.join(", ", missing)));
    }
  }

  private static void addUnsigned(String name, SignatureClaim claim, Set<String> missing) {
    if (mustBeSigned(name, claim.form()) && !claim.signedHeaders().contains(name)) {
      missing.add(name);
    }
  }

  /** The digest of the payload is part of what is signed in any case. */
  private static boolean mustBeSigned(String name, SignatureForm form) {
    return name.equals("host")
        || (name.startsWith("x-amz-") && !name.equals(PayloadDeclaration.HEADER))
        || (form == SignatureForm.QUERY && name.equals("content-md5"));
  }
}
