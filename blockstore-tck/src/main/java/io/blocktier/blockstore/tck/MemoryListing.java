package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Walks the blocks page by page; each page is one consistent look. A store that does not offer
 * {@link Capability#ORDERED_LISTING} turns each page round, so that nobody relies on an order.
 */
final class MemoryListing implements BlockListing {

  private final MemoryShelf shelf;
  private final ListOptions options;
  private final boolean ordered;
  private final Supplier<BlockStoreException> whenClosed;
  private boolean closed;
  private String position;
  private boolean inclusive;

  MemoryListing(
      MemoryShelf shelf,
      ListOptions options,
      boolean ordered,
      Supplier<BlockStoreException> whenClosed) {
    this.shelf = shelf;
    this.options = options;
    this.ordered = ordered;
    this.whenClosed = whenClosed;
    String prefix = options.prefix().value();
    this.inclusive =
        KeyOrder.UTF8.compare(options.startAfter(), prefix) < 0 || options.startAfter().isEmpty();
    this.position = inclusive ? prefix : options.startAfter();
  }

  @Override
  public List<ListEntry> nextPage() throws BlockStoreException {
    if (closed) {
      throw whenClosed.get();
    }
    return shelf.looking(Operation.LIST, this::page);
  }

  private List<ListEntry> page() {
    List<ListEntry> page = new ArrayList<>();
    Map.Entry<String, MemoryBlock> next = next();
    while (next != null && page.size() < options.pageSize()) {
      ListEntry entry = entry(next.getValue());
      if (KeyOrder.UTF8.compare(entry.name(), options.startAfter()) > 0) {
        page.add(entry);
      }
      moveBehind(entry);
      next = next();
    }
    if (!ordered) {
      Collections.reverse(page);
    }
    return page;
  }

  private Map.@Nullable Entry<String, MemoryBlock> next() {
    Map.Entry<String, MemoryBlock> next =
        inclusive ? shelf.blocks().ceilingEntry(position) : shelf.blocks().higherEntry(position);
    return next != null && next.getKey().startsWith(options.prefix().value()) ? next : null;
  }

  private ListEntry entry(MemoryBlock block) {
    String key = block.stat().key().value();
    int slash = options.recursive() ? -1 : key.indexOf('/', options.prefix().value().length());
    return slash < 0
        ? block.listed()
        : new ListEntry.Folder(KeyPrefix.of(key.substring(0, slash + 1)));
  }

  private void moveBehind(ListEntry entry) {
    switch (entry) {
      case ListEntry.Block block -> {
        position = block.name();
        inclusive = false;
      }
      case ListEntry.Folder folder -> {
        String name = folder.name();
        position = name.substring(0, name.length() - 1) + (char) ('/' + 1);
        inclusive = true;
      }
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
