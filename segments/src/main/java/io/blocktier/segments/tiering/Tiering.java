package io.blocktier.segments.tiering;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.segments.manifest.Edit;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.ManifestCommits;
import io.blocktier.segments.manifest.ManifestException;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Tier;
import io.blocktier.segments.objects.SegmentNames;
import io.blocktier.segments.objects.SegmentStores;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps segments in two tiers: by command, by policy, and by what is read. Thread-safe.
 *
 * <p>Nothing happens by itself before {@link #start()}; who started it closes it.
 */
public final class Tiering implements AutoCloseable {

  private final ManifestCommits commits;
  private final TieringOptions options;
  private final Effects effects;
  private final Mover mover;
  private final AccessLog accesses;
  private final Optional<Promotion> promotion;
  private final Background background;

  /**
   * Makes the tiers of some segments.
   *
   * @param stores where they are; they stay their owner's
   * @param names the keys of their objects
   * @param commits the manifest
   * @param options when and how they move
   * @param effects time, waiting and threads
   * @param signals how threads wait for each other
   * @param told is told of each pass of the background that was due, or failed, on its thread
   */
  public Tiering(
      SegmentStores stores,
      SegmentNames names,
      ManifestCommits commits,
      TieringOptions options,
      Effects effects,
      Signals signals,
      Consumer<TieringRun> told) {
    long rate = options.policy().bytesPerSecond();
    this.commits = commits;
    this.options = options;
    this.effects = effects;
    this.mover = new Mover(stores, names, commits, options.moves(), rate, effects, signals);
    this.accesses = new AccessLog(effects.clock());
    this.promotion = options.promotion().map(reads -> new Promotion(reads, options.policy()));
    this.background = new Background(this::passBy, options.interval(), effects, signals, told);
  }

  /**
   * Moves a segment to the cold tier.
   *
   * @param segment its number
   * @param run who watches
   * @return what became of it
   */
  public MoveOutcome archive(long segment, Run run) {
    return mover.move(segment, Tier.COLD, run);
  }

  /**
   * Moves a segment back to the hot tier.
   *
   * @param segment its number
   * @param run who watches
   * @return what became of it
   */
  public MoveOutcome restore(long segment, Run run) {
    return mover.move(segment, Tier.HOT, run);
  }

  /**
   * Pins a segment to its tier, or lets it go. A move that is under way does not end then.
   *
   * @param segment its number
   * @param pinned whether it stays
   * @throws ManifestException if there is no such segment, or another writer took over
   * @throws BlockStoreException if the store fails; nothing was changed
   * @throws InterruptedException if the thread is interrupted while it waits; nothing was changed
   */
  public void pin(long segment, boolean pinned)
      throws ManifestException, BlockStoreException, InterruptedException {
    Manifest ignored =
        commits.commit(newest -> {
          SegmentEntry entry = newest.segments().get(segment);
          return entry != null && entry.pinned() == pinned
              ? List.of()
              : List.of(new Edit.Pin(segment, pinned));
        });
  }

  /**
   * Tells what {@link #tier} would do now.
   *
   * @return the plan
   */
  public TieringPlan plan() {
    return plan(commits.current());
  }

  private TieringPlan plan(Manifest manifest) {
    return TieringPlan.of(manifest, effects.clock().millis(), options.policy(), accesses);
  }

  /**
   * Makes a pass by policy: drops what has outlived its time, then archives.
   *
   * @param run who watches
   * @return what was done
   * @throws ManifestException if nothing could be dropped, as another writer took over, or the
   *     commit is in doubt; nothing was moved then
   * @throws BlockStoreException if nothing could be dropped, as the store fails; nothing was moved
   * @throws InterruptedException if the thread is interrupted before anything was done
   */
  public TieringReport tier(Run run)
      throws ManifestException, BlockStoreException, InterruptedException {
    List<Long> dropped = drop();
    Manifest manifest = commits.current();
    accesses.retain(manifest.segments().keySet());
    promotion.ifPresent(reads -> reads.retain(manifest.segments().keySet()));
    List<Long> going =
        plan(manifest).archives().stream().map(archive -> archive.segment().id()).toList();
    return mover.moveAll(going, Tier.COLD, run).withDropped(dropped);
  }

  private List<Long> drop() throws ManifestException, BlockStoreException, InterruptedException {
    if (plan().expired().isEmpty()) {
      return List.of();
    }
    Dropping dropping = new Dropping();
    Manifest ignored = commits.commit(dropping);
    return dropping.segments;
  }

  /** Decides anew when it is its turn: compaction may have changed what hides what. */
  private final class Dropping implements ManifestCommits.Plan {

    private List<Long> segments = List.of();

    @Override
    public List<Edit> edits(Manifest newest) {
      segments = plan(newest).expired().stream().map(SegmentEntry::id).toList();
      return segments.isEmpty() ? List.of() : List.of(new Edit.Drop(segments));
    }
  }

  /**
   * Notes that a segment was read, which may bring it back to the hot tier in the background. Makes
   * no request and waits for nobody.
   *
   * @param entry the segment, where it was read
   */
  public void read(SegmentEntry entry) {
    if (options.isAutomatic()) {
      accesses.of(entry.id()).read();
    }
    if (promotion.isPresent() && promotion.get().read(entry, effects.clock().millis())) {
      background.wake();
    }
  }

  /**
   * Brings those segments back that were read often enough.
   *
   * @param run who watches
   * @return what was done
   */
  public TieringReport promote(Run run) {
    List<Long> coming = promotion.map(reads -> reads.take(commits.current())).orElse(List.of());
    return mover.moveAll(coming, Tier.HOT, run);
  }

  /**
   * Begins to make passes by itself, one at a time, and to promote what is read.
   *
   * @throws IllegalStateException if it was called before
   */
  public void start() {
    background.start();
  }

  private Background.Pass passBy(StopSign stop, boolean due)
      throws ManifestException, BlockStoreException, InterruptedException {
    Run run = new Run(MoveProgress.NONE, stop);
    TieringReport promoted = promote(run);
    return new Background.Pass(promoted, due ? Optional.of(tier(run)) : Optional.empty());
  }

  /**
   * Returns what the background did last.
   *
   * @return its last pass by policy that did something or failed, or empty where there was none
   */
  public Optional<TieringReport> lastPass() {
    return background.lastPass();
  }

  /**
   * Returns why the last pass of the background ended early.
   *
   * @return the reason, or empty if it came through
   */
  public Optional<Exception> lastFailure() {
    return background.lastFailure();
  }

  /**
   * Returns what the background did last.
   *
   * @return its last pass that was due, or failed; empty where there was none
   */
  public Optional<TieringRun> lastRun() {
    return background.lastRun();
  }

  /**
   * Returns in how many passes of the background nothing failed that were due.
   *
   * @return passes
   */
  public long passesSucceeded() {
    return background.succeeded();
  }

  /**
   * Returns in how many passes of the background something failed.
   *
   * @return passes
   */
  public long passesFailed() {
    return background.failed();
  }

  /**
   * Returns how long ago the last due pass ended in which nothing failed, or this object was made.
   *
   * @return nanoseconds; 0 where nothing moves by itself
   */
  public long ageNanos() {
    return options.isAutomatic() ? background.ageNanos() : 0;
  }

  /**
   * Returns when segments were read. Nothing is noted where nothing moves by itself.
   *
   * @return the times, since this object was made
   */
  public AccessTimes accesses() {
    return accesses;
  }

  /**
   * Returns what was moved since this object was made.
   *
   * @return the figures
   */
  public MoveFigures figures() {
    return mover.figures();
  }

  /**
   * Ends the background, if it was started: a segment on its way stays where it was.
   *
   * @param patience how long to wait for that
   * @return whether it has ended; what is under way in a store goes on, and is harmless
   */
  public boolean stop(Duration patience) {
    return background.stop(patience);
  }

  /** Ends the background, and waits for it for the deadline of a move at most. */
  @Override
  public void close() {
    boolean ignored = stop(options.moves().deadline());
  }
}
