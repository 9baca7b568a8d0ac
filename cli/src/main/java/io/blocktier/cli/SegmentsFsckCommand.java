package io.blocktier.cli;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.config.ConfigException;
import io.blocktier.config.SealedStack;
import io.blocktier.segments.check.CheckDepth;
import io.blocktier.segments.check.CheckReport;
import io.blocktier.segments.check.Finding;
import io.blocktier.segments.check.RepairReport;
import io.blocktier.segments.packed.ObjectFinding;
import io.blocktier.segments.packed.OrphanReport;
import io.blocktier.segments.packed.PackedCheckReport;
import io.blocktier.segments.packed.PackedFsck;
import io.blocktier.segments.packed.PackedRepair;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks whether all segments are whole, and repairs those that are not. */
@Command(
    name = "fsck",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = {
      "Check the manifest and every segment that it or a snapshot needs: each is there with its"
          + " size and checksum, and its footer is right; with --records every byte is read.",
      "Of packed blocks, each that is an object of its own is looked at in the same way, and those"
          + " objects are counted that no block has.",
      "The exit status is 8 where bytes are lost, 7 where that could not be found out."
    },
    footer = {"", "Example: blocktier segments fsck --config store.yaml --records"})
final class SegmentsFsckCommand implements Callable<Integer> {

  private final Session session;

  @Option(names = "--records", description = "Read all records, too.")
  private boolean records;

  @Option(
      names = "--repair",
      description =
          "Bring lost bytes back from the tier that still has them, and delete objects that belong"
              + " to no block once they are a day old. Opens the segments for writing, and so takes"
              + " over from whoever writes; --dry-run, which tells how, does not.")
  private boolean repair;

  @Mixin private SegmentsWork work = new SegmentsWork();

  SegmentsFsckCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    CheckDepth depth = records ? CheckDepth.RECORDS : CheckDepth.FOOTERS;
    CheckReport report = check(depth);
    SegmentFindings.print(report.findings(), session);
    List<Finding> left = repair ? repair(report) : report.findings();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("segments", report.segments());
    json.put("bytes", report.bytes());
    json.put("findings", report.findings().size());
    json.put("left", left.size());
    session.print(
        String.format(
            Locale.ROOT,
            "checked %s, %s: %,d findings",
            RecordView.segments(report.segments()),
            Units.bytes(report.bytes()),
            report.findings().size()),
        Map.of("summary", json));
    List<ObjectFinding> ofObjects =
        session.stores().hasPackedSegments() ? checkObjects(depth) : List.of();
    if (repair && session.stores().hasPackedSegments()) {
      deleteOrphans();
    }
    return SegmentFindings.code(left, ofObjects).status();
  }

  /** Looks at what packed blocks have beside segments, of which there is no other copy. */
  private List<ObjectFinding> checkObjects(CheckDepth depth)
      throws BlockStoreException, ConfigException {
    SealedStack sealed = session.stores().sealedSegments();
    PackedCheckReport report =
        new PackedFsck(sealed.segments(), sealed.stores().hot(), sealed.options().names())
            .run(depth);
    SegmentFindings.printObjects(report.findings(), session);
    for (BlockKey orphan : report.orphans()) {
      session.print(
          Problem.plain(orphan.value())
              + " belongs to no block: it is on its way where somebody writes, or was left behind",
          Map.of("orphan", orphan.value()));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("objects", report.objects());
    json.put("bytes", report.bytes());
    json.put("findings", report.findings().size());
    json.put("waiting", report.waiting());
    json.put("orphans", report.orphans().size());
    json.put("orphan_bytes", report.orphanBytes());
    session.print(
        String.format(
            Locale.ROOT,
            "checked %,d objects of large blocks, %s: %,d findings; %,d wait to be deleted, %,d of"
                + " %s belong to no block",
            report.objects(),
            Units.bytes(report.bytes()),
            report.findings().size(),
            report.waiting(),
            report.orphans().size(),
            Units.bytes(report.orphanBytes())),
        Map.of("objects", json));
    return report.findings();
  }

  private void deleteOrphans() throws BlockStoreException, ConfigException {
    SealedStack sealed = session.stores().sealedSegments();
    PackedRepair repairing =
        new PackedRepair(
            sealed.segments(),
            sealed.stores().hot(),
            sealed.options().names(),
            session.stores().garbageLimits(),
            session.effects().clock());
    OrphanReport report =
        work.dryRun() ? repairing.plan() : repairing.run(session.stores().segments());
    for (BlockKey orphan : report.deleted()) {
      session.print(
          Problem.plain(orphan.value()) + ": " + work.verb("deleted"),
          Map.of("deleted", orphan.value(), "dry_run", report.dryRun()));
    }
    for (String log : report.logs()) {
      session.print(
          "objects that belong to no block stay as long as log "
              + Problem.plain(log)
              + " is waited for; 'segments recover --give-up' ends that",
          Map.of("waits_for_log", log));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("dry_run", report.dryRun());
    json.put("deleted", report.deleted().size());
    json.put("bytes", report.bytes());
    json.put("young", report.young());
    json.put("left", report.left());
    session.print(
        String.format(
            Locale.ROOT,
            "%s %,d objects of %s that belong to no block; %,d are too young, %,d are left for"
                + " later",
            work.verb("deleted"),
            report.deleted().size(),
            Units.bytes(report.bytes()),
            report.young(),
            report.left()),
        Map.of("orphans", json));
  }

  /** Fences nobody unless something is to be repaired, which is the writer's to do. */
  private CheckReport check(CheckDepth depth) throws BlockStoreException, ConfigException {
    return repair && !work.dryRun()
        ? session.stores().segments().fsck(depth)
        : session.stores().sealedSegments().segments().fsck(depth);
  }

  private List<Finding> repair(CheckReport report) throws BlockStoreException, ConfigException {
    RepairReport repaired =
        work.dryRun()
            ? session.stores().sealedSegments().segments().repairPlan(report.findings(), List.of())
            : session.stores().segments().repair(report.findings(), List.of(), false);
    repaired
        .repaired()
        .forEach((id, object) ->
            session.print(
                String.format(Locale.ROOT, "segment %d: %s", id, work.verb("repaired")),
                Map.of("repaired", id, "dry_run", work.dryRun())));
    return work.dryRun() ? report.findings() : repaired.findings();
  }
}
