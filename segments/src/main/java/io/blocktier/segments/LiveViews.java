package io.blocktier.segments;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.segments.manifest.Manifest;
import java.util.List;

/** What tables and segments have now. */
final class LiveViews implements ViewSource {

  private final Tables tables;
  private final SealedViews.Manifests manifests;
  private final Catalogs catalogs = new Catalogs();

  LiveViews(Tables tables, SealedViews.Manifests manifests) {
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
    return view(newestFirst, manifests.current());
  }

  private View view(List<Table> newestFirst, Manifest manifest) {
    Catalog catalog = catalogs.of(manifest, manifest.segments());
    return new View(manifest.number(), newestFirst, catalog, tables.visible());
  }

  /** The objects of whoever was fenced go without a word. */
  @Override
  public View again() throws BlockStoreException {
    List<Table> newestFirst = tables.state().newestFirst();
    return view(newestFirst, manifests.refresh());
  }
}
