package io.blocktier.config;

import io.blocktier.cache.CacheOptions;
import java.util.Map;

/** The options that a configuration comes to. */
public final class CacheOf {

  private CacheOf() {}

  public static CacheOptions options(String yaml) throws ConfigException {
    return BlocktierConfig.parse(yaml, "test", Map.of()).cache().orElseThrow().options();
  }
}
