package io.blocktier.segments.tiering;

import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.segments.manifest.ManifestCommits;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Tier;
import io.blocktier.segments.objects.Pace;
import io.blocktier.segments.objects.SegmentNames;
import io.blocktier.segments.objects.SegmentStores;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Moves segments between the tiers. A segment can be read at every moment of its move, from the one
 * place or the other. Thread-safe; holds nothing that has to be closed.
 */
public final class Mover {

  private final MoverParts parts;
  private final Signals signals;
  private final Pace pace;
  private final Relocation.Maker relocations;
  private final Set<Long> busy = ConcurrentHashMap.newKeySet();

  /**
   * Makes a mover.
   *
   * @param stores where segments are; they stay their owner's
   * @param names the keys of their objects
   * @param commits the manifest
   * @param options how segments are moved
   * @param bytesPerSecond how much all moves together move in a second at most
   * @param effects time, waiting, and threads for moves beside each other
   * @param signals how those are waited for
   */
  public Mover(
      SegmentStores stores,
      SegmentNames names,
      ManifestCommits commits,
      MoveOptions options,
      long bytesPerSecond,
      Effects effects,
      Signals signals) {
    this(
        new MoverParts(
            stores, names, commits, options, effects, new Leftovers(commits), new FigureCounter()),
        bytesPerSecond,
        signals,
        Relocation::new);
  }

  Mover(MoverParts parts, long bytesPerSecond, Signals signals, Relocation.Maker relocations) {
    this.parts = parts;
    this.signals = signals;
    this.pace = new Pace(parts.effects(), bytesPerSecond);
    this.relocations = relocations;
  }

  /**
   * Moves a segment to a tier. Asked for twice, it is moved once.
   *
   * @param segment its number
   * @param tier where it shall be
   * @param run who watches
   * @return what became of it; a failure is an outcome, not an exception
   */
  public MoveOutcome move(long segment, Tier tier, Run run) {
    MoveOutcome outcome = attempt(segment, tier, run);
    parts.figures().ended(outcome);
    run.progress().ended(outcome);
    return outcome;
  }

  private MoveOutcome attempt(long segment, Tier tier, Run run) {
    if (!busy.add(segment)) {
      return new MoveOutcome.Skipped(segment, SkipReason.BUSY);
    }
    try {
      SegmentEntry before = parts.commits().current().segments().get(segment);
      if (before != null
          && reasonNotTo(before, tier).isEmpty()
          && !pace.awaitTurn(before.content().bytes(), run.stop()::isSet)) {
        throw new StoppedException();
      }
      SegmentEntry entry = parts.commits().current().segments().get(segment);
      if (entry == null) {
        return new MoveOutcome.Skipped(segment, SkipReason.GONE);
      }
      Optional<SkipReason> reason = reasonNotTo(entry, tier);
      return reason.isPresent()
          ? new MoveOutcome.Skipped(segment, reason.get())
          : relocations.of(parts, entry, tier, run).run();
    } catch (StoppedException e) {
      return new MoveOutcome.Skipped(segment, SkipReason.STOPPED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new MoveOutcome.Skipped(segment, SkipReason.STOPPED);
    } finally {
      busy.remove(segment);
    }
  }

  private Optional<SkipReason> reasonNotTo(SegmentEntry entry, Tier tier) {
    if (entry.object().tier() == tier) {
      return Optional.of(SkipReason.ALREADY_THERE);
    }
    if (entry.pinned()) {
      return Optional.of(SkipReason.PINNED);
    }
    return parts.stores().cold().isEmpty()
        ? Optional.of(SkipReason.NO_COLD_STORE)
        : Optional.empty();
  }

  /**
   * Moves segments to a tier, some at once.
   *
   * @param segments their numbers, the first ones first
   * @param tier where they shall be
   * @param run who watches
   * @return what became of each
   */
  public TieringReport moveAll(List<Long> segments, Tier tier, Run run) {
    return new Convoy(this, parts, signals, segments, tier, run).run();
  }

  /**
   * Returns what was done since this mover was made.
   *
   * @return the figures
   */
  public MoveFigures figures() {
    return parts.figures().figures();
  }
}
