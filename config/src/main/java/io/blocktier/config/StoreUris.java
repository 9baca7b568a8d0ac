package io.blocktier.config;

import io.blocktier.blockstore.spi.BlockStoreProvider;
import io.blocktier.blockstore.spi.StoreLocation;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns URIs into configurations: {@code file:}, {@code mem:}, {@code s3:} and what else is found.
 */
public final class StoreUris {

  private static final Pattern SCHEME =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):.*", Pattern.DOTALL);

  private StoreUris() {}

  /**
   * What a URI means. Immutable and thread-safe.
   *
   * @param config the store
   * @param name the key, prefix or glob within the store, not decoded further; empty for the whole
   */
  public record Resolved(BlocktierConfig config, String name) {}

  /**
   * Finds out which store a URI means, and what in it. What the URI says wins over variables of the
   * environment, which win over the base. Where all of it comes to the store of the base, that
   * store's cache is around it; another store has none. Does not touch the network; may look at the
   * local disk.
   *
   * @param uri what the user wrote, such as {@code s3://bucket/prefix} or {@code file:/data}
   * @param base settings for what the URI leaves open; not used where its type is another
   * @param environment the variables, by name; other programs' variables are ignored
   * @return the store and the name within it
   * @throws ConfigException if the scheme is not known, the URI cannot be read, or the settings are
   *     not complete or not legal
   */
  public static Resolved resolve(
      String uri, Optional<BlocktierConfig> base, Map<String, String> environment)
      throws ConfigException {
    return resolve(uri, base, environment, StoreTypes.discover());
  }

  static Resolved resolve(
      String uri, Optional<BlocktierConfig> base, Map<String, String> environment, StoreTypes types)
      throws ConfigException {
    Origin origin = new Origin(uri);
    String scheme = scheme(uri, origin, types);
    BlockStoreProvider provider = provider(scheme, origin, types);
    StoreLocation location = locate(provider, scheme + uri.substring(scheme.length()), origin);
    Overrides overrides = Overrides.of(environment, types);
    StoreDraft draft =
        new StoreDraft(StorePlace.ROOT, provider, beneath(base, provider), origin)
            .under(overrides.settings(Section.of(provider)))
            .under(location.settings(), origin);
    return new Resolved(config(draft, base, GatewayDraft.unwritten(overrides)), location.name());
  }

  /** Cache and packing of the base are around the store of the base, and around no other. */
  private static BlocktierConfig config(
      StoreDraft draft, Optional<BlocktierConfig> base, GatewayDraft gateway)
      throws ConfigException {
    BlocktierConfig uncached =
        new ConfigDraft(draft, Optional.empty(), Optional.empty(), Optional.empty(), gateway)
            .complete();
    return base.filter(uncached::isOfStoreOf).map(uncached::withLayersOf).orElse(uncached);
  }

  private static String scheme(String uri, Origin origin, StoreTypes types) throws ConfigException {
    Matcher matcher = SCHEME.matcher(uri);
    if (!matcher.matches()) {
      throw new ConfigException(origin, "a URI begins with its scheme, one of: " + types.schemes());
    }
    return matcher.group(1).toLowerCase(Locale.ROOT);
  }

  private static BlockStoreProvider provider(String scheme, Origin origin, StoreTypes types)
      throws ConfigException {
    Optional<BlockStoreProvider> provider = types.ofScheme(scheme);
    if (provider.isEmpty()) {
      throw new ConfigException(
          origin, "there is no scheme '" + Echo.name(scheme) + ":'; there are: " + types.schemes());
    }
    return provider.get();
  }

  private static Map<String, WrittenValue> beneath(
      Optional<BlocktierConfig> base, BlockStoreProvider provider) {
    return base.map(BlocktierConfig::draft)
        .filter(draft -> draft.type().equals(provider.type()))
        .map(StoreDraft::values)
        .orElse(Map.of());
  }

  private static StoreLocation locate(BlockStoreProvider provider, String uri, Origin origin)
      throws ConfigException {
    try {
      return provider.locate(uri);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(origin, String.valueOf(e.getMessage()));
    }
  }
}
