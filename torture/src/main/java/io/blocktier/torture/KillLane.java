package io.blocktier.torture;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Kills processes that write through a cache, and the command too; after each the next process
 * recovers, and all that was acknowledged has to be there.
 */
final class KillLane implements LaneRun {

  /** How many kills there are without a time. */
  static final long ENOUGH = 50;

  /** What all keys begin with: the store beneath may be somebody's. */
  static final String PREFIX = "torture/";

  private static final String BY_COMMAND = PREFIX + "command";

  static final Set<String> KEYS =
      Stream.concat(Workload.keys().stream().map(PREFIX::concat), Stream.of(BY_COMMAND))
          .collect(Collectors.toUnmodifiableSet());

  private static final int COMMAND_EVERY = 5;
  private static final int AUDIT_EVERY = 10;
  private static final int MAX_MILLIS = 400;
  private static final int MAX_COMMAND_MILLIS = 1_500;

  private final long enough;

  KillLane(long enough) {
    this.enough = enough;
  }

  @Override
  public void run(Bench bench) throws SkippedException, IOException, InterruptedException {
    Path directory = bench.directory();
    KillStack stack =
        KillStack.write(
            directory,
            bench.options().config(),
            bench.options().environment(),
            directory.resolve("cache").toString());
    SplittableRandom random = new SplittableRandom(bench.options().seed());
    try {
      for (long kill = 0; bench.budget().goesOn(kill, enough) && bench.tally().isClean(); kill++) {
        boolean command = kill % COMMAND_EVERY == 4 && !bench.options().command().isEmpty();
        if (command) {
          killCommand(bench, stack, random);
        } else {
          killWriter(bench, stack, random);
        }
        bench.tally().add("kills");
        if (kill % AUDIT_EVERY == AUDIT_EVERY - 1) {
          audit(bench, stack);
        }
      }
      audit(bench, stack);
      clean(bench, stack);
    } catch (AuditException | BlockStoreException | ConfigException e) {
      bench.tally().found(e.toString());
    }
  }

  private static Path log(Bench bench) {
    return bench.directory().resolve("audit.log");
  }

  /** In the middle of writing, or, of a quarter, at any moment of opening. */
  private static void killWriter(Bench bench, KillStack stack, SplittableRandom random)
      throws IOException, InterruptedException {
    Child child =
        Child.start(
            Child.java(
                KillWork.NAME,
                stack.file().toString(),
                log(bench).toString(),
                Long.toString(random.nextLong())),
            stack.environment(),
            bench.effects());
    try (child) {
      boolean early = random.nextInt(4) == 0;
      if (!early) {
        bench.tally().add("recoveries", child.await(Worker.READY) ? 1 : 0);
      }
      bench.effects().sleeper().sleep(Duration.ofMillis(random.nextInt(MAX_MILLIS)));
    }
    child.lines().stream()
        .filter(line -> line.startsWith(Worker.FOUND))
        .forEach(bench.tally()::found);
  }

  /** One block by the command, which is acknowledged where the command got to its end. */
  private static void killCommand(Bench bench, KillStack stack, SplittableRandom random)
      throws IOException, InterruptedException {
    Histories histories = new Histories(KEYS);
    AuditLog.replay(log(bench), histories);
    long number = histories.of(BY_COMMAND).begin(false);
    Path content = bench.directory().resolve("content");
    Files.write(content, Version.bytes(BY_COMMAND, number));
    try (AuditLog notes = AuditLog.open(log(bench));
        Child child =
            Child.start(command(bench, stack, content), stack.environment(), bench.effects())) {
      notes.begun(BY_COMMAND, number, false);
      Duration life = Duration.ofMillis(random.nextInt(MAX_COMMAND_MILLIS));
      if (child.awaitEnd(life) && child.status() == 0) {
        notes.acknowledged(BY_COMMAND, number, Durability.LOCAL);
        bench.tally().add("commands that came to their end");
      }
    }
    bench.tally().add("commands");
  }

  private static List<String> command(Bench bench, KillStack stack, Path content) {
    return Stream.concat(
            bench.options().command().stream(),
            Stream.of(
                "put",
                "--json",
                "--config",
                stack.file().toString(),
                content.toString(),
                BY_COMMAND))
        .toList();
  }

  /** The store first, on its own; then the cache; then the store when it has everything. */
  private static void audit(Bench bench, KillStack stack)
      throws IOException, ConfigException, BlockStoreException {
    Histories histories = new Histories(KEYS);
    AuditLog.replay(log(bench), histories);
    Map<String, KeyHistory.Bounds> bounds = histories.bounds();
    try {
      auditBeneath(bench, stack, histories, Durability.REMOTE);
      try (Subject.Opened opened = stack.open(bench.effects())) {
        histories.audit(opened.store(), Durability.LOCAL, bounds, bounds);
        opened.drain();
      }
      auditBeneath(bench, stack, histories, Durability.LOCAL);
      bench.tally().add("audits of the store");
    } catch (AuditException e) {
      bench.tally().found(String.valueOf(e.getMessage()));
    }
  }

  /** Through an empty cache. */
  private static void auditBeneath(
      Bench bench, KillStack stack, Histories histories, Durability level)
      throws AuditException, IOException, ConfigException, BlockStoreException {
    Path empty = bench.directory().resolve("empty");
    Map<String, KeyHistory.Bounds> bounds = histories.bounds();
    try (Subject.Opened opened = stack.withCache(empty.toString()).open(bench.effects())) {
      histories.audit(opened.store(), level, bounds, bounds);
    } finally {
      Directories.delete(empty);
    }
  }

  private static void clean(Bench bench, KillStack stack)
      throws AuditException, ConfigException, BlockStoreException {
    try (Subject.Opened opened = stack.open(bench.effects())) {
      opened.store().deleteByPrefix(KeyPrefix.of(PREFIX)).orThrow();
      opened.drain();
    }
  }
}
