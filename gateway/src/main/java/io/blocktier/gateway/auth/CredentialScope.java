package io.blocktier.gateway.auth;

/**
 * What a signing key is good for.
 *
 * @param day as {@code yyyyMMdd}
 * @param region the region
 * @param service the service
 */
record CredentialScope(String day, String region, String service) {

  static final String TERMINATOR = "aws4_request";

  String text() {
    return day + "/" + region + "/" + service + "/" + TERMINATOR;
  }
}
