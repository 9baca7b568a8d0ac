package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import java.util.ArrayList;
import java.util.List;

/** A sound listing with one defect. */
final class DefectiveListing implements BlockListing {

  private final BlockListing inner;
  private final ListOptions options;
  private final Defect defect;
  private List<ListEntry> earlier;

  /** Starts with an entry of its own, where there is one. */
  DefectiveListing(BlockListing inner, ListOptions options, Defect defect, List<ListEntry> first) {
    this.inner = inner;
    this.options = options;
    this.defect = defect;
    this.earlier = first;
  }

  @Override
  public List<ListEntry> nextPage() throws BlockStoreException {
    if (defect == Defect.LISTING_STARTS_AT_THE_GIVEN_KEY && !earlier.isEmpty()) {
      List<ListEntry> first = earlier;
      earlier = List.of();
      return first;
    }
    List<ListEntry> page = inner.nextPage();
    List<ListEntry> before = earlier;
    earlier = page;
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
