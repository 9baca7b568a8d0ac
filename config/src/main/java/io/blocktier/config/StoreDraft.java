package io.blocktier.config;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.spi.BlockStoreProvider;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.InvalidSettingException;
import io.blocktier.blockstore.spi.Settings;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is written of a store: its type, and the section of that. */
final class StoreDraft {

  private final BlockStoreProvider provider;
  private final SectionDraft section;

  StoreDraft(
      StorePlace place,
      BlockStoreProvider provider,
      Map<String, WrittenValue> values,
      Origin origin) {
    this(provider, new SectionDraft(place.section(provider), values, origin));
  }

  private StoreDraft(BlockStoreProvider provider, SectionDraft section) {
    this.provider = provider;
    this.section = section;
  }

  /** Returns settings that a program gives, above those of the environment. */
  static StoreDraft given(
      String type, Map<String, String> settings, Map<String, String> environment, StoreTypes types)
      throws ConfigException {
    Origin origin = new Origin("given settings");
    BlockStoreProvider provider = types.require(KnownKey.TYPE, type, origin);
    Overrides overrides = Overrides.of(environment, types);
    return new StoreDraft(
            StorePlace.ROOT, provider, overrides.settings(Section.of(provider)), origin)
        .under(settings, origin);
  }

  /** Returns this draft with other values that win over its own. */
  StoreDraft under(Map<String, String> texts, Origin place) {
    Map<String, WrittenValue> above = new LinkedHashMap<>();
    texts.forEach((key, text) -> above.put(key, new WrittenValue(text, place)));
    return under(above);
  }

  /** Returns this draft with other values that win over its own. */
  StoreDraft under(Map<String, WrittenValue> above) {
    return new StoreDraft(provider, section.under(above));
  }

  Settings settings() throws ConfigException {
    return section.settings();
  }

  /** Returns the values, of which those that are required may be missing. */
  Settings settingsSoFar() throws ConfigException {
    return section.settingsSoFar();
  }

  /**
   * Opens the store, without any layer.
   *
   * @param effects clock, randomness and threads; outlive the store
   * @return the store, which the caller closes
   * @throws ConfigException if a setting is missing, or settings contradict each other
   * @throws BlockStoreException if the store cannot be opened
   */
  BlockStore open(Effects effects) throws ConfigException, BlockStoreException {
    try {
      return provider.open(settings(), effects);
    } catch (InvalidSettingException e) {
      throw invalid(e);
    }
  }

  /** Tells whether another draft comes to the same store. */
  boolean isSameAs(StoreDraft other) throws ConfigException {
    return type().equals(other.type()) && settings().shown().equals(other.settings().shown());
  }

  /** Adds the place of a setting to what is wrong with it. */
  ConfigException invalid(InvalidSettingException error) {
    return section.invalid(error);
  }

  BlockStoreProvider provider() {
    return provider;
  }

  Map<String, WrittenValue> values() {
    return section.values();
  }

  String type() {
    return provider.type();
  }

  Origin origin() {
    return section.origin();
  }

  @Override
  public String toString() {
    return section.toString();
  }
}
