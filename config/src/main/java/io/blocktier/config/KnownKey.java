package io.blocktier.config;

import java.util.Locale;

/**
 * A path that may be written in a document, and its variable.
 *
 * @param parent the path of the section, empty for the root
 * @param name the last element
 */
record KnownKey(String parent, String name) {

  /** The one key at the root. */
  static final KnownKey ROOT = new KnownKey("", "block_store");

  /** The key that chooses a provider. */
  static final KnownKey TYPE = new KnownKey(ROOT.path(), "type");

  static KnownKey ofSection(String type) {
    return new KnownKey(ROOT.path(), type);
  }

  static KnownKey ofSetting(String type, String key) {
    return new KnownKey(ofSection(type).path(), key);
  }

  String path() {
    return parent.isEmpty() ? name : parent + "." + name;
  }

  String variable() {
    return "BLOCKTIER_" + path().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }
}
