package io.blocktier.segments;

import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.SegmentEntry;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Remembers the catalog that was needed last. Thread-safe. */
final class Catalogs {

  private volatile @Nullable Known known;

  /** The catalog of a manifest, which its number tells from others of the chain. */
  private record Known(long number, Catalog catalog) {}

  /**
   * Returns the catalog of a manifest.
   *
   * @param manifest the manifest
   * @param segments which of it
   */
  Catalog of(Manifest manifest, SortedMap<Long, SegmentEntry> segments) {
    Known last = known;
    if (last == null || last.number() != manifest.number()) {
      last = new Known(manifest.number(), Catalog.of(segments));
      known = last;
    }
    return last.catalog();
  }
}
