package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.Operation;
import java.util.HashMap;
import java.util.Map;

/**
 * Translates between short keys and the whole keys of the store beneath.
 *
 * @param prefix what the whole keys start with; empty, or ends with a slash
 */
record KeyMapping(KeyPrefix prefix) {

  KeyMapping {
    String value = prefix.value();
    if (!value.isEmpty() && !value.endsWith("/")) {
      throw new IllegalArgumentException("key prefix '" + value + "' does not end with a slash");
    }
  }

  BlockKey whole(BlockStore store, Operation operation, BlockKey key)
      throws InvalidRequestException {
    try {
      return BlockKey.of(prefix.value() + key.value());
    } catch (IllegalArgumentException e) {
      throw new InvalidRequestException(
          tooLong(Failure.of(Call.name(store), operation, key, detail(e))), e);
    }
  }

  KeyPrefix whole(BlockStore store, Operation operation, KeyPrefix shorter)
      throws InvalidRequestException {
    try {
      return KeyPrefix.of(prefix.value() + shorter.value());
    } catch (IllegalArgumentException e) {
      throw new InvalidRequestException(
          tooLong(Failure.of(Call.name(store), operation, detail(e))), e);
    }
  }

  /** Returns what a store offers behind the prefix: shorter keys. */
  Capabilities behindPrefix(Capabilities whole) {
    int left = whole.limits().maxKeyBytes() - prefix.byteLength();
    return new Capabilities(
        whole.features(),
        whole.limits().withMaxKeyBytes(Math.max(left, 1)),
        whole.durability(),
        whole.reach());
  }

  BlockKey shortened(BlockKey whole) {
    return BlockKey.of(whole.value().substring(prefix.value().length()));
  }

  BlockStat shortened(BlockStat whole) {
    return whole.withKey(shortened(whole.key()));
  }

  BlockRead shortened(BlockRead whole) {
    return new BlockRead(whole.length(), shortened(whole.block()));
  }

  DeleteReport shortened(DeleteReport whole) {
    Map<BlockKey, BlockStoreException> failures = new HashMap<>();
    whole.failures().forEach((key, failure) -> failures.put(shortened(key), failure));
    return new DeleteReport(whole.deleted(), failures);
  }

  ListEntry shortened(ListEntry whole) {
    return switch (whole) {
      case ListEntry.Block(BlockStat stat) -> new ListEntry.Block(shortened(stat));
      case ListEntry.Folder(KeyPrefix folder) ->
          new ListEntry.Folder(KeyPrefix.of(folder.value().substring(prefix.value().length())));
    };
  }

  private String detail(IllegalArgumentException illegal) {
    return "not legal behind prefix '" + prefix + "': " + illegal.getMessage();
  }

  private static Failure tooLong(Failure failure) {
    return failure.remedy("use a shorter key or prefix");
  }
}
