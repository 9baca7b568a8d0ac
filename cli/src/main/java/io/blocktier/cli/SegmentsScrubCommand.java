package io.blocktier.cli;

import io.blocktier.blockstore.spi.SettingType;
import io.blocktier.segments.ReadOnlySegments;
import io.blocktier.segments.check.Finding;
import io.blocktier.segments.check.ScrubReport;
import io.blocktier.segments.objects.Pace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Reads segments slowly, to find what rots before it is needed. */
@Command(
    name = "scrub",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = {
      "Read all bytes of segments, one behind the other, and compare them with what was written.",
      "Others may go on writing.",
      "The exit status is 8 where bytes are lost, 7 where that could not be found out."
    },
    footer = {"", "Example: blocktier segments scrub --config store.yaml --rate 10MiB"})
final class SegmentsScrubCommand implements Callable<Integer> {

  private final Session session;

  @Option(
      names = "--rate",
      paramLabel = "SIZE",
      description = "How much is read in a second at most (default: no bound).")
  private @Nullable String rate;

  @Option(
      names = "--from",
      paramLabel = "ID",
      defaultValue = "0",
      description = "Begin behind this segment, where an earlier scrub ended.")
  private long from;

  SegmentsScrubCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    long bytesPerSecond = rate();
    if (from < 0) {
      throw CommandException.usage("--from is " + from, "write the number of a segment");
    }
    ReadOnlySegments segments = session.stores().sealedSegments().segments();
    Progress progress = session.progress("scrub");
    List<Finding> findings = new ArrayList<>();
    long position = from;
    long count = 0;
    long bytes = 0;
    do {
      ScrubReport report = segments.scrub(position, 1, bytesPerSecond);
      findings.addAll(report.findings());
      SegmentFindings.print(report.findings(), session);
      count += report.segments();
      bytes += report.bytes();
      progress.addBlocks(report.segments());
      progress.addBytes(report.bytes());
      position = report.position();
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException();
      }
    } while (position != 0);
    session.errors().clearProgress();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("segments", count);
    json.put("bytes", bytes);
    json.put("findings", findings.size());
    session.print(
        String.format(
            Locale.ROOT,
            "read %s, %s: %,d findings",
            RecordView.segments(count),
            Units.bytes(bytes),
            findings.size()),
        Map.of("summary", json));
    return SegmentFindings.code(findings).status();
  }

  private long rate() {
    if (rate == null) {
      return Pace.UNLIMITED;
    }
    try {
      return SettingType.size(1, 1L << 40).parse(rate);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage("--rate: " + e.getMessage(), "write 512KiB or 10MiB");
    }
  }
}
