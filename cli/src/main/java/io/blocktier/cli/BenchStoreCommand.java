package io.blocktier.cli;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.spi.SettingType;
import io.blocktier.cli.bench.StoreAdvice;
import io.blocktier.cli.bench.StoreFindings;
import io.blocktier.cli.bench.StorePlan;
import io.blocktier.cli.bench.StoreTrial;
import io.blocktier.config.StoreStack;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures a store. */
@Command(
    name = "store",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = {
      "Measure a store: whether it keeps its promises (a probe is part of it), how long calls take,"
          + " and how much it moves at rising concurrency until that brings no more.",
      "Prints settings that suit it, and a bill of what was asked for. Of --config the store is"
          + " taken, beneath the cache. What is timed is not retried. All keys are below"
          + " blocktier-bench-*/, and those of the probe below blocktier-probe-*/ at the root of the"
          + " store; both are removed at the end, also when interrupted. A bucket that keeps"
          + " versions keeps those of what is written over and removed here, too: some seconds of"
          + " all that it takes.",
      "Exit status 1 means that the store broke a promise; else what is found is no error."
    },
    footer = {"", "Example: blocktier bench store s3://bucket/prefix"})
final class BenchStoreCommand implements Callable<Integer> {

  private static final SettingType<Long> BLOCK_SIZE = SettingType.size(4 << 10, 64L << 20);
  private static final SettingType<Integer> CALLS = SettingType.integer(1, 100_000);
  private static final SettingType<Integer> LEVEL = SettingType.integer(1, StorePlan.MOST_LEVEL);

  /** Buffers of the readers are no more than this part of the heap. */
  private static final int PART_OF_HEAP = 3;

  private final Session session;

  @Parameters(arity = "0..1", paramLabel = "URI", description = "The store.")
  private @Nullable String uri;

  @Option(
      names = "--length",
      paramLabel = "TIME",
      defaultValue = "3s",
      description = "How long each measurement takes, 10ms to 10m (default: ${DEFAULT-VALUE}).")
  private String length = "3s";

  @Option(
      names = "--calls",
      paramLabel = "N",
      defaultValue = "200",
      description =
          "How many calls of each kind are timed, as far as there is time (default:"
              + " ${DEFAULT-VALUE}).")
  private String calls = "200";

  @Option(
      names = "--block-size",
      paramLabel = "SIZE",
      defaultValue = "4MiB",
      description =
          "How large the blocks are that are moved side by side, 4KiB to 64MiB (default:"
              + " ${DEFAULT-VALUE}).")
  private String blockSize = "4MiB";

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,4,16,64",
      description = "How many at a time, rising, 1 to 256 (default: ${DEFAULT-VALUE}).")
  private List<String> levels = List.of("1", "4", "16", "64");

  BenchStoreCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    Stores.Bare named = session.stores().bare(uri, Map.of());
    StorePlan plan = plan(named.name());
    MeterRegistry registry = new SimpleMeterRegistry();
    try (StoreStack careful = named.config().open(session.effects(), registry, "careful")) {
      if (!named.config().storeSettings().containsKey("max_retries")) {
        return measure(named, plan, careful, careful, registry);
      }
      Stores.Bare direct =
          session.stores().bare(uri, unhidden(named.config().type(), plan.levels().getLast()));
      try (StoreStack bare = direct.config().open(session.effects(), registry, "bare")) {
        return measure(named, plan, careful, bare, registry);
      }
    }
  }

  private int measure(
      Stores.Bare named,
      StorePlan plan,
      StoreStack careful,
      StoreStack bare,
      MeterRegistry registry)
      throws BlockStoreException, InterruptedException {
    StoreTrial trial =
        new StoreTrial(
            careful.store(),
            bare.store(),
            plan,
            session.effects(),
            new BenchProgress(session)::step);
    StoreFindings found;
    try {
      found = trial.run();
    } catch (BlockStoreException | InterruptedException | RuntimeException | Error e) {
      if (e instanceof InterruptedException) {
        session.errors().note("removing " + plan.folder()); // in case that is cut off, too
      }
      try {
        cleanUp(trial, plan);
      } catch (BlockStoreException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
    cleanUp(trial, plan);
    StoreAdvice advice =
        new StoreAdvice(
            named.config().type(), named.config().storeSettings(), plan.blockBytes(), found);
    StoreReport report =
        new StoreReport(found, plan, advice.warnings(), advice.yaml(), new CallBill(registry));
    session.print(String.join("\n", report.lines()), report.json());
    return (found.sound() ? ExitCode.OK : ExitCode.FAILED).status();
  }

  private void cleanUp(StoreTrial trial, StorePlan plan) throws BlockStoreException {
    boolean gone = false;
    try {
      gone = trial.cleanUp();
    } finally {
      if (!gone) {
        session
            .errors()
            .note("some of " + plan.folder() + " may be left; 'blocktier rm -r' removes it");
      }
    }
  }

  /** What would hide from us how the store is: retries, and limits that adapt to it. */
  private static Map<String, String> unhidden(String type, int most) {
    String section = "BLOCKTIER_BLOCK_STORE_" + type.toUpperCase(Locale.ROOT) + "_";
    String all = Integer.toString(most);
    return Map.of(
        section + "MAX_RETRIES",
        "0",
        section + "BREAKER_FAILURE_PERCENT",
        "100",
        section + "MIN_CONCURRENCY",
        all,
        section + "MAX_CONCURRENCY",
        all,
        section + "POOL_SIZE",
        all,
        section + "PROBE",
        "auto");
  }

  private StorePlan plan(String name) {
    long bytes =
        BenchArguments.parsed("--block-size", BLOCK_SIZE, blockSize, "write a size such as 4MiB");
    List<Integer> all =
        levels.stream()
            .map(text -> BenchArguments.parsed("--concurrency", LEVEL, text, "write 1,4,16,64"))
            .toList();
    long most = Math.max(1, Runtime.getRuntime().maxMemory() / PART_OF_HEAP / bytes);
    if (all.isEmpty() || all.getFirst() > most) {
      throw CommandException.usage(
          "there is not memory for a block of --block-size", "take a smaller one");
    }
    try {
      List<Integer> fitting = all.stream().filter(level -> level <= most).toList();
      if (fitting.size() < all.size()) {
        session
            .errors()
            .note(
                "only "
                    + most
                    + " blocks of --block-size fit into memory: more at a time are left out; a"
                    + " larger heap (-Xmx) or smaller blocks allow them");
      }
      return new StorePlan(
          KeyPrefix.of(folder(name)),
          BenchArguments.parsed("--calls", CALLS, calls, "write a number such as 200"),
          BenchArguments.length(length),
          (int) bytes,
          fitting);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(String.valueOf(e.getMessage()), "write 1,4,16,64");
    }
  }

  private String folder(String name) {
    String within = name.isEmpty() || name.endsWith("/") ? name : name + "/";
    String own = HexFormat.of().toHexDigits(session.effects().random().nextLong());
    return within + "blocktier-bench-" + own + "/";
  }
}
