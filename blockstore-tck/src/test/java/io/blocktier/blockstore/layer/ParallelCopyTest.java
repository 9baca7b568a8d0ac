package io.blocktier.blockstore.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.TestEffects;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Large copies as uploads of copied parts, and what the layer says it offers. */
class ParallelCopyTest {

  private static final BlockKey SOURCE = BlockKey.of("source");
  private static final BlockKey TARGET = BlockKey.of("target");
  private static final TransferPolicy POLICY =
      new TransferPolicy(2_000, 2_000, 2_000, 1_000, 4, 4_000, Duration.ofSeconds(20));
  private static final Metadata METADATA = Metadata.of(Map.of("a", "b"));

  private final Effects effects = TestEffects.seeded(1);
  private final InMemoryBlockStore memory = new InMemoryBlockStore(effects);
  private final FaultScript script = new FaultScript(memory);
  private final BlockStore store = new ParallelBlockStore(script, POLICY, effects);

  @Test
  void blocksUpToTheThresholdAreCopiedInOneCall() throws Exception {
    write(2_000, 1);
    store.copy(SOURCE, TARGET, CopyOptions.DEFAULT);
    assertThat(script.calls(Operation.COPY)).isEqualTo(1);
    assertThat(script.calls(Operation.COPY_PART)).isZero();
  }

  @Test
  void largerOnesAreCopiedInPartsWithTheirMetadataAndNoByteThroughTheClient() throws Exception {
    byte[] bytes = write(9_001, 1);
    long sent = memory.bytesSent();
    long received = memory.bytesReceived();
    Receipt receipt = store.copy(SOURCE, TARGET, CopyOptions.DEFAULT);
    assertThat(memory.bytesSent()).isEqualTo(sent);
    assertThat(memory.bytesReceived()).isEqualTo(received);
    assertThat(script.calls(Operation.COPY_PART)).isEqualTo(5);
    assertThat(script.calls(Operation.COPY)).isZero();
    assertThat(receipt.size()).isEqualTo(9_001);
    assertThat(Blocks.readAll(memory, TARGET)).isEqualTo(ByteBuffer.wrap(bytes));
    assertThat(memory.stat(TARGET).metadata()).isEqualTo(METADATA);
    Metadata other = Metadata.of(Map.of("c", "d"));
    store.copy(SOURCE, TARGET, CopyOptions.DEFAULT.with(other));
    assertThat(memory.stat(TARGET).metadata()).isEqualTo(other);
    assertThat(memory.openUploads()).isEmpty();
  }

  @Test
  void conditionsHoldAsForACopyInOneCall() throws Exception {
    write(9_000, 1);
    Blocks.write(memory, TARGET, new byte[1]);
    assertThatThrownBy(
            () -> store.copy(SOURCE, TARGET, CopyOptions.DEFAULT.with(Precondition.IF_ABSENT)))
        .isInstanceOf(PreconditionFailedException.class);
    assertThatThrownBy(
            () -> store.copy(SOURCE, TARGET, CopyOptions.DEFAULT.withSourceMatch(Etag.of("x"))))
        .isInstanceOf(PreconditionFailedException.class);
    assertThat(memory.stat(TARGET).size()).isEqualTo(1);
    assertThat(memory.openUploads()).isEmpty();
    Etag etag = memory.stat(SOURCE).etag();
    store.copy(SOURCE, TARGET, CopyOptions.DEFAULT.withSourceMatch(etag));
    assertThat(memory.stat(TARGET).size()).isEqualTo(9_000);
  }

  @Test
  void aSourceReplacedMeanwhileIsCopiedAnewAsOneVersion() throws Exception {
    for (int size : new int[] {9_000, 3_000, 12_000}) {
      write(9_000, 1);
      byte[] replaced = bytes(size, 2);
      int parts = script.calls(Operation.COPY_PART);
      script.beforeEach(() -> {
        if (script.calls(Operation.COPY_PART) == parts + 3) {
          script.beforeEach(() -> {});
          Blocks.write(memory, SOURCE, replaced);
        }
      });
      store.copy(SOURCE, TARGET, CopyOptions.DEFAULT);
      assertThat(Blocks.readAll(memory, TARGET)).isEqualTo(ByteBuffer.wrap(replaced));
      assertThat(memory.openUploads()).isEmpty();
    }
  }

  @Test
  void oneVersionThatIsReplacedMeanwhileFailsItsCondition() throws Exception {
    write(9_000, 1);
    Etag etag = memory.stat(SOURCE).etag();
    script.beforeEach(() -> {
      if (script.calls(Operation.COPY_PART) == 2) {
        write(9_000, 3);
      }
    });
    assertThatThrownBy(() -> store.copy(SOURCE, TARGET, CopyOptions.DEFAULT.withSourceMatch(etag)))
        .isInstanceOf(PreconditionFailedException.class);
    assertThat(Blocks.find(memory, TARGET)).isEmpty();
  }

  @Test
  void aSourceThatNeverStandsStillIsUnavailable() throws Exception {
    write(9_000, 1);
    script.beforeEach(() -> write(9_000, 2));
    assertThatThrownBy(() -> store.copy(SOURCE, TARGET, CopyOptions.DEFAULT))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("replaced");
    assertThat(memory.openUploads()).isEmpty();
  }

  @Test
  void aPartThatFailsLeavesNoUploadBehind() throws Exception {
    write(9_000, 1);
    script.next(Operation.COPY_PART, Fault.lostAfter());
    assertThatThrownBy(() -> store.copy(SOURCE, TARGET, CopyOptions.DEFAULT))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(memory.openUploads()).isEmpty();
    assertThat(Blocks.find(memory, TARGET)).isEmpty();
  }

  @Test
  void withoutPartCopiesTheStoreCopiesItself() throws Exception {
    InMemoryBlockStore less =
        new InMemoryBlockStore(
            "less",
            InMemoryBlockStore.ALL_CAPABILITIES.without(Set.of(Capability.PART_COPY)),
            effects);
    Blocks.write(less, SOURCE, new byte[9_000]);
    new ParallelBlockStore(less, POLICY, effects).copy(SOURCE, TARGET, CopyOptions.DEFAULT);
    assertThat(less.stat(TARGET).size()).isEqualTo(9_000);
  }

  @Test
  void aWriteMayBeAsLargeAsABlockWhereThereAreUploads() throws Exception {
    assertThat(store.capabilities().limits().maxWriteBytes())
        .isEqualTo(memory.capabilities().limits().maxBlockBytes());
    assertThat(store.capabilities()).isSameAs(store.capabilities());
    assertThat(store.probe().capabilities()).isEqualTo(store.capabilities());
    InMemoryBlockStore less =
        new InMemoryBlockStore(
            "less",
            InMemoryBlockStore.ALL_CAPABILITIES.without(Set.of(Capability.UPLOAD)),
            effects);
    assertThat(new ParallelBlockStore(less, POLICY, effects).capabilities())
        .isEqualTo(less.capabilities());
  }

  @Test
  void policiesRefuseBoundsThatMakeNoSense() {
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new TransferPolicy(1, 1, 0, 1, 1, 1, second))
        .hasMessageContaining("copy threshold");
    assertThatThrownBy(() -> new TransferPolicy(1, 1, 1, 1L << 31, 1, 1L << 31, second))
        .hasMessageContaining("part size");
    assertThatThrownBy(() -> new TransferPolicy(1, 1, 1, 10, 0, 10, second))
        .hasMessageContaining("parts in flight");
    assertThatThrownBy(() -> new TransferPolicy(1, 1, 1, 10, 1, 9, second))
        .hasMessageContaining("buffers");
    assertThatThrownBy(() -> new TransferPolicy(1, 1, 1, 10, 1, 10, Duration.ZERO))
        .hasMessageContaining("part timeout");
  }

  private byte[] write(int size, int seed) throws BlockStoreException {
    byte[] bytes = bytes(size, seed);
    memory.write(SOURCE, Content.of(bytes), WriteOptions.DEFAULT.with(METADATA));
    return bytes;
  }

  private static byte[] bytes(int size, int seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
