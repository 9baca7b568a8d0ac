package io.blocktier.segments.collect;

import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Operation;
import io.blocktier.segments.manifest.Candidate;
import io.blocktier.segments.manifest.Edit;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.ManifestCommits;
import io.blocktier.segments.manifest.ManifestException;
import io.blocktier.segments.manifest.Removal;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.objects.SegmentStores;
import java.util.List;
import java.util.Optional;

/**
 * Brings segments back that were removed, until the garbage collector condemns them. Thread-safe.
 *
 * @param commits the manifest
 * @param stores where objects are
 */
public record Undo(ManifestCommits commits, SegmentStores stores) {

  /**
   * Brings a segment back: its object is looked at first, then the manifest has it again.
   *
   * @param segment the segment
   * @return the manifest with it
   * @throws CorruptBlockException if its object has another size
   * @throws io.blocktier.blockstore.BlockNotFoundException if its object is not there
   * @throws io.blocktier.segments.manifest.RefusedEditException if it was not removed, is condemned
   *     already, or a snapshot that was taken without it would see it; nothing was changed
   * @throws ManifestException as {@link ManifestCommits#commit} does
   * @throws BlockStoreException if a store fails; nothing was changed
   * @throws InterruptedException if the thread is interrupted while it waits for its turn
   */
  public Manifest run(long segment)
      throws ManifestException, BlockStoreException, InterruptedException {
    Optional<SegmentEntry> removed = removed(segment);
    if (removed.isPresent()) {
      requireThere(removed.get());
    }
    return commits.commit(newest -> List.of(new Edit.Revive(List.of(segment))));
  }

  private Optional<SegmentEntry> removed(long segment) {
    return commits.current().garbage().values().stream()
        .filter(candidate -> !candidate.condemned())
        .map(Candidate::removal)
        .flatMap(Optional::stream)
        .map(Removal::entry)
        .filter(entry -> entry.id() == segment)
        .findFirst();
  }

  private void requireThere(SegmentEntry entry) throws BlockStoreException {
    stores.requireStoreOf(entry.object());
    BlockStat found = stores.of(entry.object().tier()).stat(entry.object().key());
    if (found.size() != entry.content().bytes()) {
      String detail =
          "segment "
              + entry.id()
              + " has "
              + found.size()
              + " bytes instead of "
              + entry.content().bytes();
      throw new CorruptBlockException(
          Failure.of(stores.of(entry.object().tier()), Operation.STAT, entry.object().key(), detail)
              .remedy("restore the object from a copy of it first"));
    }
  }
}
