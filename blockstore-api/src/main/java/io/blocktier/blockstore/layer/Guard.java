package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.UnsupportedByStoreException;
import io.blocktier.blockstore.WriteOptions;
import java.util.Locale;

/**
 * Judges one call by what a store offers.
 *
 * @param store the store that the errors name
 * @param call the call
 * @param offered what the store offers
 */
record Guard(BlockStore store, Call call, Capabilities offered) {

  void require(Capability capability) throws UnsupportedByStoreException {
    if (!offered.has(capability)) {
      String detail = "needs " + label(capability) + ", which the store does not offer";
      throw new UnsupportedByStoreException(call.failure(store, detail).remedy(remedy(capability)));
    }
  }

  void requireOptions(WriteOptions options) throws UnsupportedByStoreException {
    requirePrecondition(options.precondition());
    if (!options.metadata().isEmpty() || options.putId().isPresent()) {
      require(Capability.METADATA);
    }
    if (options.storageClass().isPresent()) {
      require(Capability.STORAGE_CLASS);
    }
    if (options.durability().isPresent()) {
      requireDurability(options.durability().get());
    }
  }

  void requireOptions(CopyOptions options) throws UnsupportedByStoreException {
    if (!(options.precondition() instanceof Precondition.None)) {
      require(Capability.CONDITIONAL_COPY);
    }
    if (options.metadata().isPresent() && !options.metadata().get().isEmpty()) {
      require(Capability.METADATA);
    }
    if (options.storageClass().isPresent()) {
      require(Capability.STORAGE_CLASS);
    }
  }

  void requireAtMost(String what, long value, long most) throws InvalidRequestException {
    if (value > most) {
      throw refusal(
          what + " is " + value + "; at most " + most + " is allowed", "ask for less at a time");
    }
  }

  void requireAtLeast(String what, long value, long least) throws InvalidRequestException {
    if (value < least) {
      throw refusal(
          what + " is " + value + "; at least " + least + " is needed", "ask for more at a time");
    }
  }

  InvalidRequestException tooLong(String what, int bytes, int most) {
    return refusal(
        what + " has " + bytes + " bytes; the store takes at most " + most, "use a shorter one");
  }

  InvalidRequestException refusal(String detail, String remedy) {
    return new InvalidRequestException(call.failure(store, detail).remedy(remedy));
  }

  private void requirePrecondition(Precondition precondition) throws UnsupportedByStoreException {
    switch (precondition) {
      case Precondition.None _ -> {}
      case Precondition.IfAbsent _ -> require(Capability.CONDITIONAL_CREATE);
      case Precondition.IfMatch _ -> require(Capability.CONDITIONAL_REPLACE);
    }
  }

  private void requireDurability(Durability wanted) throws UnsupportedByStoreException {
    if (!offered.reach().covers(wanted)) {
      String detail = "asks for " + wanted + "; the store reaches " + offered.reach();
      throw new UnsupportedByStoreException(
          call.failure(store, detail).remedy("write to a store that reaches " + wanted));
    }
  }

  private static String remedy(Capability capability) {
    return switch (capability) {
      case CONDITIONAL_CREATE, CONDITIONAL_REPLACE, CONDITIONAL_DELETE, CONDITIONAL_COPY ->
          "probe the endpoint to see whether it keeps conditions under races";
      case METADATA -> "probe the endpoint to see whether it gives metadata back";
      case ORDERED_LISTING -> "list from the beginning";
      case UPLOAD, PART_COPY -> "write the block in one piece";
      case APPEND -> "write the whole block";
      case RENAME -> "copy the block, then delete the old one";
      case STORAGE_CLASS -> "leave the storage class out";
      case CHECKSUM, SERVER_SIDE_COPY -> "use a store that offers it";
    };
  }

  private static String label(Capability capability) {
    return capability.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
