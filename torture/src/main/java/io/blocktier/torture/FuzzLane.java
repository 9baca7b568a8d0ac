package io.blocktier.torture;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.config.BlocktierConfig;
import io.blocktier.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Changes bytes by chance: of the files of a cache, of the blocks of a local store with their
 * attributes, and of configurations. Whoever reads them gets a version that was written, or a typed
 * error; never something else, and soon.
 */
final class FuzzLane implements LaneRun {

  /** How many rounds there are without a time. */
  static final long ENOUGH = 300;

  private static final int CONFIGURATIONS_PER_ROUND = 50;
  private static final Set<String> KEYS = Set.of("a", "b", "c/d", "c/e");
  private static final int VERSIONS = 6;
  private static final int MAX_FRAMES = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final long enough;

  FuzzLane(long enough) {
    this.enough = enough;
  }

  @Override
  public void run(Bench bench) throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(bench.options().seed());
    try {
      Path cache = fill(bench, "cache", new CacheSubject(bench.effects()));
      Path local = fill(bench, "local", new LocalSubject(bench.effects()));
      for (long i = 0; bench.budget().goesOn(i, enough) && bench.tally().isClean(); i++) {
        SplittableRandom own = random.split();
        within(bench, i, () -> damage(bench, cache, new CacheSubject(bench.effects()), own));
        within(bench, i, () -> damage(bench, local, new LocalSubject(bench.effects()), own));
        within(bench, i, () -> configurations(bench, own));
        bench.tally().add("rounds");
      }
    } catch (BlockStoreException | ConfigException e) {
      bench.tally().found(e.toString());
    }
  }

  /** What may throw anything. */
  @FunctionalInterface
  private interface Trial {
    void run() throws Exception;
  }

  private static void within(Bench bench, long round, Trial trial) throws InterruptedException {
    Effects effects = bench.effects();
    Future<Boolean> future =
        effects
            .executor()
            .submit(() -> {
              trial.run();
              return true;
            });
    try {
      future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      bench.tally().found("round " + round + " hangs");
    } catch (ExecutionException e) {
      bench.tally().found("round " + round + ": " + e.getCause() + where(e.getCause()));
    }
  }

  /** The nearest places of ours, as such an error is a defect. */
  private static String where(@Nullable Throwable error) {
    return Arrays.stream(error == null ? new StackTraceElement[0] : error.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith("io.blocktier."))
        .limit(MAX_FRAMES)
        .map(frame -> " at " + frame)
        .collect(Collectors.joining());
  }

  private static Path fill(Bench bench, String name, Subject subject)
      throws IOException, ConfigException, BlockStoreException {
    Path directory = bench.directory().resolve(name);
    Path beneath = bench.directory().resolve(name + "-beneath");
    try (Subject.Opened opened =
        subject.open(directory, () -> CacheSubject.beneath(beneath, bench.effects()))) {
      for (int version = 1; version <= VERSIONS; version++) {
        for (String key : KEYS) {
          Content content = Content.of(Version.bytes(key, version));
          opened.store().write(BlockKey.of(key), content, WriteOptions.DEFAULT);
        }
      }
    }
    return directory;
  }

  private static void damage(Bench bench, Path template, Subject subject, SplittableRandom random)
      throws Exception {
    Path copy = template.resolveSibling("damaged");
    Path beneath = template.resolveSibling("damaged-beneath");
    Directories.copy(template, copy);
    try {
      Damager.damage(copy, random);
      read(bench, subject, copy, beneath);
    } finally {
      Directories.delete(copy);
      Directories.delete(beneath);
    }
  }

  private static void read(Bench bench, Subject subject, Path copy, Path beneath)
      throws ConfigException, AuditException {
    try (Subject.Opened opened =
        subject.open(copy, () -> CacheSubject.beneath(beneath, bench.effects()))) {
      for (String key : KEYS) {
        try {
          Version.number(key, Blocks.readAll(opened.store(), BlockKey.of(key)));
          bench.tally().add("blocks read");
        } catch (BlockStoreException e) {
          bench.tally().add("typed errors");
        }
      }
    } catch (BlockStoreException e) {
      bench.tally().add("refused openings");
    }
  }

  private static void configurations(Bench bench, SplittableRandom random) {
    String yaml = Yaml.durable("/somewhere") + Yaml.cacheWithMap("/somewhere/else");
    for (int i = 0; i < CONFIGURATIONS_PER_ROUND; i++) {
      try {
        BlocktierConfig.parse(Damager.damage(yaml, random), "fuzz", Map.of());
        bench.tally().add("configurations read");
      } catch (ConfigException e) {
        bench.tally().add("configurations refused");
      }
    }
  }
}
