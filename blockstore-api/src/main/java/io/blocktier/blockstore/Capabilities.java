package io.blocktier.blockstore;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a store can do, how much it promises, and its limits. A request that needs more is refused
 * with {@link UnsupportedByStoreException}, never served in part. Immutable.
 *
 * @param features what it can do
 * @param limits its numbers
 * @param durability what its acknowledgement of a write promises
 */
public record Capabilities(Set<Capability> features, Limits limits, Durability durability) {

  /** Copies the features. */
  public Capabilities {
    EnumSet<Capability> copy = EnumSet.noneOf(Capability.class);
    copy.addAll(features);
    features = Collections.unmodifiableSet(copy);
  }

  /**
   * Tells whether a store can do something.
   *
   * @param capability what is needed
   * @return whether it can
   */
  public boolean has(Capability capability) {
    return features.contains(capability);
  }

  /**
   * Returns these capabilities without some.
   *
   * @param lost what is taken away
   * @return what is left
   */
  public Capabilities without(Set<Capability> lost) {
    EnumSet<Capability> left = EnumSet.noneOf(Capability.class);
    left.addAll(features);
    left.removeAll(lost);
    return new Capabilities(left, limits, durability);
  }
}
