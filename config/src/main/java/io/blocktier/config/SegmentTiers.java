package io.blocktier.config;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.layer.FigureMeters;
import io.blocktier.blockstore.layer.MeteredBlockStore;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.segments.objects.SegmentStores;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** The open stores of segments, metered. For one thread. */
final class SegmentTiers implements AutoCloseable {

  /** Something that was opened, and is closed with the rest, the last one first. */
  @FunctionalInterface
  private interface Opened {
    void close() throws BlockStoreException;
  }

  private final Effects effects;
  private final MeterRegistry registry;
  private final Deque<Opened> opened = new ArrayDeque<>();

  private SegmentTiers(Effects effects, MeterRegistry registry) {
    this.effects = effects;
    this.registry = registry;
  }

  /**
   * What is open.
   *
   * @param stores the stores
   * @param tiers what closes them
   */
  record Open(SegmentStores stores, SegmentTiers tiers) {}

  static Open open(ConfiguredSegments segments, Effects effects, MeterRegistry registry)
      throws ConfigException, BlockStoreException {
    SegmentTiers tiers = new SegmentTiers(effects, registry);
    try {
      BlockStore hot = tiers.open(segments.hot(), KnownKey.HOT);
      Optional<BlockStore> cold =
          segments.cold().isPresent()
              ? Optional.of(tiers.open(segments.cold().get(), KnownKey.COLD))
              : Optional.empty();
      return new Open(new SegmentStores(hot, cold), tiers);
    } catch (ConfigException | BlockStoreException | RuntimeException e) {
      tiers.closeAfter(e);
      throw e;
    }
  }

  private BlockStore open(StoreDraft draft, KnownKey place)
      throws ConfigException, BlockStoreException {
    BlockStore store = draft.open(effects);
    opened.push(store::close);
    FigureMeters figures = FigureMeters.bind(store, registry, place.path());
    opened.push(figures::close);
    BlockStore metered = new MeteredBlockStore(store, registry, place.path());
    opened.push(metered::close); // which removes its meters, and closes the store already
    return metered;
  }

  void closeAfter(Exception failure) {
    try {
      close();
    } catch (BlockStoreException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public void close() throws BlockStoreException {
    if (opened.isEmpty()) {
      return;
    }
    try {
      opened.pop().close();
    } finally {
      close();
    }
  }
}
