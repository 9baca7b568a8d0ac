package io.blocktier.config;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.layer.FigureMeters;
import io.blocktier.blockstore.layer.MeteredBlockStore;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.cache.CacheMeters;
import io.blocktier.cache.WriteBackBlockStore;
import io.blocktier.segments.SegmentMeters;
import io.blocktier.segments.packed.PackedBlockStore;
import io.blocktier.segments.packed.PackedOptions;
import io.blocktier.segments.packed.ReadOnlyPackedBlockStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open store with the layers that every configured store gets. Thread-safe; closed by whoever
 * opened it, before the {@link io.blocktier.blockstore.spi.Effects effects} that it was opened
 * with.
 */
public final class StoreStack implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StoreStack.class);

  private final BlockStore store;
  private final Optional<WriteBackBlockStore> cache;
  private final List<Meters> meters;
  private final FigureMeters figures;
  private final String description;

  private StoreStack(
      BlockStore store,
      Optional<WriteBackBlockStore> cache,
      List<Meters> meters,
      FigureMeters figures,
      String description) {
    this.store = store;
    this.cache = cache;
    this.meters = meters;
    this.figures = figures;
    this.description = description;
  }

  static StoreStack open(
      BlocktierConfig config, Effects effects, MeterRegistry registry, String name)
      throws ConfigException, BlockStoreException {
    BlockStore opened = config.draft().provider().open(config.settings(), effects);
    Optional<PackedBlockStore> packed = packed(config, opened, effects);
    BlockStore beneath = packed.isPresent() ? packed.get() : opened;
    Optional<WriteBackBlockStore> cache = cache(config, beneath, effects);
    BlockStore cached = cache.isPresent() ? cache.get() : beneath;
    try {
      BlockStore store = new MeteredBlockStore(cached, registry, name);
      List<Meters> meters = new ArrayList<>();
      cache.ifPresent(own -> meters.add(CacheMeters.bind(own, registry, name)::close));
      packed.ifPresent(
          own -> meters.add(SegmentMeters.bind(own.segments(), registry, name)::close));
      FigureMeters figures = FigureMeters.bind(opened, registry, name);
      StoreStack stack =
          new StoreStack(store, cache, meters, figures, StackDescription.of(config, store));
      LOG.info("{}", stack.description);
      return stack;
    } catch (RuntimeException e) {
      closeAfter(e, cached);
      throw e;
    }
  }

  static StoreStack openForReading(
      BlocktierConfig config, PackedOptions options, Effects effects, MeterRegistry registry)
      throws ConfigException, BlockStoreException {
    BlockStore opened = config.draft().provider().open(config.settings(), effects);
    try {
      BlockStore packed = ReadOnlyPackedBlockStore.open(opened, options, effects);
      BlockStore store = new MeteredBlockStore(packed, registry, config.type());
      FigureMeters figures = FigureMeters.bind(opened, registry, config.type());
      String description = StackDescription.of(config, store) + "; open for reading";
      LOG.info("{}", description);
      return new StoreStack(store, Optional.empty(), List.of(), figures, description);
    } catch (BlockStoreException | RuntimeException e) {
      closeAfter(e, opened);
      throw e;
    }
  }

  /** What counts until it is closed. */
  @FunctionalInterface
  private interface Meters {
    void close();
  }

  private static Optional<PackedBlockStore> packed(
      BlocktierConfig config, BlockStore opened, Effects effects) throws BlockStoreException {
    if (config.packed().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          PackedBlockStore.open(opened, config.packed().get().over(config.draft()), effects));
    } catch (BlockStoreException | RuntimeException e) {
      closeAfter(e, opened);
      throw e;
    }
  }

  private static Optional<WriteBackBlockStore> cache(
      BlocktierConfig config, BlockStore opened, Effects effects) throws BlockStoreException {
    if (config.cache().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(WriteBackBlockStore.open(opened, config.cache().get().options(), effects));
    } catch (BlockStoreException | RuntimeException e) {
      closeAfter(e, opened);
      throw e;
    }
  }

  private static void closeAfter(Exception failure, BlockStore opened) {
    try {
      opened.close();
    } catch (BlockStoreException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Returns the store to work with.
   *
   * @return the outermost layer
   */
  public BlockStore store() {
    return store;
  }

  /**
   * Returns the cache around the store, where one is configured: for what a store alone cannot be
   * asked. Its blocks are read and written through {@link #store()}.
   *
   * @return the cache, which closes together with this
   */
  public Optional<WriteBackBlockStore> cache() {
    return cache;
  }

  /**
   * Describes what was opened: the start-up line.
   *
   * @return one line with the type, all settings, those of the cache among them, durability,
   *     features and limits; secrets are stars
   */
  public String description() {
    return description;
  }

  /**
   * Closes the store and its layers. What a cache holds and the store does not have yet stays in
   * the directory of the cache, and travels on when that is opened again. A second call has no
   * effect.
   *
   * @throws BlockStoreException if something that was acknowledged could not be brought to safety
   */
  @Override
  public void close() throws BlockStoreException {
    try {
      store.close();
    } finally {
      meters.forEach(Meters::close);
      figures.close();
    }
  }

  @Override
  public String toString() {
    return description;
  }
}
