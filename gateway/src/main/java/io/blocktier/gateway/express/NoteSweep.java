package io.blocktier.gateway.express;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.gateway.attribute.Attributes;
import io.blocktier.gateway.attribute.Origin;
import io.blocktier.gateway.attribute.ReservedKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Removes notes on objects that are gone. Each pass looks at a bounded number, and the next goes on
 * behind it. For one thread at a time.
 */
public final class NoteSweep {

  /** A note is written shortly before the append or the rename that it is for. */
  private static final Duration GRACE = Duration.ofHours(1);

  private static final int MAX_LOOKS = 10_000;

  private final BlockStore store;
  private final Effects effects;
  private final Attributes attributes;
  private String position = "";

  /** Sweeps a store. */
  public NoteSweep(BlockStore store, Effects effects, Attributes attributes) {
    this.store = store;
    this.effects = effects;
    this.attributes = attributes;
  }

  /** Makes one pass and returns how many notes were removed. */
  public int sweep() throws IOException {
    Instant young = effects.clock().instant().minus(GRACE);
    int looks = 0;
    int removed = 0;
    ListOptions options = ListOptions.under(ReservedKeys.APPENDS).startingAfter(position);
    try (BlockListing listing = store.list(options)) {
      List<ListEntry> page = listing.nextPage();
      while (!page.isEmpty() && looks < MAX_LOOKS) {
        for (ListEntry entry : page) {
          looks++;
          removed += removeIfOrphan(entry, young) ? 1 : 0;
          position = entry.name();
        }
        page = listing.nextPage();
      }
      position = page.isEmpty() ? "" : position;
    }
    return removed;
  }

  private boolean removeIfOrphan(ListEntry entry, Instant young) throws IOException {
    boolean old =
        entry instanceof ListEntry.Block(BlockStat stat) && stat.lastModified().isBefore(young);
    BlockKey note = BlockKey.of(entry.name());
    if (!old || isNeeded(note)) {
      return false;
    }
    Blocks.delete(store, note);
    return true;
  }

  private boolean isNeeded(BlockKey note) throws IOException {
    try {
      String text = StandardCharsets.US_ASCII.decode(Blocks.readAll(store, note)).toString();
      String tag = note.value().substring(ReservedKeys.APPENDS.value().length());
      for (BlockKey owner : AppendNote.decode(text).owners()) {
        if (has(owner, tag)) {
          return true;
        }
      }
      return false;
    } catch (BlockNotFoundException e) {
      return true;
    }
  }

  private boolean has(BlockKey owner, String tag) throws IOException {
    return attributes
        .find(owner)
        .flatMap(object -> object.attributes().origin())
        .map(Origin::tag)
        .filter(tag::equals)
        .isPresent();
  }
}
