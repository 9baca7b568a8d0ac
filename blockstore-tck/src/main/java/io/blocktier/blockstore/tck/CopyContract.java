package io.blocktier.blockstore.tck;

import static io.blocktier.blockstore.tck.Subject.key;
import static io.blocktier.blockstore.tck.TestBytes.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.UnsupportedByStoreException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Copies: whole, independent of their source, and server-side where that is offered. */
interface CopyContract extends Fixture {

  /** What a server-side copy may cost in requests and replies. */
  long MOST_CLIENT_BYTES = 64 << 10;

  @Test
  default void copyHasTheBytesOfItsSource() throws Exception {
    for (int size : new int[] {0, 1, 4_096, 100_001}) {
      subject().write("source", bytes(size, size));
      Receipt receipt = store().copy(key("source"), key("dir/target"), CopyOptions.DEFAULT);
      subject().assertHolds("dir/target", bytes(size, size));
      subject().assertHolds("source", bytes(size, size));
      assertThat(receipt.key()).isEqualTo(key("dir/target"));
      assertThat(receipt.size()).isEqualTo(size);
      assertThat(receipt.etag()).isEqualTo(subject().stat("dir/target").etag());
      Crc32c checksum = Crc32c.of(ByteBuffer.wrap(bytes(size, size)));
      assertThat(receipt.checksum().orElse(checksum)).isEqualTo(checksum);
    }
  }

  @Test
  default void largeCopyMovesNoByteThroughTheClient() throws Exception {
    byte[] large = bytes(1, scale().largeBytes());
    subject().write("source", large);
    long before = transferred();
    store().copy(key("source"), key("target"), CopyOptions.DEFAULT);
    if (transfers().isPresent() && subject().offers(Capability.SERVER_SIDE_COPY)) {
      assumeTrue(large.length > 2 * MOST_CLIENT_BYTES, "the block is too small to count");
      assertThat(transferred() - before).as("client bytes").isLessThan(MOST_CLIENT_BYTES);
    }
    subject().assertHolds("target", large);
  }

  private long transferred() {
    return transfers().map(TransferCounter::bytes).orElse(0L);
  }

  @Test
  default void copyFromAStoreElsewhereIsRefusedAndChangesNothing() throws Exception {
    subject().write("target", bytes(1, 100));
    subject().write("source", bytes(2, 200));
    try (BlockStore elsewhere = new InMemoryBlockStore(TestEffects.seeded(1))) {
      Blocks.write(elsewhere, key("source"), bytes(3, 300));
      assertThatThrownBy(
              () -> store().copy(key("source"), key("target"), CopyOptions.DEFAULT.from(elsewhere)))
          .isInstanceOf(UnsupportedByStoreException.class);
    }
    subject().assertHolds("target", bytes(1, 100));
  }

  @Test
  default void copyReplacesWhatIsAtItsTarget() throws Exception {
    subject().write("source", bytes(1, 100));
    Etag old = subject().write("target", bytes(2, 200)).etag();
    Etag made = store().copy(key("source"), key("target"), CopyOptions.DEFAULT).etag();
    assertThat(made).isNotEqualTo(old);
    subject().assertHolds("target", bytes(1, 100));
  }

  @Test
  default void copyIsIndependentOfItsSource() throws Exception {
    subject().write("source", bytes(1, 100));
    store().copy(key("source"), key("first"), CopyOptions.DEFAULT);
    subject().write("source", bytes(2, 200));
    store().copy(key("source"), key("second"), CopyOptions.DEFAULT);
    subject().delete("source");
    subject().assertHolds("first", bytes(1, 100));
    subject().assertHolds("second", bytes(2, 200));
    subject().write("first", bytes(3, 300));
    subject().assertHolds("second", bytes(2, 200));
  }

  @Test
  default void blockMayBeCopiedOntoItself() throws Exception {
    subject().write("block", bytes(1, 100_000));
    Receipt receipt = store().copy(key("block"), key("block"), CopyOptions.DEFAULT);
    assertThat(receipt.size()).isEqualTo(100_000);
    subject().assertHolds("block", bytes(1, 100_000));
    assertThat(subject().stat("block").etag()).isEqualTo(receipt.etag());
  }

  @Test
  default void blockMayBeCopiedBelowAndAboveItself() throws Exception {
    subject().write("a/b", bytes(1, 100));
    store().copy(key("a/b"), key("a"), CopyOptions.DEFAULT);
    store().copy(key("a/b"), key("a/b/c"), CopyOptions.DEFAULT);
    subject().assertHolds("a", bytes(1, 100));
    subject().assertHolds("a/b", bytes(1, 100));
    subject().assertHolds("a/b/c", bytes(1, 100));
  }

  @Test
  default void copyOfNothingIsNotFoundAndChangesNothing() throws Exception {
    subject().write("target", bytes(1, 100));
    notFound("nothing", "target");
    notFound("nothing", "nowhere");
    notFound("nothing", "nothing");
    subject().assertHolds("target", bytes(1, 100));
    assertThat(subject().keys()).containsExactly("target");
  }

  private void notFound(String source, String target) {
    assertThatThrownBy(() -> store().copy(key(source), key(target), CopyOptions.DEFAULT))
        .isInstanceOf(BlockNotFoundException.class);
  }

  @Test
  default void copyMayInsistOnAVersionOfItsSource() throws Exception {
    Etag first = subject().write("source", bytes(1, 100)).etag();
    Etag second = subject().write("source", bytes(2, 200)).etag();
    copyRefused(CopyOptions.DEFAULT.withSourceMatch(first));
    copyRefused(CopyOptions.DEFAULT.withSourceMatch(ConditionalContract.NOBODYS));
    subject().assertAbsent("target");
    store().copy(key("source"), key("target"), CopyOptions.DEFAULT.withSourceMatch(second));
    subject().assertHolds("target", bytes(2, 200));
    copyRefused(CopyOptions.DEFAULT.withSourceMatch(first));
    subject().assertHolds("target", bytes(2, 200));
  }

  private void copyRefused(CopyOptions options) {
    assertThatThrownBy(() -> store().copy(key("source"), key("target"), options))
        .isInstanceOf(PreconditionFailedException.class);
  }

  @Test
  default void copiesAmongOverwritesAreWholeVersions() throws Exception {
    subject().write("source", TestBytes.stamped(1));
    Race.runAll(
        Math.min(8, scale().racers()),
        scale().deadline(),
        number -> {
          for (int i = 1; i <= 20; i++) {
            writeOrCopy(number, i);
          }
        });
  }

  private void writeOrCopy(int number, int turn) throws BlockStoreException {
    if (number % 2 == 0) {
      subject().write("source", TestBytes.stamped(100L * number + turn));
    } else {
      String target = "copy/" + number;
      store().copy(key("source"), key(target), CopyOptions.DEFAULT);
      TestBytes.version(ByteBuffer.wrap(subject().read(target)));
    }
  }
}
