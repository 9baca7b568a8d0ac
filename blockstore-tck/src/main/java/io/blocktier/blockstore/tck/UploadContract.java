package io.blocktier.blockstore.tck;

import static io.blocktier.blockstore.tck.Subject.assertUnsupported;
import static io.blocktier.blockstore.tck.Subject.key;
import static io.blocktier.blockstore.tck.TestBytes.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Uploads: parts in any order become one block in one step, or nothing. */
interface UploadContract extends Fixture {

  @Test
  default void partsInAnyOrderBecomeOneBlock() throws Exception {
    subject().assumeOffered(Capability.UPLOAD);
    int size = subject().partSize();
    byte[] all = bytes(1, 2 * size + 17);
    try (BlockUpload upload = start("block", WriteOptions.DEFAULT)) {
      PartReceipt third = upload.uploadPart(3, part(all, 2 * size, 17));
      PartReceipt first = upload.uploadPart(1, part(all, 0, size));
      PartReceipt second = upload.uploadPart(2, part(all, size, size));
      assertThat(upload.key()).isEqualTo(key("block"));
      assertThat(second.number()).isEqualTo(2);
      assertThat(third.size()).isEqualTo(17);
      assertReceipt(upload.complete(List.of(first, second, third)), all);
    }
    subject().assertHolds("block", all);
  }

  private static Content part(byte[] all, int offset, int length) {
    return Content.of(ByteBuffer.wrap(all, offset, length));
  }

  private void assertReceipt(Receipt receipt, byte[] all) throws BlockStoreException {
    assertThat(receipt.key()).isEqualTo(key("block"));
    assertThat(receipt.size()).isEqualTo(all.length);
    assertThat(receipt.etag()).isEqualTo(subject().stat("block").etag());
    Crc32c checksum = Crc32c.of(ByteBuffer.wrap(all));
    assertThat(receipt.checksum().orElse(checksum)).isEqualTo(checksum);
    assertThat(subject().stat("block").checksum().orElse(checksum)).isEqualTo(checksum);
  }

  @Test
  default void partsMayBeUploadedByManyThreads() throws Exception {
    subject().assumeOffered(Capability.UPLOAD);
    int size = subject().partSize();
    byte[] all = bytes(2, 4 * size);
    try (BlockUpload upload = start("block", WriteOptions.DEFAULT)) {
      ConcurrentLinkedQueue<PartReceipt> receipts = new ConcurrentLinkedQueue<>();
      Race.runAll(
          4,
          scale().deadline(),
          i -> receipts.add(upload.uploadPart(i + 1, part(all, i * size, size))));
      List<PartReceipt> sorted =
          receipts.stream().sorted(Comparator.comparingInt(PartReceipt::number)).toList();
      upload.complete(sorted);
    }
    subject().assertHolds("block", all);
  }

  @Test
  default void nothingIsVisibleBeforeCompletion() throws Exception {
    subject().assumeOffered(Capability.UPLOAD);
    subject().write("old", bytes(9, 50));
    try (BlockUpload fresh = start("block", WriteOptions.DEFAULT);
        BlockUpload over = start("old", WriteOptions.DEFAULT)) {
      List<PartReceipt> parts = List.of(fresh.uploadPart(1, Content.of(bytes(1, 10))));
      over.uploadPart(1, Content.of(bytes(1, 10)));
      subject().assertAbsent("block");
      subject().assertHolds("old", bytes(9, 50));
      assertThat(subject().keys()).containsExactly("old");
      fresh.complete(parts);
    }
    subject().assertHolds("block", bytes(1, 10));
    subject().assertHolds("old", bytes(9, 50));
  }

  @Test
  default void partUploadedAgainReplacesTheEarlierOne() throws Exception {
    subject().assumeOffered(Capability.UPLOAD);
    int size = subject().partSize();
    try (BlockUpload upload = start("block", WriteOptions.DEFAULT)) {
      upload.uploadPart(1, Content.of(bytes(1, size)));
      PartReceipt last = upload.uploadPart(2, Content.of(bytes(2, 10)));
      PartReceipt again = upload.uploadPart(1, Content.of(bytes(3, size + 1)));
      upload.complete(List.of(again, last));
    }
    byte[] expected =
        ByteBuffer.allocate(size + 11).put(bytes(3, size + 1)).put(bytes(2, 10)).array();
    subject().assertHolds("block", expected);
  }

  @Test
  default void partsThatAreLeftOutAreDropped() throws Exception {
    subject().assumeOffered(Capability.UPLOAD);
    int size = subject().partSize();
    try (BlockUpload upload = start("block", WriteOptions.DEFAULT)) {
      PartReceipt first = upload.uploadPart(1, Content.of(bytes(1, size)));
      upload.uploadPart(2, Content.of(bytes(2, size)));
      upload.complete(List.of(first));
    }
    subject().assertHolds("block", bytes(1, size));
  }

  @Test
  default void singlePartOfAnySizeIsABlock() throws Exception {
    subject().assumeOffered(Capability.UPLOAD);
    for (int size : new int[] {0, 1, 1_000, subject().partSize() + 1}) {
      try (BlockUpload upload = start("block", WriteOptions.DEFAULT)) {
        upload.complete(List.of(upload.uploadPart(1, Content.of(bytes(size, size)))));
      }
      subject().assertHolds("block", bytes(size, size));
    }
  }

  @Test
  default void abortedOrClosedUploadLeavesNothing() throws Exception {
    subject().assumeOffered(Capability.UPLOAD);
    subject().write("old", bytes(9, 50));
    for (String key : List.of("old", "new")) {
      BlockUpload aborted = start(key, WriteOptions.DEFAULT);
      aborted.uploadPart(1, Content.of(bytes(1, 10)));
      aborted.abort();
      aborted.abort();
      aborted.close();
      BlockUpload closed = start(key, WriteOptions.DEFAULT);
      closed.uploadPart(1, Content.of(bytes(1, 10)));
      closed.close();
      closed.close();
    }
    subject().assertHolds("old", bytes(9, 50));
    subject().assertAbsent("new");
  }

  @Test
  default void completedUploadIsNotUndoneByAbortOrClose() throws Exception {
    subject().assumeOffered(Capability.UPLOAD);
    BlockUpload upload = start("block", WriteOptions.DEFAULT);
    upload.complete(List.of(upload.uploadPart(1, Content.of(bytes(1, 10)))));
    upload.abort();
    upload.close();
    subject().assertHolds("block", bytes(1, 10));
  }

  @Test
  default void uploadsOfOneKeyDoNotMix() throws Exception {
    subject().assumeOffered(Capability.UPLOAD);
    try (BlockUpload one = start("block", WriteOptions.DEFAULT);
        BlockUpload two = start("block", WriteOptions.DEFAULT)) {
      PartReceipt ofOne = one.uploadPart(1, Content.of(bytes(1, 10)));
      PartReceipt ofTwo = two.uploadPart(1, Content.of(bytes(2, 20)));
      one.complete(List.of(ofOne));
      subject().assertHolds("block", bytes(1, 10));
      two.complete(List.of(ofTwo));
    }
    subject().assertHolds("block", bytes(2, 20));
  }

  @Test
  default void conditionIsJudgedOnCompletion() throws Exception {
    subject().assumeOffered(Capability.UPLOAD, Capability.CONDITIONAL_CREATE);
    try (BlockUpload late = start("block", WriteOptions.ifAbsent());
        BlockUpload first = start("block", WriteOptions.ifAbsent())) {
      List<PartReceipt> parts = List.of(late.uploadPart(1, Content.of(bytes(1, 10))));
      first.complete(List.of(first.uploadPart(1, Content.of(bytes(2, 20)))));
      assertThatThrownBy(() -> late.complete(parts))
          .isInstanceOf(PreconditionFailedException.class);
    }
    subject().assertHolds("block", bytes(2, 20));
  }

  @Test
  default void uploadReplacesAVersionThatIsStillThere() throws Exception {
    subject().assumeOffered(Capability.UPLOAD, Capability.CONDITIONAL_REPLACE);
    Etag first = subject().write("block", bytes(1, 10)).etag();
    uploadOne(WriteOptions.ifMatch(first), bytes(2, 20));
    subject().assertHolds("block", bytes(2, 20));
    assertThatThrownBy(() -> uploadOne(WriteOptions.ifMatch(first), bytes(3, 30)))
        .isInstanceOf(PreconditionFailedException.class);
    subject().assertHolds("block", bytes(2, 20));
  }

  private Receipt uploadOne(WriteOptions options, byte[] bytes) throws BlockStoreException {
    try (BlockUpload upload = start("block", options)) {
      return upload.complete(List.of(upload.uploadPart(1, Content.of(bytes))));
    }
  }

  @Test
  default void racingCompletionsHaveOneWinner() throws Exception {
    subject().assumeOffered(Capability.UPLOAD, Capability.CONDITIONAL_CREATE);
    int racers = Math.min(16, scale().racers());
    List<Race.Outcome<Receipt>> outcomes =
        Race.run(
            racers,
            scale().deadline(),
            i -> uploadOne(WriteOptions.ifAbsent(), TestBytes.stamped(i + 1)));
    List<Integer> winners = new ArrayList<>();
    for (Race.Outcome<Receipt> outcome : outcomes) {
      if (outcome.won()) {
        winners.add(outcome.number());
      } else {
        assertThat(outcome.failure()).isInstanceOf(PreconditionFailedException.class);
      }
    }
    assertThat(winners).as("winners").hasSize(1);
    subject().assertHolds("block", TestBytes.stamped(winners.getFirst() + 1));
  }

  @Test
  default void uploadIsRefusedWhereItIsNotOffered() throws Exception {
    subject().assumeNotOffered(Capability.UPLOAD);
    assertUnsupported(() -> start("block", WriteOptions.DEFAULT).close());
    subject().assertAbsent("block");
  }

  private BlockUpload start(String key, WriteOptions options) throws BlockStoreException {
    return store().startUpload(key(key), options);
  }
}
