package io.blocktier.segments;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Operation;
import io.blocktier.segments.format.RecordEntry;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.SegmentEntry;
import java.util.List;
import java.util.SortedMap;

/** What the segments have now, or had when a snapshot was taken. */
final class SealedViews implements ViewSource {

  private final Manifests manifests;
  private final Selection selection;
  private final Catalogs catalogs = new Catalogs();

  /** Where manifests come from. */
  interface Manifests {

    Manifest current();

    /** Looks for a newer one. */
    Manifest refresh() throws BlockStoreException;
  }

  /** Which segments of a manifest are seen. */
  @FunctionalInterface
  private interface Selection {
    SortedMap<Long, SegmentEntry> of(Manifest manifest) throws BlockStoreException;
  }

  private SealedViews(Manifests manifests, Selection selection) {
    this.manifests = manifests;
    this.selection = selection;
  }

  /** Returns views of all segments of the newest manifest that is known. */
  static SealedViews newest(Manifests manifests) {
    return new SealedViews(manifests, Manifest::segments);
  }

  /** Returns views of the segments of a snapshot, as long as there is one. */
  static SealedViews snapshot(Manifests manifests, String name, SegmentFailures failures) {
    return new SealedViews(
        manifests,
        manifest ->
            manifest.view(name).orElseThrow(() -> failures.noSnapshot(Operation.READ, name)));
  }

  @Override
  public View now() throws BlockStoreException {
    return view(manifests.current());
  }

  @Override
  public View again() throws BlockStoreException {
    return view(manifests.refresh());
  }

  private View view(Manifest manifest) throws BlockStoreException {
    Catalog catalog = catalogs.of(manifest, selection.of(manifest));
    return new View(manifest.number(), List.of(), catalog, RecordEntry.MAX_SEQUENCE);
  }
}
