package io.blocktier.blockstore.spi;

import java.util.Optional;

/**
 * One key that a store can be configured with: the declaration from which parsing, environment
 * overrides, error messages and the reference page are made. Immutable and thread-safe.
 *
 * @param <T> the value
 * @param key the name in the store's section, lower case with underscores
 * @param type how text becomes a value
 * @param defaultValue what holds where nothing is written, or empty if nothing does
 * @param required whether something has to be written
 * @param secret whether the value must never be shown
 * @param doc one or two sentences for the reference page
 */
public record Setting<T>(
    String key,
    SettingType<T> type,
    Optional<T> defaultValue,
    boolean required,
    boolean secret,
    String doc) {

  /**
   * Declares a key that has to be written.
   *
   * @param <T> the value
   * @param key its name
   * @param type how text becomes a value
   * @param doc what it does
   * @return the setting
   */
  public static <T> Setting<T> required(String key, SettingType<T> type, String doc) {
    return new Setting<>(key, type, Optional.empty(), true, false, doc);
  }

  /**
   * Declares a key that may be left out, and then has no value.
   *
   * @param <T> the value
   * @param key its name
   * @param type how text becomes a value
   * @param doc what it does, and what happens without it
   * @return the setting
   */
  public static <T> Setting<T> optional(String key, SettingType<T> type, String doc) {
    return new Setting<>(key, type, Optional.empty(), false, false, doc);
  }

  /**
   * Declares a key with a default.
   *
   * @param <T> the value
   * @param key its name
   * @param type how text becomes a value
   * @param value the default
   * @param doc what it does
   * @return the setting
   */
  public static <T> Setting<T> of(String key, SettingType<T> type, T value, String doc) {
    return new Setting<>(key, type, Optional.of(value), false, false, doc);
  }

  /**
   * Returns this setting as one whose value is never shown.
   *
   * @return the changed setting
   */
  public Setting<T> asSecret() {
    return new Setting<>(key, type, defaultValue, required, true, doc);
  }

  /**
   * Returns how a value of this setting may be shown.
   *
   * @param value the value
   * @return its text, or stars for a secret
   */
  public String show(T value) {
    return secret ? "****" : type.printer().apply(value);
  }
}
