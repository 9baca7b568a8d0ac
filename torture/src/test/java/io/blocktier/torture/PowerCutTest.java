package io.blocktier.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.local.LocalWithoutSync;
import io.blocktier.blockstore.spi.Disk;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.cache.CacheOnDisk;
import io.blocktier.cache.WriteBackBlockStore;
import io.blocktier.config.CacheOf;
import io.blocktier.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lane finds nothing where nothing is wrong, and each sync that is left out. */
class PowerCutTest {

  private static final Effects EFFECTS = Effects.ofSystem();

  /** On each file system, alone and with a neighbour, of each subject. */
  private static final int CUTS = 4;

  /** A sync that is missing shows in seconds; some only where a lucky one does not replace it. */
  private static final Duration MOST_TIME = Duration.ofSeconds(100);

  @TempDir Path directory;

  @AfterAll
  static void endThreads() {
    EFFECTS.executor().close();
  }

  @Test
  void whatWasAcknowledgedSurvives() throws Exception {
    Tally tally =
        run(
            List.of(new CacheSubject(EFFECTS), new LocalSubject(EFFECTS)),
            List.of(false, true),
            Optional.empty());
    assertThat(tally.findings()).isEmpty();
    assertThat(tally.count("cuts")).isGreaterThanOrEqualTo(8 * CUTS);
    assertThat(tally.count("blocks audited")).isPositive();
  }

  /**
   * A file counts by the name that it was made under. With a neighbour the directory is not among
   * them: most of the time that one's syncs make names durable by luck.
   */
  @ParameterizedTest(name = "{0}, neighbour {2}")
  @CsvSource({
    "the data of a segment, [0-9a-f]{16}\\.seg(\\.new)?, false",
    "the data of a segment, [0-9a-f]{16}\\.seg(\\.new)?, true",
    "the superblock before its rename, superblock\\.new, false",
    "the superblock before its rename, superblock\\.new, true",
    "the directory after a rename, directory, false",
  })
  void aSyncThatTheCacheLeavesOutIsFound(String what, String name, boolean noisy) throws Exception {
    Subject without = new Cache(left -> left.matches(name));
    assertThat(run(List.of(without), List.of(noisy), Optional.of(MOST_TIME)).findings())
        .as(what)
        .isNotEmpty();
  }

  @ParameterizedTest(name = "{0}, neighbour {2}")
  @CsvSource({
    "the data of a file, force, false",
    "the data of a file, force, true",
    "the directory after a rename, forceDirectory, false",
  })
  void aSyncThatTheLocalStoreLeavesOutIsFound(String what, String call, boolean noisy)
      throws Exception {
    Subject without = new Local(call::equals);
    assertThat(run(List.of(without), List.of(noisy), Optional.of(MOST_TIME)).findings())
        .as(what)
        .isNotEmpty();
  }

  private Tally run(List<Subject> subjects, List<Boolean> neighbours, Optional<Duration> time)
      throws Exception {
    TortureOptions options =
        new TortureOptions(
            List.of(), directory, Optional.empty(), Map.of(), Optional.empty(), 7, List.of());
    Tally tally = new Tally();
    Budget budget = Budget.of(time, EFFECTS.ticker());
    Path work = Files.createDirectory(directory.resolve("work")).toRealPath();
    try {
      new PowerCutLane(subjects, neighbours, 8 * CUTS)
          .run(new Bench(options, work, EFFECTS, budget, tally));
    } catch (SkippedException e) {
      abort(e.getMessage());
    } finally {
      System.out.println("power cuts: " + tally.counts() + " " + tally.findings());
    }
    return tally;
  }

  private record Cache(Predicate<String> left) implements Subject {

    @Override
    public String label() {
      return "cache";
    }

    @Override
    public boolean travels() {
      return true;
    }

    @Override
    public Opened open(Path disk, StoreBeneath beneath)
        throws ConfigException, BlockStoreException {
      BlockStore inner = beneath.open();
      Disk lossy = new DiskWithoutSync(Disk.ofSystem(EFFECTS.executor()), left);
      String yaml = Yaml.durable("beneath") + Yaml.cacheWithMap(disk.toString());
      WriteBackBlockStore cache = CacheOnDisk.open(inner, CacheOf.options(yaml), EFFECTS, lossy);
      return new OpenedStore(cache, () -> cache.flush(KeyPrefix.ALL));
    }
  }

  private record Local(Predicate<String> left) implements Subject {

    @Override
    public String label() {
      return "local";
    }

    @Override
    public boolean travels() {
      return false;
    }

    @Override
    public Opened open(Path disk, StoreBeneath beneath) throws BlockStoreException {
      try {
        return new OpenedStore(LocalWithoutSync.open(disk, EFFECTS, left), () -> {});
      } catch (IOException e) {
        throw new OutcomeUnknownException(Failure.of("local", Operation.OPEN, e.toString()), e);
      }
    }
  }

  /** Brings everything to the store beneath. */
  @FunctionalInterface
  private interface Drain {
    void run() throws BlockStoreException;
  }

  private record OpenedStore(BlockStore store, Drain draining) implements Subject.Opened {

    @Override
    public void drain() throws BlockStoreException {
      draining.run();
    }

    @Override
    public void close() throws BlockStoreException {
      store.close();
    }
  }
}
