package io.blocktier.segments.check;

import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.RangeNotSatisfiableException;
import io.blocktier.segments.format.SegmentFormat;
import io.blocktier.segments.format.SegmentReader;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.objects.SegmentEntries;
import java.util.Optional;

/**
 * Looks at one segment where it is said to be. Thread-safe.
 *
 * @param format reads segments
 * @param depth how closely
 */
record SegmentCheck(SegmentFormat format, CheckDepth depth) {

  Optional<Finding> run(SegmentEntry entry, BlockStore store) {
    try {
      return check(entry, store);
    } catch (BlockNotFoundException e) {
      return Optional.of(new Finding.Missing(entry));
    } catch (CorruptBlockException | RangeNotSatisfiableException e) {
      return Optional.of(new Finding.Damaged(entry, String.valueOf(e.getMessage())));
    } catch (BlockStoreException e) {
      return Optional.of(new Finding.Unreadable(entry, String.valueOf(e.getMessage())));
    }
  }

  private Optional<Finding> check(SegmentEntry entry, BlockStore store) throws BlockStoreException {
    BlockStat stat = store.stat(entry.object().key());
    if (stat.size() != entry.content().bytes()) {
      return Optional.of(new Finding.WrongSize(entry, stat.size()));
    }
    if (stat.checksum().filter(crc -> !crc.equals(entry.content().checksum())).isPresent()) {
      String detail = "it has checksum " + stat.checksum().get();
      return Optional.of(
          new Finding.Damaged(entry, detail + " instead of " + entry.content().checksum()));
    }
    if (depth != CheckDepth.OBJECTS) {
      SegmentReader reader = format.open(store, SegmentEntries.handle(entry));
      if (depth == CheckDepth.RECORDS) {
        reader.verify();
      }
    }
    return Optional.empty();
  }
}
