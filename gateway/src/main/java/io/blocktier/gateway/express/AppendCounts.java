package io.blocktier.gateway.express;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.gateway.attribute.Origin;
import io.blocktier.gateway.attribute.ReservedKeys;
import io.blocktier.gateway.attribute.StoredObject;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Counts the parts of objects that grow, exactly, also across crashes and between gateways.
 *
 * <p>A note says how many parts the object had at some size, and is changed before each append to
 * say it of the size that the append begins at, under the condition that nobody else changed it. So
 * at most one append has succeeded since the size in the note: an object of that size has the noted
 * parts, and a larger one has one more. An append that never happens leaves the note true. Without
 * a note the same holds for the size that the object was written with. Thread-safe.
 */
final class AppendCounts {

  /** The most parts of an object, those of its upload included. */
  private static final int MAX_PARTS = 10_000;

  private final BlockStore store;

  AppendCounts(BlockStore store) {
    this.store = store;
  }

  private record Found(AppendNote note, Etag version) {}

  /**
   * Makes room for one more part.
   *
   * @return false if somebody else is at it, so that the object has to be looked at again
   * @throws S3Exception {@code TooManyParts}
   */
  boolean begin(StoredObject object) throws BlockStoreException, S3Exception {
    Optional<Origin> origin = object.attributes().origin();
    if (origin.isEmpty()) {
      return true;
    }
    Optional<Found> found = find(origin.get());
    AppendNote known =
        found.map(Found::note).orElseGet(() -> AppendNote.ofOrigin(object, origin.get()));
    if (known.size() > object.size()) {
      return false;
    }
    int parts = known.partsAt(object.size());
    if (parts >= MAX_PARTS) {
      throw new S3Exception(S3ErrorCode.TOO_MANY_PARTS);
    }
    return known.size() == object.size()
        || write(origin.get(), found, known.at(object.size(), parts));
  }

  /** Notes that an object may have another key soon, so that its note is not swept. */
  void announceMove(StoredObject object, BlockKey target) throws BlockStoreException, S3Exception {
    Optional<Origin> origin = object.attributes().origin();
    Optional<Found> found = origin.isEmpty() ? Optional.empty() : find(origin.get());
    if (found.isPresent()) {
      AppendNote moving = found.get().note().moving(object.stat().key(), target);
      if (!write(origin.get(), found, moving)) {
        throw new S3Exception(S3ErrorCode.CONDITIONAL_REQUEST_CONFLICT);
      }
    }
  }

  private Optional<Found> find(Origin origin) throws BlockStoreException {
    BlockKey key = key(origin);
    try {
      BlockStat stat = store.stat(key);
      String text = StandardCharsets.US_ASCII.decode(Blocks.readAll(store, key)).toString();
      return Optional.of(new Found(AppendNote.decode(text), stat.etag()));
    } catch (BlockNotFoundException e) {
      return Optional.empty();
    }
  }

  private boolean write(Origin origin, Optional<Found> before, AppendNote note)
      throws BlockStoreException {
    WriteOptions options =
        before.map(found -> WriteOptions.ifMatch(found.version)).orElseGet(WriteOptions::ifAbsent);
    try {
      byte[] text = note.encode().getBytes(StandardCharsets.US_ASCII);
      store.write(key(origin), Content.of(text), options);
      return true;
    } catch (PreconditionFailedException e) {
      return false;
    }
  }

  private static BlockKey key(Origin origin) {
    return ReservedKeys.under(ReservedKeys.APPENDS, origin.tag());
  }
}
