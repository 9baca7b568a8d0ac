package io.blocktier.segments;

import static io.blocktier.segments.SegmentsFixture.OPTIONS;
import static io.blocktier.segments.SegmentsFixture.all;
import static io.blocktier.segments.SegmentsFixture.get;
import static io.blocktier.segments.SegmentsFixture.key;
import static io.blocktier.segments.SegmentsFixture.put;
import static io.blocktier.segments.SegmentsFixture.scanned;
import static io.blocktier.segments.SegmentsFixture.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.segments.format.KeyRange;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SegmentManagerTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final SegmentsFixture fixture = new SegmentsFixture();

  @Test
  void aValueIsReadFromMemoryAndFromASegment() throws Exception {
    try (SegmentManager manager = fixture.open()) {
      put(manager, "a", "one");
      assertThat(get(manager, "a")).contains("one");
      manager.flush();
      assertThat(get(manager, "a")).contains("one");
      assertThat(get(manager, "b")).isEmpty();
    }
  }

  @Test
  void errorsNameTheStoreWithoutWhatIsAroundIt() throws Exception {
    try (SegmentManager manager = fixture.open(new SwitchedStore(fixture.store), OPTIONS)) {
      assertThatThrownBy(() -> manager.view("none"))
          .hasMessageStartingWith("segments 'db/' of memory: ");
      assertThat(manager).hasToString("segments 'db/' of memory");
    }
  }

  @Test
  void theNewestValueWinsWhereverItIs() throws Exception {
    try (SegmentManager manager = fixture.open()) {
      put(manager, "a", "one");
      manager.flush();
      put(manager, "a", "two");
      assertThat(get(manager, "a")).contains("two");
      manager.flush();
      assertThat(get(manager, "a")).contains("two");
      put(manager, "a", "three");
      put(manager, "a", "four");
      assertThat(get(manager, "a")).contains("four");
      assertThat(scanned(manager)).isEqualTo(Map.of("a", "four"));
    }
  }

  @Test
  void aDeletionHidesWhatSegmentsHave() throws Exception {
    try (SegmentManager manager = fixture.open()) {
      put(manager, "a", "one");
      put(manager, "b", "two");
      manager.flush();
      manager.delete(key("a"));
      assertThat(get(manager, "a")).isEmpty();
      manager.flush();
      assertThat(get(manager, "a")).isEmpty();
      assertThat(scanned(manager)).isEqualTo(Map.of("b", "two"));
    }
  }

  @Test
  void aScanShowsThePrefixInTheOrderOfKeysFromAllPlaces() throws Exception {
    try (SegmentManager manager = fixture.open()) {
      put(manager, "p/3", "three");
      put(manager, "q", "other");
      manager.flush();
      put(manager, "p/1", "one");
      manager.flush();
      put(manager, "p/2", "two");
      put(manager, "p/3", "drei");
      try (RecordCursor cursor = manager.scan(key("p/"))) {
        assertThat(all(cursor))
            .containsExactly(
                Map.entry("p/1", "one"), Map.entry("p/2", "two"), Map.entry("p/3", "drei"));
      }
    }
  }

  @Test
  void aScanShowsWhatThereWasWhenItBegan() throws Exception {
    try (SegmentManager manager = fixture.open()) {
      put(manager, "a", "one");
      put(manager, "b", "two");
      try (RecordCursor cursor = manager.scan(KeyRange.ALL)) {
        put(manager, "b", "later");
        manager.delete(key("a"));
        manager.flush();
        assertThat(all(cursor)).isEqualTo(Map.of("a", "one", "b", "two"));
      }
    }
  }

  @Test
  void aReceiptRisesToTheSegment() throws Exception {
    try (SegmentManager manager = fixture.open()) {
      RecordReceipt receipt = put(manager, "a", "one");
      assertThat(receipt.level()).isEqualTo(Durability.LOCAL);
      receipt.await(Durability.REMOTE, LONG);
      assertThat(receipt.level()).isEqualTo(Durability.REMOTE);
      assertThat(put(manager, "b", "two").sequence()).isGreaterThan(receipt.sequence());
    }
  }

  @Test
  void aRemoteWriteIsSealedWhenItReturns() throws Exception {
    try (SegmentManager manager = fixture.open()) {
      RecordReceipt receipt =
          manager.write(new Batch().put(key("a"), value("one")), Durability.REMOTE);
      assertThat(receipt.level()).isEqualTo(Durability.REMOTE);
      fixture.cutPower(manager);
    }
    try (SegmentManager manager = fixture.open()) {
      assertThat(get(manager, "a")).contains("one");
    }
  }

  @Test
  void whatWasAcknowledgedLocallyIsThereBehindAPowerCut() throws Exception {
    SegmentManager manager = fixture.open();
    put(manager, "a", "one");
    manager.flush();
    put(manager, "a", "two");
    put(manager, "b", "three");
    manager.delete(key("b"));
    put(manager, "c", "four");
    fixture.cutPower(manager);
    try (SegmentManager again = fixture.open()) {
      assertThat(scanned(again)).isEqualTo(Map.of("a", "two", "c", "four"));
      put(again, "c", "five");
      again.flush();
      assertThat(get(again, "c")).contains("five");
    }
  }

  @Test
  void whatWasInMemoryAloneMayBeGoneBehindAPowerCutAndNothingBeforeIt() throws Exception {
    SegmentManager manager = fixture.open();
    put(manager, "a", "one");
    manager.write(new Batch().put(key("b"), value("two")), Durability.MEMORY);
    assertThat(get(manager, "b")).contains("two");
    fixture.cutPower(manager);
    try (SegmentManager again = fixture.open()) {
      assertThat(get(again, "a")).contains("one");
    }
  }

  @Test
  void closingSealsEverything() throws Exception {
    try (SegmentManager manager = fixture.open()) {
      put(manager, "a", "one");
    }
    fixture.disk = new SegmentsFixture().disk;
    try (SegmentManager manager = fixture.open()) {
      assertThat(get(manager, "a")).contains("one");
    }
  }

  @Test
  void tablesAreSealedByTheirSize() throws Exception {
    try (SegmentManager manager = fixture.open()) {
      ByteBuffer value = ByteBuffer.allocate(1000);
      RecordReceipt first = manager.put(key("k0"), value);
      for (int i = 1; i < 200; i++) {
        manager.put(key("k" + i), value);
      }
      first.await(Durability.REMOTE, LONG);
      assertThat(scanned(manager)).hasSize(200);
    }
  }

  @Test
  void tablesAreSealedByTheirAge() throws Exception {
    SegmentsOptions young = OPTIONS.sealingAt(64 << 10, Duration.ofMillis(20));
    try (SegmentManager manager = fixture.open(young)) {
      RecordReceipt receipt = put(manager, "a", "one");
      fixture.clock.advance(Duration.ofSeconds(1));
      manager
          .parts()
          .progress()
          .await(
              Operation.READ,
              () -> receipt.level() == Durability.REMOTE,
              "the table is not sealed by its age",
              Deadline.in(LONG, fixture.clock));
    }
  }

  @Test
  void aValueIsOverWhenItExpires() throws Exception {
    try (SegmentManager manager = fixture.open()) {
      manager.put(key("a"), value("one"), fixture.clock.instant().plusSeconds(10));
      assertThat(get(manager, "a")).contains("one");
      manager.flush();
      assertThat(get(manager, "a")).contains("one");
      fixture.clock.advance(Duration.ofSeconds(11));
      assertThat(get(manager, "a")).isEmpty();
      assertThat(scanned(manager)).isEmpty();
    }
  }

  @Test
  void aBatchIsBoundedAndNotEmpty() throws Exception {
    try (SegmentManager manager = fixture.open()) {
      assertThatThrownBy(() -> manager.write(new Batch()))
          .isInstanceOf(InvalidRequestException.class);
      ByteBuffer large = ByteBuffer.allocate(OPTIONS.maxBatchBytes());
      assertThatThrownBy(() -> manager.put(key("a"), large))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("262156 bytes, where 262144 are allowed");
    }
  }

  @Test
  void ofSeveralChangesToAKeyTheLastOneCounts() throws Exception {
    try (SegmentManager manager = fixture.open()) {
      manager.write(
          new Batch()
              .put(key("a"), value("one"))
              .put(key("b"), value("two"))
              .delete(key("a"))
              .put(key("b"), value("three")));
      assertThat(scanned(manager)).isEqualTo(Map.of("b", "three"));
    }
  }

  @Test
  void aClosedManagerRefusesEverything() throws Exception {
    SegmentManager manager = fixture.open();
    manager.close();
    manager.close();
    assertThatThrownBy(() -> put(manager, "a", "one")).isInstanceOf(StoreClosedException.class);
    assertThatThrownBy(() -> manager.get(key("a"))).isInstanceOf(StoreClosedException.class);
    assertThatThrownBy(() -> manager.scan(key("a"))).isInstanceOf(StoreClosedException.class);
    assertThatThrownBy(manager::flush).isInstanceOf(StoreClosedException.class);
    assertThatThrownBy(manager::seal).isInstanceOf(StoreClosedException.class);
  }
}
