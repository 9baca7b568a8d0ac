package io.blocktier.config;

import io.blocktier.blockstore.spi.BlockStoreProvider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The types of store that are there, by name, with everything that can be written of them. */
final class StoreTypes {

  private static final Origin ORIGIN = new Origin("block store providers");

  private final TreeMap<String, BlockStoreProvider> byType = new TreeMap<>();
  private final TreeMap<String, BlockStoreProvider> byScheme = new TreeMap<>();
  private final KnownKeys keys;
  private final Map<StorePlace, KnownKeys> keysOfPlaces = new LinkedHashMap<>();

  StoreTypes(Collection<BlockStoreProvider> providers) throws ConfigException {
    for (BlockStoreProvider provider : providers) {
      claim(byType, "type", provider.type(), provider);
      for (String scheme : provider.schemes()) {
        claim(byScheme, "scheme", scheme, provider);
      }
    }
    this.keys = new KnownKeys(StorePlace.ROOT, sections(), unnamed());
    keysOfPlaces.put(StorePlace.ROOT, keys);
    for (StorePlace place : SegmentsSection.PLACES) {
      keysOfPlaces.put(place, new KnownKeys(place, sections(place), List.of()));
    }
    requireDistinctVariables();
  }

  private List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    sections.addAll(sections(StorePlace.ROOT));
    sections.add(CacheSection.SECTION);
    sections.add(PackedSection.SECTION);
    sections.add(SegmentsSection.SECTION);
    sections.add(GatewaySection.SECTION);
    return sections;
  }

  private List<Section> sections(StorePlace place) {
    return byType.values().stream().map(place::section).toList();
  }

  private static List<KnownKey> unnamed() {
    List<KnownKey> unnamed = new ArrayList<>(GatewaySection.UNNAMED);
    SegmentsSection.PLACES.forEach(place -> unnamed.add(place.key()));
    return unnamed;
  }

  static StoreTypes discover() throws ConfigException {
    List<BlockStoreProvider> providers = new ArrayList<>();
    try {
      ServiceLoader.load(BlockStoreProvider.class).forEach(providers::add);
    } catch (ServiceConfigurationError e) {
      throw new ConfigException(ORIGIN, "one cannot be loaded: " + e.getMessage());
    }
    return new StoreTypes(providers);
  }

  private static void claim(
      Map<String, BlockStoreProvider> owners, String what, String name, BlockStoreProvider provider)
      throws ConfigException {
    BlockStoreProvider other = owners.putIfAbsent(name, provider);
    if (other != null) {
      String rivals = other.getClass().getName() + " and " + provider.getClass().getName();
      throw contested(rivals, what + " '" + name + "'");
    }
  }

  /**
   * A variable has to mean one setting: {@code s3.pool_size} and {@code s3_pool.size} do not mix.
   */
  private void requireDistinctVariables() throws ConfigException {
    Map<String, KnownKey> owners = new HashMap<>();
    for (KnownKey key : values()) {
      KnownKey other = owners.putIfAbsent(key.variable(), key);
      if (other != null) {
        throw contested(other.path() + " and " + key.path(), "variable " + key.variable());
      }
    }
  }

  private static ConfigException contested(String rivals, String what) {
    return new ConfigException(ORIGIN, rivals + " both claim the " + what);
  }

  Optional<BlockStoreProvider> find(String type) {
    return Optional.ofNullable(byType.get(type));
  }

  /** Returns the provider of a type that somebody wrote. */
  BlockStoreProvider require(KnownKey key, String type, Origin origin) throws ConfigException {
    BlockStoreProvider provider = byType.get(type);
    if (provider == null) {
      throw new ConfigException(
          origin, key.path() + ": there is no type '" + Echo.name(type) + "'" + advice(type));
    }
    return provider;
  }

  private String advice(String type) {
    if (byType.isEmpty()) {
      return "; there are none on the class path or module path";
    }
    String nearest =
        Collections.min(
            byType.keySet(), Comparator.comparingInt(known -> EditDistance.between(known, type)));
    return "; did you mean '" + nearest + "'? There are: " + names();
  }

  /** Returns the types by name, separated by commas. */
  String names() {
    return String.join(", ", byType.keySet());
  }

  Optional<BlockStoreProvider> ofScheme(String scheme) {
    return Optional.ofNullable(byScheme.get(scheme));
  }

  /** Returns the schemes as they are written, separated by commas. */
  String schemes() {
    return byScheme.keySet().stream()
        .map(scheme -> scheme + ":")
        .reduce((a, b) -> a + ", " + b)
        .orElse("none");
  }

  Collection<BlockStoreProvider> providers() {
    return byType.values();
  }

  /** Returns what may be written in a document, but for the stores of segments. */
  KnownKeys keys() {
    return keys;
  }

  /** Returns what may be written where a store is described. */
  KnownKeys keys(StorePlace place) {
    return Objects.requireNonNull(keysOfPlaces.get(place));
  }

  /** Returns all keys that have a variable. */
  List<KnownKey> values() {
    return keysOfPlaces.values().stream().flatMap(known -> known.values().stream()).toList();
  }

  /** Says which known variable is nearest to an unknown one. */
  String adviceForVariable(String unknown) {
    KnownKeys nearest =
        SegmentsSection.PLACES.stream()
            .filter(place -> unknown.startsWith(place.key().variable() + "_"))
            .findFirst()
            .map(this::keys)
            .orElse(keys);
    return nearest.adviceForVariable(unknown);
  }
}
