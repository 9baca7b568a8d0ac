package io.blocktier.gateway.multipart;

import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.gateway.attribute.ReservedKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Drops uploads that are old, completed ones and what is left of aborted ones included: when an
 * upload began is in its name. Thread-safe.
 */
public final class UploadExpiry {

  private static final int TIME_DIGITS = 16;

  private final BlockStore store;
  private final Effects effects;
  private final Duration expiry;

  /** Drops uploads of a store that are older than allowed. */
  public UploadExpiry(BlockStore store, Effects effects, Duration expiry) {
    this.store = store;
    this.effects = effects;
    this.expiry = expiry;
  }

  /** Makes one pass and returns how many uploads were dropped. */
  public int sweep() throws BlockStoreException {
    Instant oldest = effects.clock().instant().minus(expiry);
    int dropped = 0;
    for (KeyPrefix bucket : folders(ReservedKeys.UPLOADS)) {
      for (KeyPrefix upload : folders(bucket)) {
        if (begun(upload).isBefore(oldest)) {
          store.deleteByPrefix(upload).orThrow();
          dropped++;
        }
      }
    }
    return dropped;
  }

  private List<KeyPrefix> folders(KeyPrefix parent) throws BlockStoreException {
    List<KeyPrefix> folders = new ArrayList<>();
    try (BlockListing listing = store.list(ListOptions.under(parent).folded())) {
      listing.forEachRemaining(entry -> {
        if (entry instanceof ListEntry.Folder(KeyPrefix folder)) {
          folders.add(folder);
        }
      });
    }
    return folders;
  }

  private static Instant begun(KeyPrefix upload) {
    String path = upload.value().substring(0, upload.value().length() - 1);
    String id = path.substring(path.lastIndexOf('/') + 1);
    return Instant.ofEpochMilli(HexFormat.fromHexDigitsToLong(id, 0, TIME_DIGITS));
  }
}
