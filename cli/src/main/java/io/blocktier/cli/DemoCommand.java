package io.blocktier.cli;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.cache.CacheStatus;
import io.blocktier.config.ConfigException;
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
      "Write every file of a directory as blocks through the configured store, read everything back,"
          + " compare every byte, and print throughput and latency.",
      "Where there is a cache, another process writes first and is killed half-way: what it had"
          + " acknowledged has to be there. Without --config it is a cache around an S3 server that"
          + " is started for it, both in a temporary directory; the bill says what the server was"
          + " asked for. Exit status 0 means that every byte compared equal."
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

  @Option(names = "--keep", description = "Keep the blocks, and the temporary directory.")
  private boolean keep;

  @Mixin private Concurrency concurrency = new Concurrency();

  DemoCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    DemoSettings settings = DemoSettings.of(concurrency.jobs(), blockSize, keep);
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
    DemoInventory inventory = DemoInventory.of(source, place.temporary(), prefix.value(), findings);
    report.begin(inventory, settings.blockSize());
    DemoWriter writer = new DemoWriter(session, settings);
    if (place.outlivesProcess() && !inventory.files().isEmpty()) {
      report.killed(
          writer.run(place.file(), source, place.temporary(), prefix.value(), inventory), writer);
    }
    try (DemoStore demo = DemoStore.open(place, session)) {
      report.opened(demo.store().capabilities().durability());
      DemoRun tour = new DemoRun(session, demo.store(), prefix, inventory, findings, settings);
      run(tour, demo, prefix, writer, report);
    }
    place.bill().ifPresent(report::billed);
    report.print(session);
    return report.status();
  }

  private void run(
      DemoRun tour, DemoStore demo, KeyPrefix prefix, DemoWriter writer, DemoReport report)
      throws InterruptedException {
    try {
      tour(tour, demo, writer, report);
    } catch (BlockStoreException e) {
      requireNotCancelled(e);
      report.ended(Problems.of(e));
      session.errors().report(e);
    } finally {
      if (!keep && !report.isComplete()) {
        clean(demo, prefix);
      }
    }
  }

  private void tour(DemoRun tour, DemoStore demo, DemoWriter writer, DemoReport report)
      throws BlockStoreException, InterruptedException {
    if (demo.cache().isPresent()) {
      CacheStatus _ = demo.cache().get().status(); // what was recovered is timed from now on, too
    }
    report.add(tour.write(key -> !writer.acknowledged(key)));
    if (demo.cache().isPresent()) {
      report.add(tour.flush(demo.cache().get()));
      report.cached(demo.cache().get().status());
    }
    report.add(tour.read());
    report.add(tour.list());
    if (!keep) {
      report.add(tour.delete());
      if (demo.cache().isPresent()) {
        tour.settle(demo.cache().get());
      }
    }
    report.complete();
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
