package io.blocktier.segments.packed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.segments.RecordCursor;
import io.blocktier.segments.SegmentManager;
import io.blocktier.segments.format.KeyRange;
import io.blocktier.segments.format.RecordKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The notes of objects that no block has, a page at a time, however many there are. */
final class GarbageNotes {

  private static final Logger LOG = LoggerFactory.getLogger(GarbageNotes.class);

  private final SegmentManager manager;
  private final BlockObjects places;

  GarbageNotes(SegmentManager manager, BlockObjects places) {
    this.manager = manager;
    this.places = places;
  }

  /**
   * Some notes that follow each other.
   *
   * @param notes those that were asked for
   * @param behind where the others are, or empty where there are no others
   */
  record Page(List<NotedObject> notes, Optional<KeyRange> behind) {}

  /** Reads so many notes from the beginning of a range; of those, returns what is wanted. */
  Page page(KeyRange from, int most, Predicate<String> wanted) throws BlockStoreException {
    List<NotedObject> notes = new ArrayList<>();
    try (RecordCursor cursor = manager.scan(from)) {
      for (int seen = 1; cursor.next(); seen++) {
        RecordKey key = cursor.key();
        if (wanted.test(RecordNames.ofGarbage(key))) {
          note(cursor).ifPresent(notes::add);
        }
        if (seen == most) {
          return new Page(notes, Optional.of(RecordNames.garbageBehind(key)));
        }
      }
    }
    return new Page(notes, Optional.empty());
  }

  /**
   * Tells whether a note is the newest of its object at this moment. Between it and another one of
   * the same object, a block had that, and a snapshot may have seen it.
   */
  boolean isStill(NotedObject noted) throws BlockStoreException {
    return manager
        .get(RecordNames.garbage(noted.object()))
        .filter(newest -> newest.sequence() == noted.since())
        .isPresent();
  }

  /** One that cannot be read is left where it is. */
  private Optional<NotedObject> note(RecordCursor cursor) throws BlockStoreException {
    String object = RecordNames.ofGarbage(cursor.key());
    String block = UTF_8.decode(cursor.value().duplicate()).toString();
    try {
      BlockKey _ = places.key(object);
      Optional<BlockKey> had = block.isEmpty() ? Optional.empty() : Optional.of(BlockKey.of(block));
      return Optional.of(new NotedObject(object, had, cursor.sequence()));
    } catch (IllegalArgumentException e) {
      LOG.error("the note of object '{}' cannot be read, and is left: {}", object, e.toString());
      return Optional.empty();
    }
  }
}
