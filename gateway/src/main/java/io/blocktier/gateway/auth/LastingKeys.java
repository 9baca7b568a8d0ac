package io.blocktier.gateway.auth;

import io.blocktier.gateway.AccessKey;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Keys out of a configuration. */
final class LastingKeys implements AccessKeys {

  private final Map<String, AccessKey> byId;

  LastingKeys(Collection<AccessKey> keys) {
    byId = keys.stream().collect(Collectors.toUnmodifiableMap(AccessKey::id, Function.identity()));
  }

  @Override
  public Optional<AccessKey> find(String accessKeyId, SessionToken token) throws S3Exception {
    Optional<AccessKey> key = Optional.ofNullable(byId.get(accessKeyId));
    if (key.isPresent() && !(token instanceof SessionToken.None)) {
      throw new S3Exception(S3ErrorCode.INVALID_TOKEN);
    }
    return key;
  }
}
