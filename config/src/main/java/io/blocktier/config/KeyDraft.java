package io.blocktier.config;

import io.blocktier.blockstore.spi.SettingType;
import io.blocktier.gateway.AccessKey;
import io.blocktier.gateway.Grant;
import java.util.List;

/**
 * A key of a gateway, before its secret is looked for.
 *
 * @param id its public name
 * @param secret where its secret is
 * @param grants its rights
 * @param account whose it is
 */
record KeyDraft(String id, SecretSource secret, List<Grant> grants, String account) {

  /** What ids and secrets are: a variable that is set to nothing is none. */
  static final SettingType<String> TEXT =
      new SettingType<>("non-empty text", KeyDraft::requireSome, text -> text);

  AccessKey complete() throws ConfigException {
    try {
      return new AccessKey(id, secret.read(), grants, account);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(secret.origin(), e.getMessage() == null ? "" : e.getMessage());
    }
  }

  private static String requireSome(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("is empty");
    }
    return text;
  }
}
