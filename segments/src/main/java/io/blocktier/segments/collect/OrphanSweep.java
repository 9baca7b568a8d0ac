package io.blocktier.segments.collect;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.segments.manifest.Edit;
import io.blocktier.segments.manifest.GarbageLimits;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.ManifestCommits;
import io.blocktier.segments.manifest.ManifestException;
import io.blocktier.segments.manifest.Orphan;
import io.blocktier.segments.manifest.Orphans;
import io.blocktier.segments.objects.SegmentNames;
import io.blocktier.segments.objects.SegmentStores;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Finds objects that writers left behind when they died between an upload and its commit, and
 * writes them down as garbage. Deletes nothing: that is the {@link GarbageCollector}'s, after the
 * horizon. Thread-safe.
 *
 * <p>No clock is asked how old an object is. What protects an upload under way is its number: an
 * object is an orphan only if its number was reserved in an <em>earlier epoch</em>, whose writer
 * was fenced by the beginning of this one, so that nobody can commit it any more. Objects of this
 * epoch are left alone, however old they look.
 *
 * <p>A sweep takes these steps:
 *
 * <ol>
 *   <li><b>Look before.</b> What the manifest needs or has as garbage at this moment is remembered.
 *   <li><b>List</b> all tiers to the end. Any error ends the sweep.
 *   <li><b>Look behind.</b> In a turn of its own, with the newest manifest: whatever was committed
 *       until the listing began is in it, so what is listed and unknown was never committed.
 *   <li><b>Compare.</b> What was needed before and still is must be in the listing, as large as it
 *       is. One object that is missing says that the listing is not to be trusted: nothing is
 *       written down.
 *   <li><b>Write down</b> what no manifest knew, before or behind. The commit fails if the writer
 *       was fenced, and then its view of the epoch was old.
 * </ol>
 */
public final class OrphanSweep {

  private final ManifestCommits commits;
  private final SegmentStores stores;
  private final SegmentNames names;
  private final GarbageLimits limits;

  /**
   * Makes a sweep.
   *
   * @param commits the manifest
   * @param stores which tiers are listed
   * @param names the keys that objects have; other keys are left alone
   * @param limits how much one sweep writes down at most; their horizon is the collector's
   */
  public OrphanSweep(
      ManifestCommits commits, SegmentStores stores, SegmentNames names, GarbageLimits limits) {
    this.commits = commits;
    this.stores = stores;
    this.names = names;
    this.limits = limits;
  }

  /**
   * Tells what a sweep would write down now. Lists all tiers, and changes nothing.
   *
   * @return the report of a dry run
   * @throws CollectionRefusedException if the listing is not to be trusted
   * @throws BlockStoreException if a store cannot be listed to its end
   */
  public SweepReport dryRun() throws CollectionRefusedException, BlockStoreException {
    Manifest before = commits.current(); // step 1
    TierListing listing = list(); // step 2
    return find(true, listing, before, commits.current()); // steps 3 and 4
  }

  /** Where somebody who does not write has manifests from. */
  @FunctionalInterface
  public interface Manifests {

    /**
     * Looks for the newest manifest.
     *
     * @return the newest
     * @throws BlockStoreException if that cannot be found out
     */
    Manifest newest() throws BlockStoreException;
  }

  /**
   * Tells somebody who does not write what a sweep would write down that takes over now: what the
   * present writer has on its way, too. Lists all tiers, and changes nothing.
   *
   * @param manifests of whoever writes
   * @param stores which tiers are listed
   * @param names the keys that objects have; other keys are left alone
   * @param limits how much one sweep writes down at most
   * @return the report of a dry run
   * @throws CollectionRefusedException if the listing is not to be trusted
   * @throws BlockStoreException if a store cannot be listed to its end, or the manifest not be read
   */
  public static SweepReport dryRun(
      Manifests manifests, SegmentStores stores, SegmentNames names, GarbageLimits limits)
      throws CollectionRefusedException, BlockStoreException {
    Manifest before = manifests.newest(); // step 1
    TierListing listing = list(stores, names); // step 2
    Manifest behind = manifests.newest(); // step 3
    List<Orphan> unknown = Orphans.afterTakeover(behind, listing.objects());
    return report(true, listing, before, behind, unknown, limits); // step 4
  }

  /**
   * Makes a sweep.
   *
   * @return what was written down
   * @throws CollectionRefusedException if the listing is not to be trusted; nothing was changed
   * @throws ManifestException as {@link ManifestCommits#commit} does
   * @throws BlockStoreException if a store cannot be listed to its end; nothing was changed
   * @throws InterruptedException if the thread is interrupted while it waits for its turn
   */
  public SweepReport run()
      throws CollectionRefusedException,
          ManifestException,
          BlockStoreException,
          InterruptedException {
    Manifest before = commits.current(); // step 1
    TierListing listing = list(); // step 2
    return note(listing, before); // steps 3 to 5
  }

  TierListing list() throws BlockStoreException, CollectionRefusedException {
    return list(stores, names);
  }

  private static TierListing list(SegmentStores stores, SegmentNames names)
      throws BlockStoreException, CollectionRefusedException {
    TierListing listing = new TierListing(stores, names);
    listing.read();
    return listing;
  }

  SweepReport note(TierListing listing, Manifest before)
      throws CollectionRefusedException,
          ManifestException,
          BlockStoreException,
          InterruptedException {
    AtomicReference<SweepReport> found = new AtomicReference<>();
    AtomicReference<CollectionRefusedException> doubt = new AtomicReference<>();
    Manifest ignored =
        commits.commit(newest -> {
          try {
            SweepReport report = find(false, listing, before, newest);
            found.set(report);
            return report.orphans().isEmpty()
                ? List.of()
                : List.of(new Edit.NoteOrphans(report.orphans()));
          } catch (CollectionRefusedException e) {
            doubt.set(e);
            return List.of();
          }
        });
    CollectionRefusedException refused = doubt.get();
    if (refused != null) {
      throw refused;
    }
    return found.get();
  }

  private SweepReport find(boolean dryRun, TierListing listing, Manifest before, Manifest behind)
      throws CollectionRefusedException {
    List<Orphan> orphans = Orphans.among(behind, listing.objects());
    return report(dryRun, listing, before, behind, orphans, limits);
  }

  private static SweepReport report(
      boolean dryRun,
      TierListing listing,
      Manifest before,
      Manifest behind,
      List<Orphan> orphans,
      GarbageLimits limits)
      throws CollectionRefusedException {
    References earlier = References.of(before);
    listing.requireComplete(earlier, References.of(behind));
    List<Orphan> unknown =
        orphans.stream()
            .filter(orphan -> !earlier.has(orphan.object()))
            .filter(orphan -> !before.garbage().containsKey(orphan.object().id()))
            .toList();
    List<Orphan> taken = within(unknown, limits);
    return new SweepReport(
        dryRun, listing.objects().size(), listing.foreign(), taken, unknown.size() - taken.size());
  }

  private static List<Orphan> within(List<Orphan> orphans, GarbageLimits limits) {
    List<Orphan> taken = new ArrayList<>();
    long bytes = 0;
    for (Orphan orphan : orphans) {
      boolean fits = taken.isEmpty() || bytes + orphan.bytes() <= limits.maxBytes();
      if (taken.size() < limits.maxObjects() && fits) {
        bytes += orphan.bytes();
        taken.add(orphan);
      }
    }
    return taken;
  }
}
