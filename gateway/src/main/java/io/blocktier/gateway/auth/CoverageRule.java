package io.blocktier.gateway.auth;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Refuses requests with headers that change their meaning and that the signature leaves out. */
final class CoverageRule {

  private CoverageRule() {}

  static void check(RequestHead head, SignatureClaim claim) throws S3Exception {
    List<String> missing =
        Stream.concat(Stream.of("host"), head.headerNames().stream())
            .filter(name -> mustBeSigned(name, claim.form()))
            .filter(name -> !claim.signedHeaders().contains(name))
            .distinct()
            .toList();
    if (!missing.isEmpty()) {
      throw new S3Exception(
          S3ErrorCode.ACCESS_DENIED,
          "There were headers present in the request which were not signed",
          Map.of("HeadersNotSigned", String.join(", ", missing)));
    }
  }

  /** The digest of the payload is part of what is signed in any case. */
  private static boolean mustBeSigned(String name, SignatureForm form) {
    return name.equals("host")
        || (name.startsWith("x-amz-") && !name.equals(PayloadDeclaration.HEADER))
        || (form == SignatureForm.QUERY && name.equals("content-md5"));
  }
}
