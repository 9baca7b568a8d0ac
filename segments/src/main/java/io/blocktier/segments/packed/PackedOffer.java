package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Limits;
import io.blocktier.blockstore.layer.DerivedCapabilities;
import java.util.EnumSet;
import java.util.Set;

/**
 * What packed blocks can do: conditions are judged here, under locks, by the only writer there is;
 * what concerns objects is what their store offers.
 */
final class PackedOffer {

  private static final Set<Capability> OWN =
      EnumSet.of(
          Capability.CONDITIONAL_CREATE,
          Capability.CONDITIONAL_REPLACE,
          Capability.CONDITIONAL_DELETE,
          Capability.CONDITIONAL_COPY,
          Capability.ORDERED_LISTING,
          Capability.METADATA);

  /** These the store of the objects has to have, too. */
  private static final Set<Capability> SHARED = EnumSet.of(Capability.CHECKSUM, Capability.UPLOAD);

  private final BlockStore store;
  private final PackedOptions options;
  private final DerivedCapabilities derived;
  private volatile Set<Capability> lost = EnumSet.noneOf(Capability.class);

  PackedOffer(BlockStore store, PackedOptions options) {
    this.store = store;
    this.options = options;
    this.derived = new DerivedCapabilities(store.capabilities(), this::over);
  }

  Capabilities capabilities() {
    Capabilities all = derived.of(store.capabilities());
    return lost.isEmpty() ? all : all.without(lost);
  }

  /** Takes back what a probe has not found. */
  void keep(Capabilities proven) {
    EnumSet<Capability> gone = EnumSet.copyOf(derived.of(store.capabilities()).features());
    gone.removeAll(proven.features());
    lost = gone;
  }

  private Capabilities over(Capabilities beneath) {
    EnumSet<Capability> features = EnumSet.copyOf(OWN);
    for (Capability shared : SHARED) {
      if (beneath.has(shared)) {
        features.add(shared);
      }
    }
    Limits limits = beneath.limits();
    return new Capabilities(
        features,
        new Limits(
            Math.max(limits.maxBlockBytes(), options.maxPackedBytes()),
            Math.max(limits.maxWriteBytes(), options.maxPackedBytes()),
            limits.minPartBytes(),
            limits.maxPartBytes(),
            limits.maxParts(),
            0,
            BlockKey.MAX_BYTES),
        options.segments().durability(),
        Durability.REMOTE);
  }
}
