package io.blocktier.blockstore.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.blocktier.blockstore.AccessRefusedException;
import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Limits;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.TestEffects;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Large writes as uploads: all bytes, bounded memory, nothing left behind. */
class ParallelWriteTest {

  private static final BlockKey KEY = BlockKey.of("key");
  private static final int PART = 1_000;
  private static final TransferPolicy POLICY =
      new TransferPolicy(2 * PART, 2 * PART, 2 * PART, PART, 4, 3 * PART, Duration.ofSeconds(20));

  private final Effects effects = TestEffects.seeded(1);
  private final InMemoryBlockStore memory = new InMemoryBlockStore(effects);
  private final FaultScript script = new FaultScript(memory);
  private final BlockStore store = new ParallelBlockStore(script, POLICY, effects);

  @Test
  void contentUpToTheThresholdIsWrittenInOneCall() throws Exception {
    Blocks.write(store, KEY, bytes(2 * PART));
    assertThat(script.calls(Operation.WRITE)).isEqualTo(1);
    assertThat(script.calls(Operation.START_UPLOAD)).isZero();
  }

  @Test
  void largerContentArrivesWholeFromBuffersAndFromSources() throws Exception {
    for (int size : new int[] {2_001, 3_000, 9_999, 10_000, 10_001, 50_123}) {
      byte[] bytes = bytes(size);
      Crc32c crc = Crc32c.of(ByteBuffer.wrap(bytes));
      Content pieces =
          Content.of(
              ByteBuffer.wrap(bytes, 0, 777),
              ByteBuffer.wrap(bytes, 777, 0),
              ByteBuffer.wrap(bytes, 777, size - 777));
      for (Content content : List.of(Content.of(bytes), pieces, source(bytes, size))) {
        Receipt receipt = store.write(KEY, content, WriteOptions.DEFAULT);
        assertThat(Blocks.readAll(memory, KEY)).isEqualTo(ByteBuffer.wrap(bytes));
        assertThat(receipt.size()).isEqualTo(size);
        assertThat(receipt.checksum()).contains(crc);
        assertThat(receipt.etag()).isEqualTo(memory.stat(KEY).etag());
      }
    }
    assertThat(script.calls(Operation.WRITE)).isZero();
  }

  @Test
  void everyPartIsSentWithItsChecksum() throws Exception {
    AtomicInteger parts = new AtomicInteger();
    BlockStore checking =
        new PartInspector(
            memory,
            part -> {
              assertThat(part.checksum()).contains(checksum(part));
              parts.incrementAndGet();
            });
    BlockStore parallel = new ParallelBlockStore(checking, POLICY, effects);
    byte[] bytes = bytes(5 * PART + 1);
    parallel.write(KEY, Content.of(bytes), WriteOptions.DEFAULT);
    parallel.write(KEY, source(bytes, bytes.length), WriteOptions.DEFAULT);
    assertThat(parts.get()).isEqualTo(12);
  }

  @Test
  void aSourceIsReadOnce() throws Exception {
    AtomicInteger opened = new AtomicInteger();
    byte[] bytes = bytes(10 * PART);
    Content content =
        Content.source(
            bytes.length,
            () -> {
              opened.incrementAndGet();
              return new ByteArrayInputStream(bytes);
            });
    store.write(KEY, content, WriteOptions.DEFAULT);
    assertThat(opened.get()).isEqualTo(1);
  }

  @Test
  void partsOfSourcesNeverTakeMoreMemoryThanAllowedHoweverManyWrite() throws Exception {
    Gate gate = new Gate(memory, Operation.UPLOAD_PART);
    BlockStore parallel = new ParallelBlockStore(gate, POLICY, effects);
    List<byte[]> blocks = List.of(bytes(9 * PART), bytes(8 * PART + 5));
    List<Future<Receipt>> writes =
        List.of(write(parallel, "0", blocks.get(0)), write(parallel, "1", blocks.get(1)));
    gate.awaitArrivals(3);
    assertThat(gate.inside()).isEqualTo(3);
    gate.letThrough(100);
    for (Future<Receipt> write : writes) {
      write.get(30, TimeUnit.SECONDS);
    }
    assertThat(gate.mostInside()).as("parts of 1000 bytes in 3000 bytes").isEqualTo(3);
    for (int i = 0; i < 2; i++) {
      ByteBuffer found = Blocks.readAll(memory, BlockKey.of("source/" + i));
      assertThat(found).isEqualTo(ByteBuffer.wrap(blocks.get(i)));
    }
  }

  @Test
  void noMorePartsThanAllowedAreInFlight() throws Exception {
    Gate gate = new Gate(memory, Operation.UPLOAD_PART);
    BlockStore parallel = new ParallelBlockStore(gate, POLICY, effects);
    byte[] bytes = bytes(20 * PART);
    Future<Receipt> write = effects.executor().submit(() -> Blocks.write(parallel, KEY, bytes));
    gate.awaitArrivals(4);
    gate.letThrough(20);
    write.get(30, TimeUnit.SECONDS);
    assertThat(gate.mostInside()).isEqualTo(4);
  }

  @Test
  void aPartThatFailsLeavesNoUploadNoBlockAndNoBufferBehind() throws Exception {
    for (int round = 0; round < 20; round++) {
      script.next(Operation.UPLOAD_PART, Fault.refused());
      byte[] bytes = bytes(9 * PART);
      Content content = round % 2 == 0 ? Content.of(bytes) : source(bytes, bytes.length);
      assertThatThrownBy(() -> store.write(KEY, content, WriteOptions.DEFAULT))
          .isInstanceOf(AccessRefusedException.class);
      assertThat(memory.openUploads()).isEmpty();
      assertThat(Blocks.find(memory, KEY)).isEmpty();
    }
    byte[] bytes = bytes(9 * PART);
    store.write(KEY, source(bytes, bytes.length), WriteOptions.DEFAULT);
    assertThat(Blocks.readAll(memory, KEY)).isEqualTo(ByteBuffer.wrap(bytes));
  }

  @Test
  void furtherFailuresOfPartsAreAttachedToTheFirst() {
    BlockStore failing =
        new PartInspector(
            memory,
            part -> {
              throw new IllegalStateException("no part");
            });
    Throwable thrown =
        catchThrowable(() ->
            Blocks.write(new ParallelBlockStore(failing, POLICY, effects), KEY, bytes(9 * PART)));
    assertThat(thrown).isInstanceOf(IllegalStateException.class);
    assertThat(thrown.getSuppressed()).hasSizeLessThan(4);
    assertThat(memory.openUploads()).isEmpty();
  }

  @Test
  void sourcesOfAnotherLengthAreRefusedAndLeaveNothing() throws Exception {
    byte[] bytes = bytes(5 * PART);
    for (int announced : new int[] {bytes.length + 1, bytes.length - 1, 3 * PART, 9 * PART}) {
      assertThatThrownBy(() -> store.write(KEY, source(bytes, announced), WriteOptions.DEFAULT))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining(String.valueOf(announced));
      assertThat(memory.openUploads()).isEmpty();
      assertThat(Blocks.find(memory, KEY)).isEmpty();
    }
  }

  @Test
  void sourcesThatFailFailTheWriteWithTheirCause() {
    IOException broken = new IOException("disk");
    Content content =
        Content.source(
            5 * PART,
            () -> {
              throw broken;
            });
    assertThatThrownBy(() -> store.write(KEY, content, WriteOptions.DEFAULT))
        .isInstanceOf(InvalidRequestException.class)
        .hasCause(broken);
    assertThat(memory.openUploads()).isEmpty();
  }

  @Test
  void bytesThatDoNotMatchTheContentsChecksumNeverBecomeVisible() throws Exception {
    byte[] bytes = bytes(5 * PART);
    Content wrong = Content.of(bytes).withChecksum(new Crc32c(1));
    assertThatThrownBy(() -> store.write(KEY, wrong, WriteOptions.DEFAULT))
        .isInstanceOf(CorruptBlockException.class);
    assertThat(Blocks.find(memory, KEY)).isEmpty();
    assertThat(memory.openUploads()).isEmpty();
    assertThat(script.calls(Operation.COMPLETE_UPLOAD)).isZero();
    Crc32c right = Crc32c.of(ByteBuffer.wrap(bytes));
    store.write(KEY, Content.of(bytes).withChecksum(right), WriteOptions.DEFAULT);
  }

  @Test
  void aFailedConditionOnCompletionLeavesNoUpload() throws Exception {
    Blocks.write(memory, KEY, new byte[1]);
    assertThatThrownBy(() -> store.write(KEY, Content.of(bytes(5 * PART)), WriteOptions.ifAbsent()))
        .isInstanceOf(PreconditionFailedException.class);
    assertThat(memory.openUploads()).isEmpty();
    assertThat(memory.stat(KEY).size()).isEqualTo(1);
  }

  @Test
  void aPartThatDoesNotComeBackEndsTheWriteInTime() {
    Gate gate = new Gate(memory, Operation.UPLOAD_PART);
    TransferPolicy hasty =
        new TransferPolicy(PART, PART, PART, PART, 2, 2 * PART, Duration.ofMillis(30));
    BlockStore parallel = new ParallelBlockStore(gate, hasty, effects);
    assertThatThrownBy(() -> Blocks.write(parallel, KEY, bytes(5 * PART)))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("no part came back");
    assertThatThrownBy(
            () -> parallel.write(KEY, source(bytes(5 * PART), 5 * PART), WriteOptions.DEFAULT))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("came");
    assertEmptiesSoon(gate);
    assertThat(memory.openUploads()).isEmpty();
  }

  /** A part hears of its interrupt when it gets a processor. */
  private static void assertEmptiesSoon(Gate gate) {
    long begun = System.nanoTime();
    while (gate.inside() > 0) {
      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .as("the wait for interrupted parts, which the gate itself ends after 30 seconds")
          .isLessThan(Duration.ofSeconds(25));
      Thread.onSpinWait();
    }
  }

  @Test
  void anInterruptedWriterStopsItsParts() {
    Gate gate = new Gate(memory, Operation.UPLOAD_PART);
    BlockStore parallel = new ParallelBlockStore(gate, POLICY, effects);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Blocks.write(parallel, KEY, bytes(9 * PART)))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(gate.inside()).isZero();
    assertThat(memory.openUploads()).isEmpty();
  }

  @Test
  void anExecutorThatIsClosedIsATypedError() {
    ExecutorService closed = Executors.newVirtualThreadPerTaskExecutor();
    closed.close();
    BlockStore parallel =
        new ParallelBlockStore(
            memory,
            POLICY,
            new Effects(
                effects.clock(), effects.ticker(), effects.random(), effects.sleeper(), closed));
    assertThatThrownBy(() -> Blocks.write(parallel, KEY, bytes(9 * PART)))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(memory.openUploads()).isEmpty();
  }

  @Test
  void partsTooLargeForTheBuffersAreRefusedForSourcesOnly() throws Exception {
    InMemoryBlockStore fewParts =
        new InMemoryBlockStore(
            "few",
            new Capabilities(
                InMemoryBlockStore.ALL_CAPABILITIES.features(),
                new Limits(1 << 20, 1 << 20, 1, 1 << 20, 2, 0, BlockKey.MAX_BYTES),
                Durability.MEMORY),
            effects);
    BlockStore parallel = new ParallelBlockStore(fewParts, POLICY, effects);
    byte[] bytes = bytes(9 * PART);
    assertThatThrownBy(() -> parallel.write(KEY, source(bytes, 9 * PART), WriteOptions.DEFAULT))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("4500")
        .hasMessageContaining("3000");
    Blocks.write(parallel, KEY, bytes);
    assertThat(Blocks.readAll(fewParts, KEY)).isEqualTo(ByteBuffer.wrap(bytes));
  }

  @Test
  void seededFaultsUnderRetriesNeitherLoseBytesNorLeaveUploads() throws Exception {
    int written = 0;
    for (int seed = 0; seed < 60; seed++) {
      Effects seeded = TestEffects.seeded(seed);
      InMemoryBlockStore truth = new InMemoryBlockStore(seeded);
      BlockStore one = MixedFaults.in(truth, seed, 4, seeded);
      one = new RetryingBlockStore(one, RetryPolicy.DEFAULT, seeded);
      one = new ParallelBlockStore(one, POLICY, seeded);
      byte[] bytes = bytes(3 * PART + new Random(seed).nextInt(20 * PART));
      Content content = seed % 2 == 0 ? Content.of(bytes) : source(bytes, bytes.length);
      try {
        one.write(KEY, content, WriteOptions.ifAbsent());
        written++;
        ByteBuffer found = Blocks.readAll(truth, KEY);
        assertThat(found).as("seed %d", seed).isEqualTo(ByteBuffer.wrap(bytes));
      } catch (StoreUnavailableException e) {
        assertThat(Blocks.find(truth, KEY)).as("seed %d, %s", seed, e).isEmpty();
      }
    }
    assertThat(written).isGreaterThan(40);
  }

  private Future<Receipt> write(BlockStore parallel, String name, byte[] bytes) {
    return effects
        .executor()
        .submit(() ->
            parallel.write(
                BlockKey.of("source/" + name), source(bytes, bytes.length), WriteOptions.DEFAULT));
  }

  private static Crc32c checksum(Content part) throws BlockStoreException {
    try (InputStream in = part.open()) {
      return Crc32c.of(ByteBuffer.wrap(in.readAllBytes()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Content source(byte[] bytes, int announced) {
    return Content.source(announced, () -> new ByteArrayInputStream(bytes));
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
