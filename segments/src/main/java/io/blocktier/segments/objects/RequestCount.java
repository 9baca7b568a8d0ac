package io.blocktier.segments.objects;

import io.blocktier.blockstore.bill.RequestKind;
import io.blocktier.segments.manifest.Tier;

/**
 * How many requests of one kind were made to one store for one purpose. Immutable and thread-safe.
 *
 * @param cause what for
 * @param tier whose store was called; the look at the source of a copy counts for its target
 * @param kind what each is charged as
 * @param requests how many
 * @param bytesSent with all of them
 * @param bytesFetched by all of them
 */
public record RequestCount(
    RequestCause cause,
    Tier tier,
    RequestKind kind,
    long requests,
    long bytesSent,
    long bytesFetched) {

  /**
   * Adds requests of the same kind, to the same store, for the same purpose.
   *
   * @param more of them
   * @return all of them
   */
  public RequestCount plus(RequestCount more) {
    return new RequestCount(
        cause,
        tier,
        kind,
        requests + more.requests,
        bytesSent + more.bytesSent,
        bytesFetched + more.bytesFetched);
  }

  /**
   * Returns what they cost, as an estimate.
   *
   * @param prices of the stores
   * @return dollars
   */
  public double dollars(TierPrices prices) {
    return prices.of(tier).cost(kind, requests, bytesSent, bytesFetched);
  }
}
