package io.blocktier.config;

import io.blocktier.blockstore.spi.InvalidSettingException;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.cache.CacheOptions;
import java.util.Map;

/**
 * The cache that a document describes.
 *
 * @param options how it is set up
 * @param shown the settings as they may be shown, by key
 */
record ConfiguredCache(CacheOptions options, Map<String, String> shown) {

  /**
   * Reads a section.
   *
   * @param packs whether the store beneath packs blocks, and many have to travel at a time
   */
  static ConfiguredCache of(SectionDraft draft, boolean packs) throws ConfigException {
    Settings settings = CacheSection.complete(draft.settings(), packs);
    try {
      return new ConfiguredCache(CacheSection.options(settings), settings.shown());
    } catch (InvalidSettingException e) {
      throw draft.invalid(e);
    }
  }
}
