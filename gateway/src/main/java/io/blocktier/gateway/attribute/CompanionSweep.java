package io.blocktier.gateway.attribute;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.spi.Effects;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes companions that no block names. Each pass looks at a bounded number, and the next goes on
 * behind it. What one pass finds the next removes, if no block names it still: the write that
 * replaced its block may have been acknowledged by a cache, and has to get to the store before the
 * companion goes from there. For one thread at a time.
 */
public final class CompanionSweep {

  private static final Logger LOG = LoggerFactory.getLogger(CompanionSweep.class);

  /** A companion is written shortly before the block that names it; younger ones are left alone. */
  private static final Duration GRACE = Duration.ofHours(1);

  private static final int MAX_LOOKS = 10_000;

  private final BlockStore store;
  private final Effects effects;
  private List<BlockKey> orphans = List.of();
  private String position = "";

  /** Sweeps a store. */
  public CompanionSweep(BlockStore store, Effects effects) {
    this.store = store;
    this.effects = effects;
  }

  /** Makes one pass and returns how many companions were removed. */
  public int sweep() throws BlockStoreException {
    int removed = removeOrphans();
    orphans = find();
    return removed;
  }

  private int removeOrphans() throws BlockStoreException {
    int removed = 0;
    for (BlockKey companion : orphans) {
      if (isOrphan(companion)) {
        Blocks.delete(store, companion);
        removed++;
      }
    }
    return removed;
  }

  /** Returns at most as many as are looked at. */
  private List<BlockKey> find() throws BlockStoreException {
    Instant young = effects.clock().instant().minus(GRACE);
    ListOptions options = ListOptions.under(ReservedKeys.COMPANIONS).startingAfter(position);
    int looks = 0;
    List<BlockKey> found = new ArrayList<>();
    try (BlockListing listing = store.list(options)) {
      List<ListEntry> page = listing.nextPage();
      while (!page.isEmpty() && looks < MAX_LOOKS) {
        for (ListEntry entry : page) {
          looks++;
          boolean old =
              entry instanceof ListEntry.Block(BlockStat stat)
                  && stat.lastModified().isBefore(young);
          if (old && isOrphan(BlockKey.of(entry.name()))) {
            found.add(BlockKey.of(entry.name()));
          }
          position = entry.name();
        }
        page = listing.nextPage();
      }
      position = page.isEmpty() ? "" : position;
    }
    return found;
  }

  private boolean isOrphan(BlockKey companion) throws BlockStoreException {
    try {
      String text = StandardCharsets.US_ASCII.decode(Blocks.readAll(store, companion)).toString();
      String id = companion.value().substring(ReservedKeys.COMPANIONS.value().length());
      for (BlockKey owner : CompanionText.owners(text)) {
        if (namedBy(owner).filter(id::equals).isPresent()) {
          return false;
        }
      }
      return true;
    } catch (BlockNotFoundException e) {
      return false;
    } catch (IllegalArgumentException e) {
      LOG.warn("companion {} cannot be read and stays", companion, e);
      return false;
    }
  }

  private Optional<String> namedBy(BlockKey owner) throws BlockStoreException {
    return Blocks.find(store, owner).flatMap(stat -> StoredObject.companion(stat.metadata()));
  }
}
