package io.blocktier.segments;

import static io.blocktier.segments.SegmentsFixture.OPTIONS;
import static io.blocktier.segments.SegmentsFixture.get;
import static io.blocktier.segments.SegmentsFixture.key;
import static io.blocktier.segments.SegmentsFixture.put;
import static io.blocktier.segments.SegmentsFixture.scanned;
import static io.blocktier.segments.SegmentsFixture.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutOfSpaceException;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.blockstore.tck.DiskFaultKind;
import io.blocktier.blockstore.tck.DiskFaultRule;
import io.blocktier.blockstore.tck.DiskFaults;
import io.blocktier.blockstore.tck.DiskOperation;
import io.blocktier.blockstore.tck.FaultKind;
import io.blocktier.blockstore.tck.FaultPlan;
import io.blocktier.blockstore.tck.FaultRule;
import io.blocktier.blockstore.tck.FaultyBlockStore;
import io.blocktier.blockstore.tck.SimulatedDisk;
import io.blocktier.segments.manifest.FencedException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Stores that are down, disks that fail, and writers who take over, in simulated time. */
class TroubleTest {

  private static final Duration LONG = Duration.ofMinutes(10);

  private final SegmentsFixture fixture = new SegmentsFixture();

  @Test
  void openingOverAStoreThatIsDownTakesNoLongerThanCallsMay() {
    fixture.simulate(() -> {
      SwitchedStore store = new SwitchedStore(fixture.store);
      store.down(true);
      SegmentsOptions hasty = OPTIONS.withPatience(Duration.ofSeconds(2), Duration.ofSeconds(2));
      long start = fixture.ticker().nanos();
      assertThatThrownBy(() -> fixture.open(store, hasty))
          .isInstanceOf(StoreUnavailableException.class);
      assertThat(Duration.ofNanos(fixture.ticker().nanos() - start))
          .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
    });
  }

  @Test
  void aStoreThatIsDownHoldsWritersBackAndLosesNothing() {
    fixture.simulate(() -> {
      SwitchedStore store = new SwitchedStore(fixture.store);
      SortedMap<String, String> written = new TreeMap<>();
      try (SegmentManager manager = fixture.open(store, OPTIONS)) {
        store.down(true);
        assertThatThrownBy(() -> fill(manager, written))
            .isInstanceOf(StoreUnavailableException.class)
            .hasMessageContaining("bytes wait to be sealed, of 1048576 at most")
            .hasMessageContaining("it is down");
        assertThat(written).hasSizeGreaterThan(50).hasSizeLessThan(120);
        assertThat(manager.healthCheck().healthy()).isFalse();
        assertThat(scanned(manager)).isEqualTo(written);
        assertThatThrownBy(manager::flush)
            .isInstanceOf(StoreUnavailableException.class)
            .hasRootCauseInstanceOf(StoreUnavailableException.class);
        store.down(false);
        awaitHealth(manager);
        put(manager, "z", "later");
        written.put("z", "later");
      }
      fixture.disk = new SegmentsFixture().disk;
      try (SegmentManager manager = fixture.open()) {
        assertThat(scanned(manager)).isEqualTo(written);
      }
    });
  }

  private static void fill(SegmentManager manager, SortedMap<String, String> written)
      throws Exception {
    for (int i = 100; i < 1000; i++) {
      String value = ("value " + i + " ").repeat(1000);
      put(manager, "key" + i, value);
      written.put("key" + i, value);
    }
  }

  private void awaitHealth(SegmentManager manager) throws Exception {
    SealProgress progress = manager.parts().progress();
    progress.want(manager.parts().log().health().appended());
    progress.await(
        Operation.WRITE,
        () -> progress.sealed() == manager.parts().log().health().appended(),
        "the store is not found to be up",
        Deadline.in(LONG, fixture.ticker()));
    assertThat(manager.healthCheck().healthy()).isTrue();
  }

  @Test
  void closingWithoutTheStoreKeepsEverythingInTheLog() {
    fixture.simulate(() -> {
      SwitchedStore store = new SwitchedStore(fixture.store);
      SegmentManager manager = fixture.open(store, OPTIONS);
      put(manager, "a", "one");
      store.down(true);
      manager.write(new Batch().put(key("b"), value("two")), Durability.MEMORY);
      manager.close();
      fixture.disk = fixture.disk.crashLosingAll();
      try (SegmentManager again = fixture.open()) {
        assertThat(scanned(again)).isEqualTo(Map.of("a", "one", "b", "two"));
      }
    });
  }

  @Test
  void aLogWhoseForceFailedPromisesNothingBeforeItIsSealed() {
    fixture.simulate(() -> {
      SwitchedStore store = new SwitchedStore(fixture.store);
      try (SegmentManager manager = fixture.open(store, OPTIONS)) {
        put(manager, "a", "one");
        store.down(true);
        failOnce(fixture.disk, DiskOperation.FORCE);
        put(manager, "b", "goes to another file");
        assertThatThrownBy(() -> put(manager, "c", "three"))
            .isInstanceOf(StoreUnavailableException.class)
            .hasMessageContaining("a write of the log failed");
        assertThat(manager.healthCheck().healthy()).isFalse();
        manager.write(new Batch().put(key("d"), value("four")), Durability.MEMORY);
        store.down(false);
        awaitHealth(manager);
        assertThat(put(manager, "e", "five").level()).isEqualTo(Durability.LOCAL);
        fixture.cutPower(manager);
      }
      try (SegmentManager again = fixture.open()) {
        assertThat(scanned(again))
            .isEqualTo(Map.of("a", "one", "b", "goes to another file", "d", "four", "e", "five"));
      }
    });
  }

  private static void failOnce(SimulatedDisk disk, DiskOperation operation) {
    disk.setFaults(
        DiskFaults.of(1, DiskFaultRule.of(DiskFaultKind.IO_ERROR, 100, operation).onCall(1)));
  }

  @Test
  void aLogThatCannotBeForcedAtAllSaysSoAndItsRecordsAreSealed() {
    fixture.simulate(() -> {
      try (SegmentManager manager = fixture.open(OPTIONS)) {
        put(manager, "a", "one");
        fixture.disk.setFaults(
            DiskFaults.of(
                1,
                DiskFaultRule.of(
                    DiskFaultKind.IO_ERROR, 100, DiskOperation.FORCE, DiskOperation.WRITE)));
        assertThatThrownBy(() -> put(manager, "b", "two"))
            .isInstanceOf(OutcomeUnknownException.class);
        manager.flush();
        fixture.disk.setFaults(DiskFaults.of(1));
        fixture.cutPower(manager);
      }
      try (SegmentManager again = fixture.open()) {
        assertThat(scanned(again)).isEqualTo(Map.of("a", "one", "b", "two"));
        put(again, "c", "three");
      }
    });
  }

  @Test
  void aFullDiskIsATypedErrorAndSealingMakesRoomAgain() {
    fixture.simulate(() -> {
      SwitchedStore store = new SwitchedStore(fixture.store);
      SegmentsOptions roomy =
          OPTIONS.withMemory(64 << 20, 256 << 10, new ReadMemory(1 << 20, 1 << 20));
      try (SegmentManager manager = fixture.open(store, roomy)) {
        put(manager, "a", "one");
        store.down(true);
        fixture.disk.setFaults(DiskFaults.of(1).withCapacity(1));
        ByteBuffer large = ByteBuffer.allocate(200_000);
        assertThatThrownBy(
                () -> {
                  for (int i = 0; i < 200; i++) {
                    manager.put(key("large" + i), large);
                  }
                })
            .isInstanceOf(OutOfSpaceException.class)
            .hasMessageContaining("free space on that disk");
        store.down(false);
        put(manager, "b", "two");
        assertThat(get(manager, "b")).contains("two");
        fixture.disk.setFaults(DiskFaults.of(1));
      }
    });
  }

  /** Those for which there is no file any more are in memory when that is found out. */
  @Test
  void aWriteThatIsSaidToHaveFoundNoRoomIsNotSeenLater() {
    fixture.simulate(() -> {
      SwitchedStore store = new SwitchedStore(fixture.store);
      SegmentsOptions roomy =
          OPTIONS.withMemory(64 << 20, 256 << 10, new ReadMemory(1 << 20, 1 << 20));
      List<String> refused = new ArrayList<>();
      List<String> doubtful = new ArrayList<>();
      try (SegmentManager manager = fixture.open(store, roomy)) {
        put(manager, "a", "one");
        store.down(true);
        fixture.disk.setFaults(DiskFaults.of(1).withCapacity(1));
        Map<String, RecordReceipt> placed = new LinkedHashMap<>();
        for (int i = 0; i < 20; i++) {
          Batch batch = new Batch().put(key("large" + i), ByteBuffer.allocate(200_000));
          try {
            placed.put("large" + i, manager.submit(batch));
          } catch (OutOfSpaceException e) {
            refused.add("large" + i);
          }
        }
        for (Map.Entry<String, RecordReceipt> each : placed.entrySet()) {
          try {
            each.getValue().await(Durability.LOCAL, LONG);
          } catch (OutOfSpaceException e) {
            refused.add(each.getKey());
          } catch (OutcomeUnknownException e) {
            doubtful.add(each.getKey());
          }
        }
        store.down(false);
        fixture.disk.setFaults(DiskFaults.of(1));
        manager.flush();
        Set<String> there = scanned(manager).keySet();
        assertThat(refused).noneMatch(there::contains);
        assertThat(doubtful).isNotEmpty().allMatch(there::contains);
      }
    });
  }

  @Test
  void whoTakesOverFencesTheOneBefore() {
    fixture.simulate(() -> {
      SegmentManager first = fixture.open();
      put(first, "a", "one");
      first.flush();
      put(first, "a", "never sealed");
      SimulatedDisk disk = fixture.disk;
      fixture.disk = new SegmentsFixture().disk;
      try (SegmentManager second = fixture.open()) {
        put(second, "b", "two");
        second.flush();
        assertThatThrownBy(first::flush)
            .isInstanceOf(StoreClosedException.class)
            .hasMessageContaining("fenced")
            .hasRootCauseInstanceOf(FencedException.class);
        assertThatThrownBy(() -> put(first, "c", "three")).isInstanceOf(StoreClosedException.class);
        assertThat(first.healthCheck().healthy()).isFalse();
        assertThat(scanned(second)).isEqualTo(Map.of("a", "one", "b", "two"));
      }
      assertThatThrownBy(first::close)
          .isInstanceOf(StoreClosedException.class)
          .hasMessageContaining("does not have the last records")
          .hasRootCauseInstanceOf(FencedException.class);
      first.close(); // once more does nothing
      fixture.disk = disk;
      assertThatThrownBy(fixture::open)
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining(
              "has records that no segment may have, and the manifest goes with log");
    });
  }

  @Test
  void aSecondManagerOnADirectoryIsRefusedAndFencesNobody() {
    fixture.simulate(() -> {
      try (SegmentManager manager = fixture.open()) {
        assertThatThrownBy(fixture::open)
            .isInstanceOf(StoreUnavailableException.class)
            .hasMessageContaining("is in use by another process");
        put(manager, "a", "one");
        manager.flush();
        assertThat(get(manager, "a")).contains("one");
      }
    });
  }

  @Test
  void aLogOfOtherSegmentsIsRefused() {
    fixture.simulate(() -> {
      SegmentManager manager = fixture.open();
      put(manager, "a", "one");
      fixture.cutPower(manager);
      SegmentsOptions elsewhere = SegmentsOptions.of(SegmentsFixture.DIRECTORY, "other/");
      assertThatThrownBy(() -> fixture.open(elsewhere))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("holds what belongs to segments 'db/'");
      SegmentsFixture other = new SegmentsFixture();
      other.disk = fixture.disk;
      assertThatThrownBy(other::open)
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("the manifest does not know log");
      try (SegmentManager again = fixture.open()) {
        assertThat(get(again, "a")).contains("one");
      }
    });
  }

  @Test
  void aCommitWhoseReplyIsLostIsMadeOnce() {
    fixture.simulate(() -> {
      FaultRule lost =
          FaultRule.of(FaultKind.LOST_AFTER, 100, Operation.WRITE).onKeys("db/manifest/0.*");
      FaultRule blind =
          FaultRule.of(FaultKind.UNAVAILABLE, 100, Operation.READ, Operation.STAT)
              .onKeys("db/manifest/0.*");
      SegmentManager first = fixture.open();
      put(first, "a", "one");
      first.flush();
      put(first, "a", "two");
      fixture.cutPower(first);
      SwitchableFaults store = new SwitchableFaults(fixture, lost, blind);
      try (SegmentManager manager = fixture.open(store, OPTIONS)) {
        store.on(true);
        assertThatThrownBy(manager::flush)
            .isInstanceOf(StoreUnavailableException.class)
            .hasMessageContaining("may have taken effect or not");
        store.on(false);
        awaitHealth(manager);
        assertThat(manager.listSegments()).hasSize(2);
        assertThat(get(manager, "a")).contains("two");
      }
    });
  }

  /** Goes to a store directly, or through faults. */
  private static final class SwitchableFaults extends ForwardingBlockStore {

    private final FaultyBlockStore faulty;
    private volatile boolean on;

    SwitchableFaults(SegmentsFixture fixture, FaultRule... rules) {
      super(fixture.store);
      this.faulty = new FaultyBlockStore(fixture.store, FaultPlan.of(7, rules), fixture.effects);
    }

    void on(boolean now) {
      on = now;
    }

    private BlockStore beneath() {
      return on ? faulty : inner();
    }

    @Override
    public Receipt write(BlockKey key, Content content, WriteOptions options)
        throws BlockStoreException {
      return beneath().write(key, content, options);
    }

    @Override
    public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
        throws BlockStoreException {
      return beneath().read(key, range, target);
    }

    @Override
    public BlockStat stat(BlockKey key) throws BlockStoreException {
      return beneath().stat(key);
    }

    @Override
    public String toString() {
      return "switchable(" + inner() + ")";
    }
  }
}
