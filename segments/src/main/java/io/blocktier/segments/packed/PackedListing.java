package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.segments.RecordCursor;
import io.blocktier.segments.format.KeyRange;
import io.blocktier.segments.format.RecordKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the heads of blocks, which are together in each segment, apart from the bytes. What
 * is read of segments stays for the next page; after a failure the page begins again.
 */
final class PackedListing implements BlockListing {

  private final PackedRecords records;
  private final Lookups lookups;
  private final PackedFailures failures;
  private final ListOptions options;
  private final RecordKey end;

  /** The least key that is not listed yet. */
  private RecordKey next;

  private @Nullable RecordCursor cursor;
  private boolean over;
  private boolean closed;

  PackedListing(
      PackedRecords records, Lookups lookups, PackedFailures failures, ListOptions options) {
    this.records = records;
    this.lookups = lookups;
    this.failures = failures;
    this.options = options;
    this.end = RecordNames.behindAll(options.prefix().value());
    this.next = beginning(options);
  }

  /** A folder that the beginning is within was listed before it. */
  private static RecordKey beginning(ListOptions options) {
    RecordKey least = RecordNames.least(options.prefix());
    if (options.startAfter().isEmpty()) {
      return least;
    }
    String after = options.startAfter();
    String prefix = options.prefix().value();
    int slash =
        options.recursive() || !after.startsWith(prefix) ? -1 : after.indexOf('/', prefix.length());
    RecordKey behind =
        slash < 0
            ? RecordNames.behind(after)
            : RecordNames.behindAll(after.substring(0, slash + 1));
    return behind.compareTo(least) > 0 ? behind : least;
  }

  @Override
  public List<ListEntry> nextPage() throws BlockStoreException {
    if (closed) {
      throw new StoreClosedException(
          failures.failure(Operation.LIST, null, "the listing is closed").remedy("start another"));
    }
    RecordKey before = next;
    try {
      return page();
    } catch (BlockStoreException e) {
      next = before;
      leave();
      throw failures.about(Operation.LIST, null, e);
    }
  }

  private List<ListEntry> page() throws BlockStoreException {
    List<ListEntry> page = new ArrayList<>();
    while (!over && page.size() < options.pageSize()) {
      RecordCursor heads = opened();
      if (heads.next()) {
        page.add(entry(heads));
      } else {
        over = true;
        leave();
      }
    }
    return page;
  }

  private RecordCursor opened() throws BlockStoreException {
    RecordCursor opened = cursor;
    if (opened == null) {
      opened = records.scan(KeyRange.between(next, end));
      cursor = opened;
    }
    return opened;
  }

  private ListEntry entry(RecordCursor heads) throws BlockStoreException {
    String key = RecordNames.ofHead(heads.key());
    int slash = options.recursive() ? -1 : key.indexOf('/', options.prefix().value().length());
    if (slash >= 0) {
      KeyPrefix folder = KeyPrefix.of(key.substring(0, slash + 1));
      next = RecordNames.behindAll(folder.value());
      leave();
      return new ListEntry.Folder(folder);
    }
    next = RecordNames.behind(key);
    BlockKey block = BlockKey.of(key);
    return new ListEntry.Block(
        lookups.decode(Operation.LIST, block, heads.value().duplicate()).stat(block));
  }

  private void leave() {
    RecordCursor opened = cursor;
    cursor = null;
    if (opened != null) {
      opened.close();
    }
  }

  @Override
  public void close() {
    closed = true;
    leave();
  }
}
