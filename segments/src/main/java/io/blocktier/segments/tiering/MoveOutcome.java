package io.blocktier.segments.tiering;

import io.blocktier.segments.manifest.ObjectRef;
import java.io.IOException;

/** What became of one segment that was to be moved. Immutable and thread-safe. */
public sealed interface MoveOutcome {

  /**
   * Returns which segment it was.
   *
   * @return its number
   */
  long segment();

  /**
   * It is read from its copy from now on. The source is garbage, which goes after the grace time.
   *
   * @param segment its number
   * @param source where it was
   * @param target where it is
   * @param bytes its size
   * @param route how the bytes came there
   * @param check how they were verified
   */
  record Moved(
      long segment, ObjectRef source, ObjectRef target, long bytes, Route route, CopyCheck check)
      implements MoveOutcome {}

  /**
   * Nothing was to be done, or nothing any more.
   *
   * @param segment its number
   * @param reason why
   */
  record Skipped(long segment, SkipReason reason) implements MoveOutcome {}

  /**
   * It is read from where it was. A copy that may have been made is noted as an orphan, which
   * garbage collection removes.
   *
   * @param segment its number
   * @param step what failed
   * @param cause why: a {@link io.blocktier.blockstore.BlockStoreException} or a {@link
   *     io.blocktier.segments.manifest.ManifestException}, with store, key and remedy; try again
   *     once it is removed
   */
  record Failed(long segment, MoveStep step, IOException cause) implements MoveOutcome {}
}
