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
 * @param options how they are packed, whatever requests to the store cost
 * @param settings that they come from
 * @param shown the settings as they may be shown, by key
 */
record ConfiguredPacked(PackedOptions options, Settings settings, Map<String, String> shown) {

  static ConfiguredPacked of(SectionDraft draft) throws ConfigException {
    Settings settings = draft.settings();
    try {
      return new ConfiguredPacked(PackedSection.options(settings), settings, settings.shown());
    } catch (InvalidSettingException e) {
      throw draft.invalid(e);
    }
  }

  /** Returns how blocks are packed over a store: its type decides what requests cost. */
  PackedOptions over(StoreDraft store) {
    return options.with(
        options.segments().with(PriceSettings.of(settings, store, Optional.empty())));
  }

  /** Returns the segments that the blocks are in. */
  ConfiguredSegments segments(StoreDraft store) {
    return new ConfiguredSegments(
        over(store).segments(), GarbageLimits.DEFAULT, shown, store, Optional.empty());
  }
}
