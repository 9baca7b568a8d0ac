package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.segments.ReadOnlySegments;
import io.blocktier.segments.SegmentManager;
import io.blocktier.segments.manifest.GarbageLimits;
import io.blocktier.segments.manifest.LeftLog;
import io.blocktier.segments.objects.SegmentNames;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Deletes objects of large blocks that belong to nobody: {@link PackedFsck} counts them as left
 * behind. A writer leaves one that is fenced, or whose request lands behind its deletion. In order,
 * so that nothing is deleted that anybody has, or may get:
 *
 * <ol>
 *   <li>objects are listed; each was noted, in the log of who wrote it, before it was there;
 *   <li>the present writer has its log sealed: what it noted until then is committed;
 *   <li>what the newest records, a snapshot or a note has is left out;
 *   <li>the present writer makes sure that nobody has taken over since. So what is left over is of
 *       an earlier one, which is fenced, and whose log nobody brings over;
 *   <li>nothing is deleted as long as the manifest remembers a log that was left behind: its
 *       directory may be kept for what it refers to;
 *   <li>what is younger than the horizon stays, and so does what is beyond the limits of a pass;
 *   <li>the others are deleted.
 * </ol>
 *
 * Any error ends it. For one thread.
 */
public final class PackedRepair {

  /** How objects are numbered. */
  private static final Pattern OWN = Pattern.compile("[0-9a-f]{32}");

  private final ReadOnlySegments segments;
  private final BlockStore store;
  private final SegmentNames names;
  private final GarbageLimits limits;
  private final InstantSource clock;

  /**
   * Makes a repair.
   *
   * @param segments that have the records of the blocks
   * @param store where the objects are
   * @param names what their keys begin with
   * @param limits how old objects have to be by the clock of the store, and how much a pass deletes
   * @param clock tells the time
   */
  public PackedRepair(
      ReadOnlySegments segments,
      BlockStore store,
      SegmentNames names,
      GarbageLimits limits,
      InstantSource clock) {
    this.segments = segments;
    this.store = store;
    this.names = names;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Tells what would be deleted now. Changes nothing, and may run beside a writer, of which younger
   * objects are shown as left behind that are on their way.
   *
   * @return the report of a dry run
   * @throws BlockStoreException if records cannot be read, or the store not be listed
   */
  public OrphanReport plan() throws BlockStoreException {
    return chosen(true, new PackedFsck(segments, store, names).orphans(() -> {}));
  }

  /**
   * Deletes what belongs to nobody.
   *
   * @param writer the present writer of these segments, open since before this call
   * @return what was deleted
   * @throws io.blocktier.blockstore.StoreClosedException if another writer took over; nothing was
   *     deleted
   * @throws BlockStoreException if records cannot be read, the store not be listed, or an object
   *     not be deleted; another pass goes on
   */
  public OrphanReport run(SegmentManager writer) throws BlockStoreException {
    List<BlockStat> orphans =
        new PackedFsck(segments, store, names).orphans(writer::flush); // steps 1 to 3
    writer.requireWriter(); // step 4
    OrphanReport report = chosen(false, orphans); // steps 5 and 6
    for (BlockKey orphan : report.deleted()) {
      store.delete(orphan, DeleteOptions.DEFAULT); // step 7
    }
    return report;
  }

  private OrphanReport chosen(boolean dryRun, List<BlockStat> listed) throws BlockStoreException {
    List<BlockStat> orphans = listed.stream().filter(this::isOwn).toList();
    List<String> logs = segments.leftLogs().stream().map(LeftLog::log).toList();
    if (!logs.isEmpty()) {
      return new OrphanReport(dryRun, List.of(), 0, 0, orphans.size(), logs);
    }
    Instant horizon = clock.instant().minus(limits.horizon());
    List<BlockStat> old =
        orphans.stream().filter(orphan -> !orphan.lastModified().isAfter(horizon)).toList();
    List<BlockKey> chosen = new ArrayList<>();
    long bytes = 0;
    for (BlockStat orphan : old) {
      boolean fits = chosen.isEmpty() || bytes + orphan.size() <= limits.maxBytes();
      if (chosen.size() < limits.maxObjects() && fits) {
        chosen.add(orphan.key());
        bytes += orphan.size();
      }
    }
    return new OrphanReport(
        dryRun, chosen, bytes, orphans.size() - old.size(), old.size() - chosen.size(), logs);
  }

  /** What others put there stays, also what is in a folder of theirs. */
  private boolean isOwn(BlockStat stat) {
    String objects = new BlockObjects(store, names.root()).prefix().value();
    String key = stat.key().value();
    return key.startsWith(objects) && OWN.matcher(key.substring(objects.length())).matches();
  }
}
