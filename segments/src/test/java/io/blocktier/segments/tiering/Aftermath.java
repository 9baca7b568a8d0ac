package io.blocktier.segments.tiering;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.ManualClock;
import io.blocktier.blockstore.tck.TestEffects;
import io.blocktier.segments.manifest.Edit;
import io.blocktier.segments.manifest.GarbageLimits;
import io.blocktier.segments.manifest.GarbagePlan;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.ManifestCommits;
import io.blocktier.segments.manifest.ManifestWriter;
import io.blocktier.segments.manifest.ObjectRef;
import io.blocktier.segments.manifest.Orphan;
import io.blocktier.segments.manifest.Orphans;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Tier;
import io.blocktier.segments.objects.SegmentStores;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What comes after all crashes: a writer that nothing happens to. */
final class Aftermath {

  private final TieringWorld world;
  private final ManualClock clock = ManualClock.selfAdvancing();
  private final Effects effects = TestEffects.seeded(1, clock);

  Aftermath(TieringWorld world) {
    this.world = world;
  }

  /** Everything goes to the cold tier, everything else goes away, and nothing more. */
  void assertInOrder() throws Exception {
    InMemoryBlockStore hot = world.stores.get(Tier.HOT);
    ManifestWriter writer = ManifestWriter.open(hot, world.options, "last", effects);
    ManifestCommits commits =
        new ManifestCommits(writer, Signals.ofThreads(), Duration.ofSeconds(30));
    List<Orphan> orphans = Orphans.among(commits.current(), world.listed());
    commits.commit(newest -> List.of(new Edit.NoteOrphans(orphans)));
    archiveAll(commits);
    clock.advance(Duration.ofDays(20_000)); // behind the clocks of all simulations
    collect(commits);
    world.assertNothingIsLost();
    assertThat(world.listed().stream().map(Orphan::object))
        .containsExactlyInAnyOrderElementsOf(
            commits.current().segments().values().stream().map(SegmentEntry::object).toList());
  }

  private void archiveAll(ManifestCommits commits) {
    SegmentStores stores =
        new SegmentStores(world.stores.get(Tier.HOT), Optional.of(world.stores.get(Tier.COLD)));
    Mover mover =
        new Mover(
            stores,
            TieringWorld.NAMES,
            commits,
            MoveOptions.DEFAULT.withParallelism(1),
            TieringPolicy.UNLIMITED,
            effects,
            Signals.ofThreads());
    List<Long> all = List.copyOf(commits.current().segments().keySet());
    TieringReport report = mover.moveAll(all, Tier.COLD, Run.QUIET);
    assertThat(report.failed()).isEmpty();
    assertThat(commits.current().segments().values())
        .allMatch(entry -> entry.object().tier() == Tier.COLD);
  }

  private void collect(ManifestCommits commits) throws Exception {
    Manifest manifest = commits.current();
    GarbageLimits limits = new GarbageLimits(Duration.ZERO, 10_000, Long.MAX_VALUE);
    long late = Math.max(manifest.millis(), clock.millis());
    GarbagePlan plan = GarbagePlan.of(manifest, late, limits);
    commits.commit(newest -> List.of(plan.condemnation()));
    for (ObjectRef object : plan.deletions()) {
      Blocks.delete(world.stores.get(object.tier()), object.key());
    }
  }
}
