package io.blocktier.segments.objects;

import io.blocktier.blockstore.bill.RequestPrices;
import io.blocktier.segments.manifest.Tier;

/**
 * What requests to the stores of segments cost. Immutable and thread-safe.
 *
 * @param hot to the store where segments are written
 * @param cold to the store where they go when they are cold
 */
public record TierPrices(RequestPrices hot, RequestPrices cold) {

  /** Of stores that nobody charges for. */
  public static final TierPrices FREE = new TierPrices(RequestPrices.FREE, RequestPrices.FREE);

  /**
   * Returns the prices of a tier.
   *
   * @param tier the tier
   * @return what requests to its store cost
   */
  public RequestPrices of(Tier tier) {
    return switch (tier) {
      case HOT -> hot;
      case COLD -> cold;
    };
  }
}
