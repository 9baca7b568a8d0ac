package io.blocktier.blockstore.spi;

import java.util.Map;

/**
 * What a URI says: which store, and what in it. Immutable and thread-safe.
 *
 * @param settings what the URI says of the store, as texts by key; the rest comes from the
 *     environment and the defaults
 * @param name the key, prefix or glob within the store, not decoded further; empty for the whole
 */
public record StoreLocation(Map<String, String> settings, String name) {

  /** Copies the settings. */
  public StoreLocation {
    settings = Map.copyOf(settings);
  }
}
