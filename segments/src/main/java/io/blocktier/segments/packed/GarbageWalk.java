package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.segments.SegmentManager;
import io.blocktier.segments.format.KeyRange;
import io.blocktier.segments.manifest.Snapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds by their notes the objects that are to be deleted and that nobody remembers: there were too
 * many, or deleting one failed. It goes through all notes page by page, over as many passes as that
 * takes, and through all again when a snapshot is gone that kept some of them. One page is in
 * memory at a time. For one thread, but for {@link #want()} and {@link #end()}.
 *
 * <p>A note may be of an object that is on its way to its block. That is held by whoever brings it
 * there, from before it is noted until its note is struck out. So whatever is not held, and has
 * still the same note <em>behind</em> that look, never got to a block since that note, nor will.
 * One that was struck out and noted again is another note, which another pass finds: by the older
 * one, snapshots in between would seem not to see the object.
 */
final class GarbageWalk {

  private static final Logger LOG = LoggerFactory.getLogger(GarbageWalk.class);
  private static final int PAGE = 1000;
  private static final int PAGES_PER_PASS = 10;

  /** A store that refuses so many deletions of one pass refuses the others, too. */
  static final int MOST_REFUSALS_PER_PASS = 100;

  private final SegmentManager manager;
  private final GarbageNotes notes;
  private final Predicate<String> isHeld;
  private final Deletion deletion;

  /** Those that keep what was looked at since the walk began anew. */
  private final Set<Snapshot> seers = new HashSet<>();

  private Optional<KeyRange> rest = Optional.empty();
  private int refusals;
  private volatile boolean wanted;
  private volatile boolean ended;

  /** Deletes an object, unless a snapshot may see it, which is returned then. */
  @FunctionalInterface
  interface Deletion {
    Optional<Snapshot> unlessSeen(NotedObject noted) throws BlockStoreException;
  }

  GarbageWalk(
      SegmentManager manager, GarbageNotes notes, Predicate<String> isHeld, Deletion deletion) {
    this.manager = manager;
    this.notes = notes;
    this.isHeld = isHeld;
    this.deletion = deletion;
  }

  /** Says that there is an object which is noted, and which nobody remembers. */
  void want() {
    wanted = true;
  }

  /** Looks at no note any more: not all is held any more that is on its way to its block. */
  void end() {
    if (!ended) {
      ended = true;
      LOG.warn(
          "too many writes of large blocks have no known end; their notes are for the next"
              + " opening");
    }
  }

  /**
   * Goes on for a while, until it is told to stop. An outage of the store ends it, too; an object
   * whose deletion is refused does not.
   */
  void pass(BooleanSupplier stop) {
    refusals = 0;
    try {
      if (rest.isEmpty() && isWorthWhile()) {
        wanted = false;
        seers.clear();
        rest = Optional.of(RecordNames.allGarbage());
      }
      for (int page = 0; page < PAGES_PER_PASS && rest.isPresent(); page++) {
        if (!isDone(rest.get(), () -> ended || stop.getAsBoolean())) {
          return;
        }
      }
    } catch (BlockStoreException e) {
      LOG.warn("notes of objects are looked at another time: {}", e.toString());
    }
  }

  private boolean isWorthWhile() throws BlockStoreException {
    return wanted || !manager.snapshots().containsAll(seers);
  }

  /** Returns false where it was told to stop; the page is looked at again then. */
  private boolean isDone(KeyRange from, BooleanSupplier stop) throws BlockStoreException {
    GarbageNotes.Page page = notes.page(from, PAGE, object -> !isHeld.test(object));
    List<NotedObject> garbage = new ArrayList<>();
    for (NotedObject noted : page.notes()) {
      if (stop.getAsBoolean()) {
        return false;
      }
      if (!isHeld.test(noted.object()) && notes.isStill(noted)) {
        garbage.add(noted);
      }
    }
    if (!garbage.isEmpty()) {
      manager.flush(); // no loss of the log brings a head back that refers to one of them
    }
    for (NotedObject noted : garbage) {
      if (stop.getAsBoolean()) {
        return false;
      }
      delete(noted);
    }
    rest = page.behind();
    return true;
  }

  /**
   * Where that ends the pass, the next one begins behind it, and it is looked at the time after.
   */
  private void delete(NotedObject noted) throws BlockStoreException {
    try {
      deletion.unlessSeen(noted).ifPresent(seers::add);
    } catch (BlockStoreException e) {
      wanted = true;
      refusals++;
      if (isOfAll(e) || refusals == MOST_REFUSALS_PER_PASS) {
        rest = Optional.of(RecordNames.garbageBehind(RecordNames.garbage(noted.object())));
        throw e;
      }
      LOG.warn("{} is deleted another time: {}", noted, e.toString());
    }
  }

  /** Tells whether others would fail, too, rather than this one alone. */
  private static boolean isOfAll(BlockStoreException failure) {
    return failure.retryable()
        || failure instanceof OutcomeUnknownException
        || failure instanceof StoreClosedException;
  }
}
