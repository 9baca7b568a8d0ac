package io.blocktier.blockstore.spi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The values of a store's settings, checked against their declarations. Immutable and thread-safe;
 * {@code toString} shows no secret.
 */
public final class Settings {

  private final Map<Setting<?>, Optional<?>> values;

  private Settings(Map<Setting<?>, Optional<?>> values) {
    this.values = values;
  }

  /**
   * Reads the values of a section.
   *
   * @param declared the settings that the section has
   * @param texts what was written, by key
   * @return the values, defaults included
   * @throws InvalidSettingException if a key is unknown, one is missing that is required, or a text
   *     cannot be read
   */
  public static Settings parse(List<Setting<?>> declared, Map<String, String> texts) {
    requireKnown(declared, texts);
    Map<Setting<?>, Optional<?>> values = new LinkedHashMap<>();
    for (Setting<?> setting : declared) {
      values.put(setting, value(setting, texts));
    }
    return new Settings(values);
  }

  /**
   * Returns a value that is always there.
   *
   * @param <T> the value
   * @param setting a setting that is required or has a default
   * @return the value
   * @throws IllegalStateException if the setting is optional and was not written
   */
  public <T> T get(Setting<T> setting) {
    return find(setting)
        .orElseThrow(() -> new IllegalStateException("no value for setting " + setting.key()));
  }

  /**
   * Returns a value that may be missing.
   *
   * @param <T> the value
   * @param setting the setting
   * @return the value, or empty
   */
  @SuppressWarnings("unchecked") // whoever put it there had the setting's own type
  public <T> Optional<T> find(Setting<T> setting) {
    return (Optional<T>) values.getOrDefault(setting, Optional.empty());
  }

  /**
   * Returns the same values, and one for a setting whose default depends on others.
   *
   * @param <T> the value
   * @param setting an optional setting
   * @param value what it has where nothing was written
   * @return a copy in which the setting has a value
   */
  public <T> Settings or(Setting<T> setting, T value) {
    Map<Setting<?>, Optional<?>> more = new LinkedHashMap<>(values);
    more.put(setting, Optional.of(find(setting).orElse(value)));
    return new Settings(more);
  }

  /**
   * Returns all values as they may be shown.
   *
   * @return text by key, in the order of declaration, secrets as stars
   */
  public Map<String, String> shown() {
    Map<String, String> texts = new LinkedHashMap<>();
    values.forEach(
        (setting, value) -> value.ifPresent(v -> texts.put(setting.key(), show(setting, v))));
    return texts;
  }

  @Override
  public String toString() {
    return shown().toString();
  }

  private static void requireKnown(List<Setting<?>> declared, Map<String, String> texts) {
    List<String> known = declared.stream().map(Setting::key).toList();
    for (String key : texts.keySet()) {
      if (!known.contains(key)) {
        String all = known.stream().collect(Collectors.joining(", "));
        throw new InvalidSettingException(key, "no such setting; there are: " + all);
      }
    }
  }

  private static <T> Optional<T> value(Setting<T> setting, Map<String, String> texts) {
    String text = texts.get(setting.key());
    if (text != null) {
      return Optional.of(parse(setting, text));
    }
    if (setting.required()) {
      throw new InvalidSettingException(
          setting.key(), String.format(Locale.ROOT, "is missing (%s)", setting.type().label()));
    }
    return setting.defaultValue();
  }

  private static <T> T parse(Setting<T> setting, String text) {
    try {
      return setting.type().parse(text);
    } catch (IllegalArgumentException e) {
      String message =
          setting.secret() ? "is not " + setting.type().label() : String.valueOf(e.getMessage());
      throw new InvalidSettingException(setting.key(), message);
    }
  }

  @SuppressWarnings("unchecked") // parse() put it there with the setting's own type
  private static <T> String show(Setting<T> setting, Object value) {
    return setting.show((T) value);
  }
}
