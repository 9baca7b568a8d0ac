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
 * @param reach the most that a write can ask for with {@link WriteOptions#durability()}
 */
public record Capabilities(
    Set<Capability> features, Limits limits, Durability durability, Durability reach) {

  /**
   * Copies the features.
   *
   * @throws IllegalArgumentException if a write can ask for less than every write gets
   */
  public Capabilities {
    if (!reach.covers(durability)) {
      throw new IllegalArgumentException("a store that promises " + durability + " reaches it");
    }
    EnumSet<Capability> copy = EnumSet.noneOf(Capability.class);
    copy.addAll(features);
    features = Collections.unmodifiableSet(copy);
  }

  /**
   * Makes the capabilities of a store with one level.
   *
   * @param features what it can do
   * @param limits its numbers
   * @param durability what its acknowledgement of a write promises
   */
  public Capabilities(Set<Capability> features, Limits limits, Durability durability) {
    this(features, limits, durability, durability);
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
    return new Capabilities(left, limits, durability, reach);
  }
}
