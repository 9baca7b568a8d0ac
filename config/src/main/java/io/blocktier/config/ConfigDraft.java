package io.blocktier.config;

import java.util.Map;
import java.util.Optional;

/**
 * What is written in a document.
 *
 * @param store of its store
 * @param cache of the cache around that, if there is to be one
 * @param packed of the packing of small blocks, if they are to be packed
 * @param segments of the segments of small records, if there are to be any
 * @param gateway of the server over that
 */
record ConfigDraft(
    StoreDraft store,
    Optional<SectionDraft> cache,
    Optional<SectionDraft> packed,
    Optional<SegmentsDraft> segments,
    GatewayDraft gateway) {

  /** Returns a configuration that can be opened. */
  BlocktierConfig complete() throws ConfigException {
    return new BlocktierConfig(
        store,
        store.settings().shown(),
        readCache(),
        readPacked(),
        readSegments(),
        gateway,
        shownGateway());
  }

  /** Returns a configuration whose missing keys of the store are still to be filled in. */
  BlocktierConfig base() throws ConfigException {
    return new BlocktierConfig(
        store,
        store.settingsSoFar().shown(),
        readCache(),
        readPacked(),
        Optional.empty(),
        gateway,
        shownGateway());
  }

  /** A section that is written is checked at once, also where nobody serves. */
  private Optional<Map<String, String>> shownGateway() throws ConfigException {
    return gateway.written() ? Optional.of(gateway.check()) : Optional.empty();
  }

  private Optional<ConfiguredSegments> readSegments() throws ConfigException {
    return segments.isPresent() ? Optional.of(segments.get().complete(store)) : Optional.empty();
  }

  private Optional<ConfiguredCache> readCache() throws ConfigException {
    return cache.isPresent()
        ? Optional.of(ConfiguredCache.of(cache.get(), packed.isPresent()))
        : Optional.empty();
  }

  private Optional<ConfiguredPacked> readPacked() throws ConfigException {
    return packed.isPresent() ? Optional.of(ConfiguredPacked.of(packed.get())) : Optional.empty();
  }
}
