package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import java.util.ArrayList;
import java.util.List;

/** A sound listing with one defect. */
final class DefectiveListing implements BlockListing {

  private final BlockStore store;
  private final BlockListing inner;
  private final ListOptions options;
  private final Defect defect;
  private final Moment change;
  private List<ListEntry> earlier = List.of();
  private int listed;

  /** Lists a sound store. A change is awaited between pages by a defect that shows only then. */
  DefectiveListing(BlockStore store, ListOptions options, Defect defect, Moment change)
      throws BlockStoreException {
    this.store = store;
    this.inner = store.list(options);
    this.options = options;
    this.defect = defect;
    this.change = change;
  }

  @Override
  public List<ListEntry> nextPage() throws BlockStoreException {
    List<ListEntry> page =
        defect == Defect.LISTING_COUNTS_ITS_WAY ? pageByCount() : inner.nextPage();
    List<ListEntry> before = earlier;
    earlier = page;
    listed += page.size();
    return switch (defect) {
      case LAST_ENTRY_OF_A_PAGE_IS_DROPPED ->
          page.size() < 2 ? page : page.subList(0, page.size() - 1);
      case LAST_PAGE_IS_DROPPED ->
          !before.isEmpty() && page.size() < options.pageSize() ? List.of() : page;
      case PAGES_OVERLAP -> overlapping(before, page);
      case LISTING_IS_UNORDERED -> page.reversed();
      default -> page;
    };
  }

  /** Skips as many blocks as were listed, whichever they are by now. */
  private List<ListEntry> pageByCount() throws BlockStoreException {
    if (listed > 0) {
      change.await();
    }
    List<ListEntry> all = new Subject(store).entries(options);
    int from = Math.min(listed, all.size());
    return all.subList(from, Math.min(from + options.pageSize(), all.size()));
  }

  private List<ListEntry> overlapping(List<ListEntry> before, List<ListEntry> page) {
    if (before.isEmpty() || page.isEmpty() || page.size() == options.pageSize()) {
      return page;
    }
    List<ListEntry> overlapping = new ArrayList<>(page);
    overlapping.addFirst(before.getLast());
    return overlapping;
  }

  @Override
  public void close() {
    inner.close();
  }
}
