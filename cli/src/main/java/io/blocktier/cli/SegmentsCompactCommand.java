package io.blocktier.cli;

import io.blocktier.segments.compact.CompactionPolicy;
import io.blocktier.segments.compact.CompactionReport;
import io.blocktier.segments.compact.JobReport;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes segments anew without what is dead. */
@Command(
    name = "compact",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = {
      "Merge segments that are small or partly dead into fewer, without what is dead in them.",
      "What readers and snapshots see stays the same; the space is free after 'gc'.",
      SegmentsWork.TAKES_OVER
    },
    footer = {"", "Example: blocktier segments compact --config store.yaml --dry-run"})
final class SegmentsCompactCommand implements Callable<Integer> {

  private final Session session;

  @Option(
      names = "--live-ratio",
      paramLabel = "RATIO",
      description =
          "Segments are rewritten of which less is alive, 0 to 1 (default: ${DEFAULT-VALUE}).")
  private double liveRatio = CompactionPolicy.DEFAULT.minLiveRatio();

  @Mixin private SegmentsWork work = new SegmentsWork();

  SegmentsCompactCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    CompactionPolicy policy = policy();
    CompactionReport report =
        work.dryRun()
            ? session.stores().sealedSegments().segments().compactionPlan(policy)
            : session.stores().segments().compact(policy, false);
    long givenUp = report.jobs().stream().filter(job -> job.givenUp().isPresent()).count();
    for (JobReport job : report.jobs()) {
      job.givenUp().ifPresent(cause -> session.errors().report(cause));
    }
    long inputs = report.plan().jobs().stream().mapToLong(job -> job.inputs().size()).sum();
    long outputs = report.jobs().stream().mapToLong(job -> job.outputs().size()).sum();
    long gain = work.dryRun() ? report.plan().gain() : report.gain();
    SegmentCosts costs = session.stores().segmentCosts();
    session.print(
        String.format(
            Locale.ROOT,
            "%s %s%s; %s are gained",
            work.verb("merged"),
            RecordView.segments(inputs),
            work.dryRun() ? "" : " into " + outputs,
            Units.bytes(Math.max(0, gain))),
        json(report, inputs, outputs, gain, costs));
    costs.print(session);
    return givenUp == 0 ? ExitCode.OK.status() : ExitCode.FAILED.status();
  }

  private CompactionPolicy policy() {
    if (!(liveRatio >= 0 && liveRatio <= 1)) {
      throw CommandException.usage("--live-ratio is " + liveRatio, "write 0 to 1, such as 0.5");
    }
    return CompactionPolicy.DEFAULT.withMinLiveRatio(liveRatio);
  }

  private Map<String, Object> json(
      CompactionReport report, long inputs, long outputs, long gain, SegmentCosts costs) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("dry_run", work.dryRun());
    json.put("jobs", report.plan().jobs().size());
    json.put("inputs", inputs);
    json.put("outputs", outputs);
    json.put("gain_bytes", gain);
    json.put("live_bytes", report.plan().liveBytes());
    json.put("all_bytes", report.plan().allBytes());
    json.put("reads", report.bill().reads());
    json.put("writes", report.bill().writes());
    json.put("bytes_read", report.bill().bytesRead());
    json.put("bytes_written", report.bill().bytesWritten());
    costs.addTo(json);
    return json;
  }
}
