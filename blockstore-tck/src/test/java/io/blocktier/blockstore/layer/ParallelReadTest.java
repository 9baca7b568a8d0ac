package io.blocktier.blockstore.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.AccessRefusedException;
import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.RangeNotSatisfiableException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.TestEffects;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Large reads in ranges: one version, every byte, no question asked before. */
class ParallelReadTest {

  private static final BlockKey KEY = BlockKey.of("key");
  private static final int PART = 1_000;
  private static final TransferPolicy POLICY =
      new TransferPolicy(2 * PART, 2 * PART, 2 * PART, PART, 4, 4 * PART, Duration.ofSeconds(20));

  private final Effects effects = TestEffects.seeded(1);
  private final InMemoryBlockStore memory = new InMemoryBlockStore(effects);
  private final FaultScript script = new FaultScript(memory);
  private final BlockStore store = new ParallelBlockStore(script, POLICY, effects);

  @Test
  void wholeBlocksAndRangesArriveInTheCallersBuffer() throws Exception {
    byte[] bytes = write(10_123, 1);
    int[][] ranges = {{0, 10_123}, {0, 5_000}, {1, 9_000}, {7_000, 3_123}, {123, 10_000}};
    for (int[] range : ranges) {
      for (boolean direct : new boolean[] {false, true}) {
        ByteBuffer target =
            (direct ? ByteBuffer.allocateDirect(20_000) : ByteBuffer.allocate(20_000)).position(7);
        BlockRead read = store.read(KEY, ByteRange.of(range[0], range[1]), target);
        int expected = Math.min(range[1], 10_123 - range[0]);
        assertThat(read.length()).isEqualTo(expected);
        assertThat(read.block().size()).isEqualTo(10_123);
        assertThat(target.position()).isEqualTo(7 + expected);
        assertThat(target.slice(7, expected)).isEqualTo(ByteBuffer.wrap(bytes, range[0], expected));
      }
    }
    assertThat(script.calls(Operation.STAT)).as("looks before reading").isZero();
  }

  @Test
  void smallReadsAreOneCall() throws Exception {
    write(10_000, 1);
    store.read(KEY, ByteRange.of(3, 2_000), ByteBuffer.allocate(9_000));
    store.read(KEY, ByteRange.of(3, 2_000), ByteBuffer.allocate(2_000));
    assertThat(script.calls(Operation.READ)).isEqualTo(2);
  }

  @Test
  void blocksSmallerThanAskedForAreOneCall() throws Exception {
    for (int size : new int[] {0, 1, 999, 1_000}) {
      byte[] bytes = write(size, size);
      ByteBuffer target = ByteBuffer.allocate(50_000);
      int before = script.calls(Operation.READ);
      assertThat(store.read(KEY, ByteRange.ALL, target).length()).isEqualTo(size);
      assertThat(target.flip()).isEqualTo(ByteBuffer.wrap(bytes));
      assertThat(script.calls(Operation.READ) - before).isEqualTo(1);
    }
  }

  @Test
  void theFirstRangeGoesAloneTheOthersTogether() throws Exception {
    write(6_000, 1);
    Gate gate = new Gate(memory, Operation.READ);
    BlockStore parallel = new ParallelBlockStore(gate, POLICY, effects);
    Future<BlockRead> read =
        effects
            .executor()
            .submit(() -> parallel.read(KEY, ByteRange.ALL, ByteBuffer.allocate(6_000)));
    gate.awaitArrivals(1);
    assertThat(gate.inside()).isEqualTo(1);
    gate.letThrough(1);
    gate.awaitArrivals(4);
    gate.letThrough(5);
    assertThat(read.get(30, TimeUnit.SECONDS).length()).isEqualTo(6_000);
    assertThat(gate.mostInside()).isEqualTo(4);
  }

  @Test
  void aTargetWithoutRoomIsRefusedWithBothNumbers() throws Exception {
    write(9_000, 1);
    ByteBuffer target = ByteBuffer.allocate(8_999);
    assertThatThrownBy(() -> store.read(KEY, ByteRange.ALL, target))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("8999")
        .hasMessageContaining("9000");
    assertThat(target.position()).isZero();
    assertThat(store.read(KEY, ByteRange.from(1), target).length()).isEqualTo(8_999);
  }

  @Test
  void missingBlocksAndRangesBeyondTheEndAreTheStoresAnswer() throws Exception {
    ByteBuffer target = ByteBuffer.allocate(9_000);
    assertThatThrownBy(() -> store.read(KEY, ByteRange.ALL, target))
        .isInstanceOf(BlockNotFoundException.class);
    write(100, 1);
    assertThatThrownBy(() -> store.read(KEY, ByteRange.from(100), target))
        .isInstanceOf(RangeNotSatisfiableException.class);
  }

  @Test
  void aBlockReplacedMeanwhileIsReadAnewAsOneVersion() throws Exception {
    write(9_000, 1);
    for (int size : new int[] {9_000, 5_500, 10_500, 100}) {
      byte[] replaced = bytes(size, size);
      AtomicInteger reads = new AtomicInteger();
      script.beforeEach(() -> {
        if (reads.incrementAndGet() == 4) {
          Blocks.write(memory, KEY, replaced);
        }
      });
      ByteBuffer target = ByteBuffer.allocate(20_000);
      BlockRead read = store.read(KEY, ByteRange.ALL, target);
      assertThat(read.block().etag()).isEqualTo(memory.stat(KEY).etag());
      assertThat(target.flip()).isEqualTo(ByteBuffer.wrap(replaced));
      script.beforeEach(() -> {});
      write(9_000, 1);
    }
  }

  @Test
  void aBlockThatNeverStandsStillIsUnavailable() throws Exception {
    write(9_000, 1);
    script.beforeEach(() -> write(9_000, 2));
    ByteBuffer target = ByteBuffer.allocate(9_000);
    assertThatThrownBy(() -> store.read(KEY, ByteRange.ALL, target))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("replaced");
    assertThat(target.position()).isZero();
  }

  @Test
  void bytesDamagedOnTheWayAreFoundWhereTheStoreKeepsAChecksum() throws Exception {
    write(9_000, 1);
    BlockStore damaging =
        new ForwardingBlockStore(memory) {
          @Override
          public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
              throws BlockStoreException {
            int position = target.position();
            BlockRead read = super.read(key, range, target);
            if (range.offset() == 3_000) {
              target.put(position + 5, (byte) ~target.get(position + 5));
            }
            return read;
          }
        };
    BlockStore parallel = new ParallelBlockStore(damaging, POLICY, effects);
    ByteBuffer target = ByteBuffer.allocate(9_000);
    assertThatThrownBy(() -> parallel.read(KEY, ByteRange.ALL, target))
        .isInstanceOf(CorruptBlockException.class);
    assertThat(target.position()).isZero();
    assertThat(parallel.read(KEY, ByteRange.from(1), target).length())
        .as("a range that is not the whole block cannot be verified")
        .isEqualTo(8_999);
  }

  @Test
  void aPartThatFailsFailsTheReadAndMovesNothing() throws Exception {
    write(9_000, 1);
    ByteBuffer target = ByteBuffer.allocate(9_000);
    script.beforeEach(() -> {
      if (script.calls(Operation.READ) == 3) {
        throw new AccessRefusedException(Failure.of("x", Operation.READ, "no"));
      }
    });
    assertThatThrownBy(() -> store.read(KEY, ByteRange.ALL, target))
        .isInstanceOf(AccessRefusedException.class);
    assertThat(target.position()).isZero();
  }

  private byte[] write(int size, int seed) throws BlockStoreException {
    byte[] bytes = bytes(size, seed);
    Blocks.write(memory, KEY, bytes);
    return bytes;
  }

  private static byte[] bytes(int size, int seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
