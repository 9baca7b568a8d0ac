package io.blocktier.config;

import io.blocktier.blockstore.spi.BlockStoreProvider;
import io.blocktier.config.YamlNode.Field;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;

/** Reads a document: every key has to be known, at its place, and of the chosen type. */
final class ConfigDocument {

  private static final Set<KnownKey> ROOT =
      Set.of(KnownKey.BLOCK_STORE, KnownKey.CACHE, KnownKey.GATEWAY);

  private final StoreTypes types;
  private final Overrides overrides;
  private final SectionReader reader;

  private ConfigDocument(StoreTypes types, Overrides overrides) {
    this.types = types;
    this.overrides = overrides;
    this.reader = new SectionReader(types.keys());
  }

  static ConfigDraft read(
      String yaml, String source, Map<String, String> environment, StoreTypes types)
      throws ConfigException {
    ConfigDocument document = new ConfigDocument(types, Overrides.of(environment, types));
    Optional<YamlNode> root = YamlReader.read(yaml, source);
    if (root.isEmpty()) {
      throw missing(Origin.at(source, 1, 1));
    }
    return document.root(root.get());
  }

  private ConfigDraft root(YamlNode root) throws ConfigException {
    Map<String, Field> fields = reader.fields(root, "the document");
    for (Map.Entry<String, Field> field : fields.entrySet()) {
      KnownKey key = new KnownKey("", field.getKey());
      if (!ROOT.contains(key)) {
        throw reader.unknown(key, field.getValue());
      }
    }
    Field blockStore = fields.get(KnownKey.BLOCK_STORE.name());
    if (blockStore == null) {
      throw missing(root.origin());
    }
    return new ConfigDraft(
        blockStore(blockStore),
        cache(Optional.ofNullable(fields.get(KnownKey.CACHE.name()))),
        gateway(Optional.ofNullable(fields.get(KnownKey.GATEWAY.name()))));
  }

  private GatewayDraft gateway(Optional<Field> gateway) throws ConfigException {
    return gateway.isPresent()
        ? GatewayReader.read(reader, gateway.get(), overrides)
        : GatewayDraft.unwritten(overrides);
  }

  private Optional<SectionDraft> cache(Optional<Field> cache) throws ConfigException {
    if (cache.isEmpty()) {
      overrides.requireNoCache();
      return Optional.empty();
    }
    Section section = CacheSection.SECTION;
    Map<String, WrittenValue> written = reader.settings(section, cache.get());
    SectionDraft draft = new SectionDraft(section, written, cache.get().keyOrigin());
    return Optional.of(draft.under(overrides.settings(section)));
  }

  private static ConfigException missing(Origin origin) {
    return new ConfigException(
        origin, KnownKey.BLOCK_STORE.path() + ": is missing; write it at the root");
  }

  private StoreDraft blockStore(Field blockStore) throws ConfigException {
    Map<String, Field> fields = reader.fields(blockStore.value(), KnownKey.BLOCK_STORE.path());
    Map<String, Field> sections = knownSections(fields);
    SequencedSet<BlockStoreProvider> named = namedTypes(fields);
    if (named.isEmpty()) {
      throw new ConfigException(
          blockStore.keyOrigin(),
          KnownKey.TYPE.path() + ": is missing; write one of: " + types.names());
    }
    Map<String, Map<String, WrittenValue>> written = settings(sections, named);
    BlockStoreProvider chosen = named.getLast();
    overrides.requireOnly(chosen);
    return new StoreDraft(
            chosen,
            written.getOrDefault(chosen.type(), Map.of()),
            place(chosen, blockStore, sections))
        .under(overrides.settings(Section.of(chosen)));
  }

  private Map<String, Field> knownSections(Map<String, Field> fields) throws ConfigException {
    Map<String, Field> sections = new LinkedHashMap<>(fields);
    sections.remove(KnownKey.TYPE.name());
    for (Map.Entry<String, Field> section : sections.entrySet()) {
      if (types.find(section.getKey()).isEmpty()) {
        throw reader.unknown(KnownKey.ofSection(section.getKey()), section.getValue());
      }
    }
    return sections;
  }

  /** Returns what the document names, then what a variable names; the last is chosen. */
  private SequencedSet<BlockStoreProvider> namedTypes(Map<String, Field> fields)
      throws ConfigException {
    SequencedSet<BlockStoreProvider> named = new LinkedHashSet<>();
    Field type = fields.get(KnownKey.TYPE.name());
    if (type != null) {
      WrittenValue written = reader.text(KnownKey.TYPE, type);
      named.addLast(types.require(written.text(), written.origin()));
    }
    Optional<WrittenValue> override = overrides.type();
    if (override.isPresent()) {
      named.addLast(types.require(override.get().text(), override.get().origin()));
    }
    return named;
  }

  private Map<String, Map<String, WrittenValue>> settings(
      Map<String, Field> sections, SequencedSet<BlockStoreProvider> named) throws ConfigException {
    Map<String, Map<String, WrittenValue>> settings = new HashMap<>();
    for (Map.Entry<String, Field> section : sections.entrySet()) {
      BlockStoreProvider provider = chosen(section.getKey(), section.getValue(), named);
      settings.put(section.getKey(), reader.settings(Section.of(provider), section.getValue()));
    }
    return settings;
  }

  /** A section that nothing reads is a mistake, except where a variable overrides the type. */
  private static BlockStoreProvider chosen(
      String type, Field section, SequencedSet<BlockStoreProvider> named) throws ConfigException {
    for (BlockStoreProvider provider : named) {
      if (provider.type().equals(type)) {
        return provider;
      }
    }
    throw new ConfigException(
        section.keyOrigin(),
        KnownKey.ofSection(type).path()
            + ": is of another type than block_store.type, which is '"
            + named.getFirst().type()
            + "'; remove one");
  }

  private static Origin place(
      BlockStoreProvider chosen, Field blockStore, Map<String, Field> sections) {
    return sections.getOrDefault(chosen.type(), blockStore).keyOrigin();
  }
}
