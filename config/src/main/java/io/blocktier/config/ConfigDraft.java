package io.blocktier.config;

import java.util.Optional;

/**
 * What is written in a document.
 *
 * @param store of its store
 * @param cache of the cache around that, if there is to be one
 */
record ConfigDraft(StoreDraft store, Optional<SectionDraft> cache) {

  /** Returns a configuration that can be opened. */
  BlocktierConfig complete() throws ConfigException {
    return new BlocktierConfig(store, store.settings().shown(), readCache());
  }

  /** Returns a configuration whose missing keys of the store are still to be filled in. */
  BlocktierConfig base() throws ConfigException {
    return new BlocktierConfig(store, store.settingsSoFar().shown(), readCache());
  }

  private Optional<ConfiguredCache> readCache() throws ConfigException {
    return cache.isPresent() ? Optional.of(ConfiguredCache.of(cache.get())) : Optional.empty();
  }
}
