package io.blocktier.config;

import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.spi.Setting;
import io.blocktier.blockstore.spi.SettingType;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.config.YamlNode.Field;
import io.blocktier.config.YamlNode.Mapping;
import io.blocktier.config.YamlNode.Scalar;
import io.blocktier.config.YamlNode.Sequence;
import io.blocktier.gateway.AccessKey;
import io.blocktier.gateway.FixedBucket;
import io.blocktier.gateway.Grant;
import io.blocktier.gateway.Right;
import io.blocktier.gateway.fault.FaultRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the section {@code gateway}, with its lists of keys and buckets. */
final class GatewayReader {

  private static final Setting<String> ID =
      Setting.required("id", KeyDraft.TEXT, "The access key id.");
  private static final Setting<String> SECRET =
      Setting.optional("secret", KeyDraft.TEXT, "The secret access key.").asSecret();
  private static final Setting<Path> SECRET_FILE =
      Setting.optional(
          "secret_file", SettingType.PATH, "A file whose first line is the secret access key.");
  private static final Setting<String> ACCOUNT =
      Setting.of(
          "account",
          SettingType.TEXT,
          AccessKey.DEFAULT_ACCOUNT,
          "Whose the key is, and the buckets that are created with it.");
  private static final SettingType<Right> RIGHT = SettingType.oneOf(Right.class);

  /** One item of {@code access_keys}, less its rights. */
  static final Section KEY_SECTION =
      new Section("gateway.access_keys", List.of(ID, SECRET, SECRET_FILE, ACCOUNT));

  static final KnownKey RIGHTS = KEY_SECTION.key("rights");

  private final SectionReader reader;

  private GatewayReader(SectionReader reader) {
    this.reader = reader;
  }

  static GatewayDraft read(SectionReader reader, Field written, Overrides overrides)
      throws ConfigException {
    GatewayReader gateway = new GatewayReader(reader);
    Map<String, Field> fields =
        new LinkedHashMap<>(reader.fields(written.value(), KnownKey.GATEWAY.path()));
    Optional<Field> keys = Optional.ofNullable(fields.remove(GatewaySection.ACCESS_KEYS.name()));
    Optional<Field> buckets = Optional.ofNullable(fields.remove(GatewaySection.BUCKETS.name()));
    Optional<Field> zones = gateway.takeWithin(fields, GatewaySection.ZONES);
    Optional<Field> faults = gateway.takeWithin(fields, GatewaySection.FAULTS);
    Section section = GatewaySection.SECTION;
    SectionDraft settings =
        new SectionDraft(
            section, reader.settings(section, rest(written, fields)), written.keyOrigin());
    return new GatewayDraft(
        settings.under(overrides.settings(section)),
        keys.isPresent() ? gateway.keys(keys.get()) : List.of(),
        buckets.isPresent() ? gateway.buckets(buckets.get()) : List.of(),
        zones.isPresent() ? gateway.zones(zones.get()) : List.of(),
        faults.isPresent() ? gateway.faults(faults.get()) : List.of(),
        true);
  }

  private static Field rest(Field written, Map<String, Field> fields) {
    return new Field(written.keyOrigin(), new Mapping(fields, written.value().origin()));
  }

  /** Takes a list out of a section within; the rest of that takes one value for each key. */
  private Optional<Field> takeWithin(Map<String, Field> fields, KnownKey list)
      throws ConfigException {
    KnownKey section = KnownKey.of(list.parent());
    Field written = fields.get(section.name());
    if (written == null) {
      return Optional.empty();
    }
    Map<String, Field> within = new LinkedHashMap<>(reader.fields(written.value(), section.path()));
    Optional<Field> taken = Optional.ofNullable(within.remove(list.name()));
    fields.put(section.name(), rest(written, within));
    return taken;
  }

  private List<KeyDraft> keys(Field list) throws ConfigException {
    List<KeyDraft> keys = new ArrayList<>();
    for (YamlNode item : items(list, GatewaySection.ACCESS_KEYS, "id")) {
      keys.add(key(item));
    }
    return keys;
  }

  private List<ZoneDraft> zones(Field list) throws ConfigException {
    List<ZoneDraft> zones = new ArrayList<>();
    for (YamlNode item : items(list, GatewaySection.ZONES, "id")) {
      zones.add(ZoneDraft.of(draft(ZoneDraft.SECTION, item)));
    }
    return zones;
  }

  private List<FaultRule> faults(Field list) throws ConfigException {
    List<FaultRule> rules = new ArrayList<>();
    for (YamlNode item : items(list, GatewaySection.FAULTS, "fault")) {
      rules.add(GatewayFaults.rule(draft(GatewayFaults.RULE, item)));
    }
    return rules;
  }

  private static List<YamlNode> items(Field list, KnownKey key, String first)
      throws ConfigException {
    if (!(list.value() instanceof Sequence sequence)) {
      throw new ConfigException(
          list.value().origin(), key.path() + ": has to be a list of items '- " + first + ": …'");
    }
    return sequence.items();
  }

  private SectionDraft draft(Section section, YamlNode item) throws ConfigException {
    return new SectionDraft(
        section, reader.settings(section, new Field(item.origin(), item)), item.origin());
  }

  private KeyDraft key(YamlNode item) throws ConfigException {
    Map<String, Field> fields =
        new LinkedHashMap<>(reader.fields(item, GatewaySection.ACCESS_KEYS.path()));
    Field rights = fields.remove(RIGHTS.name());
    if (rights == null) {
      throw new ConfigException(
          item.origin(),
          RIGHTS.path() + ": is missing; write " + RIGHT.label() + ", or one for each bucket");
    }
    Field rest = new Field(item.origin(), new Mapping(fields, item.origin()));
    Settings settings = draft(KEY_SECTION, rest.value()).settings();
    return new KeyDraft(
        settings.get(ID),
        SecretSource.of(
            settings.find(SECRET),
            settings.find(SECRET_FILE),
            KEY_SECTION.key(SECRET.key()),
            item.origin()),
        grants(rights),
        settings.get(ACCOUNT));
  }

  private List<Grant> grants(Field rights) throws ConfigException {
    if (rights.value() instanceof Scalar) {
      return List.of(Grant.everywhere(right(RIGHTS, rights)));
    }
    List<Grant> grants = new ArrayList<>();
    for (Map.Entry<String, Field> grant : reader.fields(rights.value(), RIGHTS.path()).entrySet()) {
      KnownKey key = new KnownKey(RIGHTS.path(), grant.getKey());
      grants.add(new Grant(grant.getKey(), right(key, grant.getValue())));
    }
    return grants;
  }

  private Right right(KnownKey key, Field written) throws ConfigException {
    WrittenValue value = reader.text(key, written);
    try {
      return RIGHT.parse(value.text());
    } catch (IllegalArgumentException e) {
      throw new ConfigException(value.origin(), RIGHTS.path() + ": " + e.getMessage());
    }
  }

  private List<FixedBucket> buckets(Field section) throws ConfigException {
    List<FixedBucket> buckets = new ArrayList<>();
    String path = GatewaySection.BUCKETS.path();
    for (Map.Entry<String, Field> bucket : reader.fields(section.value(), path).entrySet()) {
      buckets.add(bucket(bucket.getKey(), bucket.getValue()));
    }
    return buckets;
  }

  private FixedBucket bucket(String name, Field written) throws ConfigException {
    KnownKey key = new KnownKey(GatewaySection.BUCKETS.path(), Echo.name(name));
    WrittenValue root = reader.text(key, written);
    try {
      return new FixedBucket(name, KeyPrefix.of(root.text().equals("/") ? "" : root.text()));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(root.origin(), key.path() + ": " + e.getMessage());
    }
  }
}
