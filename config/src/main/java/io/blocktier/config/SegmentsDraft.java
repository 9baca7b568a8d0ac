package io.blocktier.config;

import io.blocktier.blockstore.spi.InvalidSettingException;
import io.blocktier.blockstore.spi.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is written of segments.
 *
 * @param section their settings
 * @param hot the store in which they are written, where it is another than that of the document
 * @param cold the store they go to when they are cold, if there is one
 */
record SegmentsDraft(SectionDraft section, Optional<StoreDraft> hot, Optional<StoreDraft> cold) {

  /**
   * Checks everything.
   *
   * @param around the store of the document
   */
  ConfiguredSegments complete(StoreDraft around) throws ConfigException {
    Settings settings = section.settings();
    StoreDraft written = hot.orElse(around);
    Map<String, String> shown = new LinkedHashMap<>(settings.shown());
    if (hot.isPresent()) {
      shown.put(KnownKey.HOT.name(), shown(hot.get()));
    }
    if (cold.isPresent()) {
      requireAnother(cold.get(), written);
      shown.put(KnownKey.COLD.name(), shown(cold.get()));
    }
    try {
      if (cold.isEmpty()) {
        TieringSettings.requireCold(settings);
      }
      return new ConfiguredSegments(
          SegmentsSection.options(settings).with(PriceSettings.of(settings, written, cold)),
          TieringSettings.garbage(settings),
          shown,
          written,
          cold);
    } catch (InvalidSettingException e) {
      throw section.invalid(e);
    }
  }

  private static String shown(StoreDraft store) throws ConfigException {
    return store.type() + " " + store.settings().shown();
  }

  private static void requireAnother(StoreDraft cold, StoreDraft hot) throws ConfigException {
    if (cold.isSameAs(hot)) {
      throw new ConfigException(
          cold.origin(),
          KnownKey.COLD.path() + ": is the store that segments are written to; name another one");
    }
  }
}
