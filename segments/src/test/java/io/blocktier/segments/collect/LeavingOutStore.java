package io.blocktier.segments.collect;

import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import java.util.List;
import java.util.function.Predicate;

/** Leaves some entries out of its listings, without a word. */
final class LeavingOutStore extends ForwardingBlockStore {

  private final Predicate<ListEntry> shown;

  LeavingOutStore(BlockStore inner, Predicate<ListEntry> shown) {
    super(inner);
    this.shown = shown;
  }

  @Override
  public BlockListing list(ListOptions options) throws BlockStoreException {
    BlockListing all = inner().list(options);
    return new BlockListing() {
      @Override
      public List<ListEntry> nextPage() throws BlockStoreException {
        List<ListEntry> page = all.nextPage();
        while (!page.isEmpty()) {
          List<ListEntry> left = page.stream().filter(shown).toList();
          if (!left.isEmpty()) {
            return left;
          }
          page = all.nextPage();
        }
        return page;
      }

      @Override
      public void close() {
        all.close();
      }
    };
  }
}
