package io.blocktier.segments.packed;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.tck.DiskFaults;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.SimulatedDisk;
import io.blocktier.blockstore.tck.Simulation;
import io.blocktier.blockstore.tck.SteppingBlockStore;
import io.blocktier.cache.SimulatedCaches;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Short lives of a cache over packed blocks, and of packed blocks alone, each ended at every step
 * by a power cut that spares nothing but what was forced. What was acknowledged has to be there;
 * and where the disk is lost, too, what was acknowledged by the store.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PackedCrashTest {

  private static final long MAX_STEPS = 1_000_000;
  private static final int LARGE = PackedFixture.MAX_PACKED_BYTES + 1;
  private static final PackedOptions OPTIONS =
      PackedFixture.remote(PackedFixture.LOG, Duration.ofSeconds(1));
  private static final Path CACHE = Path.of("/var/cache-of-packed");

  /** What happens in a life. */
  @FunctionalInterface
  private interface Life {
    void run(BlockStore store, Acknowledged acknowledged) throws Exception;
  }

  /** The sizes of versions by key, 0 for none: what is certain, and what may be instead. */
  private static final class Acknowledged {
    private final Map<BlockKey, Integer> certain = new TreeMap<>();
    private final Map<BlockKey, Integer> possible = new TreeMap<>();
    private Map<BlockKey, Integer> remote = Map.of();
    private long opened = Long.MAX_VALUE;

    void write(BlockStore store, String name, int size, WriteOptions how) throws Exception {
      BlockKey key = BlockKey.of(name);
      possible.put(key, size);
      store.write(key, Content.of(new byte[size]), how);
      certain.put(key, size);
    }

    void delete(BlockStore store, String name) throws Exception {
      BlockKey key = BlockKey.of(name);
      possible.put(key, 0);
      Blocks.delete(store, key);
      certain.put(key, 0);
    }

    /** All that was acknowledged survives the loss of the disk from now on. */
    void arrived() {
      remote = new TreeMap<>(certain);
    }
  }

  @Test
  void whatTheCacheAcknowledgedIsThereBehindAPowerCutAtAnyStep() {
    endAtEveryStep(
        1,
        true,
        (cache, acknowledged) -> {
          acknowledged.write(cache, "a", 1, WriteOptions.DEFAULT);
          acknowledged.write(cache, "b", 2, WriteOptions.DEFAULT);
          SimulatedCaches.flush(cache);
          acknowledged.arrived();
          acknowledged.write(cache, "a", 3, WriteOptions.DEFAULT);
          acknowledged.delete(cache, "b");
          SimulatedCaches.flush(cache);
          acknowledged.arrived();
          acknowledged.write(cache, "c", 4, WriteOptions.ifAbsent());
        });
  }

  @Test
  void whatPackedBlocksAcknowledgedIsThereAndTheirObjectsAreNeitherMissingNorLost() {
    endAtEveryStep(
        2,
        false,
        (packed, acknowledged) -> {
          acknowledged.write(packed, "a", LARGE, WriteOptions.DEFAULT);
          acknowledged.arrived();
          acknowledged.write(packed, "a", LARGE + 1, WriteOptions.DEFAULT);
          acknowledged.arrived();
          acknowledged.write(packed, "a", 5, WriteOptions.DEFAULT);
          acknowledged.arrived();
          acknowledged.write(packed, "a", LARGE + 2, WriteOptions.DEFAULT);
          acknowledged.arrived();
          acknowledged.delete(packed, "a");
          acknowledged.arrived();
        });
  }

  private static void endAtEveryStep(int seed, boolean cached, Life life) {
    Acknowledged whole = new Acknowledged();
    assertThat(endsBefore(Long.MAX_VALUE, seed, cached, whole, life)).isTrue();
    long step = whole.opened;
    while (!endsBefore(step, seed, cached, new Acknowledged(), life)) {
      step++;
    }
    assertThat(step - whole.opened).as("the steps of a life").isGreaterThan(100);
  }

  /** Tells whether a life ends by itself before a step; otherwise it is cut off there. */
  private static boolean endsBefore(
      long step, int seed, boolean cached, Acknowledged acknowledged, Life life) {
    InMemoryBlockStore memory = new InMemoryBlockStore(PackedFixture.EFFECTS);
    Simulation simulation = new Simulation(seed, MAX_STEPS);
    simulation.crashAt(step);
    Simulation[] now = {simulation};
    SimulatedDisk disk = new SimulatedDisk(DiskFaults.of(seed), _ -> {}, (_, _) -> now[0].step());
    boolean ended =
        simulation.run(() -> {
          BlockStore beneath = new CountedStore(new SteppingBlockStore(memory, simulation));
          try (BlockStore store = open(simulation, beneath, disk, cached)) {
            acknowledged.opened = simulation.steps();
            life.run(store, acknowledged);
          }
        });
    if (!ended) {
      String when = "step " + step + " of seed " + seed;
      SimulatedDisk left = disk.crashLosingAll();
      SimulatedDisk other = new SimulatedDisk(DiskFaults.of(seed), _ -> {}, (_, _) -> {});
      InMemoryBlockStore twin = copy(memory);
      live(now, seed, twin, other, cached, store -> requireRemote(store, acknowledged, when));
      live(
          now,
          seed,
          memory,
          left,
          cached,
          store -> {
            requireAll(store, acknowledged, when);
            requireObjects(store, memory, when);
          });
    }
    return ended;
  }

  private static BlockStore open(
      Simulation simulation, BlockStore beneath, SimulatedDisk disk, boolean cached)
      throws Exception {
    BlockStore packed = PackedFixture.openBare(simulation, beneath, OPTIONS, disk);
    return cached
        ? SimulatedCaches.open(simulation, packed, PackedFixture.smallCache(CACHE), disk)
        : packed;
  }

  /** What is looked at in a life behind the cut. */
  @FunctionalInterface
  private interface Look {
    void at(BlockStore store) throws Exception;
  }

  private static void live(
      Simulation[] now,
      int seed,
      InMemoryBlockStore memory,
      SimulatedDisk disk,
      boolean cached,
      Look look) {
    now[0] = new Simulation(seed, MAX_STEPS);
    now[0].run(() -> {
      try (BlockStore store = open(now[0], new CountedStore(memory), disk, cached)) {
        look.at(store);
      }
    });
  }

  private static InMemoryBlockStore copy(InMemoryBlockStore memory) {
    InMemoryBlockStore twin = new InMemoryBlockStore(PackedFixture.EFFECTS);
    try (var listing = memory.list(ListOptions.under(KeyPrefix.ALL))) {
      for (var page = listing.nextPage(); !page.isEmpty(); page = listing.nextPage()) {
        for (ListEntry entry : page) {
          BlockKey key = BlockKey.of(entry.name());
          twin.write(key, Content.of(Blocks.readAll(memory, key)), WriteOptions.DEFAULT);
        }
      }
      return twin;
    } catch (Exception e) {
      throw new AssertionError("memory failed", e);
    }
  }

  private static int size(BlockStore store, BlockKey key) throws Exception {
    Optional<Integer> size =
        Blocks.find(store, key).isPresent()
            ? Optional.of(Blocks.readAll(store, key).remaining())
            : Optional.empty();
    return size.orElse(0);
  }

  private static void requireRemote(BlockStore store, Acknowledged acknowledged, String when)
      throws Exception {
    for (Map.Entry<BlockKey, Integer> block : acknowledged.remote.entrySet()) {
      int found = size(store, block.getKey());
      boolean older = found != block.getValue() && !isLater(acknowledged, block.getKey(), found);
      assertThat(older).as("%s without the disk at %s: %d", block, when, found).isFalse();
    }
  }

  private static boolean isLater(Acknowledged acknowledged, BlockKey key, int found) {
    return acknowledged.possible.get(key) == found || acknowledged.certain.get(key) == found;
  }

  private static void requireAll(BlockStore store, Acknowledged acknowledged, String when)
      throws Exception {
    TreeSet<BlockKey> keys = new TreeSet<>(acknowledged.possible.keySet());
    for (BlockKey key : keys) {
      int certain = acknowledged.certain.getOrDefault(key, 0);
      assertThat(size(store, key))
          .as("'%s' behind a power cut at %s", key, when)
          .isIn(certain, acknowledged.possible.get(key));
    }
    Blocks.write(store, BlockKey.of("z"), new byte[7]);
    assertThat(size(store, BlockKey.of("z"))).as("later, behind %s", when).isEqualTo(7);
  }

  /** As many objects as large blocks, each of which is read. */
  private static void requireObjects(BlockStore store, InMemoryBlockStore memory, String when)
      throws Exception {
    int large = 0;
    try (var listing = store.list(ListOptions.under(KeyPrefix.ALL))) {
      for (ListEntry entry : listing.nextPage()) {
        large += size(store, BlockKey.of(entry.name())) >= LARGE ? 1 : 0;
      }
    }
    try (var listing = memory.list(ListOptions.under(KeyPrefix.of("packed/objects/")))) {
      assertThat(listing.nextPage()).as("objects behind %s", when).hasSize(large);
    }
  }
}
