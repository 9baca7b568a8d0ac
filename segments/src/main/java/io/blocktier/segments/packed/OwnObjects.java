package io.blocktier.segments.packed;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.PutId;
import io.blocktier.segments.Batch;
import io.blocktier.segments.RecordCursor;
import io.blocktier.segments.RecordReceipt;
import io.blocktier.segments.SegmentManager;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
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
 *       bring a head back that refers to it;
 *   <li>its note is struck out.
 * </ol>
 *
 * Thread-safe.
 */
final class OwnObjects {

  private static final Logger LOG = LoggerFactory.getLogger(OwnObjects.class);
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** How many replaced objects are remembered; others are left to the next opening. */
  private static final int MOST_REPLACED = 10_000;

  /** How many objects one opening deletes at most that were left behind; the next one goes on. */
  private static final int MOST_LEFT_BEHIND = 10_000;

  private final BlockObjects places;
  private final SegmentManager manager;
  private final Commits commits;
  private final RandomGenerator random;
  private final Queue<Replaced> replaced = new ArrayBlockingQueue<>(MOST_REPLACED);

  OwnObjects(BlockObjects places, SegmentManager manager, Commits commits, RandomGenerator random) {
    this.places = places;
    this.manager = manager;
    this.commits = commits;
    this.random = random;
  }

  /** An object that a batch has replaced. */
  private record Replaced(String object, RecordReceipt by) {}

  BlockStore store() {
    return places.store();
  }

  BlockKey key(String object) {
    return places.key(object);
  }

  /** Returns the number of an object that is to be written. */
  String begin(Operation operation, BlockKey key) throws BlockStoreException {
    String object = PutId.random(random).value();
    commits.log(operation, key, new Batch().put(RecordNames.garbage(object), NOTHING.duplicate()));
    return object;
  }

  /** Notes in a batch what the version before had; to be handed to {@link #replacedBy}. */
  void note(Batch batch, BlockKey key, Optional<String> before) {
    before.ifPresent(object -> {
      batch.delete(RecordNames.object(key));
      batch.put(RecordNames.garbage(object), NOTHING.duplicate());
    });
  }

  /** Refers to an object in a batch. */
  void refer(Batch batch, BlockKey key, String object) {
    batch.put(RecordNames.object(key), ByteBuffer.wrap(object.getBytes(US_ASCII)));
    batch.delete(RecordNames.garbage(object));
  }

  /** Remembers what a batch has replaced. */
  void replacedBy(RecordReceipt receipt, Optional<String> before) {
    before.ifPresent(object -> replaced.offer(new Replaced(object, receipt)));
  }

  /** Deletes what was replaced by what is in segments by now. */
  void sweep() {
    for (Replaced next = replaced.poll(); next != null; next = replaced.poll()) {
      if (next.by().level() != Durability.REMOTE) {
        replaced.offer(next);
        return;
      }
      discard(next.object());
    }
  }

  /** Deletes an object that no block refers to; what fails is left to the next opening. */
  void discard(String object) {
    try {
      store().delete(key(object), DeleteOptions.DEFAULT);
      manager.write(new Batch().delete(RecordNames.garbage(object)), Durability.LOCAL);
    } catch (BlockStoreException e) {
      LOG.warn("object {} is not deleted yet: {}", key(object), e.toString());
    }
  }

  /**
   * Deletes what an earlier process had noted. What was in its log alone is in a segment before.
   */
  void discardLeftBehind() throws BlockStoreException {
    List<String> noted = noted();
    if (!noted.isEmpty()) {
      manager.flush();
      noted.forEach(this::discard);
    }
  }

  private List<String> noted() throws BlockStoreException {
    List<String> noted = new ArrayList<>();
    try (RecordCursor cursor = manager.scan(RecordNames.allGarbage())) {
      while (noted.size() < MOST_LEFT_BEHIND && cursor.next()) {
        noted.add(RecordNames.ofGarbage(cursor.key()));
      }
    }
    return noted;
  }
}
