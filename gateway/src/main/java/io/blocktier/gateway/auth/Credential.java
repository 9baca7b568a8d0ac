package io.blocktier.gateway.auth;

import io.blocktier.gateway.error.S3Exception;
import java.util.List;

/**
 * The credential that a signature names.
 *
 * @param accessKeyId whose key
 * @param scope what the signature is good for
 */
record Credential(String accessKeyId, CredentialScope scope) {

  private static final int SCOPE_ELEMENTS = 4;

  /** Reads {@code id/day/region/service/aws4_request}; some services have ids with slashes. */
  static Credential parse(SignatureForm form, String text) throws S3Exception {
    List<String> elements = List.of(text.split("/", -1));
    int scope = elements.size() - SCOPE_ELEMENTS;
    if (scope < 1 || text.startsWith("/")) {
      throw form.malformed(
          "the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/"
              + CredentialScope.TERMINATOR
              + "\".");
    }
    if (!elements.getLast().equals(CredentialScope.TERMINATOR)) {
      throw form.malformed(
          "incorrect terminal \""
              + elements.getLast()
              + "\"; expecting \""
              + CredentialScope.TERMINATOR
              + "\"");
    }
    return new Credential(
        String.join("/", elements.subList(0, scope)),
        new CredentialScope(elements.get(scope), elements.get(scope + 1), elements.get(scope + 2)));
  }
}
