package io.blocktier.cache.index;

import io.blocktier.blockstore.BlockKey;
import java.io.IOException;
import java.util.Optional;

/**
 * Where the newest record of each block is. A hint that can be rebuilt from the journal; nothing in
 * it has to survive. Keys are exact: an entry is found under its own key and no other.
 *
 * <p>Thread-safe; for one key the caller makes one change at a time. An index holds at most the
 * number of entries it was opened for, and waits for nothing but short sections of memory.
 */
public interface BlockIndex extends AutoCloseable {

  /**
   * Returns the entry of a block.
   *
   * @param key the block
   * @return its entry, or empty if it has none
   * @throws IOException if the index is closed or broken
   */
  Optional<IndexEntry> find(BlockKey key) throws IOException;

  /**
   * Sets the entry of a block.
   *
   * @param key the block
   * @param entry what is found from now on
   * @return what was found until now, or empty if the block had no entry
   * @throws IndexFullException if the block has no entry yet and the index has no room for one
   * @throws IllegalArgumentException if the position has a negative number, or a segment beyond
   *     2<sup>33</sup>, or the state or the time is out of bounds
   * @throws IOException if the index is closed or broken
   */
  Optional<IndexEntry> put(BlockKey key, IndexEntry entry) throws IOException;

  /** Sees what is replaced. */
  @FunctionalInterface
  interface Replacements {

    /**
     * Sees what was found until now.
     *
     * @param number which entry of the batch is found instead
     * @param old what it replaces
     */
    void replaced(int number, IndexEntry old);
  }

  /**
   * Sets the entries of a batch in their order, as {@link #put} would one after the other. Ends
   * with the first that the index has no room for.
   *
   * @param batch the blocks, and what is found of them from now on
   * @param replacements sees what was found until now; does not call the index
   * @return how many were set: all, or those before the first that found no room
   * @throws IOException if the index is closed or broken
   */
  default int putAll(EntryBatch batch, Replacements replacements) throws IOException {
    for (int i = 0; i < batch.size(); i++) {
      try {
        int number = i;
        put(batch.key(i), batch.entry(i)).ifPresent(old -> replacements.replaced(number, old));
      } catch (IndexFullException full) {
        return i;
      }
    }
    return batch.size();
  }

  /**
   * Says how many entries there are about to be, so that the index need not grow again and again on
   * the way, or keep room for far more than came. Wrong numbers cost time or memory, no more.
   *
   * @param entries about how many
   */
  default void expect(long entries) {}

  /**
   * Removes the entry of a block, if it has one.
   *
   * @param key the block
   * @throws IOException if the index is closed or broken
   */
  void remove(BlockKey key) throws IOException;

  /**
   * Removes the entry of a block if it is of a generation; atomically.
   *
   * @param key the block
   * @param generation of the entry that has to go
   * @throws IOException if the index is closed or broken
   */
  void remove(BlockKey key, long generation) throws IOException;

  /**
   * Returns how many blocks have an entry.
   *
   * @return the entries
   */
  long size();

  /** Sees entries. */
  @FunctionalInterface
  interface Visitor {

    /**
     * Sees an entry. The index is not locked meanwhile and may be called, changes included.
     *
     * @param key the block
     * @param entry its entry
     * @throws IOException to end the visit
     */
    void visit(BlockKey key, IndexEntry entry) throws IOException;
  }

  /**
   * Hands over the entries that are in some states, in no order, each at most once. Each block is
   * looked at at one moment: an entry that is in one of the states all the time is seen, however
   * often it changes meanwhile. What is handed over was true when it was looked up, and need not be
   * true any more. Takes memory for a part of the entries at a time.
   *
   * @param states of the entries to see
   * @param visitor sees them
   * @throws IOException if the visitor throws it, or the index is closed or broken
   */
  void forEach(StateSet states, Visitor visitor) throws IOException;

  /** What {@link #oldest} returns where no entry is in any of the states. */
  long NEVER = Long.MAX_VALUE;

  /**
   * Returns the smallest {@linkplain IndexEntry#since() time} of the entries that are in some
   * states, which makes neither keys nor entries of them. Each block is looked at at one moment, as
   * by {@link #forEach}.
   *
   * @param states of the entries to look at
   * @return when the oldest was staged, or {@link #NEVER}
   * @throws IOException if the index is closed or broken
   */
  long oldest(StateSet states) throws IOException;

  /**
   * Says that the index does not agree with the journal any more: a record was written that it may
   * never lead to. What it keeps on disk is not believed after the next stop, however clean.
   */
  default void distrust() {}

  /**
   * Closes the index. No call may be under way, and every later one but this fails.
   *
   * @throws IOException if what is kept on disk cannot be completed; it must not be trusted then
   */
  @Override
  void close() throws IOException;
}
