package io.blocktier.segments;

import static io.blocktier.segments.SegmentsFixture.OPTIONS;
import static io.blocktier.segments.SegmentsFixture.get;
import static io.blocktier.segments.SegmentsFixture.key;
import static io.blocktier.segments.SegmentsFixture.put;
import static io.blocktier.segments.SegmentsFixture.scanned;
import static io.blocktier.segments.SegmentsFixture.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.tck.DiskFaults;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.SimulatedDisk;
import io.blocktier.blockstore.tck.Simulation;
import io.blocktier.blockstore.tck.SteppingBlockStore;
import io.blocktier.blockstore.tck.TestEffects;
import io.blocktier.segments.RecoveredRecord.Fate;
import io.blocktier.segments.compact.CompactionPolicy;
import io.blocktier.segments.manifest.GarbageLimits;
import io.blocktier.segments.manifest.LeftLog;
import io.blocktier.segments.objects.Pace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a fenced writer had acknowledged, and has in its log alone. */
class RecoverTest {

  private static final Path FIRST = SegmentsFixture.DIRECTORY;
  private static final SegmentsOptions SECOND = in("/var/second-log");
  private static final SegmentsOptions THIRD = in("/var/third-log");

  /** Rewrites whatever has anything dead. */
  private static final CompactionPolicy ALL =
      new CompactionPolicy(1, 8, 1 << 20, 64 << 10, 1 << 20, Duration.ZERO, Pace.UNLIMITED);

  private final SegmentsFixture fixture = new SegmentsFixture();
  private final List<RecoveredRecord> told = new ArrayList<>();

  static SegmentsOptions in(String directory) {
    return new SegmentsOptions(
        Path.of(directory),
        OPTIONS.names(),
        OPTIONS.writer(),
        OPTIONS.durability(),
        OPTIONS.segmentBytes(),
        OPTIONS.sealAge(),
        OPTIONS.maxUnsealedBytes(),
        OPTIONS.maxBatchBytes(),
        OPTIONS.patience(),
        OPTIONS.diskDeadline(),
        OPTIONS.reading(),
        OPTIONS.format(),
        OPTIONS.tiering(),
        OPTIONS.index(),
        OPTIONS.prices(),
        OPTIONS.upkeep(),
        OPTIONS.contents());
  }

  private Fate fate(String key) {
    return told.stream()
        .filter(record -> record.key().equals(key(key)))
        .map(RecoveredRecord::fate)
        .reduce((_, _) -> {
          throw new AssertionError(key + " was told twice");
        })
        .orElseThrow();
  }

  private static LeftLog onlyLeft(SegmentManager manager) {
    return manager.parts().stewardship().current().left().values().iterator().next();
  }

  @Test
  void whatAFencedWriterHadAcknowledgedIsBroughtOverOnce() {
    fixture.simulate(() -> {
      SegmentManager first = fixture.open();
      put(first, "sealed", "one");
      put(first, "gone", "one");
      first.flush();
      put(first, "sealed", "two");
      first.write(new Batch().delete(key("gone")).put(key("new"), value("one")));
      put(first, "new", "two");
      try (SegmentManager second = fixture.open(SECOND)) {
        assertThatThrownBy(() -> second.recover(FIRST, told::add))
            .isInstanceOf(StoreUnavailableException.class)
            .hasMessageContaining("in use by another process");
        first.abandon();
        first.parts().log().close();

        RecoveryReport report = second.recover(FIRST, told::add);

        assertThat(report.restored()).isEqualTo(3);
        assertThat(report.there() + report.overwritten()).isZero();
        assertThat(told).hasSize(3).allMatch(record -> record.fate() == Fate.RESTORED);
        assertThat(scanned(second)).isEqualTo(Map.of("sealed", "two", "new", "two"));
        assertThat(second.parts().stewardship().current().left()).isEmpty();
        assertThat(second.recover(FIRST, told::add).restored()).isZero();
      }
      try (SegmentManager again = fixture.open()) {
        assertThat(scanned(again)).as("with the old log").containsEntry("sealed", "two");
        put(again, "sealed", "three");
      }
    });
  }

  @Test
  void whatWasWrittenOrDeletedSinceStaysAlsoBehindCompaction() {
    fixture.simulate(() -> {
      SegmentManager first = fixture.open();
      put(first, "deleted", "old");
      put(first, "overwritten", "old");
      first.flush();
      put(first, "deleted", "acknowledged");
      put(first, "overwritten", "acknowledged");
      put(first, "same", "value");
      put(first, "left", "acknowledged");
      fixture.cutPower(first);
      try (SegmentManager second = fixture.open(SECOND)) {
        put(second, "overwritten", "newer");
        put(second, "same", "value");
        second.delete(key("deleted"));
        second.flush();
        assertThat(second.compact(ALL, false).jobs()).isNotEmpty();
        second.gc(new GarbageLimits(Duration.ZERO, 1_000, 1L << 30), false);
        put(second, "same", "value");
        second.flush();
        assertThat(second.compact(ALL, false).jobs()).isNotEmpty();

        RecoveryReport report = second.recover(FIRST, told::add);

        assertThat(fate("deleted")).isEqualTo(Fate.OVERWRITTEN);
        assertThat(fate("overwritten")).isEqualTo(Fate.OVERWRITTEN);
        assertThat(fate("same")).isEqualTo(Fate.THERE);
        assertThat(fate("left")).isEqualTo(Fate.RESTORED);
        assertThat(report.overwritten()).isEqualTo(2);
        assertThat(scanned(second))
            .isEqualTo(Map.of("overwritten", "newer", "same", "value", "left", "acknowledged"));
      }
    });
  }

  @Test
  void aLogOfWhichAllIsSealedIsOpenedAgainWhenItsTimeComes() {
    fixture.simulate(() -> {
      fixture.open().close();
      try (SegmentManager first = fixture.open()) {
        put(first, "a", "one");
      }
      try (SegmentManager second = fixture.open(SECOND)) {
        put(second, "a", "two");
      }
      try (SegmentManager first = fixture.open()) {
        assertThat(get(first, "a")).contains("two");
        put(first, "a", "three");
      }
      try (SegmentManager second = fixture.open(SECOND)) {
        assertThat(get(second, "a")).contains("three");
        assertThat(onlyLeft(second).position()).isPositive();
      }
    });
  }

  @Test
  void logsAreRecoveredLatestFirstOrGivenUp() {
    fixture.simulate(() -> {
      SegmentManager first = fixture.open();
      put(first, "a", "first");
      put(first, "b", "first");
      fixture.cutPower(first);
      SegmentManager second = fixture.open(SECOND);
      put(second, "a", "second");
      fixture.cutPower(second);
      try (SegmentManager third = fixture.open(THIRD)) {
        assertThatThrownBy(() -> third.recover(FIRST, told::add))
            .isInstanceOf(InvalidRequestException.class)
            .hasMessageContaining("was left later", "--give-up");
        third.recover(SECOND.directory(), told::add);
        told.clear();
        third.recover(FIRST, told::add);
        assertThat(fate("a")).isEqualTo(Fate.OVERWRITTEN);
        assertThat(scanned(third)).isEqualTo(Map.of("a", "second", "b", "first"));
      }
    });
  }

  /** The second writer had never seen what it deleted. */
  @Test
  void aDeletionOfALaterLogHidesWhatAnEarlierOneHas() {
    fixture.simulate(() -> {
      SegmentManager first = fixture.open();
      put(first, "a", "first");
      fixture.cutPower(first);
      SegmentManager second = fixture.open(SECOND);
      second.delete(key("a"));
      fixture.cutPower(second);
      try (SegmentManager third = fixture.open(THIRD)) {
        third.recover(SECOND.directory(), told::add);
        third.recover(FIRST, _ -> {});
        assertThat(fate("a")).isEqualTo(Fate.RESTORED);
        assertThat(scanned(third)).isEmpty();
      }
    });
  }

  /** What the second writer wrote was sealed before the first one changed it. */
  @Test
  void aValueOfALaterLogThatWasSealedLongAgoIsNewerThanThatOfAnEarlierOne() {
    fixture.simulate(() -> {
      SegmentManager first = fixture.open();
      put(first, "a", "one");
      first.flush();
      put(first, "a", "two");
      fixture.cutPower(first);
      SegmentManager second = fixture.open(SECOND);
      put(second, "a", "one");
      fixture.cutPower(second);
      try (SegmentManager third = fixture.open(THIRD)) {
        third.recover(SECOND.directory(), told::add);
        third.recover(FIRST, _ -> {});
        assertThat(scanned(third)).isEqualTo(Map.of("a", "one"));
      }
    });
  }

  @Test
  void aRecoveryThatBeginsInTimeMayTakeLongerThanALogIsRemembered() {
    fixture.simulate(() -> {
      SegmentManager first = fixture.open();
      put(first, "a", "one");
      fixture.cutPower(first);
      try (SegmentManager second = fixture.open(SECOND)) {
        fixture.sleep(LeftLog.REMEMBERED.minusMinutes(1));
        String log = onlyLeft(second).log();
        second.recover(FIRST, _ -> fixture.sleep(Duration.ofMinutes(2)));
        assertThat(scanned(second)).isEqualTo(Map.of("a", "one"));
        assertThat(second.parts().stewardship().current().left()).doesNotContainKey(log);
      }
    });
  }

  @Test
  void aLogThatWasLeftTooLongAgoIsRefusedBeforeAnythingIsWritten() {
    fixture.simulate(() -> {
      SegmentManager first = fixture.open();
      put(first, "a", "one");
      fixture.cutPower(first);
      try (SegmentManager second = fixture.open(SECOND)) {
        fixture.sleep(LeftLog.REMEMBERED.plusMinutes(1));
        assertThatThrownBy(() -> second.recover(FIRST, told::add))
            .isInstanceOf(InvalidRequestException.class)
            .hasMessageContaining("does not know log");
        assertThat(told).isEmpty();
      }
    });
  }

  @Test
  void aLogThatIsGivenUpOrStrangeOrInUseIsRefused() {
    fixture.simulate(() -> {
      SegmentManager first = fixture.open();
      put(first, "a", "first");
      fixture.cutPower(first);
      try (SegmentManager second = fixture.open(SECOND)) {
        assertThatThrownBy(() -> second.recover(Path.of("/none"), told::add))
            .isInstanceOf(InvalidRequestException.class)
            .hasMessageContaining("there is no log in /none");
        assertThatThrownBy(() -> second.giveUpLog("none"))
            .isInstanceOf(InvalidRequestException.class);
        second.giveUpLog(onlyLeft(second).log());
        assertThatThrownBy(() -> second.recover(FIRST, told::add))
            .isInstanceOf(InvalidRequestException.class)
            .hasMessageContaining("does not know log");
        assertThat(told).isEmpty();
      }
    });
  }

  @Test
  void aDamagedLogGivesWhatCanBeReadAndKeepsAllItHas() {
    fixture.simulate(() -> {
      SegmentManager first = fixture.open();
      put(first, "a", "rotten ".repeat(1_000));
      put(first, "b", "whole");
      fixture.cutPower(first);
      String file =
          fixture.disk.names(FIRST).stream()
              .filter(name -> name.endsWith("0.seg"))
              .findFirst()
              .orElseThrow();
      fixture.disk.flipBit(FIRST.resolve(file), 6_000, 2_000);
      try (SegmentManager second = fixture.open(SECOND)) {
        for (int i = 0; i < 2; i++) {
          RecoveryReport report = second.recover(FIRST, told::add);

          assertThat(report.damages()).hasSize(1);
          assertThat(report.restored() + report.there()).isEqualTo(1);
          assertThat(scanned(second)).isEqualTo(Map.of("b", "whole"));
          assertThat(onlyLeft(second).position()).isZero();
        }
        assertThat(told)
            .extracting(RecoveredRecord::fate)
            .containsExactly(Fate.RESTORED, Fate.THERE);
      }
    });
  }

  /** With the log of the new writer there behind the power cut, and without it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPowerCutAtAnyStepOfRecoveryLosesNothing(boolean newLogSurvives) {
    SortedMap<String, String> expected =
        new TreeMap<>(Map.of("a", "two", "b", "newer", "c", "one", "e", "five"));
    long step = 1;
    while (!recovered(step, newLogSurvives, expected)) {
      step++;
    }
    assertThat(step).as("the steps of a recovery").isGreaterThan(20);
  }

  /** Tells whether recovery ended before a step; all is there in the end either way. */
  private static boolean recovered(
      long step, boolean newLogSurvives, SortedMap<String, String> expected) {
    InMemoryBlockStore store = new InMemoryBlockStore(TestEffects.seeded(step));
    Simulation[] now = {new Simulation(step, 10_000_000)};
    SimulatedDisk disk = new SimulatedDisk(DiskFaults.of(step), _ -> {}, (_, _) -> now[0].step());
    now[0].run(() -> prepare(now[0], store, disk));
    SimulatedDisk before = disk.crashLosingAll();
    Simulation recovery = new Simulation(1_000_000 + step, 10_000_000);
    SimulatedDisk[] left = {before};
    now[0] = recovery;
    boolean[] opened = {false};
    boolean ended =
        recovery.run(() -> {
          SteppingBlockStore stepping = new SteppingBlockStore(store, recovery);
          SegmentManager second = SegmentsFixture.open(recovery, stepping, SECOND, before);
          opened[0] = true;
          recovery.crashAt(recovery.steps() + step);
          second.recover(FIRST, _ -> {});
          recovery.crashAt(Long.MAX_VALUE);
          second.abandon();
        });
    assertThat(opened[0]).isTrue();
    left[0] = before.crashLosingAll();
    Simulation after = new Simulation(-step, 10_000_000); // draws other names
    now[0] = after;
    assertThat(
            after.run(() -> {
              SegmentsOptions options = newLogSurvives ? SECOND : THIRD;
              try (SegmentManager manager = SegmentsFixture.open(after, store, options, left[0])) {
                if (!newLogSurvives) {
                  giveUpLatest(manager);
                }
                manager.recover(FIRST, _ -> {});
                assertThat(scanned(manager)).as("cut at step %s", step).isEqualTo(expected);
                assertThat(manager.recover(FIRST, _ -> {}).restored()).isZero();
              }
            }))
        .isTrue();
    return ended;
  }

  private static void prepare(Simulation simulation, InMemoryBlockStore store, SimulatedDisk disk)
      throws Exception {
    SegmentManager first = SegmentsFixture.open(simulation, store, OPTIONS, disk);
    put(first, "a", "one");
    put(first, "b", "one");
    put(first, "d", "one");
    first.flush();
    put(first, "a", "two");
    put(first, "b", "two");
    first.write(new Batch().delete(key("d")).put(key("c"), value("one")));
    put(first, "e", "four");
    put(first, "e", "five");
    first.abandon();
    first.parts().log().close();
    SegmentManager second = SegmentsFixture.open(simulation, store, SECOND, disk);
    put(second, "b", "newer");
    second.flush();
    second.close();
  }

  private static void giveUpLatest(SegmentManager manager) throws BlockStoreException {
    Map<String, LeftLog> logs = manager.parts().stewardship().current().left();
    LeftLog latest =
        logs.values().stream().max(Comparator.comparingLong(LeftLog::number)).orElseThrow();
    manager.giveUpLog(latest.log());
  }
}
