package io.blocktier.gateway.auth;

import io.blocktier.gateway.AccessKey;
import io.blocktier.gateway.error.S3Exception;
import java.util.Collection;
import java.util.Optional;

/** Where keys are looked up, once for each signed request. Implementations are thread-safe. */
@FunctionalInterface
public interface AccessKeys {

  /**
   * Looks a key up. Nothing about the request has been verified yet.
   *
   * @param accessKeyId the id that the request names
   * @param token the token that the request carries
   * @return the key, or empty if nobody has one of this id
   * @throws S3Exception InvalidToken if the token is not the key's, or the key has one and the
   *     request has not; ExpiredToken if its time is over
   */
  Optional<AccessKey> find(String accessKeyId, SessionToken token) throws S3Exception;

  /**
   * Keys that last, and hence have no tokens.
   *
   * @param keys the keys, of different ids
   * @return a lookup that knows these and no others
   */
  static AccessKeys of(Collection<AccessKey> keys) {
    return new LastingKeys(keys);
  }
}
