package io.blocktier.journal;

import java.io.IOException;

/**
 * Hears what happens to records and segments. Called by whoever writes, one call at a time and
 * without a lock; the journal goes on only when the call returns. A listener may append and read,
 * but not wait for a record, release or close.
 */
public interface JournalListener {

  /**
   * Every record up to here survives a power cut, except those reported as failed.
   *
   * @param generation grows from call to call
   */
  default void durable(long generation) {}

  /**
   * Records were given up. They may be found after a crash nevertheless, and are in memory until
   * somebody {@link Log#discard discards} them.
   *
   * @param first the generation of the first
   * @param last the generation of the last
   * @param cause why
   */
  default void failed(long first, long last, IOException cause) {}

  /**
   * A write or a force of a segment failed, and nobody knows any more which of its bytes are on the
   * disk. The records it holds are to be appended again. Those that were not durable yet have gone
   * to another segment by themselves; their positions stay good.
   *
   * @param segment the number of the segment; it is released in its turn like every other
   */
  default void poisoned(long segment) {}

  /**
   * Records that had been durable are gone, or a file cannot be read. Called while the journal
   * opens.
   *
   * @param damage what was found
   */
  default void damaged(Damage damage) {}
}
