package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.segments.ReadOnlySegments;
import io.blocktier.segments.RecordCursor;
import io.blocktier.segments.SegmentView;
import io.blocktier.segments.check.CheckDepth;
import io.blocktier.segments.format.KeyRange;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.manifest.Snapshot;
import io.blocktier.segments.objects.SegmentNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Checks the objects of blocks that are too large to be packed, which the check of segments knows
 * nothing of: those of all blocks that are there now, and of all that snapshots see. Reads only,
 * and may run beside a writer: what is found is looked up again. Takes some 200 bytes of memory for
 * each such object. For one thread.
 *
 * <p>What was listed was noted before it was written. So objects are listed first, and what the
 * records behind that say nothing of belongs to nobody, or to a writer whose log has the note.
 */
public final class PackedFsck {

  private final ReadOnlySegments segments;
  private final BlockObjects objects;
  private final Map<String, BlockStat> unclaimed = new TreeMap<>();
  private final Set<String> checked = new HashSet<>();
  private final List<Suspect> suspects = new ArrayList<>();
  private long bytes;
  private long waiting;

  /** A finding, and the view that it is of. */
  private record Suspect(ObjectFinding finding, SegmentView view, String object) {}

  /**
   * Makes a check.
   *
   * @param segments that have the records of the blocks
   * @param store where the objects are
   * @param names what their keys begin with
   */
  public PackedFsck(ReadOnlySegments segments, BlockStore store, SegmentNames names) {
    this.segments = segments;
    this.objects = new BlockObjects(store, names.root());
  }

  /**
   * Checks all objects.
   *
   * @param depth {@link CheckDepth#RECORDS} reads them, too
   * @return what was found; an object that cannot be read is a finding, too
   * @throws BlockStoreException if records cannot be read, or the store not be listed
   */
  public PackedCheckReport run(CheckDepth depth) throws BlockStoreException {
    ObjectCheck check = new ObjectCheck(objects, depth);
    list();
    segments.refresh();
    check(check, segments.newest(), Optional.empty());
    for (Snapshot snapshot : segments.snapshots()) {
      checkSnapshot(check, snapshot.name());
    }
    waiting = claimNoted();
    if (!unclaimed.isEmpty() || !suspects.isEmpty()) {
      segments.refresh();
    }
    List<ObjectFinding> findings = confirmed(check);
    dropClaimedMeanwhile();
    dropGoneMeanwhile();
    return new PackedCheckReport(
        checked.size(),
        bytes,
        findings,
        waiting,
        unclaimed.keySet().stream().map(objects::key).toList(),
        unclaimed.values().stream().mapToLong(BlockStat::size).sum());
  }

  /** Something that is done between the listing and the look at records. */
  @FunctionalInterface
  interface Between {
    void run() throws BlockStoreException;
  }

  /**
   * Finds objects that belong to nobody, and looks at no others. Whoever writes in this process has
   * what it noted before the listing committed in between.
   *
   * @return what the store says of them
   */
  List<BlockStat> orphans(Between between) throws BlockStoreException {
    list();
    between.run();
    segments.refresh();
    claim(segments.newest(), RecordNames.allObjects());
    for (Snapshot snapshot : segments.snapshots()) {
      try {
        claim(segments.snapshot(snapshot.name()), RecordNames.allObjects());
      } catch (BlockNotFoundException dropped) {
        // what it alone has seen is noted
      }
    }
    waiting = claimNoted();
    segments.refresh();
    dropClaimedMeanwhile();
    dropGoneMeanwhile();
    return List.copyOf(unclaimed.values());
  }

  private void list() throws BlockStoreException {
    int prefix = objects.prefix().value().length();
    try (BlockListing listing = objects.store().list(ListOptions.under(objects.prefix()))) {
      listing.forEachRemaining(entry -> {
        if (entry instanceof ListEntry.Block(var stat)) {
          unclaimed.put(stat.key().value().substring(prefix), stat);
        }
      });
    }
  }

  private void checkSnapshot(ObjectCheck check, String name) throws BlockStoreException {
    try {
      check(check, segments.snapshot(name), Optional.of(name));
    } catch (BlockNotFoundException dropped) {
      // nobody needs what it alone has seen
    }
  }

  private void check(ObjectCheck check, SegmentView view, Optional<String> snapshot)
      throws BlockStoreException {
    try (RecordCursor cursor = view.scan(RecordNames.allObjects())) {
      while (cursor.next()) {
        String object = text(cursor);
        unclaimed.remove(object);
        if (checked.add(object)) {
          BlockKey block = BlockKey.of(RecordNames.ofObject(cursor.key()));
          ObjectCheck.Seen seen = check.run(view, snapshot, block, object);
          bytes += seen.bytes();
          seen.finding().ifPresent(finding -> suspects.add(new Suspect(finding, view, object)));
        }
      }
    }
  }

  private static String text(RecordCursor cursor) throws BlockStoreException {
    return StandardCharsets.US_ASCII.decode(cursor.value().duplicate()).toString();
  }

  private long claimNoted() throws BlockStoreException {
    long there = 0;
    try (RecordCursor cursor = segments.newest().scan(RecordNames.allGarbage())) {
      while (cursor.next()) {
        there += unclaimed.remove(RecordNames.ofGarbage(cursor.key())) == null ? 0 : 1;
      }
    }
    return there;
  }

  /** Leaves out what nobody needs any more: a writer may have replaced it. */
  private List<ObjectFinding> confirmed(ObjectCheck check) throws BlockStoreException {
    List<ObjectFinding> findings = new ArrayList<>();
    for (Suspect suspect : suspects) {
      if (isNeeded(suspect, suspect.view())) {
        findings.add(suspect.finding());
      } else {
        ofSnapshots(check, suspect).ifPresent(findings::add);
      }
    }
    return findings;
  }

  /** What one view has lost, a snapshot may have that has the same object. */
  private Optional<ObjectFinding> ofSnapshots(ObjectCheck check, Suspect suspect)
      throws BlockStoreException {
    for (Snapshot snapshot : segments.snapshots()) {
      try {
        SegmentView view = segments.snapshot(snapshot.name());
        if (isNeeded(suspect, view)) {
          return check
              .run(view, Optional.of(snapshot.name()), suspect.finding().block(), suspect.object())
              .finding();
        }
      } catch (BlockNotFoundException dropped) {
        // nobody needs what it alone has seen
      }
    }
    return Optional.empty();
  }

  private static boolean isNeeded(Suspect suspect, SegmentView view) throws BlockStoreException {
    RecordKey key = RecordNames.object(suspect.finding().block());
    try {
      return view.get(key)
          .filter(record ->
              suspect
                  .object()
                  .contentEquals(StandardCharsets.US_ASCII.decode(record.value().duplicate())))
          .isPresent();
    } catch (BlockNotFoundException dropped) {
      return false;
    }
  }

  /** Another writer's commits may have claimed what was listed, or noted it. */
  private void dropClaimedMeanwhile() throws BlockStoreException {
    if (unclaimed.isEmpty()) {
      return;
    }
    claim(segments.newest(), RecordNames.allObjects());
    waiting += claimNoted();
  }

  /** A writer deletes what was replaced while this looks. */
  private void dropGoneMeanwhile() throws BlockStoreException {
    for (String object : List.copyOf(unclaimed.keySet())) {
      if (Blocks.find(objects.store(), objects.key(object)).isEmpty()) {
        unclaimed.remove(object);
      }
    }
  }

  private void claim(SegmentView view, KeyRange range) throws BlockStoreException {
    try (RecordCursor cursor = view.scan(range)) {
      while (cursor.next()) {
        unclaimed.remove(text(cursor));
      }
    }
  }
}
