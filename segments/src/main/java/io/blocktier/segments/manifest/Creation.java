package io.blocktier.segments.manifest;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Effects;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Creates objects where none are, and recognises its own. Repeating a creation does no harm: the
 * bytes are the same each time.
 *
 * @param store the store
 * @param effects the pauses
 */
record Creation(ChainStore store, Effects effects) {

  /**
   * Creates an object, or looks whose is there.
   *
   * @return whether the object that is there now has these very bytes
   * @throws OutcomeUnknownException if that could not be found out in time: it may be created, also
   *     later
   * @throws BlockStoreException if it is known not to have been created, and never will be
   */
  boolean isMine(BlockKey key, byte[] object) throws BlockStoreException, ManifestException {
    Patience patience = new Patience(store.options(), effects);
    boolean doubtful = false;
    while (true) {
      BlockStoreException met;
      try {
        patience.<Receipt, BlockStoreException>within(() -> create(key, object));
        return true;
      } catch (PreconditionFailedException taken) {
        met = taken;
        doubtful = true;
        Optional<Boolean> same = isThere(key, object);
        if (same.isPresent()) {
          return same.get();
        }
      } catch (BlockStoreException e) {
        met = e;
        doubtful |= e instanceof OutcomeUnknownException;
      }
      if (!isPassing(met) || !patience.pause()) {
        throw doubtful ? unknown(key, met) : met;
      }
    }
  }

  /** A conflict between two calls (409) is one of them. */
  private static boolean isPassing(BlockStoreException met) {
    return met.retryable()
        || met instanceof OutcomeUnknownException
        || met instanceof PreconditionFailedException;
  }

  private Receipt create(BlockKey key, byte[] object) throws BlockStoreException {
    ByteBuffer bytes = ByteBuffer.wrap(object);
    Content content = Content.of(bytes).withChecksum(Crc32c.of(bytes));
    return store.store().write(key, content, WriteOptions.ifAbsent());
  }

  /** Compares; empty where nothing is there, or the store does not say. */
  private Optional<Boolean> isThere(BlockKey key, byte[] object) throws DamagedManifestException {
    try {
      return store.object(key).map(there -> Arrays.equals(there, object));
    } catch (BlockStoreException e) {
      return Optional.empty();
    }
  }

  private OutcomeUnknownException unknown(BlockKey key, BlockStoreException met) {
    Failure failure = Failure.of(store.name(), Operation.WRITE, key, "its outcome stayed unknown");
    return new OutcomeUnknownException(failure.remedy("look again later"), met);
  }
}
