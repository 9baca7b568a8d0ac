package io.blocktier.segments.objects;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Operation;
import io.blocktier.segments.manifest.ObjectRef;
import io.blocktier.segments.manifest.Tier;
import java.util.Optional;

/**
 * The stores that segments are kept in. Whoever makes it owns the stores. Immutable and
 * thread-safe.
 *
 * @param hot where segments are written
 * @param cold where they go when they are cold, or empty where they stay
 */
public record SegmentStores(BlockStore hot, Optional<BlockStore> cold) {

  /**
   * Tells whether a tier has a store.
   *
   * @param tier the tier
   * @return whether {@link #of} returns one
   */
  public boolean has(Tier tier) {
    return tier == Tier.HOT || cold.isPresent();
  }

  /**
   * Returns the store of a tier.
   *
   * @param tier the tier
   * @return its store
   * @throws IllegalStateException if there is no cold store, and the tier is the cold one
   */
  public BlockStore of(Tier tier) {
    return switch (tier) {
      case HOT -> hot;
      case COLD ->
          cold.orElseThrow(() ->
              new IllegalStateException(
                  "segments are in a cold store, but none is given; name the one they were"
                      + " archived to"));
    };
  }

  /**
   * Requires that an object can be read.
   *
   * @param object where it is
   * @throws InvalidRequestException if its tier has no store
   */
  public void requireStoreOf(ObjectRef object) throws InvalidRequestException {
    if (!has(object.tier())) {
      throw new InvalidRequestException(
          Failure.of(hot, Operation.READ, object.key(), "it is in a cold store, and none is given")
              .remedy("name the store that segments were archived to"));
    }
  }
}
