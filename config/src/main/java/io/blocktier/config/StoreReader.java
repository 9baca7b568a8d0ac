package io.blocktier.config;

import io.blocktier.blockstore.spi.BlockStoreProvider;
import io.blocktier.config.YamlNode.Field;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/** Reads the description of a store, wherever it stands. */
final class StoreReader {

  private final StorePlace place;
  private final StoreTypes types;
  private final Overrides overrides;
  private final SectionReader reader;

  StoreReader(StorePlace place, StoreTypes types, Overrides overrides) {
    this.place = place;
    this.types = types;
    this.overrides = overrides;
    this.reader = new SectionReader(types.keys(place));
  }

  StoreDraft read(Field blockStore) throws ConfigException {
    Map<String, Field> fields = reader.fields(blockStore.value(), place.key().path());
    Map<String, Field> sections = knownSections(fields);
    SequencedSet<BlockStoreProvider> named = namedTypes(fields);
    if (named.isEmpty()) {
      throw new ConfigException(
          blockStore.keyOrigin(),
          place.type().path() + ": is missing; write one of: " + types.names());
    }
    Map<String, Map<String, WrittenValue>> written = settings(sections, named);
    BlockStoreProvider chosen = named.getLast();
    overrides.requireOnly(place, chosen);
    return new StoreDraft(
            place,
            chosen,
            written.getOrDefault(chosen.type(), Map.of()),
            originOf(chosen, blockStore, sections))
        .under(overrides.settings(place.section(chosen)));
  }

  private Map<String, Field> knownSections(Map<String, Field> fields) throws ConfigException {
    Map<String, Field> sections = new LinkedHashMap<>(fields);
    sections.remove(place.type().name());
    for (Map.Entry<String, Field> section : sections.entrySet()) {
      if (types.find(section.getKey()).isEmpty()) {
        throw reader.unknown(place.sectionKey(section.getKey()), section.getValue());
      }
    }
    return sections;
  }

  /** Returns what the document names, then what a variable names; the last is chosen. */
  private SequencedSet<BlockStoreProvider> namedTypes(Map<String, Field> fields)
      throws ConfigException {
    SequencedSet<BlockStoreProvider> named = new LinkedHashSet<>();
    Field type = fields.get(place.type().name());
    if (type != null) {
      WrittenValue written = reader.text(place.type(), type);
      named.addLast(types.require(place.type(), written.text(), written.origin()));
    }
    Optional<WrittenValue> override = overrides.type(place);
    if (override.isPresent()) {
      named.addLast(types.require(place.type(), override.get().text(), override.get().origin()));
    }
    return named;
  }

  private Map<String, Map<String, WrittenValue>> settings(
      Map<String, Field> sections, SequencedSet<BlockStoreProvider> named) throws ConfigException {
    Map<String, Map<String, WrittenValue>> settings = new HashMap<>();
    for (Map.Entry<String, Field> section : sections.entrySet()) {
      BlockStoreProvider provider = chosen(section.getKey(), section.getValue(), named);
      settings.put(section.getKey(), reader.settings(place.section(provider), section.getValue()));
    }
    return settings;
  }

  /** A section that nothing reads is a mistake, except where a variable overrides the type. */
  private BlockStoreProvider chosen(
      String type, Field section, SequencedSet<BlockStoreProvider> named) throws ConfigException {
    for (BlockStoreProvider provider : named) {
      if (provider.type().equals(type)) {
        return provider;
      }
    }
    throw new ConfigException(
        section.keyOrigin(),
        place.sectionKey(type).path()
            + ": is of another type than "
            + place.type().path()
            + ", which is '"
            + named.getFirst().type()
            + "'; remove one");
  }

  private static Origin originOf(
      BlockStoreProvider chosen, Field blockStore, Map<String, Field> sections) {
    return sections.getOrDefault(chosen.type(), blockStore).keyOrigin();
  }
}
