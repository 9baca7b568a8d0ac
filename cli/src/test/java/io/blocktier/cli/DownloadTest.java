package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DownloadTest extends MemoryStoreTest {

  private static final int RANGE = 1000;

  private final AtomicLong counted = new AtomicLong();
  private final Kept sink = new Kept(true);

  @Test
  void blockOfManyRangesArrivesWhole() throws Exception {
    byte[] bytes = bytes(10 * RANGE + 7, 1);
    Blocks.write(memory, KEY, bytes);
    BlockStat stat = download(memory).fetch(KEY, sink);
    assertThat(sink.bytes()).isEqualTo(bytes);
    assertThat(stat.size()).isEqualTo(bytes.length);
    assertThat(counted.get()).isEqualTo(bytes.length);
  }

  @Test
  void emptyBlockArrives() throws Exception {
    Blocks.write(memory, KEY, new byte[0]);
    assertThat(download(memory).fetch(KEY, sink).size()).isZero();
    assertThat(sink.bytes()).isEmpty();
  }

  @Test
  void smallBlockTakesOneRequest() throws Exception {
    Blocks.write(memory, KEY, bytes(RANGE, 2));
    Restless counting = new Restless(memory, count -> {});
    download(counting).fetch(KEY, sink);
    assertThat(counting.reads()).isOne();
  }

  @Test
  void blockReplacedMeanwhileIsStartedAgainAndNeverMixed() throws Exception {
    byte[] later = bytes(3 * RANGE, 4);
    Blocks.write(memory, KEY, bytes(5 * RANGE, 3));
    Restless restless = new Restless(memory, count -> replaceAt(2, count, later));
    download(restless).fetch(KEY, sink);
    assertThat(sink.bytes()).isEqualTo(later);
  }

  @Test
  void blockThatShrankMeanwhileIsStartedAgain() throws Exception {
    byte[] later = bytes(10, 6);
    Blocks.write(memory, KEY, bytes(5 * RANGE, 5));
    Restless restless = new Restless(memory, count -> replaceAt(1, count, later));
    download(restless).fetch(KEY, sink);
    assertThat(sink.bytes()).isEqualTo(later);
  }

  @Test
  void blockThatIsReplacedAllTheTimeIsGivenUp() throws Exception {
    Blocks.write(memory, KEY, bytes(3 * RANGE, 7));
    Restless restless =
        new Restless(memory, count -> Blocks.write(memory, KEY, bytes(3 * RANGE, count)));
    assertThatThrownBy(() -> download(restless).fetch(KEY, sink))
        .isInstanceOf(PreconditionFailedException.class)
        .hasMessageContaining("replaced while it was read");
    assertThat(restless.reads()).isEqualTo(2 * (Download.MOST_RESTARTS + 1));
  }

  @Test
  void whatIsGoneToAPipeIsNotStartedAgain() throws Exception {
    Blocks.write(memory, KEY, bytes(3 * RANGE, 8));
    Restless restless = new Restless(memory, count -> replaceAt(1, count, bytes(3 * RANGE, 9)));
    assertThatThrownBy(() -> download(restless).fetch(KEY, new Kept(false)))
        .isInstanceOf(PreconditionFailedException.class);
  }

  @Test
  void blockDeletedMeanwhileIsNotFound() throws Exception {
    Blocks.write(memory, KEY, bytes(3 * RANGE, 10));
    Restless restless = new Restless(memory, count -> Blocks.delete(memory, KEY));
    assertThatThrownBy(() -> download(restless).fetch(KEY, sink))
        .isInstanceOf(BlockNotFoundException.class);
  }

  @Test
  void wrongByteInARangeIsFoundByTheChecksum() throws Exception {
    Blocks.write(memory, KEY, bytes(3 * RANGE, 11));
    assertThatThrownBy(() -> download(new Flipping(memory)).fetch(KEY, sink))
        .isInstanceOf(CorruptBlockException.class)
        .hasMessageContaining("checksum");
  }

  private Download download(BlockStore store) {
    return new Download(store, new RangeBuffers(1, RANGE), counted::addAndGet);
  }

  private void replaceAt(int when, int count, byte[] bytes) throws BlockStoreException {
    if (count == when) {
      Blocks.write(memory, KEY, bytes);
    }
  }

  /** Keeps what arrives. */
  private static final class Kept implements Download.Sink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final boolean restarts;

    Kept(boolean restarts) {
      this.restarts = restarts;
    }

    byte[] bytes() {
      return bytes.toByteArray();
    }

    @Override
    public boolean restart() {
      bytes.reset();
      return restarts;
    }

    @Override
    public void write(ByteBuffer buffer) {
      byte[] part = new byte[buffer.remaining()];
      buffer.get(part);
      bytes.writeBytes(part);
    }
  }

  /** Turns one bit of what is read from the second range on. */
  private static final class Flipping extends ForwardingBlockStore {
    Flipping(BlockStore inner) {
      super(inner);
    }

    @Override
    public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
        throws BlockStoreException {
      int start = target.position();
      BlockRead read = super.read(key, range, target);
      if (range.offset() > 0) {
        target.put(start, (byte) (target.get(start) ^ 1));
      }
      return read;
    }

    @Override
    public String toString() {
      return "flipping";
    }
  }
}
