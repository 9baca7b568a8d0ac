package io.blocktier.cli;

import io.blocktier.segments.SegmentManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Pins segments. */
@Command(
    name = "pin",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = {
      "Keep segments in the store where they are: neither a policy nor a command moves them, and no"
          + " policy removes them or compaction rewrites them.",
      "Opens the segments for writing, and so takes over from whoever writes."
    },
    footer = {"", "Example: blocktier segments pin --config store.yaml 17 18"})
final class SegmentsPinCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(arity = "1..*", paramLabel = "ID", description = "The numbers of the segments.")
  private List<String> ids = new ArrayList<>();

  SegmentsPinCommand(Session session) {
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
      segments.pin(number, true);
      session.print(
          String.format(Locale.ROOT, "segment %d is pinned", number),
          Map.of("segment", number, "pinned", true));
    }
    return ExitCode.OK.status();
  }
}
