package io.blocktier.segments.format;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.WriteOptions;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Writes segments to stores, and opens them. Thread-safe. */
public final class SegmentFormat {

  private final SegmentOptions options;
  private final Lz4 lz4;
  private final InstantSource clock;
  private final ReadAhead ahead;
  private final Workspace.Pool pool = new Workspace.Pool();

  /**
   * Makes one.
   *
   * @param options how segments are written and read; those of other frames are read, too
   * @param lz4 compresses and decompresses
   * @param clock says when segments are created
   * @param ahead how scans read ahead
   */
  public SegmentFormat(SegmentOptions options, Lz4 lz4, InstantSource clock, ReadAhead ahead) {
    this.options = options;
    this.lz4 = lz4;
    this.clock = clock;
    this.ahead = ahead;
  }

  /**
   * Begins a segment. Nothing is sent before there are enough bytes for a part.
   *
   * @param store where it goes
   * @param block its key there
   * @param identity which segment it is
   * @param writing how the block is written; a condition keeps a segment that is there from being
   *     replaced
   * @return the writer, which the caller closes
   */
  public SegmentWriter write(
      BlockStore store, BlockKey block, SegmentIdentity identity, WriteOptions writing) {
    BlockSink sink = new BlockSink(store, block, writing, options.partBytes());
    return new SegmentWriter(block, sink, identity, clock.instant(), options, lz4);
  }

  /**
   * Begins a segment that is put together from the frames of others in the same store, which copies
   * them by itself.
   *
   * @param store where they are and it goes, with uploads and copies of parts
   * @param block its key there
   * @param identity which segment it is
   * @param writing how the block is written
   * @return the assembly, which the caller closes
   * @throws BlockStoreException if the store does not begin an upload
   */
  public SegmentAssembly assemble(
      BlockStore store, BlockKey block, SegmentIdentity identity, WriteOptions writing)
      throws BlockStoreException {
    return new SegmentAssembly(store.startUpload(block, writing), store, identity, clock.instant());
  }

  /**
   * Opens a segment: one request, if the handle says how long the footer is.
   *
   * @param store where it is
   * @param handle which segment, and what is known of it
   * @return the reader
   * @throws io.blocktier.blockstore.BlockNotFoundException if there is no block
   * @throws io.blocktier.blockstore.CorruptBlockException if the block is no segment, not this one,
   *     or damaged
   * @throws BlockStoreException if it cannot be read
   */
  public SegmentReader open(BlockStore store, SegmentHandle handle) throws BlockStoreException {
    return reader(store, handle, null);
  }

  /**
   * Opens a segment as {@link #open(BlockStore, SegmentHandle)} does, whose single reads find
   * frames in memory.
   *
   * @param store where it is
   * @param handle which segment, and what is known of it
   * @param frames keep what single reads open, of segments of this format alone
   * @return the reader
   * @throws BlockStoreException as without
   */
  public SegmentReader open(BlockStore store, SegmentHandle handle, FrameCache frames)
      throws BlockStoreException {
    return reader(store, handle, frames);
  }

  private SegmentReader reader(BlockStore store, SegmentHandle handle, @Nullable FrameCache frames)
      throws BlockStoreException {
    SegmentBlock block = new SegmentBlock(store, handle.block(), handle.id(), handle.bytes());
    Opening opening = Opening.read(block, handle);
    return new SegmentReader(block, opening, options, lz4, ahead, pool, frames);
  }
}
