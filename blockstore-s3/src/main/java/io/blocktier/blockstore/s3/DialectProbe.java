package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.PutId;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.UnsupportedByStoreException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Effects;
import java.time.Duration;
import java.util.Map;

/**
 * Finds out whether a server understands etags in quotes, as HTTP has them, or only bare ones, and
 * whether underscores in names of metadata come back.
 */
final class DialectProbe {

  private static final byte[] SOME_BYTES = {1};
  private static final Metadata NAMED = Metadata.of(Map.of("with_underscore", "x"));
  private static final int MOST_TRIES = 5;
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final BlockStore store;
  private final Dialects dialects;
  private final Effects effects;

  DialectProbe(BlockStore store, Dialects dialects, Effects effects) {
    this.store = store;
    this.dialects = dialects;
    this.effects = effects;
  }

  /**
   * Writes a block of its own over its own version, and removes it.
   *
   * @throws BlockStoreException if the store cannot be written to
   */
  void run() throws BlockStoreException {
    BlockKey key = BlockKey.of("blocktier-probe-" + PutId.random(effects.random()) + "/etag");
    try {
      learn(key);
    } catch (BlockStoreException e) {
      deleteBehind(e, key);
      throw e;
    }
    Blocks.delete(store, key);
  }

  /** What went wrong first is what the caller has to know. */
  private void deleteBehind(BlockStoreException first, BlockKey key) {
    try {
      Blocks.delete(store, key);
    } catch (BlockStoreException e) {
      first.addSuppressed(e);
    }
  }

  private void learn(BlockKey key) throws BlockStoreException {
    learnNames(key);
    Etag etag = write(key);
    if (!replaces(key, etag)) {
      dialects.change(Dialect::withBareEtags);
      if (!replaces(key, etag)) {
        dialects.change(Dialect::withQuotedEtags);
      }
    }
  }

  private void learnNames(BlockKey key) throws BlockStoreException {
    if (!keepsNames(key)) {
      dialects.change(Dialect::withoutUnderscores);
      if (!keepsNames(key)) {
        dialects.change(Dialect::withUnderscores);
      }
    }
  }

  private boolean keepsNames(BlockKey key) throws BlockStoreException {
    write(key);
    return store.stat(key).metadata().equals(NAMED);
  }

  /** The first write to a server that has just been started may take long. */
  private Etag write(BlockKey key) throws BlockStoreException {
    for (int tries = 1; ; tries++) {
      try {
        return store.write(key, Content.of(SOME_BYTES), WriteOptions.DEFAULT.with(NAMED)).etag();
      } catch (StoreUnavailableException | OutcomeUnknownException e) {
        if (tries == MOST_TRIES || !pause(tries)) {
          throw e;
        }
      }
    }
  }

  private boolean pause(int tries) {
    try {
      effects.sleeper().sleep(PAUSE.multipliedBy(tries));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean replaces(BlockKey key, Etag etag) throws BlockStoreException {
    try {
      store.write(key, Content.of(SOME_BYTES), WriteOptions.ifMatch(etag));
      return true;
    } catch (PreconditionFailedException notUnderstood) {
      return false;
    } catch (UnsupportedByStoreException | InvalidRequestException noConditionsAtAll) {
      return true;
    }
  }
}
