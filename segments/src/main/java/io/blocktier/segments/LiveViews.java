package io.blocktier.segments;

import io.blocktier.segments.manifest.Manifest;
import java.util.List;
import java.util.function.Supplier;

/** What tables and segments have now. */
final class LiveViews implements ViewSource {

  private final Tables tables;
  private final Supplier<Manifest> manifests;
  private final Catalogs catalogs = new Catalogs();

  LiveViews(Tables tables, Supplier<Manifest> manifests) {
    this.tables = tables;
    this.manifests = manifests;
  }

  /**
   * Returns what there is. The tables are looked at first: one that is sealed meanwhile is then
   * seen twice, rather than not at all. The bound comes last, so that it is not less than what is
   * in the segments.
   */
  @Override
  public View now() {
    List<Table> newestFirst = tables.state().newestFirst();
    Manifest manifest = manifests.get();
    Catalog catalog = catalogs.of(manifest, manifest.segments());
    return new View(manifest.number(), newestFirst, catalog, tables.visible());
  }

  @Override
  public View again() {
    return now();
  }
}
