package io.blocktier.segments.compact;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.segments.manifest.Manifest;
import java.util.Map;

/**
 * Knows how much of each segment is alive. It is used to choose what to compact, never to decide
 * what is dropped: a wrong answer costs work, not records. Thread-safe.
 */
@FunctionalInterface
public interface Liveness {

  /**
   * Tells what is alive.
   *
   * @param manifest the segments
   * @return of segments by their numbers; one that is missing is taken for alive
   * @throws BlockStoreException if a store fails that has to be asked
   */
  Map<Long, SegmentUse> of(Manifest manifest) throws BlockStoreException;
}
