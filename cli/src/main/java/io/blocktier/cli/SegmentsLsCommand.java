package io.blocktier.cli;

import io.blocktier.segments.manifest.SegmentEntry;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists segments. */
@Command(
    name = "ls",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = {
      "List segments: number, tier, size, records, and when it was sealed.",
      "Shows what is committed; records that wait in a log are in none."
    },
    footer = {"", "Example: blocktier segments ls --config store.yaml"})
final class SegmentsLsCommand implements Callable<Integer> {

  private final Session session;

  SegmentsLsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    List<SegmentEntry> entries =
        session.stores().sealedSegments().segments().newest().listSegments();
    entries.forEach(
        entry -> session.print(SegmentEntryView.line(entry), SegmentEntryView.json(entry)));
    if (!session.options().json()) {
      session.out().line(total(entries));
    }
    return ExitCode.OK.status();
  }

  private static String total(List<SegmentEntry> entries) {
    long bytes = entries.stream().mapToLong(entry -> entry.content().bytes()).sum();
    long records = entries.stream().mapToLong(entry -> entry.content().records()).sum();
    return String.format(
        Locale.ROOT,
        "%s, %s, %s",
        RecordView.segments(entries.size()),
        Units.bytes(bytes),
        RecordView.records(records));
  }
}
