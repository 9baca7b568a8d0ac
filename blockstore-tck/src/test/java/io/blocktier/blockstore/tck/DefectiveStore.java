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
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.ProbeReport;
import io.blocktier.blockstore.RangeNotSatisfiableException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A sound store with one defect. */
final class DefectiveStore extends ForwardingBlockStore {

  private final Defect defect;
  private final Map<BlockKey, Etag> etags = new ConcurrentHashMap<>();
  private final CountDownLatch between = new CountDownLatch(2);
  private final Semaphore written = new Semaphore(0);

  DefectiveStore(BlockStore inner, Defect defect) {
    super(inner);
    this.defect = defect;
  }

  @Override
  public Receipt write(BlockKey key, Content content, WriteOptions options)
      throws BlockStoreException {
    Receipt receipt = inner().write(folded(key), unchecked(content), weakened(key, options));
    written.release();
    return receipt;
  }

  @Override
  public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    int before = target.position();
    try {
      return switch (defect) {
        case RANGE_IS_ONE_BYTE_SHORT -> inner().read(key, shortened(range), target);
        case READS_MIX_VERSIONS -> readInTwo(key, range, target);
        default -> inner().read(folded(key), range, target);
      };
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
  public BlockStat stat(BlockKey key) throws BlockStoreException {
    BlockStat stat = inner().stat(folded(key));
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
    List<ListEntry> first = new ArrayList<>();
    if (defect == Defect.LISTING_STARTS_AT_THE_GIVEN_KEY && !options.startAfter().isEmpty()) {
      for (ListEntry entry : new Subject(inner()).entries(ListOptions.under(options.prefix()))) {
        if (entry.name().equals(options.startAfter())) {
          first.add(entry);
        }
      }
    }
    return new DefectiveListing(inner().list(options), options, defect, first);
  }

  @Override
  public Receipt copy(BlockKey source, BlockKey target, CopyOptions options)
      throws BlockStoreException {
    if (defect == Defect.COPY_GOES_THROUGH_THE_CLIENT) {
      return inner()
          .write(target, Content.of(Blocks.readAll(inner(), source)), WriteOptions.DEFAULT);
    }
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
  public Receipt append(BlockKey key, long expectedOffset, Content content)
      throws BlockStoreException {
    long offset =
        defect == Defect.APPEND_IGNORES_THE_OFFSET
            ? Blocks.find(inner(), key).map(BlockStat::size).orElse(0L)
            : expectedOffset;
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

  private Content unchecked(Content content) throws BlockStoreException {
    if (defect == Defect.CHECKSUM_IS_NOT_CHECKED && content instanceof Content.Buffers buffers) {
      return new Content.Buffers(buffers.views(), Optional.empty());
    }
    if (defect == Defect.LENGTH_IS_NOT_CHECKED && content instanceof Content.Source source) {
      try (InputStream in = source.open()) {
        return Content.of(in.readAllBytes());
      } catch (IOException e) {
        throw new AssertionError("a source of the contract broke", e);
      }
    }
    return content;
  }

  private WriteOptions weakened(BlockKey key, WriteOptions options) throws BlockStoreException {
    WriteOptions unconditional = options.with(Precondition.NONE);
    return switch (options.precondition()) {
      case Precondition.None _ -> forgetful(options);
      case Precondition.IfAbsent _ ->
          switch (defect) {
            case IF_ABSENT_IS_IGNORED -> unconditional;
            case IF_ABSENT_IS_NOT_ATOMIC -> {
              requireThat(Blocks.find(inner(), key).isEmpty(), key);
              yield unconditional;
            }
            default -> options;
          };
      case Precondition.IfMatch(Etag etag) ->
          switch (defect) {
            case IF_MATCH_IS_IGNORED -> unconditional;
            case IF_MATCH_IS_NOT_ATOMIC -> {
              requireThat(inner().stat(key).etag().equals(etag), key);
              yield unconditional;
            }
            default -> options;
          };
    };
  }

  private WriteOptions forgetful(WriteOptions options) {
    return switch (defect) {
      case METADATA_IS_LOST -> options.with(Metadata.EMPTY);
      case METADATA_IS_DROPPED_WHERE_IT_IS_NOT_OFFERED ->
          WriteOptions.DEFAULT.with(options.precondition());
      default -> options;
    };
  }

  /** Judges a condition ahead of the write that rests on it, and leaves others time in between. */
  private void requireThat(boolean holds, BlockKey key) throws BlockStoreException {
    if (!holds) {
      throw new PreconditionFailedException(
          Failure.of(this, Operation.WRITE, key, "another version is there").remedy("none"));
    }
    between.countDown();
    await(() -> between.await(5, TimeUnit.SECONDS));
  }

  private interface Wait {
    boolean await() throws InterruptedException;
  }

  /** Gives others the time in which the defect shows; without others, a moment. */
  private static void await(Wait others) {
    try {
      others.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
    written.drainPermits();
    await(() -> written.tryAcquire(100, TimeUnit.MILLISECONDS));
    BlockRead tail = inner().read(key, ByteRange.from(head.length()), target);
    return new BlockRead(head.length() + tail.length(), tail.block());
  }

  private BlockKey folded(BlockKey key) {
    return defect == Defect.KEYS_FOLD_CASE
        ? BlockKey.of(key.value().toLowerCase(Locale.ROOT))
        : key;
  }

  private static KeyPrefix slashed(KeyPrefix prefix) {
    return KeyPrefix.of(prefix.value() + "/");
  }
}
