package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.Capabilities;
import java.util.function.UnaryOperator;

/**
 * What a layer offers on top of what the store beneath does: worked out anew only when that
 * changed, for it is asked for with every call. Thread-safe.
 */
public final class DerivedCapabilities {

  private final UnaryOperator<Capabilities> rule;
  private volatile Pair known;

  private record Pair(Capabilities inner, Capabilities outer) {}

  /**
   * Derives what is offered at first.
   *
   * @param inner what the store beneath offers now
   * @param rule makes of it what the layer offers; depends on nothing else
   */
  public DerivedCapabilities(Capabilities inner, UnaryOperator<Capabilities> rule) {
    this.rule = rule;
    this.known = new Pair(inner, rule.apply(inner));
  }

  /**
   * Returns what the layer offers.
   *
   * @param inner what the store beneath offers now
   * @return the same as the last time, if the same was handed in
   */
  @SuppressWarnings("ReferenceEquality") // a store that offers the same gives the same record
  public Capabilities of(Capabilities inner) {
    Pair last = known;
    if (last.inner() != inner) {
      last = new Pair(inner, rule.apply(inner));
      known = last;
    }
    return last.outer();
  }
}
