package io.blocktier.cli;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.config.ConfigException;
import io.blocktier.config.SealedStack;
import io.blocktier.segments.SegmentManager;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Tier;
import io.blocktier.segments.tiering.TieringOptions;
import io.blocktier.segments.tiering.TieringPlan;
import io.blocktier.segments.tiering.TieringReport;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Does now what the policy of tiers says. */
@Command(
    name = "tier",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = {
      "Move and remove segments now as segments.tiering says. Reads before the command began count"
          + " as made then, so that tiering.idle moves nothing here; a process that has the"
          + " segments open for long knows better, and does all this by itself.",
      SegmentsWork.TAKES_OVER
    },
    footer = {"", "Example: blocktier segments tier --config store.yaml --dry-run"})
final class SegmentsTierCommand implements Callable<Integer> {

  private final Session session;

  @Mixin private SegmentsWork work = new SegmentsWork();

  SegmentsTierCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    SealedStack sealed = session.stores().sealedSegments();
    TieringOptions tiering = sealed.options().tiering();
    if (!tiering.isAutomatic()) {
      throw new CommandException(
          ExitCode.CONFIGURATION,
          "this configuration has no policy of tiers",
          "add 'tiering' to the section 'segments', with an age, a high mark or a ttl");
    }
    return work.dryRun() ? plan(sealed.segments().tieringPlan(tiering.policy())) : run();
  }

  private int run() throws ConfigException, BlockStoreException {
    SegmentManager segments = session.stores().segments();
    SegmentMoves moves = new SegmentMoves(session, Tier.COLD);
    TieringReport report = segments.tier(moves.watched(session.progress("tier")));
    session.errors().clearProgress();
    int status = moves.tell(report);
    summary(report.moved().size(), report.bytesMoved(), report.dropped().size());
    return status;
  }

  private int plan(TieringPlan plan) throws ConfigException {
    plan.expired().forEach(entry -> print(entry, "would_remove", "would be removed"));
    plan.kept()
        .forEach(entry -> print(entry, "kept", "outlived its time, and hides older records"));
    plan.archives()
        .forEach(archive ->
            print(
                archive.segment(),
                "would_move",
                "would be moved, as "
                    + switch (archive.reason()) {
                      case DUE -> "it is due";
                      case WATERMARK -> "the hot store is too full";
                    }));
    summary(plan.archives().size(), plan.archivedBytes(), plan.expired().size());
    return ExitCode.OK.status();
  }

  private void print(SegmentEntry entry, String outcome, String text) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("segment", entry.id());
    json.put("outcome", outcome);
    json.put("bytes", entry.content().bytes());
    session.print(String.format(Locale.ROOT, "segment %d: %s", entry.id(), text), json);
  }

  private void summary(int moved, long bytes, int removed) throws ConfigException {
    SegmentCosts costs = session.stores().segmentCosts();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("dry_run", work.dryRun());
    json.put("moved", moved);
    json.put("moved_bytes", bytes);
    json.put("removed", removed);
    costs.addTo(json);
    session.print(
        String.format(
            Locale.ROOT,
            "%s %s, %s, and removed %,d",
            work.verb("moved"),
            RecordView.segments(moved),
            Units.bytes(bytes),
            removed),
        Map.of("summary", json));
    costs.print(session);
  }
}
