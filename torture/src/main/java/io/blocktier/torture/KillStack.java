package io.blocktier.torture;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.config.BlocktierConfig;
import io.blocktier.config.ConfigException;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A cache of our own over the store of a configuration, in a file that other processes read.
 *
 * @param file the configuration
 * @param environment the variables that it is read with; they say where the cache is
 */
record KillStack(Path file, Map<String, String> environment) {

  /**
   * Writes the configuration.
   *
   * @param given the configuration whose store is beneath; a local store otherwise
   */
  static KillStack write(
      Path directory, Optional<Path> given, Map<String, String> environment, String cache)
      throws IOException {
    Path file = directory.resolve("store.yaml");
    String yaml =
        given.isPresent()
            ? Files.readString(given.get())
            : Yaml.local(directory.resolve("store").toString());
    boolean cached = yaml.lines().anyMatch(line -> line.startsWith("cache:"));
    Files.writeString(file, cached ? yaml : yaml + "\n" + Yaml.cache(cache));
    return new KillStack(file, environment).withCache(cache);
  }

  /** Returns the same store behind another cache. */
  KillStack withCache(String cache) {
    Map<String, String> variables = new HashMap<>(environment);
    variables.put("BLOCKTIER_CACHE_PATH", cache);
    return new KillStack(file, variables);
  }

  Subject.Opened open(Effects effects) throws ConfigException, BlockStoreException {
    return new OpenStack(
        BlocktierConfig.load(file, environment).open(effects, new CompositeMeterRegistry()));
  }
}
