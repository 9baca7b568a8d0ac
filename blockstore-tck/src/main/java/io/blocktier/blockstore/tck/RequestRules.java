package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.UnsupportedByStoreException;
import io.blocktier.blockstore.WriteOptions;
import org.jspecify.annotations.Nullable;

/** Refuses requests beyond a store's capabilities, before anything happens. */
record RequestRules(Object store, Operation operation, @Nullable BlockKey key, Capabilities offer) {

  void needs(Capability capability) throws UnsupportedByStoreException {
    if (!offer.has(capability)) {
      throw new UnsupportedByStoreException(
          failure("the store does not offer " + capability)
              .remedy("ask its capabilities first, or take another store"));
    }
  }

  void allow(WriteOptions options) throws UnsupportedByStoreException {
    switch (options.precondition()) {
      case Precondition.None _ -> {}
      case Precondition.IfAbsent _ -> needs(Capability.CONDITIONAL_CREATE);
      case Precondition.IfMatch _ -> needs(Capability.CONDITIONAL_REPLACE);
    }
    needsIf(!options.metadata().isEmpty() || options.putId().isPresent(), Capability.METADATA);
    needsIf(options.storageClass().isPresent(), Capability.STORAGE_CLASS);
    Durability wanted = options.durability().orElse(offer.durability());
    if (!offer.durability().covers(wanted)) {
      throw new UnsupportedByStoreException(
          failure(wanted + " was asked for, the store reaches " + offer.durability())
              .remedy("write through a store that reaches " + wanted));
    }
  }

  void allow(CopyOptions options) throws UnsupportedByStoreException {
    if (options.from().isPresent()) {
      throw new UnsupportedByStoreException(
          failure("the source is in another store").remedy("read it, and write it here"));
    }
    needsIf(!(options.precondition() instanceof Precondition.None), Capability.CONDITIONAL_COPY);
    needsIf(options.metadata().filter(m -> !m.isEmpty()).isPresent(), Capability.METADATA);
    needsIf(options.storageClass().isPresent(), Capability.STORAGE_CLASS);
  }

  void allow(DeleteOptions options) throws UnsupportedByStoreException {
    needsIf(options.ifMatch().isPresent(), Capability.CONDITIONAL_DELETE);
  }

  void atMost(long number, long limit, String what) throws InvalidRequestException {
    if (number > limit) {
      throw new InvalidRequestException(
          failure(what + " is " + number + ", the limit is " + limit)
              .remedy("stay within the limits that the capabilities tell"));
    }
  }

  private void needsIf(boolean wanted, Capability capability) throws UnsupportedByStoreException {
    if (wanted) {
      needs(capability);
    }
  }

  private Failure failure(String detail) {
    return new Failure(store.toString(), operation, key, detail, "");
  }
}
