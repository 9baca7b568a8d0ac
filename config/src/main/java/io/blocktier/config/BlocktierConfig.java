package io.blocktier.config;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.InvalidSettingException;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.cache.WriteBackBlockStore;
import io.blocktier.segments.manifest.GarbageLimits;
import io.blocktier.segments.objects.TierPrices;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;

/**
 * The checked configuration of one store, and of the cache around it and of the packing of small
 * blocks between both, where there are such: the type and a value for every setting that is written
 * or has a default; of segments of small records; and of the server over it. Immutable and
 * thread-safe; {@code toString} shows no secret.
 *
 * <p>What a store can be configured with is declared by its {@link
 * io.blocktier.blockstore.spi.BlockStoreProvider provider}; providers are found by {@link
 * java.util.ServiceLoader} on each call, through the context class loader. Each setting {@code
 * block_store.s3.bucket} can also be given by a variable {@code BLOCKTIER_BLOCK_STORE_S3_BUCKET}. A
 * variable of that prefix, of {@code BLOCKTIER_CACHE}, of {@code BLOCKTIER_PACKED}, of {@code
 * BLOCKTIER_SEGMENTS} or of {@code BLOCKTIER_GATEWAY} that names no setting is refused.
 */
public final class BlocktierConfig {

  private final StoreDraft draft;
  private final Map<String, String> shown;
  private final Optional<ConfiguredCache> cache;
  private final Optional<ConfiguredPacked> packed;
  private final Optional<ConfiguredSegments> segments;
  private final GatewayDraft gateway;
  private final Optional<Map<String, String>> shownGateway;

  /** Takes the values as they may be shown, secrets as stars. */
  BlocktierConfig(
      StoreDraft draft,
      Map<String, String> shown,
      Optional<ConfiguredCache> cache,
      Optional<ConfiguredPacked> packed,
      Optional<ConfiguredSegments> segments,
      GatewayDraft gateway,
      Optional<Map<String, String>> shownGateway) {
    this.draft = draft;
    this.shown = shown;
    this.cache = cache;
    this.packed = packed;
    this.segments = segments;
    this.gateway = gateway;
    this.shownGateway = shownGateway;
  }

  /**
   * Reads a YAML file with {@code block_store:} at its root, and {@code cache:} beside it where the
   * store is cached. Variables of the environment win over what the file says.
   *
   * @param file the file, UTF-8, at most 1 MiB
   * @param environment the variables, by name; other programs' variables are ignored
   * @return the configuration
   * @throws ConfigException if the file cannot be read or says something that is not known, not
   *     complete or not legal
   */
  public static BlocktierConfig load(Path file, Map<String, String> environment)
      throws ConfigException {
    return parse(ConfigFile.read(file), file.toString(), environment);
  }

  /**
   * Reads a YAML file as {@link #load} does, for {@link StoreUris#resolve} to put beneath a URI: a
   * key that is required may be missing, because the URI may say it. {@link #open} still refuses a
   * configuration that lacks one.
   *
   * @param file the file, UTF-8, at most 1 MiB
   * @param environment the variables, by name; other programs' variables are ignored
   * @return the configuration
   * @throws ConfigException if the file cannot be read or says something that is not known or not
   *     legal
   */
  public static BlocktierConfig loadBase(Path file, Map<String, String> environment)
      throws ConfigException {
    String yaml = ConfigFile.read(file);
    return ConfigDocument.read(yaml, file.toString(), environment, StoreTypes.discover()).base();
  }

  /**
   * Reads a YAML document as {@link #load} reads a file. Variables of the environment win over what
   * the document says.
   *
   * @param yaml the document, at most 1 Mi characters
   * @param sourceName what errors call the document, such as its file name
   * @param environment the variables, by name; other programs' variables are ignored
   * @return the configuration
   * @throws ConfigException if the document says something that is not known, not complete or not
   *     legal
   */
  public static BlocktierConfig parse(
      String yaml, String sourceName, Map<String, String> environment) throws ConfigException {
    return ConfigDocument.read(yaml, sourceName, environment, StoreTypes.discover()).complete();
  }

  /**
   * Takes settings that the program itself gives, of a store without a cache. They win over
   * variables of the environment, which fill in what is left open; variables of other types and of
   * the cache are ignored.
   *
   * @param type the type of store, as {@code block_store.type} names it
   * @param settings texts by key, without section
   * @param environment the variables, by name; other programs' variables are ignored
   * @return the configuration
   * @throws ConfigException if the type or a setting is not known, not complete or not legal
   */
  public static BlocktierConfig ofStore(
      String type, Map<String, String> settings, Map<String, String> environment)
      throws ConfigException {
    StoreDraft store = StoreDraft.given(type, settings, environment, StoreTypes.discover());
    GatewayDraft gateway = GatewayDraft.unwritten(Overrides.of(environment, StoreTypes.discover()));
    return new ConfigDraft(store, Optional.empty(), Optional.empty(), Optional.empty(), gateway)
        .complete();
  }

  /**
   * Returns the type of store.
   *
   * @return what {@code block_store.type} says
   */
  public String type() {
    return draft.type();
  }

  /**
   * Opens the store, metered under the name of its type, and logs the start-up line.
   *
   * @param effects clock, randomness and threads; outlive the stack, which does not close them
   * @param registry where the store's meters go
   * @return the open store, which the caller closes
   * @throws ConfigException if a setting is missing, or settings contradict each other
   * @throws BlockStoreException if the store cannot be opened
   */
  public StoreStack open(Effects effects, MeterRegistry registry)
      throws ConfigException, BlockStoreException {
    return open(effects, registry, type());
  }

  /**
   * Opens the store, metered under a name, and logs the start-up line.
   *
   * @param effects clock, randomness and threads; outlive the stack, which does not close them
   * @param registry where the store's meters go
   * @param name the value of the meters' tag {@code store}, different for each store of a registry
   * @return the open store, which the caller closes
   * @throws ConfigException if a setting is missing, or settings contradict each other
   * @throws BlockStoreException if the store cannot be opened
   */
  public StoreStack open(Effects effects, MeterRegistry registry, String name)
      throws ConfigException, BlockStoreException {
    try {
      return StoreStack.open(this, effects, registry, name);
    } catch (InvalidSettingException e) {
      throw draft.invalid(e);
    }
  }

  /**
   * Opens the store for reading. As {@link #open(Effects, MeterRegistry)} does, but where blocks
   * are packed: there only what is in committed segments is seen, no log is touched, and whoever
   * writes goes on. A cache around them needs their writer, and so does reading through one.
   *
   * @param effects clock, randomness and threads; outlive the stack, which does not close them
   * @param registry where the store's meters go
   * @return the open store, which the caller closes
   * @throws ConfigException if a setting is missing, or settings contradict each other
   * @throws BlockStoreException if the store cannot be opened
   */
  public StoreStack openForReading(Effects effects, MeterRegistry registry)
      throws ConfigException, BlockStoreException {
    if (packed.isEmpty() || cache.isPresent()) {
      return open(effects, registry);
    }
    try {
      return StoreStack.openForReading(this, packed.get().options(), effects, registry);
    } catch (InvalidSettingException e) {
      throw draft.invalid(e);
    }
  }

  /**
   * Opens the configured cache around a store that is open already, instead of the configured one.
   *
   * @param store the store beneath, which the cache closes; a cache belongs to one by its identity
   * @param effects clock, randomness and threads; outlive the cache
   * @return the cache, which the caller closes
   * @throws IllegalStateException if no cache is configured
   * @throws BlockStoreException if the cache cannot be opened; the store is not closed then
   */
  public WriteBackBlockStore openCacheAround(BlockStore store, Effects effects)
      throws BlockStoreException {
    ConfiguredCache own =
        cache.orElseThrow(() -> new IllegalStateException("no cache is configured"));
    return WriteBackBlockStore.open(store, own.options(), effects);
  }

  /**
   * Tells whether segments of small records are described, or blocks are packed into segments.
   *
   * @return whether {@link #openSegments} opens some
   */
  public boolean hasSegments() {
    return segments.isPresent() || packed.isPresent();
  }

  /**
   * Tells whether the segments are those that blocks are packed into, which are written as blocks.
   *
   * @return whether records in them are parts of blocks
   */
  public boolean hasPackedSegments() {
    return segments.isEmpty() && packed.isPresent();
  }

  /**
   * Opens the segments of small records for reading and writing, with whatever their log has from
   * the last time, and with their stores, which are metered as {@code segments.hot} and {@code
   * segments.cold}. The store of the document takes them where no other one is named, past the
   * cache around it. Whoever wrote before is fenced. Where none are described, and blocks are
   * packed, those of the blocks are opened, for their upkeep: only one of both can be open.
   *
   * @param effects clock, randomness and threads; outlive the segments
   * @param registry where the meters go
   * @return the open segments, which the caller closes
   * @throws IllegalStateException if no segments are configured
   * @throws ConfigException if settings of a store contradict each other
   * @throws BlockStoreException if a store, the log or the manifest cannot be opened
   */
  public SegmentStack openSegments(Effects effects, MeterRegistry registry)
      throws ConfigException, BlockStoreException {
    return SegmentStack.open(requireSegments(), effects, registry);
  }

  /**
   * Opens the segments as {@link #openSegments} does, for somebody who looks after them by commands
   * and then closes them: nothing is compacted or collected by itself, whatever is configured, so
   * that a command does not meet what it is about to do.
   *
   * @param effects clock, randomness and threads; outlive the segments
   * @param registry where the meters go
   * @return the open segments, which the caller closes
   * @throws IllegalStateException if no segments are configured
   * @throws ConfigException if settings of a store contradict each other
   * @throws BlockStoreException if a store, the log or the manifest cannot be opened
   */
  public SegmentStack openSegmentsForCommands(Effects effects, MeterRegistry registry)
      throws ConfigException, BlockStoreException {
    return SegmentStack.open(requireSegments().withoutUpkeep(), effects, registry);
  }

  /**
   * Opens the segments of small records for reading: what is sealed. Whoever writes goes on.
   *
   * @param effects clock, randomness and threads; outlive the segments
   * @param registry where the meters of the stores go
   * @return the open segments, which the caller closes
   * @throws IllegalStateException if no segments are configured
   * @throws ConfigException if settings of a store contradict each other
   * @throws BlockStoreException if a store or the manifest cannot be opened
   */
  public SealedStack openSealedSegments(Effects effects, MeterRegistry registry)
      throws ConfigException, BlockStoreException {
    return SealedStack.open(requireSegments(), effects, registry);
  }

  /**
   * Returns what one pass of the garbage collector may do, and one sweep of orphans.
   *
   * @return the limits of the configuration
   * @throws IllegalStateException if no segments are configured
   */
  public GarbageLimits garbageLimits() {
    return requireSegments().garbage();
  }

  /**
   * Returns what requests to the stores of segments cost.
   *
   * @return the prices of the configuration
   * @throws IllegalStateException if no segments are configured
   */
  public TierPrices segmentPrices() {
    return requireSegments().options().prices();
  }

  private ConfiguredSegments requireSegments() {
    return segments
        .or(() -> packed.map(own -> own.segments(draft)))
        .orElseThrow(() -> new IllegalStateException("no segments are configured"));
  }

  /**
   * Returns what the server over the store is to be, by the section {@code gateway}, variables of
   * the environment that win over it, and settings that a program gives, which win over both.
   *
   * @param given texts by key, without section
   * @return the configured server
   * @throws ConfigException if a setting is not known, not legal or contradicts another
   */
  public ConfiguredGateway gateway(Map<String, String> given) throws ConfigException {
    return gateway.under(given).complete();
  }

  StoreDraft draft() {
    return draft;
  }

  /**
   * Tells whether a cache is described.
   *
   * @return whether there is one around the store
   */
  public boolean hasCache() {
    return cache.isPresent();
  }

  /** Returns the cache around the store, if there is to be one. */
  Optional<ConfiguredCache> cache() {
    return cache;
  }

  /** Returns how blocks are packed, if they are to be. */
  Optional<ConfiguredPacked> packed() {
    return packed;
  }

  /** Returns the segments of small records, if there are to be any. */
  Optional<ConfiguredSegments> segments() {
    return segments;
  }

  /** Returns this store with whatever is around another. */
  BlocktierConfig withLayersOf(BlocktierConfig other) {
    return new BlocktierConfig(
        draft, shown, other.cache, other.packed, segments, gateway, shownGateway);
  }

  /** Tells whether another configuration says the same of its store, whatever is around that. */
  boolean isOfStoreOf(BlocktierConfig other) {
    return type().equals(other.type()) && shown.equals(other.shown);
  }

  /**
   * Returns the store of this configuration with nothing around it: no cache, and no packing.
   *
   * @return a configuration of the store alone
   */
  public BlocktierConfig storeAlone() {
    return new BlocktierConfig(
        draft,
        shown,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        gateway,
        Optional.empty());
  }

  /**
   * Returns the settings of the store, those that were written and those with a default.
   *
   * @return texts by key, in the order of the reference page; secrets are stars
   */
  public Map<String, String> storeSettings() {
    return Collections.unmodifiableMap(shown);
  }

  /** Returns the values of all settings of the store; only a base may lack one. */
  Settings settings() throws ConfigException {
    return draft.settings();
  }

  /** Names the type and shows all values, secrets as stars; equal for configurations that agree. */
  @Override
  public String toString() {
    return StackDescription.configuration(
        draft.type(),
        shown,
        cache.map(ConfiguredCache::shown),
        packed.map(ConfiguredPacked::shown),
        segments.map(ConfiguredSegments::shown),
        shownGateway);
  }
}
