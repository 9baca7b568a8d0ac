package io.blocktier.segments.check;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.segments.manifest.Candidate;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.ObjectRef;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.objects.SegmentStores;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds where the bytes of a segment still are that are lost where they should be.
 *
 * @param stores where segments are
 * @param check compares all records
 */
record Copies(SegmentStores stores, SegmentCheck check) {

  /** An object that has the bytes of a segment. */
  record Copy(BlockStore store, SegmentEntry entry) {}

  /** Tells what could be repaired. */
  RepairReport plan(Manifest manifest, List<Finding> findings, List<BlockStore> others) {
    Map<Long, ObjectRef> repaired = new HashMap<>();
    Map<Finding, String> left = new HashMap<>();
    for (Finding finding : findings) {
      Optional<Copy> copy = of(finding, manifest, others);
      if (copy.isPresent()) {
        repaired.put(finding.segment().id(), copy.get().entry().object());
      } else {
        left.put(finding, reason(finding, manifest));
      }
    }
    return new RepairReport(true, repaired, left);
  }

  /** Returns where the segment of a finding can be repaired from. */
  Optional<Copy> of(Finding finding, Manifest manifest, List<BlockStore> others) {
    return finding.isLoss() && isLive(finding, manifest)
        ? find(finding.segment(), manifest, others)
        : Optional.empty();
  }

  /** A segment that only a snapshot sees has no place in the manifest that could be moved. */
  private static boolean isLive(Finding finding, Manifest manifest) {
    SegmentEntry now = manifest.segments().get(finding.segment().id());
    return now != null && now.object().equals(finding.segment().object());
  }

  /** Says why something is not repaired. */
  static String reason(Finding finding, Manifest manifest) {
    if (!finding.isLoss()) {
      return "nothing shows that its bytes are lost: " + finding.remedy();
    }
    return isLive(finding, manifest)
        ? "no tier and no store that was given has its bytes"
        : "it moved on, was removed, or only a snapshot sees it; check again";
  }

  private Optional<Copy> find(SegmentEntry entry, Manifest manifest, List<BlockStore> others) {
    List<Copy> possible = new ArrayList<>();
    for (Candidate candidate : manifest.garbage().values()) {
      boolean alike =
          !candidate.condemned()
              && candidate.bytes() == entry.content().bytes()
              && stores.has(candidate.object().tier());
      if (alike) {
        possible.add(new Copy(stores.of(candidate.object().tier()), at(entry, candidate.object())));
      }
    }
    others.forEach(store -> possible.add(new Copy(store, entry)));
    return possible.stream()
        .filter(copy -> check.run(copy.entry(), copy.store()).isEmpty())
        .findFirst();
  }

  /** Returns a segment as it would be elsewhere. */
  static SegmentEntry at(SegmentEntry entry, ObjectRef object) {
    return SegmentEntry.of(entry.id(), object, entry.content(), entry.createdMillis());
  }
}
