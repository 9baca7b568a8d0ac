package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.layer.GuardedBlockStore;
import io.blocktier.blockstore.layer.LifecycleBlockStore;
import io.blocktier.blockstore.layer.LifecyclePolicy;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.segments.SegmentManager;
import io.blocktier.segments.objects.SegmentStores;
import java.util.Optional;

/**
 * Keeps small blocks as records of segments, many in one object of the store beneath, and larger
 * ones as objects of their own that records refer to. Thread-safe.
 *
 * <p>A write returns, unless it asks for more, when it has survived what {@link
 * io.blocktier.segments.SegmentsOptions#durability()} says. With {@code REMOTE} that is a committed
 * segment in the store, which many writers wait for together: it is sealed when it is full, or
 * {@link io.blocktier.segments.SegmentsOptions#sealAge()} after its first record. So one writer
 * alone waits for that long, and a thousand wait no longer. With {@code LOCAL} it is the log on a
 * disk of this machine.
 *
 * <p>An etag names a version wherever it is: it is part of the record, which compaction and moves
 * leave as it is. One process at a time writes under a root; opening another one fences it. Whoever
 * only reads opens a {@link ReadOnlyPackedBlockStore}.
 */
public final class PackedBlockStore extends ForwardingBlockStore {

  private final PackedParts parts;

  private PackedBlockStore(PackedParts parts) {
    super(
        new LifecycleBlockStore(
            new GuardedBlockStore(
                new PackingBlockStore(parts, parts.options().segments().durability())),
            new LifecyclePolicy(parts.options().segments().patience())));
    this.parts = parts;
  }

  /**
   * Opens a packed store, with whatever its log has from the last time. Whoever wrote before is
   * fenced.
   *
   * @param store where segments, their manifest and larger blocks are; the packed store closes it
   * @param options how blocks are packed
   * @param effects clock, randomness and threads; outlive the store
   * @return the store, which the caller closes
   * @throws BlockStoreException as {@link SegmentManager#open} does; the store beneath is not
   *     closed then
   */
  public static PackedBlockStore open(BlockStore store, PackedOptions options, Effects effects)
      throws BlockStoreException {
    SegmentManager manager =
        SegmentManager.open(new SegmentStores(store, Optional.empty()), options.managed(), effects);
    return over(store, manager, options, effects, Signals.ofThreads(effects));
  }

  /** Packs into segments that are open already, which are closed with the store. */
  static PackedBlockStore over(
      BlockStore store,
      SegmentManager manager,
      PackedOptions options,
      Effects effects,
      Signals signals)
      throws BlockStoreException {
    return new PackedBlockStore(start(store, manager, options, effects, signals));
  }

  /** Begins, without the layers that refuse what is not offered and wait for calls at the end. */
  static PackedParts start(
      BlockStore store,
      SegmentManager manager,
      PackedOptions options,
      Effects effects,
      Signals signals)
      throws BlockStoreException {
    return start(store, manager, options, effects, signals, ObjectBounds.DEFAULT);
  }

  /** The same, with other bounds. */
  static PackedParts start(
      BlockStore store,
      SegmentManager manager,
      PackedOptions options,
      Effects effects,
      Signals signals,
      ObjectBounds bounds)
      throws BlockStoreException {
    PackedParts parts = PackedParts.of(store, manager, options, effects, signals, bounds);
    try {
      parts.objects().discardLeftBehind();
    } catch (BlockStoreException | RuntimeException e) {
      closeAfter(e, manager);
      throw e;
    }
    parts.upkeep().start(effects.executor());
    return parts;
  }

  private static void closeAfter(Exception failure, SegmentManager manager) {
    try {
      manager.close();
    } catch (BlockStoreException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Returns the segments, for what a store cannot be asked: their figures and their upkeep. Records
   * are written through this store alone, and {@link SegmentManager#recover} is refused: whoever
   * takes over from a writer has what that one has written as {@code REMOTE}.
   *
   * @return the segments, which close together with this
   */
  public SegmentManager segments() {
    return parts.manager();
  }
}
