package io.blocktier.cli;

import io.blocktier.segments.manifest.SegmentEntry;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells what is known of a segment. */
@Command(
    name = "info",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description =
        "Print what is known of a segment: where it is, sizes, records, times, keys, checksum,"
            + " root.",
    footer = {"", "Example: blocktier segments info --config store.yaml 17"})
final class SegmentsInfoCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(index = "0", paramLabel = "ID", description = "The number of the segment.")
  private String id = "";

  SegmentsInfoCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    long segment = RecordArguments.segment(id);
    SegmentEntry entry =
        session
            .stores()
            .sealedSegments()
            .segments()
            .newest()
            .getSegment(segment)
            .orElseThrow(() -> RecordArguments.noSegment(segment));
    Map<String, Object> fields = SegmentEntryView.json(entry);
    SegmentCosts costs = session.stores().segmentCosts();
    if (session.options().json()) {
      costs.addTo(fields);
      session.out().line(Json.line(fields));
    } else {
      fields.forEach(this::printField);
      costs.print(session);
    }
    return ExitCode.OK.status();
  }

  private void printField(String name, Object value) {
    String text = Problem.plain(String.valueOf(value));
    session.out().line(String.format(Locale.ROOT, "%-17s %s", name.replace('_', ' '), text));
  }
}
