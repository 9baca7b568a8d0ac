package io.blocktier.config;

import io.blocktier.blockstore.spi.InvalidSettingException;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.segments.manifest.GarbageLimits;
import io.blocktier.segments.packed.PackedOptions;
import java.util.Map;
import java.util.Optional;

/**
 * The packing of blocks that a document describes.
 *
 * @param options how they are packed
 * @param shown the settings as they may be shown, by key
 */
record ConfiguredPacked(PackedOptions options, Map<String, String> shown) {

  static ConfiguredPacked of(SectionDraft draft) throws ConfigException {
    Settings settings = draft.settings();
    try {
      return new ConfiguredPacked(PackedSection.options(settings), settings.shown());
    } catch (InvalidSettingException e) {
      throw draft.invalid(e);
    }
  }

  /** Returns the segments that the blocks are in. */
  ConfiguredSegments segments(StoreDraft store) {
    return new ConfiguredSegments(
        options.segments().with(PriceSettings.standard(store)),
        GarbageLimits.DEFAULT,
        shown,
        store,
        Optional.empty());
  }
}
