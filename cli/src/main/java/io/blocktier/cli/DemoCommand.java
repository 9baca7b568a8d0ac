package io.blocktier.cli;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.cache.CacheStatus;
import io.blocktier.config.ConfigException;
import io.blocktier.config.SegmentStack;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a real directory on a tour through the whole stack. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = {
      "Write every file of a directory as blocks through the configured store, read everything"
          + " back, compare every byte, and print throughput and latency.",
      "Where there is a cache, another process writes first and is killed half-way: what it had"
          + " acknowledged has to be there. Without --config an S3 server is started in a temporary"
          + " directory, and the blocks go through a cache and packed segments into it. Then"
          + " records (the JDK's own classes and what Unicode calls each character) go through"
          + " segments into its hot store and, copied by the server, into its archive; all that is"
          + " local is wiped, and a new process reads everything back. The bill says what the"
          + " server was asked for, and what Amazon S3 would have charged. Exit status 0 means that"
          + " every byte compared equal."
    },
    footer = {"", "Example: blocktier demo --json /usr/share/doc"})
final class DemoCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "The directory (default: the JDK that runs this).")
  private @Nullable Path directory;

  @Option(
      names = "--block-size",
      paramLabel = "SIZE",
      defaultValue = "4MiB",
      description = "Where larger files are cut, 1KiB to 64MiB (default: ${DEFAULT-VALUE}).")
  private String blockSize = "";

  @Option(
      names = "--records",
      paramLabel = "COUNT",
      defaultValue = "1000000",
      description =
          "At most so many records (default: all, some hundred thousand); 0 for none, and with"
              + " --config there are none.")
  private int records;

  @Option(names = "--keep", description = "Keep the blocks, and the temporary directory.")
  private boolean keep;

  @Mixin private Concurrency concurrency = new Concurrency();

  DemoCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    DemoSettings settings = DemoSettings.of(concurrency.jobs(), blockSize, keep, records);
    Path source = source();
    try (DemoPlace place = DemoPlace.of(session, keep)) {
      return run(source, place, settings);
    }
  }

  private int run(Path source, DemoPlace place, DemoSettings settings)
      throws IOException, ConfigException, InterruptedException {
    DemoFindings findings = new DemoFindings();
    DemoReport report = new DemoReport(source, findings, place.label());
    KeyPrefix prefix = prefix();
    announce(source, place, prefix);
    DemoScene scene =
        new DemoScene(place.file(), source, place.temporary(), prefix.value(), settings);
    DemoInventory inventory = scene.inventory(findings);
    report.begin(inventory, settings.blockSize());
    DemoWriter writer = new DemoWriter(session);
    if (place.outlivesProcess() && !inventory.files().isEmpty()) {
      report.killed(writer.run(scene, inventory), writer);
    }
    Tour tour = new Tour(scene, place, prefix, inventory, findings, writer, report);
    if (place.canBeWiped()) {
      tour.ofAll();
    } else {
      tour.ofTheStore();
    }
    place.bill().ifPresent(report::billed);
    report.print(session);
    return report.status();
  }

  /** The way through the stores of one place, which ends early where a store cannot serve. */
  private final class Tour {

    private final DemoScene scene;
    private final DemoPlace place;
    private final KeyPrefix prefix;
    private final DemoInventory inventory;
    private final DemoFindings findings;
    private final DemoWriter writer;
    private final DemoReport report;

    Tour(
        DemoScene scene,
        DemoPlace place,
        KeyPrefix prefix,
        DemoInventory inventory,
        DemoFindings findings,
        DemoWriter writer,
        DemoReport report) {
      this.scene = scene;
      this.place = place;
      this.prefix = prefix;
      this.inventory = inventory;
      this.findings = findings;
      this.writer = writer;
      this.report = report;
    }

    /** Through a store that somebody configured, in which nothing else may be touched. */
    void ofTheStore() throws ConfigException, InterruptedException, BlockStoreException {
      try (DemoStore demo = DemoStore.open(place, session)) {
        try {
          write(demo);
          DemoRun run = run(demo);
          report.add(run.read());
          report.add(run.list());
          delete(demo);
          report.complete();
        } catch (BlockStoreException e) {
          end(e);
        } finally {
          if (!keep && !report.isComplete()) {
            clean(demo, prefix);
          }
        }
      }
    }

    /** Through everything, up to the loss of the machine and what comes after it. */
    void ofAll() throws ConfigException, InterruptedException, IOException {
      try {
        try (DemoStore demo = DemoStore.open(place, session)) {
          write(demo);
        }
        if (scene.settings().records() > 0) {
          writeRecords();
        }
        report.wiped(place.wipe());
        Path kept = place.temporary().orElseThrow().resolve("inventory");
        inventory.save(kept);
        new DemoReader(session, scene, kept).run(findings).forEach(report::add);
        if (!keep) {
          try (DemoStore demo = DemoStore.open(place, session)) {
            delete(demo);
          }
        }
        report.complete();
      } catch (BlockStoreException e) {
        end(e);
      } catch (CommandException readBackEnded) {
        report.ended(Problems.of(readBackEnded)); // what it said of itself is above
      }
    }

    private void write(DemoStore demo) throws BlockStoreException, InterruptedException {
      report.opened(demo.store().capabilities().durability());
      if (demo.cache().isPresent()) {
        CacheStatus _ = demo.cache().get().status(); // what was recovered is timed from now on, too
      }
      DemoRun run = run(demo);
      report.add(run.write(key -> !writer.acknowledged(key)));
      if (demo.cache().isPresent()) {
        report.add(run.flush(demo.cache().get()));
        report.cached(demo.cache().get().status());
      }
    }

    private void writeRecords() throws ConfigException, IOException {
      DemoDataSet data = DemoDataSet.of(scene.settings().records());
      DemoRecords some = new DemoRecords(session, data, findings);
      try (SegmentStack stack =
          place.config().openSegments(session.effects(), new CompositeMeterRegistry())) {
        DemoPhase written = some.write(stack.manager());
        report.add(written);
        report.recorded(data, written.bytes());
        report.add(some.seal(stack.manager()));
        report.add(some.archive(stack.manager()));
        report.archived(stack.manager().moveFigures());
      }
    }

    private void delete(DemoStore demo) throws BlockStoreException {
      if (!keep) {
        DemoRun run = run(demo);
        report.add(run.delete());
        if (demo.cache().isPresent()) {
          run.settle(demo.cache().get());
        }
      }
    }

    private DemoRun run(DemoStore demo) {
      return new DemoRun(session, demo.store(), prefix, inventory, findings, scene.settings());
    }

    private void end(BlockStoreException e) throws InterruptedException {
      requireNotCancelled(e);
      report.ended(Problems.of(e));
      session.errors().report(e);
    }
  }

  private Path source() throws IOException {
    Path named = directory == null ? Path.of(System.getProperty("java.home", ".")) : directory;
    Path real = named.toRealPath();
    if (!Files.isDirectory(real)) {
      throw new NotDirectoryException(named.toString());
    }
    return real;
  }

  private KeyPrefix prefix() {
    long id = session.effects().random().nextLong();
    return KeyPrefix.of("demo-" + HexFormat.of().toHexDigits(id).substring(0, 8) + "/");
  }

  private void announce(Path source, DemoPlace demo, KeyPrefix prefix) {
    if (!session.options().json()) {
      String stays = keep ? "kept" : "removed at the end";
      session.out().line(String.format(Locale.ROOT, "%s through %s", source, demo.label()));
      session
          .out()
          .line(String.format(Locale.ROOT, "blocks are named %s... and %s", prefix, stays));
      session.out().flush();
    }
  }

  private void requireNotCancelled(BlockStoreException e) throws InterruptedException {
    if (session.cancellation().requested()) {
      InterruptedException cancelled = new InterruptedException();
      cancelled.initCause(e);
      throw cancelled;
    }
  }

  /** Best effort, also for a user who interrupted: what cannot be removed is said. */
  private void clean(DemoStore demo, KeyPrefix prefix) {
    boolean interrupted = Thread.interrupted();
    try {
      demo.store().deleteByPrefix(prefix).orThrow();
    } catch (BlockStoreException e) {
      session
          .errors()
          .note(
              String.format(
                  Locale.ROOT, "blocks under %s may be left in %s", prefix, demo.label()));
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
