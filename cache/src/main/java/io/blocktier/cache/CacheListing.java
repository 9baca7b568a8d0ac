package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;

/**
 * Merges what the store lists with what it does not know yet. What was staged was looked up before
 * the store is asked, so that a block that gets there in between is not missed.
 */
final class CacheListing implements BlockListing {

  private final BlockListing beneath;
  private final StagedView view;
  private final ListOptions options;
  private final boolean ordered;
  private final NavigableMap<String, Optional<ListEntry>> unknown;
  private final Set<String> folders = new HashSet<>();
  private final Deque<ListEntry> ready = new ArrayDeque<>();
  private boolean beneathOver;

  /**
   * Starts a listing.
   *
   * @param beneath what the store lists
   * @param view the staged blocks
   * @param unknown names that the store does not know yet, in order; without entry where the block
   *     is deleted
   */
  CacheListing(
      BlockListing beneath,
      StagedView view,
      ListOptions options,
      boolean ordered,
      NavigableMap<String, Optional<ListEntry>> unknown) {
    this.beneath = beneath;
    this.view = view;
    this.options = options;
    this.ordered = ordered;
    this.unknown = unknown;
  }

  @Override
  public List<ListEntry> nextPage() throws BlockStoreException {
    while (ready.size() < options.pageSize() && !beneathOver) {
      advance(beneath.nextPage());
    }
    List<ListEntry> page = new ArrayList<>();
    while (page.size() < options.pageSize() && !ready.isEmpty()) {
      page.add(ready.remove());
    }
    return page;
  }

  @Override
  public void close() {
    beneath.close();
    beneathOver = true;
    ready.clear();
  }

  private void advance(List<ListEntry> page) throws BlockStoreException {
    for (ListEntry entry : page) {
      if (ordered) {
        showUnknownBefore(entry.name());
      }
      show(entry);
    }
    if (page.isEmpty()) {
      beneathOver = true;
      while (!unknown.isEmpty()) {
        showUnknown(unknown.firstKey());
      }
    }
  }

  private void showUnknownBefore(String name) {
    while (!unknown.isEmpty() && unknown.comparator().compare(unknown.firstKey(), name) < 0) {
      showUnknown(unknown.firstKey());
    }
  }

  private void showUnknown(String name) {
    Optional<ListEntry> entry = unknown.remove(name);
    if (entry != null) {
      entry.filter(this::isNew).ifPresent(ready::add);
    }
  }

  private void show(ListEntry entry) throws BlockStoreException {
    if (unknown.containsKey(entry.name())) {
      showUnknown(entry.name());
    } else if (entry instanceof ListEntry.Block(var stat)) {
      ready.add(new ListEntry.Block(view.current(stat)));
    } else if (isNew(entry) && view.holdsBlock(((ListEntry.Folder) entry).prefix())) {
      ready.add(entry);
    }
  }

  /** A folder may be known to both sides. */
  private boolean isNew(ListEntry entry) {
    return entry instanceof ListEntry.Block || folders.add(entry.name());
  }

  static Optional<KeyPrefix> folder(BlockKey key, ListOptions options) {
    int slash = key.value().indexOf('/', options.prefix().value().length());
    return options.recursive() || slash < 0
        ? Optional.empty()
        : Optional.of(KeyPrefix.of(key.value().substring(0, slash + 1)));
  }
}
