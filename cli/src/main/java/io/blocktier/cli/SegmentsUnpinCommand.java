package io.blocktier.cli;

import io.blocktier.segments.SegmentManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lets pinned segments go. */
@Command(
    name = "unpin",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = {
      "Let segments go that were pinned.",
      "Opens the segments for writing, and so takes over from whoever writes."
    },
    footer = {"", "Example: blocktier segments unpin --config store.yaml 17 18"})
final class SegmentsUnpinCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(arity = "1..*", paramLabel = "ID", description = "The numbers of the segments.")
  private List<String> ids = new ArrayList<>();

  SegmentsUnpinCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    List<Long> numbers = ids.stream().map(RecordArguments::segment).distinct().toList();
    SegmentManager segments = session.stores().segments();
    for (long number : numbers) {
      if (segments.getSegment(number).isEmpty()) {
        throw RecordArguments.noSegment(number);
      }
      segments.pin(number, false);
      session.print(
          String.format(Locale.ROOT, "segment %d is let go", number),
          Map.of("segment", number, "pinned", false));
    }
    return ExitCode.OK.status();
  }
}
