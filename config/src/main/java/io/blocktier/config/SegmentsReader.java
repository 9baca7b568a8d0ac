package io.blocktier.config;

import io.blocktier.config.YamlNode.Field;
import io.blocktier.config.YamlNode.Mapping;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the section {@code segments}, with its stores. */
final class SegmentsReader {

  private final SectionReader reader;
  private final StoreTypes types;
  private final Overrides overrides;

  SegmentsReader(SectionReader reader, StoreTypes types, Overrides overrides) {
    this.reader = reader;
    this.types = types;
    this.overrides = overrides;
  }

  SegmentsDraft read(Field written) throws ConfigException {
    Section section = SegmentsSection.SECTION;
    Map<String, Field> fields = new LinkedHashMap<>(reader.fields(written.value(), section.path()));
    Optional<StoreDraft> hot = store(fields, StorePlace.HOT);
    Optional<StoreDraft> cold = store(fields, StorePlace.COLD);
    Field rest = new Field(written.keyOrigin(), new Mapping(fields, written.value().origin()));
    SectionDraft draft =
        new SectionDraft(section, reader.settings(section, rest), written.keyOrigin());
    return new SegmentsDraft(draft.under(overrides.settings(section)), hot, cold);
  }

  /** Takes a store out of the section. */
  private Optional<StoreDraft> store(Map<String, Field> fields, StorePlace place)
      throws ConfigException {
    Field written = fields.remove(place.key().name());
    if (written == null) {
      overrides.requireNone(place.key());
      return Optional.empty();
    }
    return Optional.of(new StoreReader(place, types, overrides).read(written));
  }
}
