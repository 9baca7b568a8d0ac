package io.blocktier.blockstore.tck;

import static io.blocktier.blockstore.tck.Subject.assertUnsupported;
import static io.blocktier.blockstore.tck.Subject.key;
import static io.blocktier.blockstore.tck.TestBytes.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Limits;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.RangeNotSatisfiableException;
import io.blocktier.blockstore.WriteOptions;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Parts of uploads: those that are refused, and those that are copied from other blocks. */
interface PartContract extends Fixture {

  @Test
  default void partsThatDoNotFitTogetherAreRefused() throws Exception {
    subject().assumeOffered(Capability.UPLOAD);
    int size = subject().partSize();
    try (BlockUpload upload = start()) {
      PartReceipt one = upload.uploadPart(1, Content.of(bytes(1, size)));
      PartReceipt two = upload.uploadPart(2, Content.of(bytes(2, size)));
      PartReceipt forged = new PartReceipt(2, size, ConditionalContract.NOBODYS, Optional.empty());
      completeFails(upload, List.of());
      completeFails(upload, List.of(two, one));
      completeFails(upload, List.of(one, one));
      completeFails(upload, List.of(one, forged));
      completeFails(upload, List.of(one, two, new PartReceipt(3, 1, two.etag(), Optional.empty())));
    }
    subject().assertAbsent("block");
  }

  private void completeFails(BlockUpload upload, List<PartReceipt> parts) {
    assertThatThrownBy(() -> upload.complete(parts)).isInstanceOf(InvalidRequestException.class);
  }

  @Test
  default void uploadThatIsOverTakesNoPart() throws Exception {
    subject().assumeOffered(Capability.UPLOAD);
    BlockUpload completed = start();
    completed.complete(List.of(completed.uploadPart(1, Content.of(bytes(1, 10)))));
    BlockUpload aborted = start();
    PartReceipt dropped = aborted.uploadPart(1, Content.of(bytes(2, 20)));
    aborted.abort();
    for (BlockUpload over : List.of(completed, aborted)) {
      assertThatThrownBy(() -> over.uploadPart(2, Content.of(bytes(3, 30))))
          .isInstanceOf(InvalidRequestException.class);
      over.close();
    }
    completeFails(aborted, List.of(dropped));
    subject().assertHolds("block", bytes(1, 10));
  }

  @Test
  default void partThatIsTooSmallForItsPlaceIsRefused() throws Exception {
    subject().assumeOffered(Capability.UPLOAD);
    long least = limits().minPartBytes();
    assumeTrue(least > 1, "parts may be as small as one byte");
    try (BlockUpload upload = start()) {
      assertThatThrownBy(
              () -> {
                PartReceipt small = upload.uploadPart(1, Content.of(bytes(1, (int) least - 1)));
                PartReceipt last = upload.uploadPart(2, Content.of(bytes(2, 10)));
                upload.complete(List.of(small, last));
              })
          .isInstanceOf(InvalidRequestException.class);
    }
    subject().assertAbsent("block");
  }

  @Test
  default void partBeyondTheLimitsIsRefusedBeforeItIsOpened() throws Exception {
    subject().assumeOffered(Capability.UPLOAD);
    try (BlockUpload upload = start()) {
      refusesPart(upload, 0, 10);
      refusesPart(upload, -1, 10);
      if (limits().maxParts() < Integer.MAX_VALUE) {
        refusesPart(upload, limits().maxParts() + 1, 10);
      }
      if (limits().maxPartBytes() < Long.MAX_VALUE) {
        refusesPart(upload, 1, limits().maxPartBytes() + 1);
      }
    }
  }

  private void refusesPart(BlockUpload upload, int number, long size) {
    TestSource source = TestSource.of(bytes(1, 10)).announcing(size);
    assertThatThrownBy(() -> upload.uploadPart(number, source.content()))
        .isInstanceOf(InvalidRequestException.class);
    assertThat(source.opened()).as("openings").isZero();
  }

  private Limits limits() {
    return store().capabilities().limits();
  }

  @Test
  default void partOfWrongContentIsRefused() throws Exception {
    subject().assumeOffered(Capability.UPLOAD);
    try (BlockUpload upload = start()) {
      for (int delivered : new int[] {9, 11}) {
        TestSource source = TestSource.of(bytes(1, delivered)).announcing(10);
        assertThatThrownBy(() -> upload.uploadPart(1, source.content()))
            .isInstanceOf(InvalidRequestException.class);
        assertThat(source.open()).as("streams left open").isZero();
      }
      if (subject().offers(Capability.CHECKSUM)) {
        Content wrong = Content.of(bytes(1, 10)).withChecksum(new Crc32c(1));
        assertThatThrownBy(() -> upload.uploadPart(1, wrong))
            .isInstanceOf(CorruptBlockException.class);
      }
      upload.complete(List.of(upload.uploadPart(1, Content.of(bytes(2, 20)))));
    }
    subject().assertHolds("block", bytes(2, 20));
  }

  @Test
  default void partsAreCopiedFromRangesOfBlocks() throws Exception {
    subject().assumeOffered(Capability.UPLOAD, Capability.PART_COPY);
    int size = subject().partSize();
    byte[] source = bytes(1, 2 * size + 100);
    subject().write("source", source);
    long before = transferred();
    try (BlockUpload upload = start()) {
      PartReceipt one = upload.copyPart(1, key("source"), ByteRange.of(100, size));
      PartReceipt two = upload.copyPart(2, key("source"), ByteRange.of(0, 2L * size + 100));
      assertThat(one.size()).isEqualTo(size);
      assertFewClientBytes(transferred() - before, 3L * size);
      PartReceipt three = upload.uploadPart(3, Content.of(bytes(3, 10)));
      upload.complete(List.of(one, two, three));
    }
    ByteBuffer expected = ByteBuffer.allocate(3 * size + 110).put(source, 100, size).put(source);
    subject().assertHolds("block", expected.put(bytes(3, 10)).array());
  }

  private long transferred() {
    return transfers().map(TransferCounter::bytes).orElse(0L);
  }

  private static void assertFewClientBytes(long transferred, long copied) {
    long most = Math.min(CopyContract.MOST_CLIENT_BYTES, copied / 2);
    assertThat(transferred).as("client bytes").isLessThan(most);
  }

  @Test
  default void copiedPartNeedsARangeWithinItsSource() throws Exception {
    subject().assumeOffered(Capability.UPLOAD, Capability.PART_COPY);
    int size = subject().partSize();
    subject().write("source", bytes(1, size));
    try (BlockUpload upload = start()) {
      assertThatThrownBy(() -> upload.copyPart(1, key("nothing"), ByteRange.of(0, size)))
          .isInstanceOf(BlockNotFoundException.class);
      copyFails(upload, ByteRange.of(0, size + 1));
      copyFails(upload, ByteRange.of(1, size));
      copyFails(upload, ByteRange.of(size, 1));
      copyFails(upload, ByteRange.of(size + 1, 1));
      upload.complete(List.of(upload.copyPart(1, key("source"), ByteRange.of(0, size))));
    }
    subject().assertHolds("block", bytes(1, size));
  }

  private void copyFails(BlockUpload upload, ByteRange range) {
    assertThatThrownBy(() -> upload.copyPart(1, key("source"), range))
        .as("%s", range)
        .isInstanceOf(RangeNotSatisfiableException.class);
  }

  @Test
  default void copiedPartIsRefusedWhereItIsNotOffered() throws Exception {
    subject().assumeOffered(Capability.UPLOAD);
    subject().assumeNotOffered(Capability.PART_COPY);
    subject().write("source", bytes(1, 100));
    try (BlockUpload upload = start()) {
      assertUnsupported(() -> upload.copyPart(1, key("source"), ByteRange.of(0, 100)));
      upload.complete(List.of(upload.uploadPart(1, Content.of(bytes(2, 20)))));
    }
    subject().assertHolds("block", bytes(2, 20));
  }

  private BlockUpload start() throws BlockStoreException {
    return store().startUpload(key("block"), WriteOptions.DEFAULT);
  }
}
