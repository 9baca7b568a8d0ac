package io.blocktier.blockstore.tck;

import static io.blocktier.blockstore.tck.Subject.key;
import static io.blocktier.blockstore.tck.TestBytes.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.UnsupportedByStoreException;
import io.blocktier.blockstore.WriteOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Writes: atomic, of any size, from buffers and from sources. */
interface WriteContract extends Fixture {

  @Test
  default void blockOfAnySizeIsReadBack() throws Exception {
    Subject subject = subject();
    for (int size : new int[] {0, 1, 2, 511, 512, 513, 4095, 4096, 4097, 65_536, 1_000_003}) {
      subject.write("size-" + size, bytes(size, size));
    }
    for (int size : new int[] {0, 1, 2, 511, 512, 513, 4095, 4096, 4097, 65_536, 1_000_003}) {
      subject.assertHolds("size-" + size, bytes(size, size));
    }
  }

  @Test
  default void largeBlockIsReadBack() throws Exception {
    byte[] large = bytes(7, scale().largeBytes());
    subject().write("large", large);
    subject().assertHolds("large", large);
  }

  @Test
  default void overwriteReplacesTheWholeBlock() throws Exception {
    for (int size : new int[] {5_000, 10, 0, 70_000}) {
      subject().write("block", bytes(size, size));
      subject().assertHolds("block", bytes(size, size));
    }
    assertThat(subject().keys()).containsExactly("block");
  }

  @Test
  default void contentMayComeInBuffersOfAllKinds() throws Exception {
    byte[] all = bytes(3, 10_000);
    ByteBuffer direct = ByteBuffer.allocateDirect(4_000).put(all, 0, 4_000).flip();
    ByteBuffer slice = ByteBuffer.wrap(all, 4_000, 5_000).slice();
    ByteBuffer readOnly = ByteBuffer.wrap(all, 9_000, 1_000).asReadOnlyBuffer();
    Content content = Content.of(direct, ByteBuffer.allocate(0), slice, readOnly);
    store().write(key("block"), content, WriteOptions.DEFAULT);
    subject().assertHolds("block", all);
    assertThat(direct.position()).isZero();
    assertThat(readOnly.remaining()).isEqualTo(1_000);
  }

  @Test
  default void callerMayReuseItsBufferAfterTheWrite() throws Exception {
    byte[] reused = bytes(1, 3_000);
    subject().write("block", reused);
    Arrays.fill(reused, (byte) 0);
    subject().assertHolds("block", bytes(1, 3_000));
  }

  @Test
  default void sourceIsOpenedAnewForEachWriteAndClosed() throws Exception {
    TestSource source = TestSource.of(bytes(5, 200_000));
    store().write(key("first"), source.content(), WriteOptions.DEFAULT);
    store().write(key("second"), source.content(), WriteOptions.DEFAULT);
    subject().assertHolds("first", bytes(5, 200_000));
    subject().assertHolds("second", bytes(5, 200_000));
    assertThat(source.opened()).as("openings").isGreaterThanOrEqualTo(2);
    assertThat(source.open()).as("streams left open").isZero();
  }

  @Test
  default void sourceMayDeliverOneByteAtATime() throws Exception {
    TestSource source = TestSource.of(bytes(6, 5_000)).dripping();
    store().write(key("block"), source.content(), WriteOptions.DEFAULT);
    subject().assertHolds("block", bytes(6, 5_000));
  }

  @Test
  default void sourceThatEndsEarlyIsRefusedAndNothingIsStored() throws Exception {
    refusesSource(TestSource.of(bytes(1, 999)).announcing(1_000));
    refusesSource(TestSource.of(new byte[0]).announcing(1));
    refusesSource(TestSource.of(bytes(2, 99_999)).announcing(100_000));
  }

  @Test
  default void sourceThatDeliversMoreIsRefusedAndNothingIsStored() throws Exception {
    refusesSource(TestSource.of(bytes(1, 1_001)).announcing(1_000));
    refusesSource(TestSource.of(bytes(1, 1)).announcing(0));
  }

  private void refusesSource(TestSource source) throws BlockStoreException {
    subject().write("there", bytes(9, 50));
    for (String key : new String[] {"there", "new"}) {
      assertThatThrownBy(() -> store().write(key(key), source.content(), WriteOptions.DEFAULT))
          .isInstanceOf(InvalidRequestException.class);
    }
    assertThat(source.open()).as("streams left open").isZero();
    subject().assertHolds("there", bytes(9, 50));
    subject().assertAbsent("new");
  }

  @Test
  default void sourceThatFailsIsATypedErrorAndNothingIsStored() throws Exception {
    IOException failure = new IOException("the source broke");
    TestSource source = TestSource.of(bytes(1, 50_000)).failingAt(20_000, failure);
    subject().write("there", bytes(9, 50));
    for (String key : new String[] {"there", "new"}) {
      assertThatThrownBy(() -> store().write(key(key), source.content(), WriteOptions.DEFAULT))
          .isInstanceOf(BlockStoreException.class)
          .hasRootCause(failure);
    }
    assertThat(source.open()).as("streams left open").isZero();
    subject().assertHolds("there", bytes(9, 50));
    subject().assertAbsent("new");
  }

  @Test
  default void sourceThatBrokeIsReadAnewByTheNextAttempt() throws Exception {
    IOException failure = new IOException("the source broke once");
    TestSource source = TestSource.of(bytes(8, 150_000)).failingOnceAt(60_000, failure);
    Content content = source.content();
    assertThatThrownBy(() -> store().write(key("block"), content, WriteOptions.DEFAULT))
        .hasRootCause(failure);
    assertThatCode(() -> store().write(key("block"), content, WriteOptions.DEFAULT))
        .doesNotThrowAnyException();
    subject().assertHolds("block", bytes(8, 150_000));
    assertThat(source.open()).as("streams left open").isZero();
  }

  @Test
  default void contentBeyondTheLimitIsRefusedBeforeItIsOpened() throws Exception {
    long limit = store().capabilities().limits().maxWriteBytes();
    assumeTrue(limit < Long.MAX_VALUE, "writes are not bounded");
    TestSource source = TestSource.of(new byte[0]).announcing(limit + 1);
    assertThatThrownBy(() -> store().write(key("big"), source.content(), WriteOptions.DEFAULT))
        .isInstanceOf(InvalidRequestException.class);
    assertThat(source.opened()).as("openings").isZero();
    subject().assertAbsent("big");
  }

  @Test
  default void receiptTellsWhatWasWritten() throws Exception {
    byte[] content = bytes(4, 12_345);
    Receipt receipt = subject().write("block", content);
    assertThat(receipt.key()).isEqualTo(key("block"));
    assertThat(receipt.size()).isEqualTo(12_345);
    assertThat(receipt.checksum()).contains(Crc32c.of(ByteBuffer.wrap(content)));
    assertThat(receipt.etag()).isEqualTo(subject().stat("block").etag());
    assertThat(subject().stat("block").key()).isEqualTo(key("block"));
  }

  @Test
  default void receiptIsAtTheLevelThatTheStorePromises() throws Exception {
    Receipt receipt = subject().write("block", bytes(1, 100));
    Durability promised = store().capabilities().durability();
    assertThat(receipt.level()).isGreaterThanOrEqualTo(promised);
    for (Durability level : Durability.values()) {
      if (promised.covers(level)) {
        receipt.await(level, Duration.ZERO);
      }
    }
  }

  @Test
  default void durabilityThatIsAskedForIsReachedOrRefused() throws Exception {
    for (Durability level : Durability.values()) {
      WriteOptions options = WriteOptions.DEFAULT.with(level);
      String name = "at-" + level;
      if (store().capabilities().durability().covers(level)) {
        assertThat(subject().write(name, bytes(1, 10), options).level().covers(level)).isTrue();
      } else {
        reachesOrRefuses(name, level, options);
      }
    }
  }

  private void reachesOrRefuses(String name, Durability level, WriteOptions options)
      throws BlockStoreException {
    try {
      assertThat(subject().write(name, bytes(1, 10), options).level().covers(level)).isTrue();
    } catch (UnsupportedByStoreException refused) {
      subject().assertAbsent(name);
    }
  }

  @Test
  default void eachVersionHasAnEtagOfItsOwn() throws Exception {
    Receipt first = subject().write("block", bytes(1, 100));
    assertThat(subject().stat("block").etag()).isEqualTo(first.etag());
    Receipt second = subject().write("block", bytes(2, 100));
    assertThat(second.etag()).isNotEqualTo(first.etag());
    assertThat(subject().stat("block").etag()).isEqualTo(second.etag());
    assertThat(subject().stat("block").etag()).as("asked again").isEqualTo(second.etag());
  }
}
