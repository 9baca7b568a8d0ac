package io.blocktier.cli;

import io.blocktier.segments.SegmentManager;
import io.blocktier.segments.manifest.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Move segments to the cold store. */
@Command(
    name = "archive",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = {
      "Move segments to the cold store.",
      "They can be read all the while. Between stores on one server no byte passes through here."
    },
    footer = {"", "Example: blocktier segments archive --config store.yaml 17 18"})
final class SegmentsArchiveCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(arity = "1..*", paramLabel = "ID", description = "The numbers of the segments.")
  private List<String> ids = new ArrayList<>();

  @Mixin private SegmentsWork work = new SegmentsWork();

  SegmentsArchiveCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    List<Long> numbers = ids.stream().map(RecordArguments::segment).distinct().toList();
    SegmentMoves moves = new SegmentMoves(session, Tier.COLD);
    return work.dryRun() ? moves.plan(numbers) : moves.run(numbers, SegmentManager::archive);
  }
}
