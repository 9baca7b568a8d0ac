package io.blocktier.segments.objects;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.bill.RequestKind;
import io.blocktier.blockstore.bill.RequestTally;
import io.blocktier.blockstore.layer.BilledBlockStore;
import io.blocktier.segments.manifest.Tier;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts the requests to the stores of segments, by what they are made for. Thread-safe. */
public final class RequestLedger {

  private final Map<RequestCause, Map<Tier, RequestTally>> tallies =
      new EnumMap<>(RequestCause.class);

  /** Makes an empty ledger. */
  public RequestLedger() {
    for (RequestCause cause : RequestCause.values()) {
      Map<Tier, RequestTally> byTier = new EnumMap<>(Tier.class);
      for (Tier tier : Tier.values()) {
        byTier.put(tier, new RequestTally());
      }
      tallies.put(cause, byTier);
    }
  }

  /**
   * Returns stores whose requests count.
   *
   * @param stores the stores
   * @param cause what is asked of them is for this
   * @return the same stores, each behind what counts
   */
  public SegmentStores billed(SegmentStores stores, RequestCause cause) {
    return new SegmentStores(
        billed(stores.hot(), cause, Tier.HOT),
        stores.cold().map(cold -> billed(cold, cause, Tier.COLD)));
  }

  private BlockStore billed(BlockStore store, RequestCause cause, Tier tier) {
    return new BilledBlockStore(store, tally(cause, tier));
  }

  /**
   * Returns what was counted until now.
   *
   * @return all that is not zero, by cause, tier and kind in their order
   */
  public List<RequestCount> counts() {
    List<RequestCount> counts = new ArrayList<>();
    for (RequestCause cause : RequestCause.values()) {
      for (Tier tier : Tier.values()) {
        for (RequestKind kind : RequestKind.values()) {
          RequestCount count = count(cause, tier, kind);
          if (count.requests() > 0) {
            counts.add(count);
          }
        }
      }
    }
    return counts;
  }

  /**
   * Returns what was counted of one kind.
   *
   * @param cause what for
   * @param tier whose store
   * @param kind what each is charged as
   * @return how many, which may be none
   */
  public RequestCount count(RequestCause cause, Tier tier, RequestKind kind) {
    RequestTally tally = tally(cause, tier);
    return new RequestCount(
        cause, tier, kind, tally.requests(kind), tally.bytesSent(kind), tally.bytesFetched(kind));
  }

  /**
   * Returns what requests to one store for one purpose cost, as an estimate.
   *
   * @param cause what for
   * @param tier whose store
   * @param prices of the stores
   * @return dollars
   */
  public double dollars(RequestCause cause, Tier tier, TierPrices prices) {
    double dollars = 0;
    for (RequestKind kind : RequestKind.values()) {
      dollars += count(cause, tier, kind).dollars(prices);
    }
    return dollars;
  }

  private RequestTally tally(RequestCause cause, Tier tier) {
    Map<Tier, RequestTally> byTier = tallies.getOrDefault(cause, Map.of());
    RequestTally tally = byTier.get(tier);
    if (tally == null) {
      throw new IllegalStateException("the constructor made a tally for each");
    }
    return tally;
  }
}
