package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import java.util.List;

/**
 * Lists what starts with any prefix in a bucket that knows only whole folders: the folder above is
 * listed, and what else is in it left out.
 */
final class PrefixFilter implements BlockListing {

  private final BlockListing folder;
  private final String prefix;

  PrefixFilter(BlockListing folder, KeyPrefix prefix) {
    this.folder = folder;
    this.prefix = prefix.value();
  }

  static ListOptions ofFolder(ListOptions options) {
    String prefix = options.prefix().value();
    KeyPrefix folder = KeyPrefix.of(prefix.substring(0, prefix.lastIndexOf('/') + 1));
    return new ListOptions(folder, "", options.recursive(), options.pageSize());
  }

  @Override
  public List<ListEntry> nextPage() throws BlockStoreException {
    List<ListEntry> page = folder.nextPage();
    while (!page.isEmpty()) {
      List<ListEntry> fitting =
          page.stream().filter(entry -> entry.name().startsWith(prefix)).toList();
      if (!fitting.isEmpty()) {
        return fitting;
      }
      page = folder.nextPage();
    }
    return page;
  }

  @Override
  public void close() {
    folder.close();
  }
}
