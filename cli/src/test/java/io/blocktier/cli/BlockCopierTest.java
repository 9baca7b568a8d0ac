package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BlockCopierTest extends MemoryStoreTest {

  private static final int RANGE = 1000;
  private static final BlockKey COPY = BlockKey.of("copy");
  private static final CopyTerms PLAIN =
      new CopyTerms(Precondition.NONE, Optional.empty(), false, Optional.empty());

  private final InMemoryBlockStore other = new InMemoryBlockStore(effects);
  private final AtomicLong counted = new AtomicLong();

  @Test
  void withinOneStoreNoByteComesThroughHere() throws Exception {
    Blocks.write(memory, KEY, bytes(5 * RANGE, 1));
    long received = memory.bytesReceived();
    copy(memory, memory, PLAIN);
    assertThat(read(memory, COPY)).isEqualTo(bytes(5 * RANGE, 1));
    assertThat(memory.bytesReceived()).isEqualTo(received);
  }

  @Test
  void betweenStoresEveryByteArrivesOnce() throws Exception {
    Blocks.write(memory, KEY, bytes(5 * RANGE + 3, 2));
    copy(memory, other, PLAIN);
    assertThat(read(other, COPY)).isEqualTo(bytes(5 * RANGE + 3, 2));
    assertThat(counted.get()).isEqualTo(5 * RANGE + 3);
  }

  @Test
  void emptyAndSmallBlocksArrive() throws Exception {
    for (int size : new int[] {0, 1, RANGE - 1, RANGE}) {
      Blocks.write(memory, KEY, bytes(size, size));
      copy(memory, other, PLAIN);
      assertThat(read(other, COPY)).isEqualTo(bytes(size, size));
    }
  }

  @Test
  void metadataGoesAlongReplacedOrLeftBehindAsAsked() throws Exception {
    Metadata original = Metadata.of(Map.of("a", "1"));
    Metadata own = Metadata.of(Map.of("b", "2"));
    memory.write(KEY, Content.of(new byte[1]), WriteOptions.DEFAULT.with(original));
    for (InMemoryBlockStore target : new InMemoryBlockStore[] {memory, other}) {
      copy(memory, target, PLAIN);
      assertThat(target.stat(COPY).metadata()).isEqualTo(original);
      copy(
          memory,
          target,
          new CopyTerms(Precondition.NONE, Optional.of(own), false, Optional.empty()));
      assertThat(target.stat(COPY).metadata()).isEqualTo(own);
      copy(
          memory,
          target,
          new CopyTerms(Precondition.NONE, Optional.empty(), true, Optional.empty()));
      assertThat(target.stat(COPY).metadata()).isEqualTo(Metadata.EMPTY);
    }
  }

  @Test
  void sourceReplacedMeanwhileIsCopiedAsOneVersion() throws Exception {
    byte[] later = bytes(4 * RANGE, 4);
    Blocks.write(memory, KEY, bytes(6 * RANGE, 3));
    Restless restless =
        new Restless(
            memory,
            count -> {
              if (count == 2) {
                Blocks.write(memory, KEY, later);
              }
            });
    copy(restless, other, PLAIN);
    assertThat(read(other, COPY)).isEqualTo(later);
  }

  @Test
  void sourceThatIsReplacedAllTheTimeIsGivenUp() throws Exception {
    Blocks.write(memory, KEY, bytes(3 * RANGE, 5));
    Restless restless =
        new Restless(memory, count -> Blocks.write(memory, KEY, bytes(3 * RANGE, count)));
    assertThatThrownBy(() -> copy(restless, other, PLAIN)).isInstanceOf(BlockStoreException.class);
    assertThat(Blocks.find(other, COPY)).isEmpty();
  }

  @Test
  void targetThatFailsIsNotTriedAgainHere() throws Exception {
    Blocks.write(memory, KEY, bytes(3 * RANGE, 6));
    AtomicLong writes = new AtomicLong();
    BlockStore failing =
        new Writing(
            other,
            content -> {
              writes.incrementAndGet();
              throw new StoreUnavailableException(
                  io.blocktier.blockstore.Failure.of(
                      "other", io.blocktier.blockstore.Operation.WRITE, "down"),
                  null);
            });
    assertThatThrownBy(() -> copy(memory, failing, PLAIN))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(writes.get()).isOne();
  }

  @Test
  void contentThatIsOpenedAgainStartsAtItsFirstByteAndSkipsWithoutReading() throws Exception {
    byte[] bytes = bytes(10 * RANGE, 7);
    Blocks.write(memory, KEY, bytes);
    Restless counting = new Restless(memory, count -> {});
    BlockStore reopening = new Writing(other, content -> reopen(content, bytes));
    copy(counting, reopening, PLAIN);
    assertThat(counting.reads()).isEqualTo(1 + 9 + 2 + 9);
  }

  private static void reopen(Content content, byte[] bytes) throws IOException {
    try (InputStream first = content.open()) {
      assertThat(first.readAllBytes()).isEqualTo(bytes);
    }
    try (InputStream second = content.open()) {
      second.skipNBytes(8 * RANGE + 1);
      assertThat(second.readAllBytes())
          .isEqualTo(Arrays.copyOfRange(bytes, 8 * RANGE + 1, bytes.length));
      assertThat(second.read()).isEqualTo(-1);
      assertThat(second.skip(5)).isZero();
    }
  }

  private void copy(BlockStore source, BlockStore target, CopyTerms terms) throws IOException {
    RangeBuffers buffers = new RangeBuffers(1, RANGE);
    try (Session session = session()) {
      Results results = new Results(session, session.progress("cp"), true);
      new BlockCopier(source, target, terms, buffers, counted::addAndGet).copy(KEY, COPY, results);
    }
  }

  private Session session() {
    Console console =
        new Console(
            InputStream.nullInputStream(),
            java.io.OutputStream.nullOutputStream(),
            java.io.OutputStream.nullOutputStream(),
            Console.Device.PIPE,
            Console.Device.PIPE,
            80);
    return new Session(console, Map.of(), effects, new Cancellation(Thread.currentThread()));
  }

  /** What is done with content before it is written. */
  @FunctionalInterface
  private interface Before {
    void write(Content content) throws IOException;
  }

  /** A store that something is done in before each write. */
  private static final class Writing extends ForwardingBlockStore {
    private final Before before;

    Writing(BlockStore inner, Before before) {
      super(inner);
      this.before = before;
    }

    @Override
    public Receipt write(BlockKey key, Content content, WriteOptions options)
        throws BlockStoreException {
      try {
        before.write(content);
      } catch (BlockStoreException e) {
        throw e;
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      return super.write(key, content, options);
    }

    @Override
    public String toString() {
      return "writing";
    }
  }
}
