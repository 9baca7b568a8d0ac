package io.blocktier.segments;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the meters say, against what is known to be true. */
@Timeout(60)
class SegmentMetersTest {

  private final SegmentsFixture fixture = new SegmentsFixture();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void metersTellWhatThereIs() throws Exception {
    try (SegmentManager manager = fixture.open();
        SegmentMeters meters = SegmentMeters.bind(manager, registry, "db")) {
      assertThat(gauge("unsealed")).isZero();
      assertThat(gauge("unsealed.max"))
          .isEqualTo((double) SegmentsFixture.OPTIONS.maxUnsealedBytes());
      assertThat(registry.get("blocktier.segments.unsealed.age").timeGauge().value()).isZero();
      assertThat(meters).isNotNull();

      SegmentsFixture.put(manager, "a", "value");
      SegmentsFixture.put(manager, "b", "value");

      assertThat(gauge("unsealed")).isBetween(2.0 * Version.OVERHEAD_BYTES, 1000.0);
      fixture.clock.advance(Duration.ofMinutes(5));
      assertThat(seconds("unsealed.age")).isGreaterThanOrEqualTo(300);
      assertThat(tiered("count", "hot")).isZero();

      manager.flush();

      assertThat(gauge("unsealed")).isZero();
      assertThat(seconds("unsealed.age")).isZero();
      assertThat(tiered("count", "hot")).isEqualTo(1);
      assertThat(tiered("count", "cold")).isZero();
      assertThat(tiered("bytes", "hot"))
          .isEqualTo((double) manager.listSegments().getFirst().content().bytes());
      assertThat(counter("seals", "outcome", "ok")).isEqualTo(1);
      assertThat(counter("seals", "outcome", "failed")).isZero();
    }
  }

  @Test
  void metersTellWhereReadsFoundTheirRecord() throws Exception {
    try (SegmentManager manager = fixture.open();
        SegmentMeters _ = SegmentMeters.bind(manager, registry, "db")) {
      SegmentsFixture.put(manager, "a", "value");
      manager.flush();
      SegmentsFixture.put(manager, "b", "value");

      for (int i = 0; i < 3; i++) {
        SegmentsFixture.get(manager, "a");
      }
      SegmentsFixture.get(manager, "b");
      SegmentsFixture.get(manager, "c");
      SegmentsFixture.get(manager, "d");

      assertThat(counter("reads", "found", "segment")).isEqualTo(3);
      assertThat(counter("reads", "found", "memory")).isEqualTo(1);
      assertThat(counter("reads", "found", "nowhere")).isEqualTo(2);
    }
  }

  @Test
  void metersTellOfFramesWhatTheStoreWasAskedFor() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    BlockStore counting =
        new ForwardingBlockStore(fixture.store) {
          @Override
          public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
              throws BlockStoreException {
            if (key.value().startsWith("db/segments/")) {
              asked.incrementAndGet();
            }
            return super.read(key, range, target);
          }
        };
    try (SegmentManager manager = fixture.open(counting, SegmentsFixture.OPTIONS);
        SegmentMeters _ = SegmentMeters.bind(manager, registry, "db")) {
      for (int i = 0; i < 100; i++) {
        SegmentsFixture.put(manager, "key" + i, "x".repeat(200));
      }
      manager.flush();
      assertThat(gauge("frames.bytes")).isZero();
      assertThat(gauge("frames.max"))
          .isEqualTo((double) SegmentsFixture.OPTIONS.reading().frameBytes());
      asked.set(0);

      for (int i = 0; i < 100; i++) {
        assertThat(SegmentsFixture.get(manager, "key" + i)).isPresent();
        assertThat(SegmentsFixture.get(manager, "none" + i)).isEmpty();
      }

      int footers = 1;
      assertThat(counter("frames", "outcome", "miss")).isEqualTo(asked.get() - footers);
      assertThat(counter("frames", "outcome", "miss")).isBetween(5.0, 20.0);
      assertThat(counter("frames", "outcome", "hit"))
          .isEqualTo(100 - counter("frames", "outcome", "miss"));
      assertThat(gauge("frames.bytes")).isBetween(100 * 200.0, 100 * 300.0);
    }
  }

  @Test
  void metersTellOfGarbageAndSnapshots() throws Exception {
    try (SegmentManager manager = fixture.open();
        SegmentMeters _ = SegmentMeters.bind(manager, registry, "db")) {
      SegmentsFixture.put(manager, "a", "value");
      manager.snapshot("monday");
      long bytes = manager.listSegments().getFirst().content().bytes();
      assertThat(gauge("snapshots")).isEqualTo(1);

      manager.deleteSegment(manager.listSegments().getFirst().id());

      assertThat(tiered("count", "hot")).isZero();
      assertThat(gauge("garbage")).isEqualTo(1);
      assertThat(gauge("garbage.bytes")).isEqualTo((double) bytes);
    }
  }

  @Test
  void closingTakesTheMetersAway() throws Exception {
    try (SegmentManager manager = fixture.open()) {
      SegmentMeters meters = SegmentMeters.bind(manager, registry, "db");
      assertThat(registry.getMeters()).hasSize(37 + 9 * 2 * (7 + 1));

      meters.close();

      assertThat(registry.getMeters()).isEmpty();
    }
  }

  private double gauge(String name) {
    return registry.get("blocktier.segments." + name).tag("segments", "db").gauge().value();
  }

  private double seconds(String name) {
    return registry.get("blocktier.segments." + name).timeGauge().value();
  }

  private double tiered(String name, String tier) {
    return registry.get("blocktier.segments." + name).tag("tier", tier).gauge().value();
  }

  private double counter(String name, String tag, String value) {
    return registry.get("blocktier.segments." + name).tag(tag, value).functionCounter().count();
  }
}
