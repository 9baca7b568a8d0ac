package io.blocktier.cli;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.config.ConfigException;
import io.blocktier.segments.SegmentManager;
import io.blocktier.segments.SegmentView;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Tier;
import io.blocktier.segments.tiering.MoveOutcome;
import io.blocktier.segments.tiering.MoveProgress;
import io.blocktier.segments.tiering.Run;
import io.blocktier.segments.tiering.SkipReason;
import io.blocktier.segments.tiering.TieringReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Moves segments to a tier, and tells what became of each. For one thread. */
final class SegmentMoves {

  private final Session session;
  private final Tier tier;
  private int failed;
  private ExitCode code = ExitCode.OK;

  SegmentMoves(Session session, Tier tier) {
    this.session = session;
    this.tier = tier;
  }

  /** Moves one segment. */
  @FunctionalInterface
  interface Move {
    MoveOutcome run(SegmentManager segments, long segment, Run run) throws BlockStoreException;
  }

  /** Tells what would be moved, and leaves whoever writes alone. */
  int plan(List<Long> numbers) throws BlockStoreException, ConfigException {
    SegmentView segments = session.stores().sealedSegments().segments().newest();
    for (long number : numbers) {
      tellPlanned(segments.getSegment(number).orElseThrow(() -> RecordArguments.noSegment(number)));
    }
    return ExitCode.OK.status();
  }

  int run(List<Long> numbers, Move move) throws BlockStoreException, ConfigException {
    SegmentManager segments = session.stores().segments();
    Progress progress = session.progress(name());
    for (long number : numbers) {
      if (segments.getSegment(number).isEmpty()) {
        throw RecordArguments.noSegment(number);
      }
      tell(move.run(segments, number, watched(progress)));
    }
    session.errors().clearProgress();
    tellCosts();
    return failed > 0 && failed < numbers.size() ? ExitCode.FAILED.status() : code.status();
  }

  private void tellCosts() throws ConfigException {
    SegmentCosts costs = session.stores().segmentCosts();
    if (session.options().json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      costs.addTo(json);
      session.out().line(Json.line(Map.of("summary", json)));
    }
    costs.print(session);
  }

  /** Tells what a pass by policy did. */
  int tell(TieringReport report) {
    report.dropped().forEach(this::dropped);
    report.moved().forEach(this::moved);
    report.skipped().forEach(this::skipped);
    report.failed().forEach(this::tell);
    int all = report.moved().size() + report.skipped().size() + report.failed().size();
    return failed > 0 && failed < all ? ExitCode.FAILED.status() : code.status();
  }

  private void dropped(long segment) {
    session.print(
        String.format(Locale.ROOT, "segment %d: outlived its time, and is removed", segment),
        json(segment, "removed"));
  }

  /** Returns who watches moves. */
  Run watched(Progress progress) {
    return new Run(watch(progress), session.cancellation()::requested);
  }

  private String name() {
    return tier == Tier.COLD ? "archive" : "restore";
  }

  private static MoveProgress watch(Progress progress) {
    return new MoveProgress() {
      private final Map<Long, Long> before = new ConcurrentHashMap<>();

      @Override
      public void copied(long segment, long copied, long bytes) {
        @Nullable Long already = before.put(segment, copied);
        progress.addBytes(copied - (already == null ? 0 : already));
      }

      @Override
      public void ended(MoveOutcome outcome) {
        progress.addBlocks(1);
      }
    };
  }

  private void tellPlanned(SegmentEntry entry) {
    boolean there = entry.object().tier() == tier;
    String state = there ? "is in that tier already" : "would be moved";
    Map<String, Object> json = json(entry.id(), there ? "already_there" : "would_move");
    json.put("bytes", entry.content().bytes());
    session.print(String.format(Locale.ROOT, "segment %d %s", entry.id(), state), json);
  }

  private static Map<String, Object> json(long segment, String outcome) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("segment", segment);
    json.put("outcome", outcome);
    return json;
  }

  private void tell(MoveOutcome outcome) {
    switch (outcome) {
      case MoveOutcome.Moved moved -> moved(moved);
      case MoveOutcome.Skipped skipped -> skipped(skipped);
      case MoveOutcome.Failed lost -> failed(session.errors().report(lost.cause()));
    }
  }

  private void moved(MoveOutcome.Moved moved) {
    String route = moved.route().name().toLowerCase(Locale.ROOT);
    Map<String, Object> json = json(moved.segment(), "moved");
    json.put("bytes", moved.bytes());
    json.put("route", route);
    session.print(
        String.format(
            Locale.ROOT,
            "segment %d: %s moved, %s",
            moved.segment(),
            Units.bytes(moved.bytes()),
            route.replace('_', ' ')),
        json);
  }

  private void skipped(MoveOutcome.Skipped skipped) {
    String reason = skipped.reason().name().toLowerCase(Locale.ROOT);
    if (skipped.reason() == SkipReason.ALREADY_THERE) {
      session.print(
          String.format(Locale.ROOT, "segment %d is in that tier already", skipped.segment()),
          json(skipped.segment(), reason));
      return;
    }
    boolean noStore = skipped.reason() == SkipReason.NO_COLD_STORE;
    failed(
        session
            .errors()
            .report(
                new CommandException(
                    noStore ? ExitCode.CONFIGURATION : ExitCode.FAILED,
                    String.format(
                        Locale.ROOT,
                        "segment %d is not moved: %s",
                        skipped.segment(),
                        reason.replace('_', ' ')),
                    noStore ? "add a store 'segments.cold'" : "look with 'segments info'")));
  }

  private void failed(ExitCode problem) {
    failed++;
    code = problem;
  }
}
