package io.blocktier.config;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.segments.ReadOnlySegments;
import io.blocktier.segments.SegmentsOptions;
import io.blocktier.segments.objects.SegmentStores;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Segments that are open for reading, with their stores: what is sealed, whoever writes meanwhile.
 * Touches no log, and fences nobody. Thread-safe; closed by whoever opened it, before the {@link
 * Effects effects} that it was opened with.
 */
public final class SealedStack implements AutoCloseable {

  private final SegmentTiers.Open tiers;
  private final ReadOnlySegments segments;
  private final SegmentsOptions options;

  private SealedStack(SegmentTiers.Open tiers, ReadOnlySegments segments, SegmentsOptions options) {
    this.tiers = tiers;
    this.segments = segments;
    this.options = options;
  }

  static SealedStack open(ConfiguredSegments segments, Effects effects, MeterRegistry registry)
      throws ConfigException, BlockStoreException {
    SegmentTiers.Open tiers = SegmentTiers.open(segments, effects, registry);
    SegmentsOptions options = segments.options();
    try {
      ReadOnlySegments reader =
          ReadOnlySegments.open(
              tiers.stores(),
              options.names(),
              options.format(),
              options.reading(),
              options.index(),
              effects);
      return new SealedStack(tiers, reader, options);
    } catch (BlockStoreException | RuntimeException e) {
      tiers.tiers().closeAfter(e);
      throw e;
    }
  }

  /**
   * Returns the segments to read.
   *
   * @return a reader of the newest manifest
   */
  public ReadOnlySegments segments() {
    return segments;
  }

  /**
   * Returns the stores beneath.
   *
   * @return the stores, which close together with this
   */
  public SegmentStores stores() {
    return tiers.stores();
  }

  /**
   * Returns how the segments are kept.
   *
   * @return the options of the configuration
   */
  public SegmentsOptions options() {
    return options;
  }

  /**
   * Closes the stores. A second call has no effect.
   *
   * @throws BlockStoreException if a store does not close
   */
  @Override
  public void close() throws BlockStoreException {
    tiers.tiers().close();
  }

  @Override
  public String toString() {
    return segments.toString();
  }
}
