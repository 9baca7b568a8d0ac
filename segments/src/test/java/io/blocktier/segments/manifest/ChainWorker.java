package io.blocktier.segments.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** One process of a {@link ChainWorld}. It may sleep at any time, and does not know it. */
final class ChainWorker {

  private static final int OPENINGS = 3;
  private static final int TURNS = 10;
  private static final GarbageLimits LIMITS =
      new GarbageLimits(Duration.ofMillis(200), 3, Long.MAX_VALUE);

  private final ChainWorld world;
  private final BlockStore store;
  private final Simulation simulation;
  private final Effects effects;
  private final RandomGenerator random;
  private final String name;
  private boolean doubt;

  ChainWorker(ChainWorld world, BlockStore store, Simulation simulation, String name) {
    this.world = world;
    this.store = store;
    this.simulation = simulation;
    this.effects = simulation.effects();
    this.random = effects.random();
    this.name = name;
  }

  void read() throws Exception {
    Optional<ManifestReader> reader = Optional.empty();
    for (int turn = 0; turn < TURNS; turn++) {
      nap();
      long before = world.acknowledged();
      try {
        if (reader.isEmpty()) {
          reader = Optional.of(ManifestReader.open(store, world.options));
        }
        Manifest seen = turn == 0 ? reader.get().current() : reader.get().refresh();
        assertThat(seen.number()).as("not older than what was told").isGreaterThanOrEqualTo(before);
        assertThat(seen).isEqualTo(world.history.at(seen.number()));
      } catch (BlockStoreException | ContendedException later) {
        simulation.step();
      }
    }
  }

  void write() throws Exception {
    for (int i = 0; i < OPENINGS; i++) {
      nap();
      long before = world.acknowledged();
      try {
        ManifestWriter writer = ManifestWriter.open(store, world.options, name, effects);
        assertThat(writer.current().number()).isGreaterThan(before);
        world.learn(writer.current());
        doubt = false;
        work(writer);
      } catch (FencedException e) {
        world.countFenced();
      } catch (BlockStoreException | ContendedException | DoubtfulCommitException later) {
        simulation.step();
      }
    }
  }

  private void work(ManifestWriter writer) throws Exception {
    for (int turn = 0; turn < TURNS; turn++) {
      nap();
      try {
        turn(writer);
      } catch (RefusedEditException | BlockStoreException unchanged) {
        simulation.step();
      } catch (DoubtfulCommitException e) {
        world.countDoubtful();
      }
    }
  }

  private void nap() throws InterruptedException {
    int dice = random.nextInt(10);
    long millis = dice == 0 ? random.nextInt(9_000) : dice < 4 ? random.nextInt(100) : 0;
    effects.sleeper().sleep(Duration.ofMillis(millis));
    simulation.step();
  }

  private void turn(ManifestWriter writer) throws Exception {
    switch (random.nextInt(10)) {
      case 0, 1, 2 -> add(writer);
      case 3 -> move(writer);
      case 4 -> commit(writer, new Edit.Drop(some(writer.current().segments())));
      case 5 -> snapshots(writer);
      case 6 -> commit(writer, new Edit.Revive(removed(writer.current())));
      case 7 -> collect(writer);
      case 8 -> sweep(writer);
      default -> prune(writer);
    }
  }

  /** A pass settles what is in doubt, too. */
  private void prune(ManifestWriter writer) throws Exception {
    long before = writer.current().number();
    try {
      writer.prune();
    } finally {
      doubt &= writer.current().number() == before;
    }
  }

  private void add(ManifestWriter writer) throws Exception {
    long id = commit(writer, new Edit.Reserve(1)).nextId() - 1;
    upload(id);
    List<Long> inputs = some(writer.current().segments());
    Edit edit =
        random.nextBoolean()
            ? Sample.add(id)
            : new Edit.Replace(inputs, List.of(Sample.segment(id)));
    commit(writer, edit);
  }

  private void move(ManifestWriter writer) throws Exception {
    long object = commit(writer, new Edit.Reserve(1)).nextId() - 1;
    upload(object);
    for (long id : some(writer.current().segments())) {
      commit(writer, new Edit.Move(id, Sample.object(Tier.HOT, object)));
    }
  }

  private void upload(long object) {
    simulation.step();
    world.objects.add(new Orphan(Sample.object(Tier.HOT, object), 1));
    simulation.step();
  }

  private void snapshots(ManifestWriter writer) throws Exception {
    if (writer.current().snapshots().isEmpty() || random.nextBoolean()) {
      commit(writer, new Edit.TakeSnapshot("s" + random.nextInt(4), 1));
    } else {
      commit(writer, new Edit.DropSnapshot(writer.current().snapshots().firstKey()));
    }
  }

  private void collect(ManifestWriter writer) throws Exception {
    GarbagePlan plan = GarbagePlan.of(writer.current(), effects.clock().millis(), LIMITS);
    commit(writer, plan.condemnation());
    for (ObjectRef object : plan.deletions()) {
      nap();
      world.deleted.add(object.id());
      world.objects.remove(new Orphan(object, 1));
      world.assertNothingNeededWasDeleted();
    }
    commit(writer, new Edit.Forget(plan.deletions().stream().map(ObjectRef::id).toList()));
  }

  private void sweep(ManifestWriter writer) throws Exception {
    List<Orphan> listed = List.copyOf(world.objects);
    nap();
    commit(writer, new Edit.NoteOrphans(Orphans.among(writer.current(), listed)));
  }

  private List<Long> some(Map<Long, ?> numbers) {
    if (numbers.isEmpty()) {
      return List.of();
    }
    return List.of(List.copyOf(numbers.keySet()).get(random.nextInt(numbers.size())));
  }

  private static List<Long> removed(Manifest manifest) {
    return manifest.garbage().values().stream()
        .flatMap(candidate -> candidate.removal().stream())
        .map(removal -> removal.entry().id())
        .limit(1)
        .toList();
  }

  /** A commit that was in doubt is in the chain before any other of the same writer. */
  private Manifest commit(ManifestWriter writer, Edit edit) throws Exception {
    long before = writer.current().number();
    try {
      Manifest manifest = writer.commit(List.of(edit));
      assertThat(manifest.number()).isEqualTo(before + (doubt ? 2 : 1));
      doubt = false;
      world.learn(manifest);
      world.assertNothingNeededWasDeleted();
      return manifest;
    } catch (DoubtfulCommitException e) {
      doubt = true;
      throw e;
    } catch (RefusedEditException | BlockStoreException e) {
      doubt &= writer.current().number() == before;
      throw e;
    }
  }
}
