package io.blocktier.segments.tiering;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.segments.manifest.DoubtfulCommitException;
import io.blocktier.segments.manifest.Edit;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.ManifestException;
import io.blocktier.segments.manifest.ObjectRef;
import io.blocktier.segments.manifest.Orphan;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Tier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One segment on its way to another tier. Not final, for tests leave out steps. For one thread. */
class Relocation {

  private static final int COMMIT_ATTEMPTS = 3;

  private final MoverParts parts;
  private final SegmentEntry entry;
  private final Tier tier;
  private final Run run;
  private final Deadline deadline;
  private MoveStep step = MoveStep.RESERVE;
  private @Nullable ObjectRef target;
  private @Nullable SegmentCopy copy;

  /** Makes one. */
  @FunctionalInterface
  interface Maker {
    Relocation of(MoverParts parts, SegmentEntry entry, Tier tier, Run run);
  }

  Relocation(MoverParts parts, SegmentEntry entry, Tier tier, Run run) {
    this.parts = parts;
    this.entry = entry;
    this.tier = tier;
    this.run = run;
    this.deadline = Deadline.in(parts.options().deadline(), parts.effects().ticker());
  }

  final MoveOutcome run() {
    return deadline.<MoveOutcome, RuntimeException>call(this::steps);
  }

  /**
   * Whatever fails, the segment is read from where it was; whenever the process dies, too.
   *
   * <ol>
   *   <li>A number is reserved, by a commit, before there is an object under it: no two objects
   *       ever share a key, and the next writer knows a copy without a segment for an orphan.
   *   <li>The bytes are copied. The store acknowledges when they are as safe as it keeps them.
   *   <li>The copy is compared with what the manifest remembers, for from the next step on it is
   *       all that readers have.
   *   <li>The move is committed: one commit points the segment to its copy, and writes its source
   *       down as garbage. A writer that was fenced meanwhile fails here, and nothing is changed.
   *   <li>Nothing is deleted. Garbage collection does that after the grace time, since readers may
   *       still have the manifest from before, and the move may be taken for a mistake.
   * </ol>
   */
  private MoveOutcome steps() {
    try {
      ObjectRef reserved = reserve(); // 1
      SegmentCopy bytes = copyTo(reserved);
      step = MoveStep.COPY;
      Route route = copy(bytes); // 2
      parts.figures().copied(route, entry.content().bytes());
      step = MoveStep.VERIFY;
      CopyCheck check = verify(bytes); // 3
      parts.figures().verified(check, entry.content().bytes());
      step = MoveStep.COMMIT;
      goOn(entry.content().bytes());
      return ended(commit(reserved), reserved, route, check); // 4
    } catch (StoppedException e) {
      return abandoned(new MoveOutcome.Skipped(entry.id(), SkipReason.STOPPED));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return abandoned(new MoveOutcome.Skipped(entry.id(), SkipReason.STOPPED));
    } catch (IOException e) {
      return abandoned(new MoveOutcome.Failed(entry.id(), step, e));
    }
  }

  ObjectRef reserve() throws ManifestException, BlockStoreException, InterruptedException {
    List<Orphan> leftovers = parts.leftovers().all();
    Manifest reserved = parts.commits().commit(newest -> reservation(newest, leftovers));
    parts.leftovers().forget(leftovers);
    return parts.names().object(tier, reserved.nextId() - 1);
  }

  private static List<Edit> reservation(Manifest newest, List<Orphan> leftovers) {
    List<Edit> edits = new ArrayList<>(Leftovers.edits(newest, leftovers));
    edits.add(new Edit.Reserve(1));
    return edits;
  }

  private SegmentCopy copyTo(ObjectRef reserved) {
    BlockStore from = parts.stores().of(entry.object().tier());
    BlockStore to = parts.stores().of(tier);
    SegmentCopy bytes =
        new SegmentCopy(
            from,
            entry.object().key(),
            to,
            reserved.key(),
            entry.content(),
            parts.options().pieceBytes(),
            this::goOn);
    target = reserved;
    copy = bytes;
    return bytes;
  }

  Route copy(SegmentCopy bytes) throws IOException {
    return bytes.copy();
  }

  CopyCheck verify(SegmentCopy bytes) throws IOException {
    return bytes.verify(parts.options().check());
  }

  /** Called between pieces and steps. */
  private void goOn(long copied) throws StoppedException, StoreUnavailableException {
    if (run.stop().isSet()) {
      throw new StoppedException();
    }
    if (!deadline.remaining(parts.effects().ticker()).isPositive()) {
      String detail = "the move took longer than " + parts.options().deadline();
      throw new StoreUnavailableException(
          Failure.of(parts.stores().of(tier), Operation.COPY, entry.object().key(), detail)
              .remedy("allow moves more time, or move fewer at once"),
          null);
    }
    if (step == MoveStep.COPY) {
      run.progress().copied(entry.id(), copied, entry.content().bytes());
    }
  }

  /** A commit in doubt is settled by the next one, which then finds that there is nothing to do. */
  Manifest commit(ObjectRef reserved)
      throws ManifestException, BlockStoreException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return parts.commits().commit(newest -> edits(newest, reserved));
      } catch (DoubtfulCommitException e) {
        if (attempt == COMMIT_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private List<Edit> edits(Manifest newest, ObjectRef reserved) {
    SegmentEntry now = newest.segments().get(entry.id());
    if (now != null && now.object().equals(entry.object()) && !now.pinned()) {
      return List.of(new Edit.Move(entry.id(), reserved));
    }
    return Leftovers.edits(newest, List.of(orphan(reserved)));
  }

  private MoveOutcome ended(Manifest manifest, ObjectRef reserved, Route route, CopyCheck check) {
    SegmentEntry now = manifest.segments().get(entry.id());
    if (now == null) {
      return new MoveOutcome.Skipped(entry.id(), SkipReason.GONE);
    }
    if (!now.object().equals(reserved)) {
      SkipReason reason = now.pinned() ? SkipReason.PINNED : SkipReason.OVERTAKEN;
      return new MoveOutcome.Skipped(entry.id(), reason);
    }
    return new MoveOutcome.Moved(
        entry.id(), entry.object(), reserved, entry.content().bytes(), route, check);
  }

  /** What may be in the target's store becomes garbage, now or with a later commit. */
  private MoveOutcome abandoned(MoveOutcome outcome) {
    if (target != null && copy != null && copy.mayHaveLanded()) {
      parts.leftovers().add(orphan(target));
      try {
        parts.leftovers().note();
      } catch (IOException e) {
        // it is noted with a later commit, or found by the next writer
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return outcome;
  }

  private Orphan orphan(ObjectRef object) {
    return new Orphan(object, entry.content().bytes());
  }
}
