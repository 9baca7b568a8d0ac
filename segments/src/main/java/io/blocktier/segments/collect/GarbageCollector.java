package io.blocktier.segments.collect;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.segments.manifest.Candidate;
import io.blocktier.segments.manifest.Edit;
import io.blocktier.segments.manifest.GarbageLimits;
import io.blocktier.segments.manifest.GarbagePlan;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.ManifestCommits;
import io.blocktier.segments.manifest.ManifestException;
import io.blocktier.segments.manifest.ObjectRef;
import io.blocktier.segments.objects.SegmentNames;
import io.blocktier.segments.objects.SegmentStores;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Deletes the objects of segments that were removed or moved, once they have waited for the
 * horizon. Lists nothing. Whatever fails, an object that anything needs is not deleted; what was
 * condemned and not deleted, a later pass deletes, also that of another writer. Thread-safe.
 *
 * <p>A pass takes these steps:
 *
 * <ol>
 *   <li><b>Condemn.</b> Against the newest manifest, in a turn of its own, a commit condemns what
 *       is due: from then on nothing brings it back. If the commit is refused, in doubt, or fenced,
 *       nothing is deleted.
 *   <li><b>Prove.</b> In the manifest that this commit made, no segment and no snapshot needs any
 *       of the objects, each is condemned, and each has the key that its number gives.
 *   <li><b>Delete.</b>
 *   <li><b>Confirm.</b> What the store confirmed is kept apart from what it did not: a lost reply,
 *       an error, or a report that does not account for every key confirms nothing.
 *   <li><b>Forget.</b> A commit strikes out what was confirmed. Numbers are never used again, so a
 *       delete that lands later hits nothing.
 * </ol>
 */
public final class GarbageCollector {

  private final ManifestCommits commits;
  private final SegmentStores stores;
  private final SegmentNames names;
  private final GarbageLimits limits;
  private final InstantSource clock;

  /**
   * Makes a collector.
   *
   * @param commits the manifest
   * @param stores where objects are
   * @param names the keys that objects have; an object with another key is never deleted
   * @param limits what one pass may do
   * @param clock the time of day
   */
  public GarbageCollector(
      ManifestCommits commits,
      SegmentStores stores,
      SegmentNames names,
      GarbageLimits limits,
      InstantSource clock) {
    this.commits = commits;
    this.stores = stores;
    this.names = names;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Tells what a pass would do now. Calls no store.
   *
   * @return the report of a dry run
   */
  public CollectReport dryRun() {
    return dryRun(commits.current(), stores, limits, clock);
  }

  /**
   * Tells what a pass of whoever writes would do now, to somebody who does not.
   *
   * @param manifest the newest that is known
   * @param stores where objects are; none is called
   * @param limits what one pass may do
   * @param clock the time of day
   * @return the report of a dry run
   */
  public static CollectReport dryRun(
      Manifest manifest, SegmentStores stores, GarbageLimits limits, InstantSource clock) {
    GarbagePlan plan = plan(manifest, stores, limits, clock);
    return new CollectReport(true, plan, List.of(), 0, Map.of());
  }

  /**
   * Makes a pass.
   *
   * @return what was done; deletions that were not confirmed are in it
   * @throws CollectionRefusedException if the manifest contradicts itself; nothing was deleted
   * @throws ManifestException as {@link ManifestCommits#commit} does. If it was the commit that
   *     condemns, nothing was deleted; if it was the last one, the next pass makes it
   * @throws BlockStoreException if the manifest's store fails, likewise
   * @throws InterruptedException if the thread is interrupted while it waits for its turn
   */
  public CollectReport run()
      throws CollectionRefusedException,
          ManifestException,
          BlockStoreException,
          InterruptedException {
    Condemned condemned = condemn(); // step 1
    List<ObjectRef> objects = condemned.plan().deletions();
    References.of(condemned.manifest()).requireDead(objects, names); // step 2
    Deletion deletion = new Deletion(stores);
    deletion.run(objects); // steps 3 and 4
    forget(deletion.confirmed()); // step 5
    long bytes = bytes(condemned.plan(), deletion.confirmed());
    return new CollectReport(
        false, condemned.plan(), deletion.confirmed(), bytes, deletion.failures());
  }

  /** What a commit condemned, and the manifest that it made. */
  record Condemned(GarbagePlan plan, Manifest manifest) {}

  Condemned condemn() throws ManifestException, BlockStoreException, InterruptedException {
    AtomicReference<GarbagePlan> planned = new AtomicReference<>();
    Manifest manifest =
        commits.commit(newest -> {
          GarbagePlan plan = plan(newest, stores, limits, clock);
          planned.set(plan);
          return plan.due().isEmpty() ? List.of() : List.of(plan.condemnation());
        });
    return new Condemned(planned.get(), manifest);
  }

  /** Leaves out what is in a tier whose store is not there: it could not be deleted. */
  private static GarbagePlan plan(
      Manifest manifest, SegmentStores stores, GarbageLimits limits, InstantSource clock) {
    return GarbagePlan.of(
        manifest, clock.millis(), limits, candidate -> stores.has(candidate.object().tier()));
  }

  void forget(List<ObjectRef> confirmed)
      throws ManifestException, BlockStoreException, InterruptedException {
    Set<Long> gone = new HashSet<>();
    confirmed.forEach(object -> gone.add(object.id()));
    Manifest ignored =
        commits.commit(newest -> {
          List<Long> known = gone.stream().filter(id -> isCondemned(newest, id)).sorted().toList();
          return known.isEmpty() ? List.of() : List.of(new Edit.Forget(known));
        });
  }

  /** Another pass may have struck it out meanwhile. */
  private static boolean isCondemned(Manifest manifest, long object) {
    Candidate candidate = manifest.garbage().get(object);
    return candidate != null && candidate.condemned();
  }

  private static long bytes(GarbagePlan plan, List<ObjectRef> objects) {
    List<Candidate> all = new ArrayList<>(plan.unfinished());
    all.addAll(plan.due());
    Map<Long, Long> sizes = new HashMap<>();
    all.forEach(candidate -> sizes.put(candidate.object().id(), candidate.bytes()));
    return objects.stream().mapToLong(object -> sizes.getOrDefault(object.id(), 0L)).sum();
  }
}
