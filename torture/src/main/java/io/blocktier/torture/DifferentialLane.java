package io.blocktier.torture;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.config.BlocktierConfig;
import io.blocktier.config.ConfigException;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Does the same to several stores, and compares their answers: the one in memory, which the
 * contract is written after, a local one, a cache over one in memory, and the configured one.
 */
final class DifferentialLane implements LaneRun {

  /** How many operations there are without a time. */
  static final long ENOUGH = 20_000;

  private static final String S3 = "BLOCKTIER_S3_";
  private static final String MEMORY = "block_store: {type: memory}\n";

  private final long enough;

  DifferentialLane(long enough) {
    this.enough = enough;
  }

  @Override
  public void run(Bench bench) throws IOException {
    Map<String, Subject.Opened> stores = new LinkedHashMap<>();
    try {
      open(bench, stores);
      compare(bench, stores);
    } catch (BlockStoreException | ConfigException e) {
      bench.tally().found(e.toString());
    } finally {
      close(bench, stores);
    }
  }

  private static void open(Bench bench, Map<String, Subject.Opened> stores)
      throws ConfigException, BlockStoreException {
    Path directory = bench.directory();
    Effects effects = bench.effects();
    stores.put("memory", parsed(MEMORY, effects));
    stores.put("local", parsed(Yaml.local(directory.resolve("local").toString()), effects));
    String cache = directory.resolve("cache").toString();
    stores.put("cache over memory", parsed(MEMORY + Yaml.cache(cache), effects));
    Map<String, String> environment = bench.options().environment();
    if (environment.containsKey(S3 + "ENDPOINT")) {
      BlocktierConfig s3 = BlocktierConfig.ofStore("s3", s3(environment), Map.of());
      stores.put("s3", opened(s3, effects));
    }
    if (bench.options().config().isPresent()) {
      BlocktierConfig given = BlocktierConfig.load(bench.options().config().get(), environment);
      stores.put("configured", opened(given, effects));
    }
  }

  /** The server that the variables of the contract suite name. */
  private static Map<String, String> s3(Map<String, String> environment) {
    Map<String, String> settings = new HashMap<>();
    settings.put("endpoint", environment.getOrDefault(S3 + "ENDPOINT", ""));
    settings.put("bucket", environment.getOrDefault(S3 + "BUCKET", "blocktier-tck"));
    settings.put("region", environment.getOrDefault(S3 + "REGION", "us-east-1"));
    settings.put("access_key_id", environment.getOrDefault(S3 + "ACCESS_KEY", ""));
    settings.put("secret_access_key", environment.getOrDefault(S3 + "SECRET_KEY", ""));
    settings.values().removeIf(String::isEmpty);
    return settings;
  }

  private static Subject.Opened parsed(String yaml, Effects effects)
      throws ConfigException, BlockStoreException {
    return opened(BlocktierConfig.parse(yaml, "differential", Map.of()), effects);
  }

  private static Subject.Opened opened(BlocktierConfig config, Effects effects)
      throws ConfigException, BlockStoreException {
    return new OpenStack(config.open(effects, new CompositeMeterRegistry()));
  }

  private void compare(Bench bench, Map<String, Subject.Opened> stores) {
    Map<String, Actor> actors = new LinkedHashMap<>();
    stores.forEach((name, opened) -> actors.put(name, new Actor(opened.store())));
    SplittableRandom random = new SplittableRandom(bench.options().seed());
    for (long i = 0; bench.budget().goesOn(i, enough) && bench.tally().isClean(); i++) {
      long seed = random.nextLong();
      List<String> answers = new ArrayList<>();
      actors.forEach((name, actor) -> answers.add(actor.act(new SplittableRandom(seed))));
      if (answers.stream().distinct().count() > 1) {
        bench.tally().found("operation " + i + ": " + actors.keySet() + " say " + answers);
      }
      bench.tally().add("operations");
    }
    bench.tally().add("stores", stores.size());
  }

  private static void close(Bench bench, Map<String, Subject.Opened> stores) {
    stores.forEach((name, opened) -> {
      try (opened) {
        opened.store().deleteByPrefix(KeyPrefix.of(Actor.PREFIX)).orThrow();
      } catch (BlockStoreException e) {
        bench.tally().found(name + " does not close: " + e.getMessage());
      }
    });
  }
}
