package io.blocktier.segments.packed;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.PutId;
import io.blocktier.segments.Batch;
import io.blocktier.segments.RecordReceipt;
import io.blocktier.segments.SegmentManager;
import io.blocktier.segments.manifest.Snapshot;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The objects of blocks that are too large to be packed. Each has a random number of its own, and
 * none is ever written again. In order, so that none is lost from sight and none is missing:
 *
 * <ol>
 *   <li>the number is noted as garbage, durably in the log;
 *   <li>the object is written;
 *   <li>one batch refers to it from the head of its block, strikes the note out, and notes the
 *       object that it replaces;
 *   <li>when that batch is in a segment, the object it replaced is deleted: no loss of the log can
 *       bring a head back that refers to it. A snapshot that sees it is older than that segment, so
 *       it is in the manifest by then, and keeps the object: what snapshots may see is looked up in
 *       them later, and deleted when none does any more;
 *   <li>its note is struck out.
 * </ol>
 *
 * Thread-safe.
 */
final class OwnObjects {

  private static final Logger LOG = LoggerFactory.getLogger(OwnObjects.class);

  private final BlockObjects places;
  private final SegmentManager manager;
  private final Commits commits;
  private final RandomGenerator random;
  private final ObjectBounds bounds;
  private final Queue<Replaced> replaced;
  private final Queue<Kept> kept;
  private final GarbageNotes notes;
  private final GarbageWalk walk;

  /** What is on its way to a block, or may be, or is remembered above. */
  private final Set<String> held = ConcurrentHashMap.newKeySet();

  private final AtomicInteger doubted = new AtomicInteger();

  /** Whether something may have been noted that is not seen yet. */
  private volatile boolean unsettled;

  /** Is told once. */
  private volatile boolean full;

  OwnObjects(
      BlockObjects places,
      SegmentManager manager,
      Commits commits,
      RandomGenerator random,
      ObjectBounds bounds) {
    this.places = places;
    this.manager = manager;
    this.commits = commits;
    this.random = random;
    this.bounds = bounds;
    this.replaced = new ArrayBlockingQueue<>(bounds.mostRemembered());
    this.kept = new ArrayBlockingQueue<>(bounds.mostRemembered());
    this.notes = new GarbageNotes(manager, places);
    this.walk = new GarbageWalk(manager, notes, held::contains, this::deleteUnlessSeen);
  }

  /** An object that a batch has replaced; without it, that is in a segment. */
  private record Replaced(NotedObject noted, Optional<RecordReceipt> by) {

    boolean isSealed() {
      return by.isEmpty() || by.get().level() == Durability.REMOTE;
    }
  }

  /** One that a snapshot may see, and which, as far as that was looked up. */
  private record Kept(NotedObject noted, Optional<Snapshot> seer) {}

  BlockStore store() {
    return places.store();
  }

  BlockKey key(String object) {
    return places.key(object);
  }

  /**
   * Returns the number of an object that is to be written. It is held until {@link #arrived}, and
   * is not deleted before {@link #discard}.
   */
  String begin(Operation operation, BlockKey key) throws BlockStoreException {
    String object = PutId.random(random).value();
    held.add(object);
    try {
      commits.log(operation, key, new Batch().put(RecordNames.garbage(object), name(key)));
      return object;
    } catch (BlockStoreException e) {
      leave(object);
      throw e;
    }
  }

  /** Lets go of an object to which a block refers, behind a batch that everybody sees. */
  void arrived(String object) {
    held.remove(object);
  }

  /** Leaves it to the next opening what becomes of an object that may still be needed. */
  void doubt(String object) {
    if (doubted.incrementAndGet() > bounds.mostDoubted()) {
      walk.end(); // before anything is not held any more
      held.remove(object);
    }
  }

  /**
   * Leaves an object to upkeep, which finds it by its note, where there is one. To be called where
   * nobody brings it to a block any more.
   */
  void leave(String object) {
    held.remove(object);
    walk.want();
  }

  private static ByteBuffer name(BlockKey key) {
    return ByteBuffer.wrap(key.value().getBytes(UTF_8));
  }

  /** Notes in a batch what the version before had; to be handed to {@link #replacedBy}. */
  void note(Batch batch, BlockKey key, Optional<String> before) {
    before.ifPresent(object -> {
      batch.delete(RecordNames.object(key));
      batch.put(RecordNames.garbage(object), name(key));
    });
  }

  /** Refers to an object in a batch. */
  void refer(Batch batch, BlockKey key, String object) {
    batch.put(RecordNames.object(key), ByteBuffer.wrap(object.getBytes(US_ASCII)));
    batch.delete(RecordNames.garbage(object));
  }

  /** Remembers what of a block a batch has replaced. */
  void replacedBy(RecordReceipt receipt, BlockKey key, Optional<String> before) {
    before.ifPresent(object -> {
      NotedObject noted = new NotedObject(object, Optional.of(key), receipt.sequence());
      remember(replaced, noted, new Replaced(noted, Optional.of(receipt)));
    });
  }

  /**
   * Leaves to upkeep what a batch has replaced of which nobody knows whether it is seen: by its
   * note it is found, if there is one once that is settled.
   */
  void replacedPerhaps(Optional<String> before) {
    if (before.isPresent()) {
      unsettled = true;
    }
  }

  private <T> void remember(Queue<T> queue, NotedObject noted, T entry) {
    held.add(noted.object());
    if (queue.offer(entry)) {
      return;
    }
    leave(noted.object());
    if (!full) {
      full = true;
      LOG.info(
          "{} replaced objects wait for segments and snapshots; upkeep looks for more in their notes",
          bounds.mostRemembered());
    }
  }

  /** Deletes what was replaced by what is in segments by now. */
  void sweep() {
    sweep(() -> false);
  }

  /** The same, until it is told to stop; the first failure of the store ends it, too. */
  void sweep(BooleanSupplier stop) {
    for (int left = replaced.size(); left > 0 && !stop.getAsBoolean(); left--) {
      Replaced next = replaced.poll();
      if (next == null || !isSettled(next)) {
        return;
      }
    }
  }

  /** Returns whether it is worth while to go on; what is not settled is remembered. */
  private boolean isSettled(Replaced next) {
    boolean settled = false;
    try {
      if (next.isSealed()) {
        discardUnseen(next.noted());
        settled = true;
      }
    } catch (BlockStoreException e) {
      LOG.warn("{} is deleted another time, and others are: {}", next.noted(), e.toString());
    } finally {
      if (!settled) {
        remember(replaced, next.noted(), next);
      }
    }
    return settled;
  }

  /** Writers do not wait for what has to be looked up in snapshots. */
  private void discardUnseen(NotedObject noted) throws BlockStoreException {
    if (hasSnapshots()) {
      remember(kept, noted, new Kept(noted, Optional.empty()));
    } else {
      delete(noted.object());
    }
  }

  private boolean hasSnapshots() {
    try {
      return !manager.snapshots().isEmpty();
    } catch (BlockStoreException closed) {
      return true;
    }
  }

  /**
   * Deletes what was kept for snapshots that are gone, or do not see it, until it is told to stop;
   * the first failure of the store ends it, too.
   */
  void release(BooleanSupplier stop) {
    for (int left = kept.size(); left > 0 && !stop.getAsBoolean(); left--) {
      Kept next = kept.poll();
      if (next == null || !isLookedAt(next)) {
        return;
      }
    }
  }

  /** Returns whether it is worth while to go on; what is not deleted is remembered. */
  private boolean isLookedAt(Kept next) {
    Optional<Kept> left = Optional.of(next);
    try {
      Optional<Snapshot> seer = seer(next);
      if (seer.isEmpty()) {
        delete(next.noted().object());
      }
      left = seer.map(_ -> new Kept(next.noted(), seer));
      return true;
    } catch (BlockStoreException e) {
      LOG.warn("{} is looked at another time, and others are: {}", next.noted(), e.toString());
      return false;
    } finally {
      left.ifPresent(own -> remember(kept, own.noted(), own));
    }
  }

  /** Returns a snapshot that sees an object, or may. */
  private Optional<Snapshot> seer(Kept kept) throws BlockStoreException {
    List<Snapshot> all = manager.snapshots();
    if (kept.seer().filter(all::contains).isPresent()) {
      return kept.seer();
    }
    for (Snapshot snapshot : all) {
      if (sees(snapshot, kept.noted())) {
        return Optional.of(snapshot);
      }
    }
    return Optional.empty();
  }

  /** No block but one ever refers to an object. */
  private boolean sees(Snapshot snapshot, NotedObject noted) throws BlockStoreException {
    if (snapshot.sequence() >= noted.since()) {
      return false;
    }
    if (noted.block().isEmpty()) {
      return true; // nobody knows
    }
    try {
      return manager
          .view(snapshot.name())
          .get(RecordNames.object(noted.block().get()))
          .filter(record -> noted.object().equals(text(record.value())))
          .isPresent();
    } catch (BlockNotFoundException dropped) {
      return false;
    }
  }

  private static String text(ByteBuffer value) {
    return UTF_8.decode(value.duplicate()).toString();
  }

  private void delete(String object) throws BlockStoreException {
    store().delete(key(object), DeleteOptions.DEFAULT);
    manager.write(new Batch().delete(RecordNames.garbage(object)), Durability.LOCAL);
    held.remove(object);
  }

  /** Deletes an object that no block refers to, nor will; what fails is left to upkeep. */
  void discard(String object) {
    try {
      delete(object);
    } catch (BlockStoreException e) {
      leave(object);
      LOG.warn("object {} is not deleted yet: {}", key(object), e.toString());
    }
  }

  /**
   * Deletes what an earlier process had noted, unless a snapshot may see it. What was in its log
   * alone is in a segment before. Where the store fails, or there is more, upkeep goes on.
   */
  void discardLeftBehind() throws BlockStoreException {
    GarbageNotes.Page page =
        notes.page(RecordNames.allGarbage(), bounds.mostRemembered(), _ -> true);
    if (page.behind().isPresent()) {
      walk.want();
    }
    if (!page.notes().isEmpty()) {
      manager.flush();
      page.notes().forEach(left -> remember(replaced, left, new Replaced(left, Optional.empty())));
      sweep();
    }
  }

  /** Looks for a while in the notes for what nobody remembers, until it is told to stop. */
  void walk(BooleanSupplier stop) {
    if (unsettled) {
      settle();
    }
    walk.pass(stop);
  }

  private void settle() {
    unsettled = false; // before, so that nothing is missed that comes meanwhile
    try {
      commits.settle(Operation.DELETE, null);
      walk.want();
    } catch (BlockStoreException e) {
      unsettled = true;
      LOG.warn("what may have been replaced is looked for another time: {}", e.toString());
    }
  }

  private Optional<Snapshot> deleteUnlessSeen(NotedObject noted) throws BlockStoreException {
    Optional<Snapshot> seer = seer(new Kept(noted, Optional.empty()));
    if (seer.isEmpty()) {
      delete(noted.object());
    }
    return seer;
  }
}
