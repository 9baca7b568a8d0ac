package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.ProbeReport;
import io.blocktier.blockstore.RangeNotSatisfiableException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A sound store with one defect. */
final class DefectiveStore extends ForwardingBlockStore {

  private final Defect defect;
  private final DefectiveKeys keys;
  private final DefectiveWrites writes;
  private final Map<BlockKey, Etag> etags = new ConcurrentHashMap<>();
  private final Moment changed = new Moment();
  private final Moment looked = new Moment();

  DefectiveStore(BlockStore inner, Defect defect) {
    super(inner);
    this.defect = defect;
    this.keys = new DefectiveKeys(defect);
    this.writes = new DefectiveWrites(inner, defect);
  }

  @Override
  public Receipt write(BlockKey key, Content content, WriteOptions options)
      throws BlockStoreException {
    if (defect == Defect.WRITE_IS_SEEN_HALF_DONE) {
      inner().write(key, DefectiveWrites.half(content), options);
      looked.await();
    }
    return ending(() -> {
      WriteOptions given = writes.options(key, options);
      Receipt receipt = inner().write(keys.stored(key), writes.content(content), given);
      if (defect == Defect.EMPTY_BLOCK_IS_NONE && receipt.size() == 0) {
        Blocks.delete(inner(), key);
      }
      changed.reached();
      return receipt;
    });
  }

  @Override
  public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    int before = target.position();
    try {
      return ending(() -> readStored(keys.stored(key), range, target));
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

  private BlockRead readStored(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    BlockRead read =
        switch (defect) {
          case RANGE_IS_ONE_BYTE_SHORT -> inner().read(key, shortened(range), target);
          case READS_MIX_VERSIONS -> readInTwo(key, range, target);
          default -> inner().read(key, range, target);
        };
    looked.reached();
    return read;
  }

  @Override
  public BlockStat stat(BlockKey key) throws BlockStoreException {
    BlockStat stat = inner().stat(keys.stored(key));
    if (defect != Defect.STAT_TELLS_AN_OLD_ETAG) {
      return stat;
    }
    Etag first = etags.computeIfAbsent(key, _ -> stat.etag());
    return new BlockStat(
        key,
        stat.size(),
        first,
        stat.lastModified(),
        stat.checksum(),
        stat.metadata(),
        stat.storageClass(),
        stat.putId());
  }

  @Override
  public void delete(BlockKey key, DeleteOptions options) throws BlockStoreException {
    boolean ignored = defect == Defect.CONDITION_OF_DELETE_IS_IGNORED;
    inner().delete(keys.stored(key), ignored ? DeleteOptions.DEFAULT : options);
    if (defect == Defect.BLOCK_TAKES_ITS_FOLDER_ALONG) {
      inner().deleteByPrefix(slashed(key.value()));
    }
    changed.reached();
  }

  @Override
  public DeleteReport deleteAll(Collection<BlockKey> batch) throws BlockStoreException {
    return switch (defect) {
      case BATCH_DELETE_SKIPS_ONE -> {
        inner().deleteAll(batch.stream().skip(1).toList());
        yield new DeleteReport(Set.copyOf(batch).size(), Map.of());
      }
      case FAILED_DELETE_IS_NOT_REPORTED -> {
        inner().deleteAll(batch);
        yield new DeleteReport(batch.size(), Map.of());
      }
      case FAILED_DELETE_ENDS_ITS_BATCH -> deleteUntilOneFails(batch);
      default -> inner().deleteAll(batch);
    };
  }

  private DeleteReport deleteUntilOneFails(Collection<BlockKey> batch) throws BlockStoreException {
    int deleted = 0;
    for (BlockKey key : batch) {
      DeleteReport one = inner().deleteAll(Set.of(key));
      if (!one.failures().isEmpty()) {
        return new DeleteReport(deleted, one.failures());
      }
      deleted++;
    }
    return new DeleteReport(deleted, Map.of());
  }

  @Override
  public DeleteReport deleteByPrefix(KeyPrefix prefix) throws BlockStoreException {
    boolean cut = defect == Defect.PREFIX_DELETE_STOPS_AT_SLASH && !prefix.value().isEmpty();
    boolean open = cut && !prefix.value().endsWith("/");
    return inner().deleteByPrefix(open ? slashed(prefix.value()) : prefix);
  }

  @Override
  public BlockListing list(ListOptions options) throws BlockStoreException {
    boolean inclusive =
        defect == Defect.LISTING_STARTS_AT_THE_GIVEN_KEY && options.startAfter().length() > 1;
    ListOptions given = inclusive ? options.startingAfter(before(options.startAfter())) : options;
    return new DefectiveListing(inner(), given, defect, changed);
  }

  @Override
  public Receipt copy(BlockKey source, BlockKey target, CopyOptions options)
      throws BlockStoreException {
    return ending(() ->
        defect == Defect.COPY_GOES_THROUGH_THE_CLIENT
            ? Blocks.write(inner(), target, bytes(source))
            : inner().copy(keys.stored(source), keys.stored(target), weakened(options)));
  }

  private byte[] bytes(BlockKey key) throws BlockStoreException {
    byte[] bytes = new byte[(int) inner().stat(key).size()];
    inner().read(key, ByteRange.ALL, ByteBuffer.wrap(bytes));
    return bytes;
  }

  private CopyOptions weakened(CopyOptions options) {
    return switch (defect) {
      case COPY_LOSES_METADATA ->
          options.metadata().isEmpty() ? options.with(Metadata.EMPTY) : options;
      case COPY_IGNORES_THE_SOURCE_VERSION ->
          new CopyOptions(
              options.from(),
              options.precondition(),
              Optional.empty(),
              options.metadata(),
              options.storageClass());
      default -> options;
    };
  }

  @Override
  public BlockUpload startUpload(BlockKey key, WriteOptions options) throws BlockStoreException {
    boolean ignored = defect == Defect.CONDITION_OF_UPLOAD_IS_IGNORED;
    WriteOptions given = ignored ? options.with(Precondition.NONE) : options;
    return new DefectiveUpload(inner().startUpload(keys.stored(key), given), inner(), defect);
  }

  @Override
  public Receipt append(BlockKey key, long expectedOffset, Content content)
      throws BlockStoreException {
    long offset =
        defect == Defect.APPEND_IGNORES_THE_OFFSET
            ? Blocks.find(inner(), key).map(BlockStat::size).orElse(0L)
            : expectedOffset;
    if (defect == Defect.APPEND_IS_SEEN_HALF_DONE) {
      Receipt half = inner().append(key, offset, DefectiveWrites.half(content));
      looked.await();
      return inner().append(key, half.size(), DefectiveWrites.rest(content));
    }
    return inner().append(key, offset, content);
  }

  @Override
  public Receipt rename(BlockKey source, BlockKey target, Precondition condition)
      throws BlockStoreException {
    return defect == Defect.RENAME_KEEPS_THE_SOURCE
        ? inner().copy(source, target, CopyOptions.DEFAULT.with(condition))
        : inner().rename(source, target, condition);
  }

  @Override
  public Capabilities capabilities() {
    return defect == Defect.METADATA_IS_DROPPED_WHERE_IT_IS_NOT_OFFERED
        ? inner().capabilities().without(Set.of(Capability.METADATA))
        : inner().capabilities();
  }

  @Override
  public ProbeReport probe() throws BlockStoreException {
    ProbeReport report = inner().probe();
    if (defect == Defect.PROBE_LEAVES_A_BLOCK) {
      Blocks.write(inner(), BlockKey.of("blocktier-probe-left/over"), new byte[1]);
    }
    return report;
  }

  @Override
  public void close() throws BlockStoreException {
    if (defect != Defect.CALLS_AFTER_CLOSE_SUCCEED) {
      inner().close();
    }
  }

  private interface Call<T> {
    T run() throws BlockStoreException;
  }

  private <T> T ending(Call<T> call) throws BlockStoreException {
    try {
      return call.run();
    } catch (StoreClosedException e) {
      if (defect == Defect.CLOSE_BREAKS_CALLS_UNDER_WAY) {
        throw new IllegalStateException("the connection is gone", e);
      }
      throw e;
    }
  }

  private static ByteRange shortened(ByteRange range) {
    return range.length() > 1 && !range.isAll()
        ? ByteRange.of(range.offset(), range.length() - 1)
        : range;
  }

  /** The second half may be of a later version. */
  private BlockRead readInTwo(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    long size = inner().stat(key).size();
    if (!range.isAll() || size < 2) {
      return inner().read(key, range, target);
    }
    BlockRead head = inner().read(key, ByteRange.of(0, size / 2), target);
    changed.await();
    BlockRead tail = inner().read(key, ByteRange.from(head.length()), target);
    return new BlockRead(head.length() + tail.length(), tail.block());
  }

  /** A string before the given one, and behind all shorter ones. */
  private static String before(String name) {
    return name.substring(0, name.length() - 1);
  }

  private static KeyPrefix slashed(String name) {
    return KeyPrefix.of(name + "/");
  }
}
