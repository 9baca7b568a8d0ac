package io.blocktier.config;

import io.blocktier.blockstore.spi.BlockStoreProvider;
import io.blocktier.blockstore.spi.InvalidSettingException;
import io.blocktier.blockstore.spi.Setting;
import io.blocktier.blockstore.spi.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is written of a store, with the places, before the values are read. May hold secrets, and
 * therefore never shows its values.
 */
final class StoreDraft {

  private final BlockStoreProvider provider;
  private final Map<String, WrittenValue> values;
  private final Origin origin;

  StoreDraft(BlockStoreProvider provider, Map<String, WrittenValue> values, Origin origin) {
    this.provider = provider;
    this.values = new LinkedHashMap<>(values);
    this.origin = origin;
  }

  /** Returns settings that a program gives, above those of the environment. */
  static StoreDraft given(
      String type, Map<String, String> settings, Map<String, String> environment, StoreTypes types)
      throws ConfigException {
    Origin origin = new Origin("given settings");
    BlockStoreProvider provider = types.require(type, origin);
    Overrides overrides = Overrides.of(environment, types);
    return new StoreDraft(provider, overrides.settings(provider), origin).under(settings, origin);
  }

  /** Returns this draft with other values that win over its own. */
  StoreDraft under(Map<String, String> texts, Origin place) {
    Map<String, WrittenValue> above = new LinkedHashMap<>();
    texts.forEach((key, text) -> above.put(key, new WrittenValue(text, place)));
    return under(above);
  }

  /** Returns this draft with other values that win over its own. */
  StoreDraft under(Map<String, WrittenValue> above) {
    Map<String, WrittenValue> merged = new LinkedHashMap<>(values);
    merged.putAll(above);
    return new StoreDraft(provider, merged, origin);
  }

  /** Returns a configuration that can be opened. */
  BlocktierConfig complete() throws ConfigException {
    return new BlocktierConfig(this, settings().shown());
  }

  /** Returns a configuration whose missing keys are still to be filled in. */
  BlocktierConfig base() throws ConfigException {
    List<Setting<?>> optional =
        provider.settings().stream().<Setting<?>>map(StoreDraft::optional).toList();
    return new BlocktierConfig(this, read(optional).shown());
  }

  private static <T> Setting<T> optional(Setting<T> setting) {
    return new Setting<>(
        setting.key(),
        setting.type(),
        setting.defaultValue(),
        false,
        setting.secret(),
        setting.doc());
  }

  Settings settings() throws ConfigException {
    return read(provider.settings());
  }

  private Settings read(List<Setting<?>> declared) throws ConfigException {
    Map<String, String> texts = new LinkedHashMap<>();
    values.forEach((key, value) -> texts.put(key, value.text()));
    try {
      return Settings.parse(declared, texts);
    } catch (InvalidSettingException e) {
      throw invalid(e);
    }
  }

  /** Adds the place of a setting to what is wrong with it. */
  ConfigException invalid(InvalidSettingException error) {
    WrittenValue value = values.get(error.key());
    String section = KnownKey.ofSection(provider.type()).path();
    return new ConfigException(
        value == null ? origin : value.origin(), section + "." + error.getMessage());
  }

  BlockStoreProvider provider() {
    return provider;
  }

  Map<String, WrittenValue> values() {
    return values;
  }

  String type() {
    return provider.type();
  }

  Origin origin() {
    return origin;
  }

  @Override
  public String toString() {
    return provider.type() + " with " + values.keySet();
  }
}
