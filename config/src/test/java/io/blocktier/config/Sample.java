package io.blocktier.config;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Configurations over two types that no module provides: {@code sample} and {@code plain}. */
final class Sample {

  final SampleProvider provider = new SampleProvider();
  final StoreTypes types;

  Sample() {
    try {
      types =
          new StoreTypes(
              List.of(
                  provider,
                  new PlainProvider("plain", Set.of("plain"), List.of("path", "create_dir"))));
    } catch (ConfigException e) {
      throw new AssertionError(e);
    }
  }

  BlocktierConfig parse(String yaml) throws ConfigException {
    return parse(yaml, Map.of());
  }

  BlocktierConfig parse(String yaml, Map<String, String> environment) throws ConfigException {
    return ConfigDocument.read(yaml, "test.yaml", environment, types).complete();
  }
}
