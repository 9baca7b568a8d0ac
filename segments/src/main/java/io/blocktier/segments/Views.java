package io.blocktier.segments;

import io.blocktier.segments.manifest.Manifest;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes views of what there is now. Thread-safe. */
final class Views {

  private final Tables tables;
  private final Supplier<Manifest> manifests;
  private volatile @Nullable Known known;

  /** The catalog of a manifest. */
  private record Known(Manifest manifest, Catalog catalog) {}

  Views(Tables tables, Supplier<Manifest> manifests) {
    this.tables = tables;
    this.manifests = manifests;
  }

  /**
   * Returns what there is. The tables are looked at first: one that is sealed meanwhile is then
   * seen twice, rather than not at all. The bound comes last, so that it is not less than what is
   * in the segments.
   */
  View now() {
    List<Table> newestFirst = tables.state().newestFirst();
    Catalog catalog = catalog(manifests.get());
    return new View(newestFirst, catalog, tables.visible());
  }

  private Catalog catalog(Manifest manifest) {
    Known last = known;
    if (last == null || last.manifest() != manifest) {
      last = new Known(manifest, Catalog.of(manifest.segments().values()));
      known = last;
    }
    return last.catalog();
  }
}
