package io.blocktier.config;

import io.blocktier.config.YamlNode.Field;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a document: every key has to be known, at its place, and of the chosen type. */
final class ConfigDocument {

  private static final Set<KnownKey> ROOT =
      Set.of(
          KnownKey.BLOCK_STORE,
          KnownKey.CACHE,
          KnownKey.PACKED,
          KnownKey.SEGMENTS,
          KnownKey.GATEWAY);

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
        new StoreReader(StorePlace.ROOT, types, overrides).read(blockStore),
        beside(CacheSection.SECTION, KnownKey.CACHE, fields),
        beside(PackedSection.SECTION, KnownKey.PACKED, fields),
        segments(Optional.ofNullable(fields.get(KnownKey.SEGMENTS.name()))),
        gateway(Optional.ofNullable(fields.get(KnownKey.GATEWAY.name()))));
  }

  private GatewayDraft gateway(Optional<Field> gateway) throws ConfigException {
    return gateway.isPresent()
        ? GatewayReader.read(reader, gateway.get(), overrides)
        : GatewayDraft.unwritten(overrides);
  }

  private Optional<SegmentsDraft> segments(Optional<Field> segments) throws ConfigException {
    if (segments.isEmpty()) {
      overrides.requireNone(KnownKey.SEGMENTS);
      return Optional.empty();
    }
    return Optional.of(new SegmentsReader(reader, types, overrides).read(segments.get()));
  }

  /** Reads a section at the root that needs not be there. */
  private Optional<SectionDraft> beside(Section section, KnownKey key, Map<String, Field> fields)
      throws ConfigException {
    Field written = fields.get(key.name());
    if (written == null) {
      overrides.requireNone(key);
      return Optional.empty();
    }
    Map<String, WrittenValue> values = reader.settings(section, written);
    SectionDraft draft = new SectionDraft(section, values, written.keyOrigin());
    return Optional.of(draft.under(overrides.settings(section)));
  }

  private static ConfigException missing(Origin origin) {
    return new ConfigException(
        origin, KnownKey.BLOCK_STORE.path() + ": is missing; write it at the root");
  }
}
