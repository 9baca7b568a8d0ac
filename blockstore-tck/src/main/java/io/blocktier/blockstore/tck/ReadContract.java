package io.blocktier.blockstore.tck;

import static io.blocktier.blockstore.tck.Subject.key;
import static io.blocktier.blockstore.tck.TestBytes.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.RangeNotSatisfiableException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Reads: every edge of a range, into buffers of every kind. */
interface ReadContract extends Fixture {

  @Test
  default void rangeYieldsWhatLiesBetweenItsEnds() throws Exception {
    subject().write("ten", bytes(1, 10));
    yields("ten", ByteRange.ALL, 0, 10);
    yields("ten", ByteRange.of(0, 10), 0, 10);
    yields("ten", ByteRange.of(0, 1), 0, 1);
    yields("ten", ByteRange.of(3, 4), 3, 7);
    yields("ten", ByteRange.of(9, 1), 9, 10);
    yields("ten", ByteRange.from(4), 4, 10);
  }

  @Test
  default void rangeIsClampedAtTheEnd() throws Exception {
    subject().write("ten", bytes(1, 10));
    yields("ten", ByteRange.of(0, 11), 0, 10);
    yields("ten", ByteRange.of(5, 100), 5, 10);
    yields("ten", ByteRange.of(9, 2), 9, 10);
    yields("ten", ByteRange.from(9), 9, 10);
    yields("ten", ByteRange.of(1, Long.MAX_VALUE - 1), 1, 10);
    yields("ten", ByteRange.of(9, Long.MAX_VALUE - 9), 9, 10);
  }

  @Test
  default void rangeOfLengthZeroYieldsNothingUpToTheEnd() throws Exception {
    subject().write("ten", bytes(1, 10));
    yields("ten", ByteRange.of(0, 0), 0, 0);
    yields("ten", ByteRange.of(5, 0), 5, 5);
    yields("ten", ByteRange.of(10, 0), 10, 10);
  }

  @Test
  default void rangeFromTheEndOrBeyondIsNotSatisfiable() throws Exception {
    subject().write("ten", bytes(1, 10));
    notSatisfiable("ten", ByteRange.of(10, 1));
    notSatisfiable("ten", ByteRange.from(10));
    notSatisfiable("ten", ByteRange.of(11, 0));
    notSatisfiable("ten", ByteRange.of(11, 1));
    notSatisfiable("ten", ByteRange.of(Long.MAX_VALUE, 0));
    notSatisfiable("ten", ByteRange.of(Long.MAX_VALUE, 1));
    notSatisfiable("ten", ByteRange.from(Long.MAX_VALUE));
  }

  @Test
  default void emptyBlockSatisfiesEveryRangeFromItsBeginning() throws Exception {
    subject().write("empty", new byte[0]);
    yields("empty", ByteRange.ALL, 0, 0);
    yields("empty", ByteRange.of(0, 0), 0, 0);
    yields("empty", ByteRange.of(0, 1), 0, 0);
    notSatisfiable("empty", ByteRange.of(1, 0));
    notSatisfiable("empty", ByteRange.of(1, 1));
    notSatisfiable("empty", ByteRange.from(1));
  }

  @Test
  default void rangesOfALargeBlockMeetAtEveryAlignment() throws Exception {
    int size = scale().largeBytes();
    subject().write("large", bytes(3, size));
    for (int at : new int[] {511, 512, 4_095, 4_096, 65_535, 65_536, (1 << 20) - 1, 1 << 20}) {
      if (at < size) {
        yields("large", ByteRange.of(at, 3), at, Math.min(size, at + 3));
        yields("large", ByteRange.of(at - 1, 70_000), at - 1, Math.min(size, at + 69_999));
      }
    }
    yields("large", ByteRange.of(size - 1, 1), size - 1, size);
    yields("large", ByteRange.of(size - 1, 2), size - 1, size);
    notSatisfiable("large", ByteRange.of(size, 1));
  }

  private void yields(String key, ByteRange range, int from, int to) throws BlockStoreException {
    byte[] all = bytes(key.equals("large") ? 3 : 1, (int) subject().stat(key).size());
    ByteBuffer target = ByteBuffer.allocate(to - from);
    BlockRead read = store().read(key(key), range, target);
    assertThat(target.array())
        .as("%s of '%s'", range, key)
        .isEqualTo(Arrays.copyOfRange(all, from, to));
    assertThat(read.length()).as("length of %s", range).isEqualTo(to - from);
    assertThat(target.position()).as("position after %s", range).isEqualTo(to - from);
  }

  private void notSatisfiable(String key, ByteRange range) {
    ByteBuffer target = ByteBuffer.allocate(20).position(3);
    assertThatThrownBy(() -> store().read(key(key), range, target))
        .as("%s of '%s'", range, key)
        .isInstanceOf(RangeNotSatisfiableException.class);
    assertThat(target.position()).as("position after %s failed", range).isEqualTo(3);
  }

  @Test
  default void readTellsWhichVersionItSaw() throws Exception {
    subject().write("block", bytes(1, 100));
    BlockRead read = store().read(key("block"), ByteRange.of(10, 20), ByteBuffer.allocate(20));
    assertThat(read.length()).isEqualTo(20);
    assertThat(read.block().key()).isEqualTo(key("block"));
    assertThat(read.block().size()).isEqualTo(100);
    assertThat(read.block().etag()).isEqualTo(subject().stat("block").etag());
  }

  @Test
  default void readOfAnEmptyRangeTellsTheVersionToo() throws Exception {
    subject().write("block", bytes(1, 100));
    BlockRead read = store().read(key("block"), ByteRange.of(100, 0), ByteBuffer.allocate(0));
    assertThat(read.block().size()).isEqualTo(100);
    assertThat(read.block().etag()).isEqualTo(subject().stat("block").etag());
  }

  @Test
  default void readTouchesNothingButTheRoomItFills() throws Exception {
    subject().write("block", bytes(1, 100));
    for (ByteBuffer whole :
        new ByteBuffer[] {ByteBuffer.allocate(90), ByteBuffer.allocateDirect(90)}) {
      ByteBuffer target = whole.slice(5, 80).position(7).limit(40);
      store().read(key("block"), ByteRange.of(50, 30), target);
      byte[] expected = new byte[90];
      System.arraycopy(bytes(1, 100), 50, expected, 12, 30);
      byte[] actual = new byte[90];
      whole.get(0, actual);
      assertThat(actual).isEqualTo(expected);
      assertThat(target.position()).isEqualTo(37);
      assertThat(target.limit()).isEqualTo(40);
    }
  }

  @Test
  default void targetNeedsRoomForTheClampedRangeOnly() throws Exception {
    subject().write("block", bytes(1, 100));
    ByteBuffer target = ByteBuffer.allocateDirect(10);
    store().read(key("block"), ByteRange.of(90, 1_000_000), target);
    assertThat(target.flip()).isEqualTo(ByteBuffer.wrap(bytes(1, 100), 90, 10));
  }

  @Test
  default void targetThatIsTooSmallIsRefusedWithBothNumbers() throws Exception {
    subject().write("block", bytes(1, 1_017));
    ByteBuffer target = ByteBuffer.allocate(900).position(10).limit(523);
    assertThatThrownBy(() -> store().read(key("block"), ByteRange.ALL, target))
        .isInstanceOf(InvalidRequestException.class)
        .isNotInstanceOf(RangeNotSatisfiableException.class)
        .hasMessageContaining("1017")
        .hasMessageContaining("513");
    assertThat(target.position()).isEqualTo(10);
    assertThat(target.limit()).isEqualTo(523);
  }

  @Test
  default void readOnlyTargetIsRefused() throws Exception {
    subject().write("block", bytes(1, 100));
    ByteBuffer target = ByteBuffer.allocate(100).asReadOnlyBuffer();
    assertThatThrownBy(() -> store().read(key("block"), ByteRange.ALL, target))
        .isInstanceOfAny(InvalidRequestException.class, ReadOnlyBufferException.class);
    assertThat(target.position()).isZero();
  }

  @Test
  default void readOfAKeyWithoutBlockIsNotFound() {
    ByteBuffer target = ByteBuffer.allocate(10).position(4);
    assertThatThrownBy(() -> store().read(key("nothing"), ByteRange.ALL, target))
        .isInstanceOf(BlockNotFoundException.class);
    assertThatThrownBy(() -> store().read(key("nothing"), ByteRange.of(0, 0), target))
        .isInstanceOf(BlockNotFoundException.class);
    assertThat(target.position()).isEqualTo(4);
  }
}
