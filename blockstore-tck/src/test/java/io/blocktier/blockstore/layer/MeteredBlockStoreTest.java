package io.blocktier.blockstore.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.TestEffects;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Every number compared with what was done. */
class MeteredBlockStoreTest {

  private static final BlockKey KEY = BlockKey.of("key");
  private static final BlockKey OTHER = BlockKey.of("other");

  private final MockClock clock = new MockClock();
  private final MeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
  private final Effects effects = TestEffects.seeded(1);
  private final InMemoryBlockStore memory = new InMemoryBlockStore(effects);
  private final FaultScript script = new FaultScript(memory);
  private final MeteredBlockStore store = new MeteredBlockStore(script, registry, "hot");

  @Test
  void everyOperationIsCountedUnderItsName() throws Exception {
    Blocks.write(store, KEY, new byte[10]);
    store.read(KEY, ByteRange.ALL, ByteBuffer.allocate(10));
    store.stat(KEY);
    store.append(KEY, 10, Content.of(new byte[1]));
    store.copy(KEY, OTHER, CopyOptions.DEFAULT);
    store.rename(OTHER, BlockKey.of("third"), Precondition.NONE);
    try (var listing = store.list(ListOptions.under(KeyPrefix.ALL))) {
      listing.forEachRemaining(_ -> {});
    }
    upload();
    store.delete(KEY, DeleteOptions.DEFAULT);
    store.deleteAll(List.of(KEY));
    store.deleteByPrefix(KeyPrefix.ALL);
    store.healthCheck();
    store.probe();
    Map<String, Long> counts = new TreeMap<>();
    for (Timer timer : registry.find("blocktier.store.operations").timers()) {
      assertThat(timer.getId().getTag("store")).isEqualTo("hot");
      assertThat(timer.getId().getTag("outcome")).isEqualTo("ok");
      counts.put(timer.getId().getTag("operation"), timer.count());
    }
    Map<String, Long> expected = new TreeMap<>();
    for (Operation operation : Operation.values()) {
      expected.put(operation.label(), 1L);
    }
    expected.put("list", 3L);
    expected.put("upload-part", 2L);
    expected.put("start-upload", 2L);
    expected.remove("open");
    assertThat(counts).isEqualTo(expected);
  }

  @Test
  void timeIsThatOfTheCalls() throws Exception {
    script.beforeEach(() -> clock.add(Duration.ofMillis(7)));
    Blocks.write(store, KEY, new byte[10]);
    Blocks.write(store, KEY, new byte[10]);
    Timer timer = timer("write", "ok");
    assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(14);
    assertThat(timer.max(TimeUnit.MILLISECONDS)).isEqualTo(7);
  }

  @Test
  void failuresAreCountedByTheirType() {
    script.next(Operation.STAT, Fault.unavailable(), Fault.refused());
    script.next(
        Operation.STAT,
        Fault.of(
            false,
            _ -> {
              throw new IllegalStateException("broken");
            }));
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> store.stat(KEY)).isInstanceOf(Exception.class);
    }
    assertThat(timer("stat", "store-unavailable").count()).isEqualTo(1);
    assertThat(timer("stat", "access-refused").count()).isEqualTo(1);
    assertThat(timer("stat", "illegal-state").count()).isEqualTo(1);
    assertThat(timer("stat", "block-not-found").count()).isEqualTo(2);
  }

  @Test
  void payloadIsCountedWhereItArrived() throws Exception {
    Blocks.write(store, KEY, new byte[100]);
    Blocks.write(store, KEY, new byte[50]);
    store.append(KEY, 50, Content.of(new byte[7]));
    upload();
    store.read(KEY, ByteRange.of(10, 30), ByteBuffer.allocate(64));
    store.read(KEY, ByteRange.from(40), ByteBuffer.allocate(64));
    script.next(Operation.WRITE, Fault.unavailable());
    assertThatThrownBy(() -> Blocks.write(store, KEY, new byte[1_000]));
    assertThatThrownBy(() -> store.read(KEY, ByteRange.ALL, ByteBuffer.allocate(1)));
    DistributionSummary written = bytes("written");
    assertThat(written.count()).isEqualTo(5);
    assertThat(written.totalAmount()).isEqualTo(100 + 50 + 7 + 4 + 5);
    assertThat(written.max()).isEqualTo(100);
    assertThat(bytes("read").count()).isEqualTo(2);
    assertThat(bytes("read").totalAmount()).isEqualTo(30 + 17);
  }

  @Test
  void callsUnderWayAreShownAsLongAsTheyAre() throws Exception {
    Blocks.write(memory, KEY, new byte[1]);
    Gate gate = new Gate(memory, Operation.STAT);
    MeteredBlockStore gated = new MeteredBlockStore(gate, registry, "gated");
    List<Future<?>> calls =
        List.of(
            effects.executor().submit(() -> gated.stat(KEY)),
            effects.executor().submit(() -> gated.stat(KEY)));
    gate.awaitArrivals(2);
    assertThat(active("gated")).isEqualTo(2);
    gate.letThrough(2);
    for (Future<?> call : calls) {
      call.get(30, TimeUnit.SECONDS);
    }
    assertThat(active("gated")).isZero();
    gated.close();
    assertThat(registry.find("blocktier.store.operations.active").tag("store", "gated").gauge())
        .as("gauge of a closed store")
        .isNull();
  }

  private void upload() throws Exception {
    try (BlockUpload upload = store.startUpload(OTHER, WriteOptions.DEFAULT)) {
      var first = upload.uploadPart(1, Content.of(new byte[4]));
      var second = upload.uploadPart(2, Content.of(new byte[5]));
      var third = upload.copyPart(3, KEY, ByteRange.of(0, 1));
      upload.complete(List.of(first, second, third));
    }
    BlockUpload abandoned = store.startUpload(OTHER, WriteOptions.DEFAULT);
    abandoned.abort();
  }

  private double active(String name) {
    return registry.get("blocktier.store.operations.active").tag("store", name).gauge().value();
  }

  private Timer timer(String operation, String outcome) {
    return registry
        .get("blocktier.store.operations")
        .tags("store", "hot", "operation", operation, "outcome", outcome)
        .timer();
  }

  private DistributionSummary bytes(String direction) {
    return registry
        .get("blocktier.store.bytes")
        .tags("store", "hot", "direction", direction)
        .summary();
  }
}
