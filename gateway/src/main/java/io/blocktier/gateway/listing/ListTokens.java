package io.blocktier.gateway.listing;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Where a listing goes on, as a client carries it. */
final class ListTokens {

  private ListTokens() {}

  static String of(String position) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(position.getBytes(StandardCharsets.UTF_8));
  }

  static String position(String token) throws S3Exception {
    try {
      String position = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      if (!position.isEmpty()) {
        return position;
      }
    } catch (IllegalArgumentException e) {
      // answered below
    }
    throw new S3Exception(
        S3ErrorCode.INVALID_ARGUMENT, "The continuation token provided is incorrect");
  }
}
