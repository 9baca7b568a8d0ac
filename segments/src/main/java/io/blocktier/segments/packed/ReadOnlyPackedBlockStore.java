package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.layer.GuardedBlockStore;
import io.blocktier.blockstore.layer.LifecycleBlockStore;
import io.blocktier.blockstore.layer.LifecyclePolicy;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.segments.ReadOnlySegments;
import io.blocktier.segments.SegmentsOptions;
import io.blocktier.segments.objects.SegmentStores;
import java.util.Optional;

/**
 * Reads the blocks that a {@link PackedBlockStore} packs, in whatever process that is open: what is
 * in a committed segment, not what waits in its log. Touches no log, and fences nobody.
 * Thread-safe.
 *
 * <p>What was committed is seen {@link io.blocktier.segments.SegmentsOptions#sealAge()} later at
 * the latest. Whatever would change a block fails with an {@link
 * io.blocktier.blockstore.UnsupportedByStoreException}, as a probe does.
 */
public final class ReadOnlyPackedBlockStore extends ForwardingBlockStore {

  private ReadOnlyPackedBlockStore(BlockStore reading, LifecyclePolicy policy) {
    super(new LifecycleBlockStore(new GuardedBlockStore(reading), policy));
  }

  /**
   * Opens packed blocks for reading.
   *
   * @param store where segments, their manifest and larger blocks are; the packed store closes it
   * @param options how blocks are packed; nothing is written to the directory
   * @param effects clock and threads; outlive the store
   * @return the store, which the caller closes
   * @throws io.blocktier.blockstore.CorruptBlockException if the manifest is damaged
   * @throws BlockStoreException if the store fails; the one beneath is not closed then
   */
  public static ReadOnlyPackedBlockStore open(
      BlockStore store, PackedOptions options, Effects effects) throws BlockStoreException {
    SegmentsOptions segments = options.segments();
    ReadOnlySegments sealed =
        ReadOnlySegments.open(
            new SegmentStores(store, Optional.empty()),
            segments.names(),
            segments.format(),
            segments.reading(),
            effects);
    SealedRecords records = new SealedRecords(sealed, effects.ticker(), segments.sealAge());
    return new ReadOnlyPackedBlockStore(
        PackedReading.of(store, records, options), new LifecyclePolicy(segments.patience()));
  }

  /**
   * Opens what a snapshot of the segments sees, which does not change. Blocks are read as long as
   * the snapshot is there, those that are objects of their own among them. Once it is dropped,
   * calls fail with a {@link io.blocktier.blockstore.StoreClosedException}, at the latest when
   * something that it saw is gone.
   *
   * @param store where segments, their manifest and larger blocks are; the packed store closes it
   * @param options how blocks are packed; nothing is written to the directory
   * @param snapshot its name, as {@link io.blocktier.segments.SegmentManager#snapshot} took it
   * @param effects clock and threads; outlive the store
   * @return the store, which the caller closes
   * @throws io.blocktier.blockstore.BlockNotFoundException if there is no such snapshot
   * @throws io.blocktier.blockstore.CorruptBlockException if the manifest is damaged
   * @throws BlockStoreException if the store fails; the one beneath is not closed then
   */
  public static ReadOnlyPackedBlockStore openSnapshot(
      BlockStore store, PackedOptions options, String snapshot, Effects effects)
      throws BlockStoreException {
    SegmentsOptions segments = options.segments();
    ReadOnlySegments sealed =
        ReadOnlySegments.open(
            new SegmentStores(store, Optional.empty()),
            segments.names(),
            segments.format(),
            segments.reading(),
            effects);
    PackedRecords records = new PackedRecords.OfView(sealed, sealed.snapshot(snapshot));
    return new ReadOnlyPackedBlockStore(
        PackedReading.of(store, records, options), new LifecyclePolicy(segments.patience()));
  }
}
