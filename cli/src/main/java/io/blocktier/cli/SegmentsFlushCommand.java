package io.blocktier.cli;

import io.blocktier.segments.SegmentManager;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Waits until all records are in segments. */
@Command(
    name = "flush",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = {
      "Wait until everything that was written is in a segment in the store.",
      "The exit status is 7 where that takes longer than segments.timeout."
    },
    footer = {"", "Example: blocktier segments flush --config store.yaml"})
final class SegmentsFlushCommand implements Callable<Integer> {

  private final Session session;

  SegmentsFlushCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    SegmentManager segments = session.stores().segments();
    segments.flush();
    int number = segments.listSegments().size();
    session.print("everything is in " + RecordView.segments(number), Map.of("segments", number));
    return ExitCode.OK.status();
  }
}
