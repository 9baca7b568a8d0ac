package io.blocktier.segments;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.segments.manifest.IdRange;
import io.blocktier.segments.manifest.ManifestCommits;
import io.blocktier.segments.manifest.ManifestException;

/** Hands out numbers that were reserved in the manifest, several by one commit. For one thread. */
final class SegmentIds {

  /** Those that are left when the manager closes are used by nobody. */
  private static final int RESERVED_AT_ONCE = 16;

  private final ManifestCommits commits;
  private long next;
  private long end;

  SegmentIds(ManifestCommits commits) {
    this.commits = commits;
  }

  long next() throws ManifestException, BlockStoreException, InterruptedException {
    if (next == end) {
      reserve();
    }
    return next++;
  }

  /** Reserves anew, which settles a commit whose outcome is in doubt. */
  void reserve() throws ManifestException, BlockStoreException, InterruptedException {
    IdRange range = commits.reserve(RESERVED_AT_ONCE);
    next = range.first();
    end = range.end();
  }
}
