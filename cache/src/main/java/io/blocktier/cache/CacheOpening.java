package io.blocktier.cache;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.spi.Disk;
import io.blocktier.cache.index.Indexes;
import io.blocktier.cache.index.OpenedIndex;
import io.blocktier.journal.Journal;
import io.blocktier.journal.JournalEffects;
import io.blocktier.journal.JournalOptions;
import io.blocktier.journal.RecordVisitor;
import io.blocktier.journal.disk.DiskWatch;
import io.blocktier.journal.disk.WatchedDisk;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Opens the journal of a cache in its directory, which is made durable where it is new. */
final class CacheOpening {

  /** The largest record is at most this part of a segment. */
  private static final int RECORDS_PER_SEGMENT = 4;

  private static final int MIN_SEGMENT_BYTES = 1 << 20;
  private static final int MIN_SPARE_BLOCKS = 1024;
  private static final int MAX_BATCH_BYTES = 8 << 20;

  private CacheOpening() {}

  static CacheParts.Assembly of(
      BlockStore store, CacheOptions options, CacheEffects effects, Disk disk) {
    DiskWatch watch = watch(options, effects);
    Disk watched = new WatchedDisk(disk, watch);
    return CacheParts.of(
        store,
        options,
        effects,
        watch,
        clean -> index(options, watched, clean),
        (visitor, listener) -> {
          JournalEffects own =
              new JournalEffects(effects.effects(), watched, watch, effects.signals(), listener);
          return journal(identity(store), options, own, visitor);
        });
  }

  static DiskWatch watch(CacheOptions options, CacheEffects effects) {
    return new DiskWatch(
        options.directory(),
        options.diskDeadline(),
        effects.effects().ticker(),
        effects.signals(),
        effects.diskThreads());
  }

  private static OpenedIndex index(CacheOptions options, Disk disk, boolean clean)
      throws IOException {
    Path directory = options.directory().toAbsolutePath();
    long entries = indexedBlocks(options);
    return switch (options.index()) {
      case AUTO -> Indexes.any(disk, directory, entries, clean);
      case CHRONICLE -> Indexes.chronicle(disk, directory, entries, clean);
      case HEAP -> Indexes.heap(disk, directory, entries);
    };
  }

  /**
   * A recovery finds more blocks than there may be: what was evicted, and what the store had taken
   * without the note about it having reached the disk.
   */
  static long indexedBlocks(CacheOptions options) {
    return options.maxBlocks() + Math.max(MIN_SPARE_BLOCKS, options.maxBlocks() / 8);
  }

  /** What the store is called whatever layers are around it, so that these may change. */
  static String identity(BlockStore store) {
    return store instanceof ForwardingBlockStore layer ? layer.identity() : store.toString();
  }

  private static Journal journal(
      String owner, CacheOptions options, JournalEffects effects, RecordVisitor visitor)
      throws IOException {
    Path directory = options.directory().toAbsolutePath();
    create(directory, effects.disk());
    return Journal.open(directory, owner, sizes(options), effects, visitor);
  }

  static JournalOptions sizes(CacheOptions options) {
    int least = Math.max(MIN_SEGMENT_BYTES, RECORDS_PER_SEGMENT * options.maxStagedBytes());
    int segmentBytes = (least + 4095) / 4096 * 4096;
    long segments = Math.max(3 + Room.RESERVED_SEGMENTS, options.diskBytes() / segmentBytes);
    return new JournalOptions(
        segmentBytes,
        Math.toIntExact(Math.min(segments, Integer.MAX_VALUE)),
        MAX_BATCH_BYTES,
        options.maxStagedBytes());
  }

  /** In order: the directory is created, then the one above is forced, which has its name. */
  private static void create(Path directory, Disk disk) throws IOException {
    Path above = directory.getParent();
    if (above == null) {
      return;
    }
    try {
      disk.createDirectory(directory);
    } catch (NoSuchFileException aboveIsMissing) {
      create(above, disk);
      disk.createDirectory(directory);
    }
    disk.forceDirectory(above);
  }
}
