package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.RangeNotSatisfiableException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A sound store with one defect. */
final class DefectiveStore extends ForwardingBlockStore {

  private final Defect defect;

  DefectiveStore(BlockStore inner, Defect defect) {
    super(inner);
    this.defect = defect;
  }

  @Override
  public Receipt write(BlockKey key, Content content, WriteOptions options)
      throws BlockStoreException {
    Content given = content;
    if (defect == Defect.CHECKSUM_IS_NOT_CHECKED && content instanceof Content.Buffers buffers) {
      given = new Content.Buffers(buffers.views(), Optional.empty());
    }
    return inner().write(folded(key), given, weakened(key, options));
  }

  @Override
  public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    int before = target.position();
    ByteRange asked =
        defect == Defect.RANGE_IS_ONE_BYTE_SHORT && range.length() > 1 && !range.isAll()
            ? ByteRange.of(range.offset(), range.length() - 1)
            : range;
    try {
      return inner().read(folded(key), asked, target);
    } catch (RangeNotSatisfiableException e) {
      if (defect == Defect.OFFSET_BEYOND_THE_END_IS_EMPTY) {
        return new BlockRead(0, inner().stat(key));
      }
      throw e;
    } catch (BlockStoreException e) {
      if (defect == Defect.POSITION_MOVES_ON_FAILURE) {
        target.position(Math.min(target.limit(), before + 1));
      }
      throw e;
    }
  }

  @Override
  public void delete(BlockKey key, DeleteOptions options) throws BlockStoreException {
    boolean ignored = defect == Defect.CONDITION_OF_DELETE_IS_IGNORED;
    inner().delete(folded(key), ignored ? DeleteOptions.DEFAULT : options);
  }

  @Override
  public DeleteReport deleteAll(Collection<BlockKey> keys) throws BlockStoreException {
    List<BlockKey> some = new ArrayList<>(keys);
    if (defect == Defect.BATCH_DELETE_SKIPS_ONE && some.size() > 1) {
      some.removeLast();
      return new DeleteReport(inner().deleteAll(some).deleted() + 1, Map.of());
    }
    return inner().deleteAll(keys);
  }

  @Override
  public DeleteReport deleteByPrefix(KeyPrefix prefix) throws BlockStoreException {
    boolean cut = defect == Defect.PREFIX_DELETE_STOPS_AT_SLASH && !prefix.value().isEmpty();
    return inner().deleteByPrefix(cut && !prefix.value().endsWith("/") ? slashed(prefix) : prefix);
  }

  @Override
  public BlockListing list(ListOptions options) throws BlockStoreException {
    BlockListing listing = inner().list(options);
    if (defect == Defect.LISTING_STARTS_AT_THE_GIVEN_KEY && !options.startAfter().isEmpty()) {
      return startingAt(options, listing);
    }
    return defect == Defect.LAST_ENTRY_OF_A_PAGE_IS_DROPPED ? dropping(listing) : listing;
  }

  @Override
  public Receipt copy(BlockKey source, BlockKey target, CopyOptions options)
      throws BlockStoreException {
    CopyOptions given =
        switch (defect) {
          case COPY_LOSES_METADATA ->
              options.metadata().isEmpty() ? options.with(Metadata.EMPTY) : options;
          case COPY_IGNORES_THE_SOURCE_VERSION ->
              new CopyOptions(
                  options.precondition(),
                  Optional.empty(),
                  options.metadata(),
                  options.storageClass());
          default -> options;
        };
    return inner().copy(folded(source), folded(target), given);
  }

  @Override
  public BlockUpload startUpload(BlockKey key, WriteOptions options) throws BlockStoreException {
    boolean ignored = defect == Defect.CONDITION_OF_UPLOAD_IS_IGNORED;
    return inner().startUpload(folded(key), ignored ? options.with(Precondition.NONE) : options);
  }

  @Override
  public void close() throws BlockStoreException {
    if (defect != Defect.CALLS_AFTER_CLOSE_SUCCEED) {
      inner().close();
    }
  }

  private WriteOptions weakened(BlockKey key, WriteOptions options) throws BlockStoreException {
    boolean absent = options.precondition() instanceof Precondition.IfAbsent;
    boolean match = options.precondition() instanceof Precondition.IfMatch;
    boolean ignored =
        (defect == Defect.IF_ABSENT_IS_IGNORED && absent)
            || (defect == Defect.IF_MATCH_IS_IGNORED && match);
    if (defect == Defect.IF_ABSENT_IS_NOT_ATOMIC && absent) {
      requireAbsent(key);
      for (int i = 0; i < 1000; i++) {
        Thread.onSpinWait(); // for the others to pass the check, too
      }
      return options.with(Precondition.NONE);
    }
    if (defect == Defect.METADATA_IS_LOST) {
      return options.with(Metadata.EMPTY);
    }
    return ignored ? options.with(Precondition.NONE) : options;
  }

  private void requireAbsent(BlockKey key) throws BlockStoreException {
    if (Blocks.find(inner(), key).isPresent()) {
      throw new PreconditionFailedException(
          Failure.of(this, Operation.WRITE, key, "the key has a block").remedy("none"));
    }
  }

  private BlockKey folded(BlockKey key) {
    return defect == Defect.KEYS_FOLD_CASE
        ? BlockKey.of(key.value().toLowerCase(Locale.ROOT))
        : key;
  }

  private static KeyPrefix slashed(KeyPrefix prefix) {
    return KeyPrefix.of(prefix.value() + "/");
  }

  private BlockListing startingAt(ListOptions options, BlockListing listing)
      throws BlockStoreException {
    List<ListEntry> first = new ArrayList<>();
    try {
      first.add(new ListEntry.Block(inner().stat(BlockKey.of(options.startAfter()))));
    } catch (BlockNotFoundException | IllegalArgumentException noBlock) {
      return listing;
    }
    return new BlockListing() {
      @Override
      public List<ListEntry> nextPage() throws BlockStoreException {
        if (!first.isEmpty()) {
          return List.of(first.removeFirst());
        }
        return listing.nextPage();
      }

      @Override
      public void close() {
        listing.close();
      }
    };
  }

  private static BlockListing dropping(BlockListing listing) {
    return new BlockListing() {
      @Override
      public List<ListEntry> nextPage() throws BlockStoreException {
        List<ListEntry> page = listing.nextPage();
        return page.size() < 2 ? page : page.subList(0, page.size() - 1);
      }

      @Override
      public void close() {
        listing.close();
      }
    };
  }
}
