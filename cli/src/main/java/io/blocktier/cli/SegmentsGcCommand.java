package io.blocktier.cli;

import io.blocktier.blockstore.spi.SettingType;
import io.blocktier.config.ConfigException;
import io.blocktier.segments.collect.CollectReport;
import io.blocktier.segments.manifest.GarbageLimits;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deletes what no segment and no snapshot needs. */
@Command(
    name = "gc",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = {
      "Delete the blocks of segments that were replaced, moved or removed, once nothing has needed"
          + " them for --horizon. Lists nothing, and deletes nothing that a snapshot sees.",
      SegmentsWork.TAKES_OVER
    },
    footer = {"", "Example: blocktier segments gc --config store.yaml --dry-run"})
final class SegmentsGcCommand implements Callable<Integer> {

  private final Session session;

  @Option(
      names = "--horizon",
      paramLabel = "DURATION",
      description =
          "How long a block has to be unneeded (default: segments.gc.horizon): the time to take"
              + " something back, and the longest that readers elsewhere may use an old view.")
  private @Nullable String horizon;

  @Mixin private SegmentsWork work = new SegmentsWork();

  SegmentsGcCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    GarbageLimits limits = limits();
    CollectReport report =
        work.dryRun()
            ? session.stores().sealedSegments().segments().gcPlan(limits)
            : session.stores().segments().gc(limits, false);
    report.failures().values().forEach(failure -> session.errors().report(failure));
    int due = report.plan().deletions().size();
    int deleted = work.dryRun() ? due : report.deleted().size();
    SegmentCosts costs = session.stores().segmentCosts();
    session.print(
        String.format(
            Locale.ROOT,
            "%s %s; %,d wait for the horizon, %,d are seen by snapshots, %,d are left for later",
            work.verb("deleted"),
            Units.blocks(deleted),
            report.plan().waiting(),
            report.plan().seen(),
            report.plan().left()),
        json(report, deleted, costs));
    costs.print(session);
    return report.failures().isEmpty() ? ExitCode.OK.status() : ExitCode.FAILED.status();
  }

  private GarbageLimits limits() throws ConfigException {
    @Nullable Duration given = horizon == null ? null : parsed(horizon);
    GarbageLimits configured = session.stores().garbageLimits();
    return given == null
        ? configured
        : new GarbageLimits(given, configured.maxObjects(), configured.maxBytes());
  }

  private static Duration parsed(String horizon) {
    try {
      return SettingType.DURATION.parse(horizon);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage("--horizon: " + e.getMessage(), "write 30m, 12h or 7d");
    }
  }

  private Map<String, Object> json(CollectReport report, int deleted, SegmentCosts costs) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("dry_run", work.dryRun());
    json.put("deleted", deleted);
    json.put("deleted_bytes", report.deletedBytes());
    json.put("waiting", report.plan().waiting());
    json.put("seen", report.plan().seen());
    json.put("left", report.plan().left());
    json.put("failed", report.failures().size());
    costs.addTo(json);
    return json;
  }
}
