package io.blocktier.gateway.listing;

import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.gateway.attribute.ReservedKeys;
import io.blocktier.gateway.bucket.Bucket;
import io.blocktier.gateway.key.ObjectKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes one page out of the store's ordered listing, of which it fetches no more than it needs:
 * what is folded is passed over by a new listing behind it. For one page and one thread.
 */
final class KeyListing {

  /** Behind all that starts with what is before it. */
  private static final String BEHIND = Character.toString(Character.MAX_CODE_POINT);

  private final BlockStore store;
  private final Bucket bucket;
  private final KeyPrefix blocks;
  private final ListQuery query;
  private final List<ListPage.Line> lines = new ArrayList<>();
  private boolean truncated;
  private String fold = "";

  /** Where the store's listing goes on, if not with its next page. */
  private String jump = "";

  private KeyListing(BlockStore store, Bucket bucket, KeyPrefix blocks, ListQuery query) {
    this.store = store;
    this.bucket = bucket;
    this.blocks = blocks;
    this.query = query;
  }

  static ListPage page(BlockStore store, Bucket bucket, ListQuery query)
      throws BlockStoreException {
    if (query.most() == 0) {
      return new ListPage(List.of(), false);
    }
    Optional<KeyPrefix> blocks = bucket.blocks(query.prefix());
    if (blocks.isEmpty()) {
      return new ListPage(List.of(), false);
    }
    KeyListing listing = new KeyListing(store, bucket, blocks.get(), query);
    listing.collect();
    return new ListPage(listing.lines, listing.truncated);
  }

  private void collect() throws BlockStoreException {
    String start = start();
    boolean more = true;
    while (more) {
      jump = "";
      try (BlockListing blocks = store.list(options(start))) {
        more = takeFrom(blocks);
      }
      start = jump;
    }
  }

  private String start() {
    if (query.after().isEmpty()) {
      return "";
    }
    return query.isBehindFold()
        ? bucket.root() + ObjectKeys.toBlockPrefix(query.after()) + BEHIND
        : bucket.root() + ObjectKeys.toBlock(query.after());
  }

  private ListOptions options(String start) {
    int page = Math.min(query.most() + 1, ListOptions.MAX_PAGE_SIZE);
    ListOptions options = ListOptions.under(blocks).startingAfter(start).withPageSize(page);
    return query.isFoldedBySlash() ? options.folded() : options;
  }

  /** Returns whether another listing is needed, behind the jump. */
  private boolean takeFrom(BlockListing blocks) throws BlockStoreException {
    List<ListEntry> page = blocks.nextPage();
    while (!page.isEmpty()) {
      for (ListEntry entry : page) {
        if (!take(entry)) {
          return false;
        }
      }
      if (!jump.isEmpty()) {
        return true;
      }
      page = blocks.nextPage();
    }
    return false;
  }

  /** Returns whether the page has room for more. */
  private boolean take(ListEntry entry) {
    jump = "";
    if (ReservedKeys.covers(entry.name())) {
      jump = ReservedKeys.PREFIX + BEHIND;
      return true;
    }
    String key = bucket.key(entry.name());
    if (!key.startsWith(query.prefix())) {
      return true;
    }
    String folded = query.folded(key);
    if (folded.isEmpty()) {
      return entry instanceof ListEntry.Block(var stat) && add(new ListPage.Key(key, stat));
    }
    boolean known = folded.equals(fold) || (query.isBehindFold() && folded.equals(query.after()));
    if (entry instanceof ListEntry.Block) {
      jump = bucket.root() + ObjectKeys.toBlockPrefix(folded) + BEHIND;
    }
    fold = folded;
    return known || add(new ListPage.Fold(folded));
  }

  private boolean add(ListPage.Line line) {
    if (lines.size() == query.most()) {
      truncated = true;
      return false;
    }
    return lines.add(line);
  }
}
