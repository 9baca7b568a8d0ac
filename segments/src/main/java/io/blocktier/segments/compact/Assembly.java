package io.blocktier.segments.compact;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.segments.format.SegmentAssembly;
import io.blocktier.segments.format.SegmentFormat;
import io.blocktier.segments.format.SegmentIdentity;
import io.blocktier.segments.format.SegmentReader;
import io.blocktier.segments.manifest.ObjectRef;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.objects.SegmentEntries;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Joins segments that are alive for the most part, and whose keys do not overlap, by letting the
 * store copy their frames: no value passes through the client, and nothing is dropped. Holds the
 * key indexes of the inputs.
 *
 * @param format reads and writes segments
 * @param store that has the inputs
 */
record Assembly(SegmentFormat format, BlockStore store) {

  /** Tells without a request whether the store could join the inputs of a job. */
  static boolean isPossible(CompactionJob job, BlockStore store, CompactionPolicy policy) {
    boolean able =
        store.capabilities().has(Capability.UPLOAD)
            && store.capabilities().has(Capability.PART_COPY);
    long least = store.capabilities().limits().minPartBytes();
    long indexes = job.inputs().stream().mapToLong(entry -> entry.content().tailBytes()).sum();
    return able
        && job.mostlyLive()
        && job.inputs().size() > 1
        && indexes <= policy.maxIndexBytes()
        && job.inputs().stream().allMatch(entry -> entry.content().frameBytes() >= least);
  }

  /** Opens the inputs in the order of their keys. */
  List<SegmentReader> open(CompactionJob job) throws BlockStoreException {
    List<SegmentEntry> ordered =
        job.inputs().stream()
            .sorted(Comparator.comparing((SegmentEntry entry) -> entry.content().keys().least()))
            .toList();
    List<SegmentReader> readers = new ArrayList<>();
    for (SegmentEntry entry : ordered) {
      readers.add(format.open(store, SegmentEntries.handle(entry)));
    }
    return readers;
  }

  /** Joins inputs into one object, and opens it as a reader does. */
  SegmentEntry run(List<SegmentReader> inputs, ObjectRef target, long epoch)
      throws BlockStoreException {
    SegmentIdentity identity = new SegmentIdentity(target.id(), epoch);
    try (SegmentAssembly assembly =
        format.assemble(store, target.key(), identity, WriteOptions.ifAbsent())) {
      for (SegmentReader input : inputs) {
        assembly.copy(input);
      }
      SegmentEntry entry = SegmentEntries.of(target, assembly.finish());
      format.open(store, SegmentEntries.handle(entry));
      return entry;
    }
  }
}
