package io.blocktier.segments.tiering;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.Simulation;
import io.blocktier.segments.manifest.DoubtfulCommitException;
import io.blocktier.segments.manifest.Edit;
import io.blocktier.segments.manifest.FencedException;
import io.blocktier.segments.manifest.GarbageLimits;
import io.blocktier.segments.manifest.GarbagePlan;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.ManifestCommits;
import io.blocktier.segments.manifest.ManifestException;
import io.blocktier.segments.manifest.ManifestWriter;
import io.blocktier.segments.manifest.ObjectRef;
import io.blocktier.segments.manifest.Orphan;
import io.blocktier.segments.manifest.Orphans;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Tier;
import io.blocktier.segments.objects.SegmentStores;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A process that adds, moves, collects and reads segments, until it is fenced. For one thread. */
final class TieringWorker {

  private static final int ACTIONS = 8;
  private static final int MOST_BYTES = 200;

  private final TieringWorld world;
  private final Map<Tier, BlockStore> stores;
  private final Simulation simulation;
  private final Effects effects;
  private final String name;

  TieringWorker(
      TieringWorld world, Map<Tier, BlockStore> stores, Simulation simulation, String name) {
    this.world = world;
    this.stores = stores;
    this.simulation = simulation;
    this.effects = simulation.effects();
    this.name = name;
  }

  private RandomGenerator random() {
    return effects.random();
  }

  void run() {
    try {
      effects.sleeper().sleep(Duration.ofMillis(random().nextInt(3_000)));
      ManifestWriter writer =
          ManifestWriter.open(stores.get(Tier.HOT), world.options, name, effects);
      work(new ManifestCommits(writer, simulation.signals(), Duration.ofSeconds(30)));
    } catch (FencedException e) {
      world.countFenced();
    } catch (ManifestException | BlockStoreException e) {
      // it could not open in time
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void work(ManifestCommits commits) throws FencedException, InterruptedException {
    Mover mover = mover(commits);
    for (int i = 0; i < ACTIONS; i++) {
      try {
        act(commits, mover);
      } catch (FencedException e) {
        throw e;
      } catch (DoubtfulCommitException e) {
        world.countDoubted();
      } catch (ManifestException | BlockStoreException e) {
        // nothing was changed
      }
    }
  }

  private Mover mover(ManifestCommits commits) {
    MoverParts parts =
        new MoverParts(
            new SegmentStores(stores.get(Tier.HOT), Optional.of(stores.get(Tier.COLD))),
            TieringWorld.NAMES,
            commits,
            new MoveOptions(Duration.ofSeconds(10), 2, 64, CopyCheck.BY_STORE, 3),
            effects,
            new Leftovers(commits),
            new FigureCounter());
    Relocation.Maker maker =
        world.mistake.isEmpty()
            ? Relocation::new
            : (p, entry, tier, run) ->
                new CarelessRelocation(world.mistake.get(), p, entry, tier, run);
    return new Mover(parts, 1_000, simulation.signals(), maker);
  }

  private void act(ManifestCommits commits, Mover mover)
      throws ManifestException, BlockStoreException, InterruptedException {
    switch (random().nextInt(8)) {
      case 0, 1 -> add(commits);
      case 2, 3, 4 -> move(commits, mover);
      case 5 -> read(commits);
      case 6 -> collect(commits);
      default -> sweep(commits);
    }
  }

  private void add(ManifestCommits commits)
      throws ManifestException, BlockStoreException, InterruptedException {
    long id = commits.reserve(1).first();
    byte[] bytes = Segments.bytes(random().nextLong(), 1 + random().nextInt(MOST_BYTES));
    world.written.put(id, bytes);
    ObjectRef object = TieringWorld.NAMES.object(Tier.HOT, id);
    Blocks.write(stores.get(Tier.HOT), object.key(), bytes);
    SegmentEntry entry =
        SegmentEntry.of(id, object, Segments.content(bytes, id), effects.clock().millis());
    commits.commit(newest -> List.of(new Edit.AddSegments(List.of(entry))));
    world.acknowledge(id);
  }

  private void move(ManifestCommits commits, Mover mover) {
    List<Long> some = new ArrayList<>();
    for (long id : commits.current().segments().keySet()) {
      if (random().nextInt(3) > 0) {
        some.add(id);
      }
    }
    Tier tier = random().nextBoolean() ? Tier.COLD : Tier.HOT;
    world.count(mover.moveAll(some, tier, Run.QUIET));
  }

  /** Whoever has a manifest may use it for as long as the horizon is. */
  private void read(ManifestCommits commits) throws BlockStoreException, InterruptedException {
    long start = effects.clock().millis();
    List<SegmentEntry> entries = List.copyOf(commits.current().segments().values());
    effects.sleeper().sleep(Duration.ofMillis(random().nextInt(2_000)));
    for (SegmentEntry entry : entries) {
      try {
        ByteBuffer bytes = Blocks.readAll(stores.get(entry.object().tier()), entry.object().key());
        assertThat(bytes).isEqualTo(ByteBuffer.wrap(world.written.get(entry.id())));
      } catch (BlockNotFoundException e) {
        assertThat(effects.clock().millis() - start)
            .as("milliseconds since %s was seen in a manifest", entry)
            .isGreaterThan(TieringWorld.HORIZON.toMillis());
      }
    }
  }

  private void collect(ManifestCommits commits)
      throws ManifestException, BlockStoreException, InterruptedException {
    GarbageLimits limits = new GarbageLimits(TieringWorld.HORIZON, 4, 10_000);
    Manifest manifest = commits.current();
    GarbagePlan plan = GarbagePlan.of(manifest, effects.clock().millis(), limits);
    if (plan.deletions().isEmpty()) {
      effects.sleeper().sleep(TieringWorld.HORIZON.dividedBy(2));
      return;
    }
    commits.commit(newest -> List.of(plan.condemnation()));
    for (ObjectRef object : plan.deletions()) {
      Blocks.delete(stores.get(object.tier()), object.key());
    }
    List<Long> gone = plan.deletions().stream().map(ObjectRef::id).toList();
    commits.commit(newest -> List.of(new Edit.Forget(gone)));
  }

  private void sweep(ManifestCommits commits)
      throws ManifestException, BlockStoreException, InterruptedException {
    List<Orphan> listed = world.listed();
    commits.commit(newest -> {
      List<Orphan> orphans = Orphans.among(newest, listed);
      return orphans.isEmpty() ? List.of() : List.of(new Edit.NoteOrphans(orphans));
    });
  }
}
