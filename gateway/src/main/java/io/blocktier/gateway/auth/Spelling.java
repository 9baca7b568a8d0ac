package io.blocktier.gateway.auth;

import io.blocktier.gateway.error.S3Exception;

/**
 * How path and query are spelled in what is signed. Both spellings decode to the same names, so
 * that a signature that fits either is a signature of this request.
 */
enum Spelling {
  /** As AWS does it: decoded and encoded again. */
  CANONICAL {
    @Override
    String of(UriEncoding encoding, String sent) throws S3Exception {
      return encoding.canonical(sent);
    }
  },
  /** As some clients do it that leave characters alone: as it was sent. */
  AS_SENT {
    @Override
    String of(UriEncoding encoding, String sent) {
      return sent;
    }
  };

  abstract String of(UriEncoding encoding, String sent) throws S3Exception;
}
