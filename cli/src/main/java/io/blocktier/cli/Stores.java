package io.blocktier.cli;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.cache.WriteBackBlockStore;
import io.blocktier.config.BlocktierConfig;
import io.blocktier.config.ConfigException;
import io.blocktier.config.SealedStack;
import io.blocktier.config.SegmentStack;
import io.blocktier.config.StoreStack;
import io.blocktier.config.StoreUris;
import io.blocktier.segments.SegmentManager;
import io.blocktier.segments.manifest.GarbageLimits;
import io.blocktier.segments.objects.RequestCount;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds out which store an argument means and opens each one once. For one thread. */
final class Stores {

  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*", Pattern.DOTALL);

  private static final List<String> VARIABLES =
      List.of(
          "BLOCKTIER_BLOCK_STORE_",
          "BLOCKTIER_CACHE_",
          "BLOCKTIER_PACKED_",
          "BLOCKTIER_SEGMENTS_",
          "BLOCKTIER_GATEWAY_");

  private final GlobalOptions options;
  private final Map<String, String> env;
  private final Effects effects;
  private final Map<String, StoreStack> open = new LinkedHashMap<>();
  private final Map<String, StoreStack> openToRead = new LinkedHashMap<>();
  private @Nullable SegmentStack segments;
  private @Nullable SealedStack sealed;

  Stores(GlobalOptions options, Map<String, String> env, Effects effects) {
    this.options = options;
    this.env = env;
    this.effects = effects;
  }

  /** Returns what an argument means, with its store open. */
  Target target(String argument) throws ConfigException, BlockStoreException {
    if (URI.matcher(argument).matches()) {
      StoreUris.Resolved resolved = StoreUris.resolve(argument, beneathUris(), env);
      return new Target(open(resolved.config()), resolved.name(), argument);
    }
    BlocktierConfig config = configured().orElseThrow(() -> notAUri(argument));
    return new Target(open(config), nameInConfigured(argument), argument);
  }

  /** Returns what an argument means that is only read: whoever writes packed blocks goes on. */
  Target source(String argument) throws ConfigException, BlockStoreException {
    if (URI.matcher(argument).matches()) {
      StoreUris.Resolved resolved = StoreUris.resolve(argument, beneathUris(), env);
      return new Target(openForReading(resolved.config()), resolved.name(), argument);
    }
    BlocktierConfig config = configured().orElseThrow(() -> notAUri(argument));
    return new Target(openForReading(config), nameInConfigured(argument), argument);
  }

  /** Returns the whole store of {@code --config}. */
  Target configuredStore() throws ConfigException, BlockStoreException {
    BlocktierConfig config = configured().orElseThrow(() -> notAUri(""));
    return new Target(open(config), "", "/");
  }

  /** Returns the whole store of {@code --config}, to be read. */
  Target configuredSource() throws ConfigException, BlockStoreException {
    BlocktierConfig config = configured().orElseThrow(() -> notAUri(""));
    return new Target(openForReading(config), "", "/");
  }

  /**
   * A store with nothing around it, not open yet.
   *
   * @param config the store
   * @param name what was named in it; empty for the whole
   */
  record Bare(BlocktierConfig config, String name) {}

  /** Returns the store of an argument, or of {@code --config}, beneath whatever is around it. */
  Bare bare(@Nullable String argument, Map<String, String> variables) throws ConfigException {
    Map<String, String> all = new HashMap<>(env);
    all.putAll(variables);
    Optional<Path> file = options.config();
    if (argument != null && URI.matcher(argument).matches()) {
      Optional<BlocktierConfig> base =
          file.isPresent()
              ? Optional.of(BlocktierConfig.loadBase(file.get(), all))
              : Optional.empty();
      StoreUris.Resolved resolved = StoreUris.resolve(argument, base, all);
      return new Bare(resolved.config().storeAlone(), resolved.name());
    }
    Path configured = file.orElseThrow(() -> notAUri(argument == null ? "" : argument));
    return new Bare(
        BlocktierConfig.load(configured, all).storeAlone(),
        argument == null ? "" : nameInConfigured(argument));
  }

  /** Returns the cache of {@code --config}. */
  WriteBackBlockStore configuredCache() throws ConfigException, BlockStoreException {
    BlocktierConfig config =
        configured()
            .orElseThrow(() -> CommandException.usage("no cache is named", "add --config FILE"));
    return stack(config)
        .cache()
        .orElseThrow(() ->
            CommandException.usage(
                "this configuration has no cache",
                "add a section 'cache' with a path beside 'block_store'"));
  }

  /** Returns the segments of {@code --config}, open for writing. */
  SegmentManager segments() throws ConfigException, BlockStoreException {
    SegmentStack stack = segments;
    if (stack == null) {
      stack = configuredSegments().openSegmentsForCommands(effects, new CompositeMeterRegistry());
      segments = stack;
    }
    return stack.manager();
  }

  /** Returns what is sealed of the segments of {@code --config}. */
  SealedStack sealedSegments() throws ConfigException, BlockStoreException {
    SealedStack stack = sealed;
    if (stack == null) {
      stack = configuredSegments().openSealedSegments(effects, new CompositeMeterRegistry());
      sealed = stack;
    }
    return stack;
  }

  /** Returns what was asked of the stores of segments until now, whoever has them open here. */
  SegmentCosts segmentCosts() throws ConfigException {
    List<RequestCount> counts = new ArrayList<>();
    if (sealed != null) {
      counts.addAll(sealed.segments().requests());
    }
    if (segments != null) {
      counts.addAll(segments.manager().requests());
    }
    return SegmentCosts.of(counts, configuredSegments().segmentPrices());
  }

  /** Returns what one pass of the garbage collector may do. */
  GarbageLimits garbageLimits() throws ConfigException {
    return configuredSegments().garbageLimits();
  }

  /** The same, to write records: not where they are parts of blocks. */
  SegmentManager segmentsOfRecords() throws ConfigException, BlockStoreException {
    requireRecords();
    return segments();
  }

  /** Tells whether records of the segments are parts of blocks. */
  boolean hasPackedSegments() throws ConfigException {
    return configuredSegments().hasPackedSegments();
  }

  /** Refuses segments whose records are parts of blocks. */
  void requireRecords() throws ConfigException {
    if (hasPackedSegments()) {
      throw CommandException.usage(
          "these segments hold packed blocks",
          "write blocks with 'put', 'cp' and 'rm', or add a section 'segments' with a path and a"
              + " prefix of its own");
    }
  }

  private BlocktierConfig configuredSegments() throws ConfigException {
    BlocktierConfig config =
        configured()
            .orElseThrow(
                () -> CommandException.usage("no segments are named", "add --config FILE"));
    if (!config.hasSegments()) {
      throw CommandException.usage(
          "this configuration has no segments",
          "add a section 'segments' or 'packed' with a path beside 'block_store'");
    }
    return config;
  }

  /** Returns the cache around the store of a target. */
  WriteBackBlockStore cacheOf(Target target) {
    return open.values().stream()
        .filter(stack -> stack.store().equals(target.store()))
        .flatMap(stack -> stack.cache().stream())
        .findFirst()
        .orElseThrow(() ->
            CommandException.usage(
                String.format(Locale.ROOT, "'%s' is in no cache", target.argument()),
                "add --config FILE with a section 'cache' with a path beside 'block_store'"));
  }

  /** Reads {@code --config}, where it is given. */
  Optional<BlocktierConfig> configured() throws ConfigException {
    Optional<Path> file = options.config();
    return file.isPresent() ? Optional.of(load(file.get())) : Optional.empty();
  }

  /** Beneath a URI a configuration may leave open what the URI says. */
  private Optional<BlocktierConfig> beneathUris() throws ConfigException {
    Optional<Path> file = options.config();
    return file.isPresent()
        ? Optional.of(BlocktierConfig.loadBase(file.get(), env))
        : Optional.empty();
  }

  BlocktierConfig load(Path file) throws ConfigException {
    return BlocktierConfig.load(file, env);
  }

  /** Returns the names of the variables that override configurations; never their values. */
  List<String> overrides() {
    return env.keySet().stream()
        .filter(name -> VARIABLES.stream().anyMatch(name::startsWith))
        .sorted()
        .toList();
  }

  /** Returns the configuration of a local store in a directory that the program chose. */
  BlocktierConfig local(Path directory) throws ConfigException {
    return StoreUris.resolve("file:" + directory, Optional.empty(), env).config();
  }

  /** Two configurations that read the same mean the same store, and get the same instance. */
  BlockStore open(BlocktierConfig config) throws ConfigException, BlockStoreException {
    return stack(config).store();
  }

  /** The same to read; the instance that writes is used where there is one. */
  BlockStore openForReading(BlocktierConfig config) throws ConfigException, BlockStoreException {
    String name = config.toString();
    StoreStack stack = open.containsKey(name) ? open.get(name) : openToRead.get(name);
    if (stack == null) {
      stack = config.openForReading(effects, new CompositeMeterRegistry());
      openToRead.put(name, stack);
    }
    return stack.store();
  }

  private StoreStack stack(BlocktierConfig config) throws ConfigException, BlockStoreException {
    StoreStack stack = open.get(config.toString());
    if (stack == null) {
      stack = config.open(effects, new CompositeMeterRegistry());
      open.put(config.toString(), stack);
    }
    return stack;
  }

  ExitCode close(ErrorLog errors) {
    List<Opened> opened = new ArrayList<>();
    open.values().forEach(stack -> opened.add(stack::close));
    open.clear();
    openToRead.values().forEach(stack -> opened.add(stack::close));
    openToRead.clear();
    if (segments != null) {
      opened.add(segments::close);
      segments = null;
    }
    if (sealed != null) {
      opened.add(sealed::close);
      sealed = null;
    }
    ExitCode worst = ExitCode.OK;
    for (Opened each : opened) {
      ExitCode code = close(each, errors);
      worst = worst == ExitCode.OK ? code : worst;
    }
    return worst;
  }

  /** Something that is open. */
  @FunctionalInterface
  private interface Opened {
    void close() throws BlockStoreException;
  }

  private static ExitCode close(Opened opened, ErrorLog errors) {
    try {
      opened.close();
      return ExitCode.OK;
    } catch (BlockStoreException e) {
      return errors.report(e);
    }
  }

  /** A leading slash is no part of any key; it lets a key that looks like a URI be written. */
  private static String nameInConfigured(String argument) {
    if (argument.isEmpty()) {
      throw CommandException.usage("a name is empty", "write / for the whole store");
    }
    return argument.startsWith("/") ? argument.substring(1) : argument;
  }

  private static CommandException notAUri(String argument) {
    String remedy =
        "write a URI such as file:/data/blocks or s3://bucket/prefix, or add --config FILE";
    return CommandException.usage(
        argument.isEmpty()
            ? "no store is named"
            : String.format(Locale.ROOT, "'%s' is not a URI", argument),
        remedy);
  }
}
