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
  private final Set<String> doubted;
  private final Set<String> folders = new HashSet<>();
  private final Deque<ListEntry> listed = new ArrayDeque<>();
  private final Deque<ListEntry> ready = new ArrayDeque<>();
  private boolean beneathOver;

  /**
   * Starts a listing.
   *
   * @param beneath what the store lists
   * @param view the staged blocks
   * @param unlisted what was staged before the store was asked
   */
  CacheListing(
      BlockListing beneath,
      StagedView view,
      ListOptions options,
      boolean ordered,
      Unlisted unlisted) {
    this.beneath = beneath;
    this.view = view;
    this.options = options;
    this.ordered = ordered;
    this.unknown = unlisted.names();
    this.doubted = unlisted.doubted();
  }

  @Override
  public List<ListEntry> nextPage() throws BlockStoreException {
    while (ready.size() < options.pageSize() && !beneathOver) {
      advance();
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
    listed.clear();
    ready.clear();
  }

  /** What cannot be shown now stays listed: the page may be asked for again. */
  private void advance() throws BlockStoreException {
    if (listed.isEmpty()) {
      listed.addAll(beneath.nextPage());
      beneathOver = listed.isEmpty();
    }
    while (!listed.isEmpty()) {
      if (ordered) {
        showUnknownBefore(listed.element().name());
      }
      show(listed.element());
      listed.remove();
    }
    while (beneathOver && !unknown.isEmpty()) {
      showUnknown(unknown.firstKey());
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
    } else if (isThere((ListEntry.Folder) entry) && isNew(entry)) {
      ready.add(entry);
    }
  }

  private boolean isThere(ListEntry.Folder folder) throws BlockStoreException {
    return !doubted.contains(folder.name()) || view.holdsBlock(folder.prefix());
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
