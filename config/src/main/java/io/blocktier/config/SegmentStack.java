package io.blocktier.config;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.segments.SegmentManager;
import io.blocktier.segments.SegmentMeters;
import io.blocktier.segments.objects.SegmentStores;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Segments that are open for writing, with their stores. Thread-safe; closed by whoever opened it,
 * before the {@link Effects effects} that it was opened with.
 */
public final class SegmentStack implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SegmentStack.class);

  private final SegmentTiers.Open tiers;
  private final SegmentManager manager;
  private final SegmentMeters meters;
  private final String description;

  private SegmentStack(
      SegmentTiers.Open tiers, SegmentManager manager, SegmentMeters meters, String description) {
    this.tiers = tiers;
    this.manager = manager;
    this.meters = meters;
    this.description = description;
  }

  static SegmentStack open(ConfiguredSegments segments, Effects effects, MeterRegistry registry)
      throws ConfigException, BlockStoreException {
    SegmentTiers.Open tiers = SegmentTiers.open(segments, effects, registry);
    try {
      SegmentManager manager = SegmentManager.open(tiers.stores(), segments.options(), effects);
      SegmentMeters meters =
          SegmentMeters.bind(manager, registry, segments.options().names().root().value());
      SegmentStack stack =
          new SegmentStack(tiers, manager, meters, StackDescription.ofSegments(segments));
      LOG.info("{}", stack.description);
      return stack;
    } catch (BlockStoreException | RuntimeException e) {
      tiers.tiers().closeAfter(e);
      throw e;
    }
  }

  /**
   * Returns the segments to work with.
   *
   * @return the manager, which closes together with this
   */
  public SegmentManager manager() {
    return manager;
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
   * Describes what was opened: the start-up line.
   *
   * @return one line with all settings; secrets are stars
   */
  public String description() {
    return description;
  }

  /**
   * Seals what there is, as long as {@code segments.timeout} allows, and closes log and stores.
   * What is not sealed stays in the log, and is sealed when that is opened again. A second call has
   * no effect.
   *
   * @throws BlockStoreException if something that was acknowledged could not be brought to safety,
   *     or a store does not close
   */
  @Override
  public void close() throws BlockStoreException {
    try (SegmentTiers _ = tiers.tiers()) {
      manager.close();
    } finally {
      meters.close();
    }
  }

  @Override
  public String toString() {
    return description;
  }
}
