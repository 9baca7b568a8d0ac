package io.blocktier.config;

import io.blocktier.gateway.AccessKey;
import io.blocktier.gateway.Grant;
import java.util.List;

/**
 * A key of a gateway, before its secret is looked for.
 *
 * @param id its public name
 * @param secret where its secret is
 * @param grants its rights
 */
record KeyDraft(String id, SecretSource secret, List<Grant> grants) {

  AccessKey complete() throws ConfigException {
    try {
      return new AccessKey(id, secret.read(), grants);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(secret.origin(), e.getMessage() == null ? "" : e.getMessage());
    }
  }
}
