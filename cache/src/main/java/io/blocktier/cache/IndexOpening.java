package io.blocktier.cache;

import io.blocktier.cache.index.OpenedIndex;
import io.blocktier.journal.RecordView;
import io.blocktier.journal.RecordVisitor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Opens the index while the journal is opened: as it was where the last stop was clean and it was
 * kept, otherwise empty, to be built anew from the records.
 */
final class IndexOpening implements RecordVisitor {

  private final Opener opener;
  private final long maxBlocks;
  private final Refusals refusals;
  private final CacheEffects effects;
  private @Nullable CountedIndex index;
  private @Nullable Recovery recovery;
  private @Nullable RecoveryTask task;

  IndexOpening(Opener opener, long maxBlocks, Refusals refusals, CacheEffects effects) {
    this.opener = opener;
    this.maxBlocks = maxBlocks;
    this.refusals = refusals;
    this.effects = effects;
  }

  /** Opens an index. */
  @FunctionalInterface
  interface Opener {

    /**
     * Opens an index, empty or as it was.
     *
     * @param clean whether the last stop was
     */
    OpenedIndex open(boolean clean) throws IOException;
  }

  @Override
  public boolean begin(boolean clean) throws IOException {
    OpenedIndex opened = opener.open(clean);
    CountedIndex counted =
        new CountedIndex(opened.index(), maxBlocks, effects.windows().keysAtRisk());
    index = counted;
    Recovery fresh = new Recovery(counted, refusals, effects.effects().clock().millis());
    recovery = fresh;
    task = new RecoveryTask(fresh, effects);
    if (opened.restored()) {
      counted.countAll();
    }
    return !opened.restored() || holdsRefused(counted.counts());
  }

  /** Why the store refused a block is in the records alone. */
  private static boolean holdsRefused(BlockCounts counts) {
    return counts.blocks(BlockState.QUARANTINED) > 0
        || counts.blocks(BlockState.QUARANTINED_DELETION) > 0;
  }

  @Override
  public void expect(long records) {
    begun(index).expect(records);
  }

  @Override
  public void visit(RecordView record) throws IOException {
    begun(task).add(record);
  }

  /** Ends the recovery, when the journal is open; returns what it led to. */
  CountedIndex finish() throws IOException {
    begun(task).finish();
    begun(recovery).finish();
    CountedIndex built = begun(index);
    built.expect(built.size());
    return built;
  }

  /** Closes the index of an opening that failed; what it holds may be a part of what it should. */
  void abandon() throws IOException {
    if (index != null && task != null) {
      try (CountedIndex abandoned = index) {
        abandoned.distrust();
        task.awaitIdle();
      }
    }
  }

  private static <T> T begun(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the journal was not opened");
    }
    return part;
  }
}
