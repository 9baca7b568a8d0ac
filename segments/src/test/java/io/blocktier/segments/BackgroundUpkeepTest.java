package io.blocktier.segments;

import static io.blocktier.segments.SegmentsFixture.key;
import static io.blocktier.segments.SegmentsFixture.scanned;
import static io.blocktier.segments.SegmentsFixture.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Health;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.ManualClock;
import io.blocktier.blockstore.tck.TestEffects;
import io.blocktier.segments.compact.CompactionPolicy;
import io.blocktier.segments.manifest.GarbageLimits;
import io.blocktier.segments.manifest.ManifestWriter;
import io.blocktier.segments.objects.Pace;
import io.blocktier.segments.objects.RequestCause;
import io.blocktier.segments.objects.RequestCount;
import io.blocktier.segments.objects.SegmentStores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a manager does for its segments without a command. */
@Timeout(120)
class BackgroundUpkeepTest {

  private static final Duration EVERY = Duration.ofMinutes(10);

  /** By a clock that is turned by a minute now and then, whatever the disk is at. */
  private static final Duration NEVER = Duration.ofDays(10_000);

  private static final UpkeepOptions UPKEEP =
      new UpkeepOptions(
          EVERY,
          new CompactionPolicy(0.8, 8, 1 << 20, 1 << 20, 1 << 20, Duration.ZERO, Pace.UNLIMITED),
          new GarbageLimits(Duration.ofHours(1), 100, Long.MAX_VALUE));
  private static final SegmentsOptions OPTIONS = SegmentsFixture.OPTIONS.with(UPKEEP);

  private final SegmentsFixture fixture = new SegmentsFixture();

  private static void write(SegmentManager manager, String text) throws BlockStoreException {
    for (int i = 0; i < 50; i++) {
      manager.put(key(String.format(Locale.ROOT, "key-%02d", i)), value(text + i));
    }
    manager.flush();
  }

  private List<String> objects() throws BlockStoreException {
    List<String> keys = new ArrayList<>();
    try (BlockListing listing =
        fixture.store.list(ListOptions.under(KeyPrefix.of("db/segments/")))) {
      listing.forEachRemaining((ListEntry entry) -> keys.add(entry.name()));
    }
    return keys;
  }

  private Optional<UpkeepRun> noted() throws BlockStoreException {
    return ReadOnlySegments.open(
            new SegmentStores(fixture.store, Optional.empty()),
            OPTIONS.names(),
            OPTIONS.format(),
            OPTIONS.reading(),
            fixture.effects)
        .lastUpkeep();
  }

  @Test
  void whatWasReplacedIsCompactedAwayAndDeletedWithoutACommand() {
    fixture.simulate(() -> {
      try (SegmentManager manager = fixture.open(OPTIONS)) {
        write(manager, "old");
        write(manager, "new");
        assertThat(objects()).hasSize(2);
        assertThat(noted()).isEmpty();
        var before = scanned(manager);

        fixture.sleep(EVERY.plusMinutes(1));

        UpkeepRun first = manager.lastUpkeep().orElseThrow();
        assertThat(first.compactions()).isEqualTo(1);
        assertThat(first.gainedBytes()).isPositive();
        assertThat(first.deleted()).isZero();
        assertThat(manager.listSegments()).hasSize(1);
        assertThat(objects()).as("none is due yet").hasSize(2);

        fixture.sleep(UPKEEP.garbage().horizon().plus(EVERY));

        assertThat(objects()).hasSize(1);
        assertThat(scanned(manager)).isEqualTo(before);
        assertThat(manager.healthCheck().healthy()).isTrue();
        assertThat(manager.healthCheck().detail()).contains("; last upkeep: began ");
      }
    });
  }

  @Test
  void othersSeeWhatTheLastRunDid() {
    fixture.simulate(() -> {
      try (SegmentManager manager = fixture.open(OPTIONS)) {
        write(manager, "old");
        write(manager, "new");
        fixture.sleep(EVERY.plusMinutes(1));

        UpkeepRun run = manager.lastUpkeep().orElseThrow();
        UpkeepRun seen = noted().orElseThrow();

        assertThat(seen.took().toMillis()).isEqualTo(run.took().toMillis());
        assertThat(seen).usingRecursiveComparison().ignoringFields("took").isEqualTo(run);
      }
    });
  }

  @Test
  void aNoteInAnotherFormIsNone() throws Exception {
    UpkeepRun run =
        new UpkeepRun(
            Instant.EPOCH, Duration.ofMillis(7), 1, 2, 3, 4, 5, Optional.of("x".repeat(5000)));
    String text = UpkeepNote.encode(run);
    assertThat(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)).hasSizeLessThan(4096);
    assertThat(UpkeepNote.decode(text).orElseThrow().failure().orElseThrow()).hasSize(1000);
    assertThat(UpkeepNote.decode(text.replace("upkeep 1", "upkeep 2"))).isEmpty();
    assertThat(UpkeepNote.decode(text.replace("deleted 2", "deleted x"))).isEmpty();
    assertThat(UpkeepNote.decode(text.replace("began", "begun"))).isEmpty();
    assertThat(UpkeepNote.decode("")).isEmpty();
    Blocks.write(fixture.store, OPTIONS.names().upkeep(), new byte[0]);
    assertThat(noted()).isEmpty();
  }

  @Test
  void withoutATimeNothingIsDone() {
    fixture.simulate(() -> {
      try (SegmentManager manager = fixture.open(SegmentsFixture.OPTIONS)) {
        write(manager, "old");
        write(manager, "new");
        fixture.sleep(Duration.ofDays(9));
        assertThat(objects()).hasSize(2);
        assertThat(manager.lastUpkeep()).isEmpty();
        assertThat(manager.healthCheck().detail()).doesNotContain("upkeep");
        assertThat(noted()).isEmpty();
      }
    });
  }

  /** A store that deletes nothing for a while. */
  private static final class Undeleting extends ForwardingBlockStore {

    private boolean refuses = true;

    Undeleting(BlockStore store) {
      super(store);
    }

    @Override
    public DeleteReport deleteAll(Collection<BlockKey> keys) throws BlockStoreException {
      if (refuses) {
        throw new StoreUnavailableException(
            Failure.of("store", Operation.DELETE_ALL, "no deletes today"), null);
      }
      return super.deleteAll(keys);
    }
  }

  @Test
  void aRunThatFailsIsToldHindersNobodyAndIsMadeAgain() {
    fixture.simulate(() -> {
      Undeleting hot = new Undeleting(fixture.store);
      SimpleMeterRegistry registry = new SimpleMeterRegistry();
      try (SegmentManager manager = fixture.open(hot, OPTIONS);
          SegmentMeters _ = SegmentMeters.bind(manager, registry, "db")) {
        write(manager, "old");
        write(manager, "new");
        fixture.sleep(EVERY.plusMinutes(1));
        assertThat(runs(registry, "ok")).isEqualTo(1);
        fixture.sleep(UPKEEP.garbage().horizon().plus(EVERY));
        write(manager, "newer");
        fixture.sleep(EVERY.plusMinutes(1));

        UpkeepRun failed = manager.lastUpkeep().orElseThrow();
        assertThat(failed.failure().orElseThrow()).startsWith("gc: ").contains("no deletes today");
        assertThat(failed.compactions()).as("the other step is taken").isEqualTo(1);
        Health health = manager.healthCheck();
        assertThat(health.healthy()).as("records are read and written").isTrue();
        assertThat(health.detail()).contains("; failed: gc: ");
        assertThat(noted().orElseThrow().failure()).isEqualTo(failed.failure());
        assertThat(runs(registry, "failed")).isPositive();
        double age = age(registry);
        assertThat(age).isGreaterThan((double) EVERY.toSeconds());

        hot.refuses = false;
        fixture.sleep(UPKEEP.garbage().horizon().plus(EVERY));

        assertThat(manager.lastUpkeep().orElseThrow().failure()).isEmpty();
        assertThat(objects()).hasSize(1);
        assertThat(manager.healthCheck().detail()).doesNotContain("failed");
        assertThat(age(registry)).isLessThan(age);
      }
    });
  }

  private static double runs(SimpleMeterRegistry registry, String outcome) {
    return registry
        .get("blocktier.segments.upkeep")
        .tag("outcome", outcome)
        .functionCounter()
        .count();
  }

  private static double age(SimpleMeterRegistry registry) {
    return registry.get("blocktier.segments.upkeep.age").timeGauge().value(TimeUnit.SECONDS);
  }

  @Test
  void whatAnEarlierProcessLeftIsSweptByTheFirstRunAlone() {
    fixture.simulate(() -> {
      String stray = "db/segments/00000000000000000003";
      SegmentManager first = fixture.open(OPTIONS);
      write(first, "v");
      Blocks.write(fixture.store, BlockKey.of(stray), new byte[99]);
      fixture.cutPower(first);
      try (SegmentManager second = fixture.open(OPTIONS)) {
        fixture.sleep(EVERY.plusMinutes(1));
        assertThat(second.lastUpkeep().orElseThrow().orphans()).isEqualTo(1);
        long listed = requests(second, RequestCause.ORPHANS);
        assertThat(listed).isPositive();

        fixture.sleep(UPKEEP.garbage().horizon().plus(EVERY));

        assertThat(objects()).hasSize(1).doesNotContain(stray);
        assertThat(requests(second, RequestCause.ORPHANS)).isEqualTo(listed);
      }
    });
  }

  private static long requests(SegmentManager manager, RequestCause cause) {
    return manager.requests().stream()
        .filter(count -> count.cause() == cause)
        .mapToLong(RequestCount::requests)
        .sum();
  }

  @Test
  void aFencedWriterLooksAfterNothingAnyMore() {
    fixture.simulate(() -> {
      SegmentManager fenced = fixture.open(OPTIONS);
      write(fenced, "old");
      write(fenced, "new");
      ManifestWriter second =
          ManifestWriter.open(fixture.store, OPTIONS.names().manifest(), "second", fixture.effects);

      fixture.sleep(EVERY.plusMinutes(1));

      assertThat(fenced.lastUpkeep().orElseThrow().failure()).isPresent();
      assertThat(fenced.healthCheck().healthy()).isFalse();
      assertThat(noted()).as("it is not the writer any more").isEmpty();
      assertThat(second.current().segments()).hasSize(2);
      long asked = fenced.requests().stream().mapToLong(RequestCount::requests).sum();
      fixture.sleep(Duration.ofDays(2));
      assertThat(fenced.requests().stream().mapToLong(RequestCount::requests).sum())
          .isEqualTo(asked);
      assertThatThrownBy(() -> fenced.put(key("k"), value("v")))
          .isInstanceOf(StoreClosedException.class);
      fenced.abandon();
    });
  }

  @Test
  void closingWaitsForUpkeepForAWhileOnly() {
    fixture.simulate(() -> {
      BlockStore hanging =
          new ForwardingBlockStore(fixture.store) {
            @Override
            public BlockListing list(ListOptions options) throws BlockStoreException {
              fixture.sleep(Duration.ofDays(1));
              return super.list(options);
            }
          };
      SegmentManager manager = fixture.open(hanging, OPTIONS);
      write(manager, "v");
      fixture.sleep(EVERY.plusMinutes(1));
      long before = fixture.ticker().nanos();

      manager.close();

      assertThat(Duration.ofNanos(fixture.ticker().nanos() - before))
          .isBetween(OPTIONS.patience(), OPTIONS.patience().plusSeconds(5));
    });
  }

  @Test
  void aStoreThatIsSlowerThanTheIntervalIsCompactedNevertheless() {
    fixture.simulate(() -> {
      BlockStore slow =
          new ForwardingBlockStore(fixture.store) {
            @Override
            public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
                throws BlockStoreException {
              if (key.value().startsWith("db/segments/")) {
                fixture.sleep(EVERY.plusMinutes(1));
              }
              return super.read(key, range, target);
            }
          };
      try (SegmentManager manager = fixture.open(slow, OPTIONS)) {
        write(manager, "old");
        write(manager, "new");

        fixture.sleep(EVERY.multipliedBy(100));

        assertThat(manager.listSegments()).hasSize(1);
        assertThat(manager.lastUpkeep().orElseThrow().failure()).isEmpty();
      }
    });
  }

  @Test
  void closingSealsBeforeItWaitsForUpkeep() {
    fixture.simulate(() -> {
      List<Long> sealed = new ArrayList<>();
      BlockStore hanging =
          new ForwardingBlockStore(fixture.store) {
            @Override
            public BlockListing list(ListOptions options) throws BlockStoreException {
              fixture.sleep(Duration.ofDays(1));
              return super.list(options);
            }

            @Override
            public Receipt write(BlockKey key, Content content, WriteOptions options)
                throws BlockStoreException {
              if (key.value().startsWith("db/segments/")) {
                sealed.add(fixture.ticker().nanos());
              }
              return super.write(key, content, options);
            }
          };
      SegmentManager manager = fixture.open(hanging, OPTIONS);
      fixture.sleep(EVERY.plusMinutes(1));
      manager.put(key("k"), value("v"));
      long before = fixture.ticker().nanos();

      manager.close();

      assertThat(sealed)
          .singleElement()
          .satisfies(
              at -> assertThat(Duration.ofNanos(at - before)).isLessThan(OPTIONS.patience()));
    });
  }

  @Test
  void storesAreListedOnceThoughOldCheckpointsCannotBePruned() {
    fixture.simulate(() -> {
      BlockStore unlisted =
          new ForwardingBlockStore(fixture.store) {
            @Override
            public BlockListing list(ListOptions options) throws BlockStoreException {
              if (options.prefix().equals(OPTIONS.names().checkpoints())) {
                throw new StoreUnavailableException(
                    Failure.of("store", Operation.LIST, "no checkpoints today"), null);
              }
              return super.list(options);
            }
          };
      try (SegmentManager manager = fixture.open(unlisted, OPTIONS)) {
        write(manager, "v");
        fixture.sleep(EVERY.plusMinutes(1));
        assertThat(manager.lastUpkeep().orElseThrow().failure()).isEmpty();
        long listed = requests(manager, RequestCause.ORPHANS);
        assertThat(listed).isPositive();

        fixture.sleep(EVERY.multipliedBy(3));

        assertThat(requests(manager, RequestCause.ORPHANS)).isEqualTo(listed);
      }
    });
  }

  @Test
  void aProgramThatOpensSegmentsNeedCallNothing(@TempDir Path temp) throws Exception {
    ManualClock clock = ManualClock.standing();
    Effects effects = TestEffects.seeded(5, clock);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch noted = new CountDownLatch(1);
    BlockStore store =
        new ForwardingBlockStore(new InMemoryBlockStore(effects)) {
          @Override
          public BlockListing list(ListOptions options) throws BlockStoreException {
            if (options.prefix().value().startsWith("db/segments/")) {
              begun.countDown();
            }
            return super.list(options);
          }

          @Override
          public Receipt write(BlockKey key, Content content, WriteOptions options)
              throws BlockStoreException {
            Receipt receipt = super.write(key, content, options);
            if (key.value().equals("db/upkeep")) {
              noted.countDown();
            }
            return receipt;
          }
        };
    SegmentsOptions options =
        SegmentsOptions.of(temp.resolve("log"), "db/")
            .withPatience(NEVER, NEVER)
            .withMemory(1 << 20, 256 << 10, new ReadMemory(1 << 20, 1 << 20))
            .with(new IndexOptions(1 << 20, 0))
            .with(UPKEEP);
    try (SegmentManager manager =
        SegmentManager.open(new SegmentStores(store, Optional.empty()), options, effects)) {
      write(manager, "old");
      write(manager, "new");
      while (!begun.await(5, TimeUnit.MILLISECONDS)) {
        clock.advance(Duration.ofMinutes(1));
      }
      noted.await();
      assertThat(manager.lastUpkeep().orElseThrow().failure()).isEmpty();
      assertThat(manager.listSegments()).hasSize(1);
    }
  }
}
