package io.blocktier.segments.manifest;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.spi.Effects;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Commits to a chain of manifests, as the only one who can: opening for writing begins an epoch,
 * and every earlier writer is fenced by it, however long it slept.
 *
 * <p>One thread at a time commits or prunes, which is checked; {@link #current()} may be called by
 * any. Holds no lock while it calls the store, and nothing that has to be closed.
 */
public final class ManifestWriter {

  private final ChainStore store;
  private final Effects effects;
  private final Committer committer;
  private final Writer self;
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile Tip tip;
  private @Nullable Proposal doubtful;
  private @Nullable FencedException fenced;

  private ManifestWriter(ChainStore store, Effects effects, Tip tip) {
    this.store = store;
    this.effects = effects;
    this.committer = new Committer(store, effects);
    this.self = tip.manifest().writer();
    this.tip = tip;
  }

  /**
   * Opens a manifest for writing, and takes over from whoever did before.
   *
   * @param store where the chain is kept: the store itself rather than a cache over it, with
   *     conditional creation that {@link BlockStore#probe()} has raced
   * @param options its place and bounds
   * @param name tells people who writes, such as host and process; 1 to {@value
   *     Writer#MAX_NAME_LENGTH} characters
   * @param effects time, randomness and pauses
   * @return the writer
   * @throws IllegalArgumentException if the name is empty or too long
   * @throws io.blocktier.blockstore.UnsupportedByStoreException if the store does not create
   *     conditionally
   * @throws DamagedManifestException if the chain is not whole
   * @throws DoubtfulCommitException if the reply was lost: the epoch may have begun, for nobody
   * @throws ContendedException if others commit faster
   * @throws BlockStoreException if the store fails
   */
  public static ManifestWriter open(
      BlockStore store, ManifestOptions options, String name, Effects effects)
      throws ManifestException, BlockStoreException {
    return open(store, options, options.commitTimeout(), name, effects);
  }

  /**
   * Opens a manifest as above, where whoever opens waits longer or less long than those who commit.
   *
   * @param store where it is
   * @param options its place and bounds
   * @param patience how long a step of the opening goes on where the store fails
   * @param name of the writer
   * @param effects clock, randomness and sleep
   * @return the writer
   * @throws ManifestException as above
   * @throws BlockStoreException as above
   */
  public static ManifestWriter open(
      BlockStore store, ManifestOptions options, Duration patience, String name, Effects effects)
      throws ManifestException, BlockStoreException {
    ChainStore opening = new ChainStore(store, options.withCommitTimeout(patience));
    UniqueId id = UniqueId.random(effects.random());
    new ConditionCheck(opening, effects).require(id);
    return new ManifestWriter(
        new ChainStore(store, options), effects, new Claiming(opening, effects).claim(name, id));
  }

  /**
   * Returns the manifest of the last commit that was acknowledged.
   *
   * @return the manifest
   */
  public Manifest current() {
    return tip.manifest();
  }

  /**
   * Commits edits, all or none of them. One write and one look at the store.
   *
   * @param edits what changes, in this order
   * @return the manifest with the changes
   * @throws RefusedEditException if an edit does not fit; nothing was changed
   * @throws FencedException if another writer took over; no commit of this one follows any more
   * @throws DoubtfulCommitException if it may have taken effect or not; the next commit settles it
   * @throws BlockStoreException if the store fails; nothing was changed
   */
  public Manifest commit(List<Edit> edits) throws ManifestException, BlockStoreException {
    takeTurn();
    try {
      settle();
      return bring(tip.propose(link(edits), store.options().maxLinks()));
    } finally {
      busy.set(false);
    }
  }

  /**
   * Takes numbers for segments and their objects, which nobody gets again.
   *
   * @param count how many, 1 or more
   * @return the numbers
   * @throws ManifestException as {@link #commit} does
   * @throws BlockStoreException as {@link #commit} does
   */
  public IdRange reserve(int count) throws ManifestException, BlockStoreException {
    long end = commit(List.of(new Edit.Reserve(count))).nextId();
    return new IdRange(end - count, end);
  }

  /**
   * Deletes objects of manifests that were replaced more than {@link ManifestOptions#retention()}
   * ago, as far as nobody needs them to read a later one. Any error ends the pass; the next one
   * goes on.
   *
   * @return what was done
   * @throws ManifestException as {@link #commit} does
   * @throws BlockStoreException if the store fails
   */
  public PruneReport prune() throws ManifestException, BlockStoreException {
    takeTurn();
    try {
      settle();
      Pruning pruning = new Pruning(store, effects);
      tip = tip.with(pruning.advance(tip));
      return pruning.sweep(tip.boundary());
    } finally {
      busy.set(false);
    }
  }

  /** Finds out what became of a commit in doubt, and returns what the next one is applied to. */
  Manifest settled() throws ManifestException, BlockStoreException {
    takeTurn();
    try {
      settle();
      return tip.manifest();
    } finally {
      busy.set(false);
    }
  }

  /**
   * Looks whether this is still who commits. Nobody else's turn is waited for, and nothing changed.
   *
   * @throws FencedException if another writer took over
   * @throws ManifestException if the chain is damaged
   * @throws BlockStoreException if the store fails
   */
  void requireUnfenced() throws ManifestException, BlockStoreException {
    Writer newest = new HeadSearch(store).newest(tip).manifest().writer();
    if (!newest.id().equals(self.id())) {
      throw new FencedException(store.name(), self, newest, null);
    }
  }

  /** The store that the manifest is in, as people know it. */
  String name() {
    return store.name();
  }

  private void takeTurn() throws FencedException {
    if (!busy.compareAndSet(false, true)) {
      throw new IllegalStateException("two threads commit to one manifest at once");
    }
  }

  /** Finds out what became of a commit whose reply was lost, by making it again. */
  private void settle() throws ManifestException, BlockStoreException {
    if (fenced != null) {
      throw new FencedException(store.name(), self, fenced.fencedBy().orElse(null), fenced);
    }
    Proposal open = doubtful;
    if (open != null) {
      bring(open);
    }
  }

  private Manifest bring(Proposal proposal) throws ManifestException, BlockStoreException {
    boolean doubted = doubtful != null;
    doubtful = proposal;
    try {
      Optional<Tip> committed = committer.commit(proposal);
      if (committed.isEmpty()) {
        throw fence(proposal);
      }
      tip = committed.get();
      doubtful = null;
      return tip.manifest();
    } catch (BlockStoreException unchanged) {
      doubtful = doubted ? proposal : null;
      throw unchanged;
    }
  }

  private ManifestException fence(Proposal lost) {
    Tip seen = null;
    Exception cause = null;
    try {
      seen = new HeadSearch(store).newest(tip);
    } catch (ManifestException | BlockStoreException e) {
      cause = e;
    }
    if (seen != null && seen.manifest().writer().id().equals(self.id())) {
      return new DamagedManifestException(
          store.name() + ": manifest " + lost.number() + " is another one than its writer wrote");
    }
    Writer by = seen == null ? null : seen.manifest().writer();
    fenced = new FencedException(store.name(), self, by, cause);
    return fenced;
  }

  private Link link(List<Edit> edits) throws RefusedEditException {
    if (edits.stream().anyMatch(Edit.Claim.class::isInstance)) {
      throw new RefusedEditException("only opening begins an epoch");
    }
    Manifest manifest = tip.manifest();
    return new Link(
        manifest.number() + 1,
        self.epoch(),
        self.id(),
        UniqueId.random(effects.random()),
        Math.max(manifest.millis(), effects.clock().millis()),
        edits);
  }
}
