package io.blocktier.config;

import io.blocktier.blockstore.spi.InvalidSettingException;
import io.blocktier.blockstore.spi.Setting;
import io.blocktier.blockstore.spi.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is written in a section, with the places, before the values are read. May hold secrets, and
 * therefore never shows its values.
 */
final class SectionDraft {

  private final Section section;
  private final Map<String, WrittenValue> values;
  private final Origin origin;

  SectionDraft(Section section, Map<String, WrittenValue> values, Origin origin) {
    this.section = section;
    this.values = new LinkedHashMap<>(values);
    this.origin = origin;
  }

  /** Returns this draft with other values that win over its own. */
  SectionDraft under(Map<String, WrittenValue> above) {
    Map<String, WrittenValue> merged = new LinkedHashMap<>(values);
    merged.putAll(above);
    return new SectionDraft(section, merged, origin);
  }

  /** Returns the values, of which none may be missing. */
  Settings settings() throws ConfigException {
    return read(section.settings());
  }

  /** Returns the values, of which those that are required may be missing. */
  Settings settingsSoFar() throws ConfigException {
    return read(section.settings().stream().<Setting<?>>map(SectionDraft::optional).toList());
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
    return new ConfigException(
        value == null ? origin : value.origin(), section.path() + "." + error.getMessage());
  }

  Map<String, WrittenValue> values() {
    return values;
  }

  Origin origin() {
    return origin;
  }

  @Override
  public String toString() {
    return section.path() + " with " + values.keySet();
  }
}
