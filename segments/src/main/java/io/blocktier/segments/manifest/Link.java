package io.blocktier.segments.manifest;

import java.util.List;

/**
 * One commit.
 *
 * @param number the manifest that it makes
 * @param epoch the epoch of its writer
 * @param writer its writer
 * @param commit names it
 * @param millis when it was made, not before the one before it; milliseconds since 1970-01-01 UTC
 * @param edits what it changes
 */
record Link(
    long number, long epoch, UniqueId writer, UniqueId commit, long millis, List<Edit> edits) {

  Link {
    edits = List.copyOf(edits);
  }
}
