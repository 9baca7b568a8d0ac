package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.cache.index.IndexEntry;
import io.blocktier.journal.SegmentReleasedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists the store beneath as it will be when it has everything that is staged. */
final class StagedView {

  private static final Logger LOG = LoggerFactory.getLogger(StagedView.class);

  private static final Comparator<String> UTF8 =
      Comparator.comparing(text -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  private final BlockStore store;
  private final StagedBlocks staged;
  private final CountedIndex index;
  private final PartsOverStore parts;
  private final FetchedBlocks fetched;
  private final CacheFailures failures;

  StagedView(
      BlockStore store,
      StagedBlocks staged,
      CountedIndex index,
      PartsOverStore parts,
      FetchedBlocks fetched,
      CacheFailures failures) {
    this.store = store;
    this.staged = staged;
    this.index = index;
    this.parts = parts;
    this.fetched = fetched;
    this.failures = failures;
  }

  /** Starts a listing; what is staged is looked up before the store is asked. */
  BlockListing list(ListOptions options) throws BlockStoreException {
    Unlisted unlisted = unlisted(options);
    boolean ordered = store.capabilities().has(Capability.ORDERED_LISTING);
    return new CacheListing(store.list(options), this, options, ordered, unlisted);
  }

  /** Shows a block by the version that is cached of it, whose etag its writer knows. */
  BlockStat current(BlockStat stat) throws BlockStoreException {
    Optional<BlockStat> inMemory = fetched.inMemory(stat.key());
    if (inMemory.isPresent()) {
      return inMemory.get();
    }
    try {
      Optional<IndexEntry> entry = index.find(stat.key());
      return entry.isPresent() && StagedBlocks.state(entry.get()) == BlockState.CLEAN
          ? kept(stat, entry.get())
          : stat;
    } catch (IOException e) {
      throw failures.unreadable(Operation.LIST, stat.key(), e);
    }
  }

  /** What is kept cannot always be read, and then is as good as not kept. */
  private BlockStat kept(BlockStat stat, IndexEntry entry) {
    try {
      return staged.head(entry).stat(stat.key());
    } catch (IOException e) {
      LOG.debug("'{}' is listed as the store has it", stat.key(), e);
      return stat;
    }
  }

  /**
   * Tells whether a folder still holds a block when all deletions have got to the store. That none
   * is staged in it now says nothing: the page that names the folder may be older than that.
   */
  boolean holdsBlock(KeyPrefix folder) throws BlockStoreException {
    try (BlockListing listing = list(ListOptions.under(folder))) {
      return !listing.nextPage().isEmpty();
    }
  }

  private Unlisted unlisted(ListOptions options) throws BlockStoreException {
    Unlisted unlisted = new Unlisted(new TreeMap<>(UTF8), new HashSet<>());
    try {
      index.forEachAtRisk(options.prefix(), (key, _) -> addAtLast(unlisted, key, options));
    } catch (IOException e) {
      throw failures.unreadable(Operation.LIST, null, e);
    }
    return unlisted;
  }

  /** A block that moves in the journal, or gets to the store, is looked up again. */
  private void addAtLast(Unlisted unlisted, BlockKey key, ListOptions options) throws IOException {
    for (int look = 0; look < Reads.MAX_LOOKS; look++) {
      try {
        add(unlisted, key, options);
        return;
      } catch (SegmentReleasedException | ChangedMeanwhileException moved) {
        LOG.debug("'{}' has moved, and is looked up again", key, moved);
      }
    }
    throw failures.corrupt(Operation.LIST, key, "the block moves faster than it can be found");
  }

  private void add(Unlisted unlisted, BlockKey key, ListOptions options) throws IOException {
    Optional<IndexEntry> entry = index.find(key);
    if (entry.isEmpty()) {
      return; // the store has heard of it, and is asked later
    }
    boolean deleted = StagedBlocks.state(entry.get()).isDeletion();
    Optional<KeyPrefix> folder = CacheListing.folder(key, options);
    String name = folder.map(KeyPrefix::value).orElse(key.value());
    if (UTF8.compare(name, options.startAfter()) <= 0) {
      return;
    }
    if (deleted && folder.isPresent()) {
      unlisted.doubted().add(name);
    } else {
      unlisted
          .names()
          .put(name, deleted ? Optional.empty() : Optional.of(shown(key, entry.get(), folder)));
    }
  }

  private ListEntry shown(BlockKey key, IndexEntry entry, Optional<KeyPrefix> folder)
      throws IOException {
    if (folder.isPresent()) {
      return new ListEntry.Folder(folder.get());
    }
    BlockHead head = staged.head(entry);
    return new ListEntry.Block(
        head.ranges().isWhole() ? head.stat(key) : parts.stat(key, entry, head));
  }
}
