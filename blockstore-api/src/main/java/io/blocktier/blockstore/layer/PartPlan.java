package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Limits;
import java.util.Optional;

/**
 * How a length is cut into parts: all of one size, the last one smaller.
 *
 * @param length all bytes, at least 1
 * @param partSize the bytes of each part but the last
 */
record PartPlan(long length, long partSize) {

  /** Plans parts of about a size within a store's limits, if the length fits into them at all. */
  static Optional<PartPlan> within(Limits limits, long length, long wantedPartSize) {
    long fewest = Math.max(1, Math.ceilDiv(length, limits.maxParts()));
    long size = Math.max(Math.max(wantedPartSize, fewest), limits.minPartBytes());
    long allowed = Math.min(size, limits.maxPartBytes());
    boolean fits = fewest <= allowed && length <= limits.maxBlockBytes();
    return fits ? Optional.of(new PartPlan(length, allowed)) : Optional.empty();
  }

  int parts() {
    return Math.toIntExact(Math.ceilDiv(length, partSize));
  }

  /** Returns the range of a part, counted from 0. */
  ByteRange range(int index) {
    long offset = index * partSize;
    return ByteRange.of(offset, Math.min(partSize, length - offset));
  }
}
