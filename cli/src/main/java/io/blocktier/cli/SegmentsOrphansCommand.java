package io.blocktier.cli;

import io.blocktier.segments.collect.SweepReport;
import io.blocktier.segments.manifest.GarbageLimits;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Finds what writers left behind when they died. */
@Command(
    name = "orphans",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = {
      "List the stores, and write down blocks that earlier writers left behind when they died.",
      "They are deleted by 'gc', after its horizon.",
      SegmentsWork.TAKES_OVER,
      "Until then what that one has on its way is shown as left behind."
    },
    footer = {"", "Example: blocktier segments orphans --config store.yaml --dry-run"})
final class SegmentsOrphansCommand implements Callable<Integer> {

  private final Session session;

  @Mixin private SegmentsWork work = new SegmentsWork();

  SegmentsOrphansCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    GarbageLimits limits = session.stores().garbageLimits();
    SweepReport report =
        work.dryRun()
            ? session.stores().sealedSegments().segments().orphansPlan(limits)
            : session.stores().segments().sweepOrphans(limits, false);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("dry_run", work.dryRun());
    json.put("listed", report.listed());
    json.put("foreign", report.foreign());
    json.put("orphans", report.orphans().size());
    json.put("bytes", report.bytes());
    json.put("left", report.left());
    session.print(
        String.format(
            Locale.ROOT,
            "%s %s of %s, of %,d that were listed; %,d are left for later",
            work.verb("written down"),
            Units.blocks(report.orphans().size()),
            Units.bytes(report.bytes()),
            report.listed(),
            report.left()),
        json);
    return ExitCode.OK.status();
  }
}
