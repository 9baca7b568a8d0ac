package io.blocktier.cli;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.segments.ReadOnlySegments;
import io.blocktier.segments.SegmentTotals;
import io.blocktier.segments.UpkeepRun;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.tiering.TieringRun;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells what is known of a segment, or of all together. */
@Command(
    name = "info",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = {
      "Print what is known of a segment: where it is, sizes, records, times, keys, checksum, root.",
      "Without a number: how many there are, their sizes, garbage, snapshots, and what the last run"
          + " of 'segments.upkeep' and the last pass of 'segments.tiering' did, which whoever writes"
          + " notes in the store."
    },
    footer = {"", "Example: blocktier segments info --config store.yaml 17"})
final class SegmentsInfoCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ID",
      description = "The number of the segment; all of them without it.")
  private @Nullable String id;

  SegmentsInfoCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    ReadOnlySegments segments = session.stores().sealedSegments().segments();
    Map<String, Object> fields = id == null ? all(segments) : one(segments, id);
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

  private static Map<String, Object> one(ReadOnlySegments segments, String id)
      throws BlockStoreException {
    long segment = RecordArguments.segment(id);
    SegmentEntry entry =
        segments.newest().getSegment(segment).orElseThrow(() -> RecordArguments.noSegment(segment));
    return SegmentEntryView.json(entry);
  }

  private static Map<String, Object> all(ReadOnlySegments segments) throws BlockStoreException {
    SegmentTotals totals = segments.totals();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("segments", totals.segments());
    fields.put("records", totals.records());
    fields.put("hot_bytes", totals.hotBytes());
    fields.put("cold_bytes", totals.coldBytes());
    fields.put("garbage", totals.garbage());
    fields.put("garbage_bytes", totals.garbageBytes());
    fields.put("snapshots", totals.snapshots());
    segments.lastUpkeep().ifPresent(run -> addTo(fields, run));
    segments.lastTiering().ifPresent(run -> addTo(fields, run));
    return fields;
  }

  private static void addTo(Map<String, Object> fields, UpkeepRun run) {
    fields.put("upkeep", run.failure().isEmpty() ? "ok" : "failed");
    fields.put("upkeep_began", run.began().toString());
    fields.put("upkeep_millis", run.took().toMillis());
    fields.put("upkeep_orphans", run.orphans());
    fields.put("upkeep_deleted", run.deleted());
    fields.put("upkeep_deleted_bytes", run.deletedBytes());
    fields.put("upkeep_compactions", run.compactions());
    fields.put("upkeep_gained_bytes", run.gainedBytes());
    run.failure().ifPresent(failure -> fields.put("upkeep_failure", failure));
  }

  private static void addTo(Map<String, Object> fields, TieringRun run) {
    fields.put("tiering", run.failure().isEmpty() ? "ok" : "failed");
    fields.put("tiering_began", run.began().toString());
    fields.put("tiering_millis", run.took().toMillis());
    fields.put("tiering_archived", run.archived());
    fields.put("tiering_restored", run.restored());
    fields.put("tiering_moved_bytes", run.movedBytes());
    fields.put("tiering_dropped", run.dropped());
    fields.put("tiering_failed", run.failed());
    run.failure().ifPresent(failure -> fields.put("tiering_failure", failure));
  }

  private void printField(String name, Object value) {
    String text = Problem.plain(String.valueOf(value));
    session.out().line(String.format(Locale.ROOT, "%-20s %s", name.replace('_', ' '), text));
  }
}
