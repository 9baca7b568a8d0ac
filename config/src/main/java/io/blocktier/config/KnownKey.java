package io.blocktier.config;

import java.util.Locale;

/**
 * A path that may be written in a document, and its variable.
 *
 * @param parent the path of the section, empty for the root
 * @param name the last element
 */
record KnownKey(String parent, String name) {

  /** The key at the root that every document has. */
  static final KnownKey BLOCK_STORE = new KnownKey("", "block_store");

  /** The key at the root that a document has whose store is cached. */
  static final KnownKey CACHE = new KnownKey("", "cache");

  /** The key at the root that a document has whose store is served. */
  static final KnownKey GATEWAY = new KnownKey("", "gateway");

  /** The key at the root that a document has whose store has segments of small records. */
  static final KnownKey SEGMENTS = new KnownKey("", "segments");

  /** The key at the root that a document has whose blocks are packed. */
  static final KnownKey PACKED = new KnownKey("", "packed");

  /** Where segments are written. */
  static final KnownKey HOT = new KnownKey(SEGMENTS.path(), "hot");

  /** Where segments go when they are cold. */
  static final KnownKey COLD = new KnownKey(SEGMENTS.path(), "cold");

  /** The key that chooses a provider. */
  static final KnownKey TYPE = new KnownKey(BLOCK_STORE.path(), "type");

  /** Takes a path apart. */
  static KnownKey of(String path) {
    int dot = path.lastIndexOf('.');
    return dot < 0
        ? new KnownKey("", path)
        : new KnownKey(path.substring(0, dot), path.substring(dot + 1));
  }

  /** Returns the key at the root that this one is beneath. */
  KnownKey root() {
    return new KnownKey("", path().split("\\.", 2)[0]);
  }

  String path() {
    return parent.isEmpty() ? name : parent + "." + name;
  }

  String variable() {
    return "BLOCKTIER_" + path().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }
}
