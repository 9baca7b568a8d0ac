package io.blocktier.segments.check;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.segments.check.Copies.Copy;
import io.blocktier.segments.format.SegmentFormat;
import io.blocktier.segments.manifest.Edit;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.ManifestCommits;
import io.blocktier.segments.manifest.ManifestException;
import io.blocktier.segments.manifest.ObjectRef;
import io.blocktier.segments.manifest.RefusedEditException;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.objects.SegmentNames;
import io.blocktier.segments.objects.SegmentStores;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings segments back whose bytes are lost where they are, from wherever else they still are:
 * another tier, from which they moved and which is garbage by now, or any store that is given.
 * Thread-safe.
 *
 * <p>For each segment:
 *
 * <ol>
 *   <li><b>Find</b> an object that is this segment: its number, its root as the manifest has it,
 *       and every record in it are compared.
 *   <li><b>Copy</b> it under a number of its own, into the tier in which the segment is.
 *   <li><b>Verify</b> the copy in the same way, by reading it back.
 *   <li><b>Move</b> the segment there by a commit. What was damaged is garbage from then on, and
 *       can be looked at until the horizon is over.
 * </ol>
 */
public final class Repair {

  private final ManifestCommits commits;
  private final SegmentStores stores;
  private final SegmentNames names;
  private final SegmentCheck check;
  private final Copies copies;

  /**
   * Makes a repair.
   *
   * @param commits the manifest
   * @param stores where segments are
   * @param names the keys of objects
   * @param format reads segments
   */
  public Repair(
      ManifestCommits commits, SegmentStores stores, SegmentNames names, SegmentFormat format) {
    this.commits = commits;
    this.stores = stores;
    this.names = names;
    this.check = new SegmentCheck(format, CheckDepth.RECORDS);
    this.copies = new Copies(stores, check);
  }

  /**
   * Tells what could be repaired. Changes nothing.
   *
   * @param findings of a check
   * @param others stores that may have copies under the same keys
   * @return the report of a dry run
   */
  public RepairReport dryRun(List<Finding> findings, List<BlockStore> others) {
    return copies.plan(commits.current(), findings, others);
  }

  /**
   * Tells what could be repaired, to somebody who does not write. Changes nothing.
   *
   * @param manifest the newest that is known
   * @param stores where segments are
   * @param format reads segments
   * @param findings of a check
   * @param others stores that may have copies under the same keys
   * @return the report of a dry run
   */
  public static RepairReport dryRun(
      Manifest manifest,
      SegmentStores stores,
      SegmentFormat format,
      List<Finding> findings,
      List<BlockStore> others) {
    return new Copies(stores, new SegmentCheck(format, CheckDepth.RECORDS))
        .plan(manifest, findings, others);
  }

  /**
   * Repairs what it can.
   *
   * @param findings of a check
   * @param others stores that may have copies under the same keys
   * @return what was done
   * @throws ManifestException as {@link ManifestCommits#commit} does, except where it refuses
   * @throws BlockStoreException if the manifest's store fails; segments that are reported by a
   *     further check were not repaired
   * @throws InterruptedException if the thread is interrupted while it waits for its turn
   */
  public RepairReport run(List<Finding> findings, List<BlockStore> others)
      throws ManifestException, BlockStoreException, InterruptedException {
    Map<Long, ObjectRef> repaired = new HashMap<>();
    Map<Finding, String> left = new HashMap<>();
    for (Finding finding : findings) {
      Optional<Copy> copy = copies.of(finding, commits.current(), others);
      if (copy.isEmpty()) {
        left.put(finding, Copies.reason(finding, commits.current()));
      } else {
        try {
          repaired.put(finding.segment().id(), repair(finding.segment(), copy.get()));
        } catch (RefusedEditException | UselessCopyException e) {
          left.put(finding, String.valueOf(e.getMessage()));
        }
      }
    }
    return new RepairReport(false, repaired, left);
  }

  private ObjectRef repair(SegmentEntry entry, Copy copy)
      throws ManifestException, BlockStoreException, InterruptedException, UselessCopyException {
    ObjectRef target = names.object(entry.object().tier(), commits.reserve(1).first());
    BlockStore store = stores.of(target.tier());
    ByteBuffer bytes = Blocks.readAll(copy.store(), copy.entry().object().key());
    Content content = Content.of(bytes).withChecksum(entry.content().checksum());
    store.write(target.key(), content, WriteOptions.ifAbsent()); // step 2
    Optional<Finding> wrong = check.run(Copies.at(entry, target), store); // step 3
    if (wrong.isPresent()) {
      throw new UselessCopyException(wrong.get().detail());
    }
    Manifest moved =
        commits.commit(newest -> {
          SegmentEntry now = newest.segments().get(entry.id());
          boolean same = now != null && now.object().equals(entry.object());
          return same ? List.of(new Edit.Move(entry.id(), target)) : List.of();
        }); // step 4
    SegmentEntry now = moved.segments().get(entry.id());
    if (now == null || !now.object().equals(target)) {
      throw new UselessCopyException("it moved on or was removed meanwhile; check again");
    }
    return target;
  }

  /** A copy that does not read back as it was written, or that nobody needs any more. */
  private static final class UselessCopyException extends Exception {

    private static final long serialVersionUID = 1L;

    UselessCopyException(String detail) {
      super(detail);
    }
  }
}
