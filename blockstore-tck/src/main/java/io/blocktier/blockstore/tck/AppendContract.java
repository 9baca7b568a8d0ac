package io.blocktier.blockstore.tck;

import static io.blocktier.blockstore.tck.Subject.assertUnsupported;
import static io.blocktier.blockstore.tck.Subject.key;
import static io.blocktier.blockstore.tck.TestBytes.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Appends, where they are offered: behind the last byte or not at all. */
interface AppendContract extends Fixture {

  @Test
  default void appendsGrowABlockFromNothing() throws Exception {
    subject().assumeOffered(Capability.APPEND);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    Etag last = ConditionalContract.NOBODYS;
    for (int size : new int[] {1, 10, 4_096, 70_000, 1}) {
      Receipt receipt = append("log", expected.size(), bytes(size, size));
      expected.writeBytes(bytes(size, size));
      subject().assertHolds("log", expected.toByteArray());
      assertThat(receipt.size()).as("size of the whole block").isEqualTo(expected.size());
      assertThat(receipt.etag()).isNotEqualTo(last).isEqualTo(subject().stat("log").etag());
      last = receipt.etag();
    }
    Crc32c checksum = Crc32c.of(ByteBuffer.wrap(expected.toByteArray()));
    assertThat(subject().stat("log").checksum().orElse(checksum)).isEqualTo(checksum);
  }

  @Test
  default void writtenBlockCanBeAppendedTo() throws Exception {
    subject().assumeOffered(Capability.APPEND);
    subject().write("block", new byte[] {1, 2});
    append("block", 2, new byte[] {3});
    subject().assertHolds("block", new byte[] {1, 2, 3});
    subject().write("block", new byte[] {9});
    append("block", 1, new byte[] {8});
    subject().assertHolds("block", new byte[] {9, 8});
  }

  @Test
  default void appendAtAnotherOffsetFailsAndChangesNothing() throws Exception {
    subject().assumeOffered(Capability.APPEND);
    appendFails("nothing", 1);
    subject().assertAbsent("nothing");
    subject().write("block", bytes(1, 100));
    for (long offset : new long[] {0, 1, 99, 101, Long.MAX_VALUE}) {
      appendFails("block", offset);
    }
    subject().assertHolds("block", bytes(1, 100));
  }

  private void appendFails(String key, long offset) {
    assertThatThrownBy(() -> append(key, offset, new byte[] {1}))
        .isInstanceOf(PreconditionFailedException.class);
  }

  @Test
  default void appendRepeatedAfterALostReplyIsRecognized() throws Exception {
    subject().assumeOffered(Capability.APPEND);
    append("log", 0, bytes(1, 10));
    append("log", 10, bytes(2, 10));
    appendFails("log", 10);
    assertThat(subject().stat("log").size()).as("bytes are there once").isEqualTo(20);
  }

  @Test
  default void appendOfNothingIsRefused() throws Exception {
    subject().assumeOffered(Capability.APPEND);
    subject().write("block", bytes(1, 100));
    assertThatThrownBy(() -> append("block", 100, new byte[0]))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> append("nothing", 0, new byte[0]))
        .isInstanceOf(InvalidRequestException.class);
    subject().assertHolds("block", bytes(1, 100));
    subject().assertAbsent("nothing");
  }

  @Test
  default void appendOfAWrongContentChangesNothing() throws Exception {
    subject().assumeOffered(Capability.APPEND);
    subject().write("block", bytes(1, 100));
    Content truncated = TestSource.of(bytes(2, 9)).announcing(10).content();
    assertThatThrownBy(() -> store().append(key("block"), 100, truncated))
        .isInstanceOf(InvalidRequestException.class);
    if (subject().offers(Capability.CHECKSUM)) {
      Content wrong = Content.of(bytes(2, 10)).withChecksum(new Crc32c(1));
      assertThatThrownBy(() -> store().append(key("block"), 100, wrong))
          .isInstanceOf(CorruptBlockException.class);
    }
    subject().assertHolds("block", bytes(1, 100));
  }

  @Test
  default void readersSeeWholeAppends() throws Exception {
    subject().assumeOffered(Capability.APPEND);
    append("log", 0, bytes(0, 50));
    new Crowd(1, 40, 2, scale().deadline())
        .run((_, turn) -> append("log", 50L * turn, bytes(turn, 50)), _ -> readWholeAppends());
    readWholeAppends();
  }

  private void readWholeAppends() throws BlockStoreException {
    ByteBuffer log = ByteBuffer.allocate(41 * 50);
    store().read(key("log"), ByteRange.of(0, log.capacity()), log);
    log.flip();
    for (int turn = 0; log.hasRemaining(); turn++) {
      assertThat(log.remaining()).as("bytes from append %d on", turn).isGreaterThanOrEqualTo(50);
      assertThat(log.slice(log.position(), 50)).isEqualTo(ByteBuffer.wrap(bytes(turn, 50)));
      log.position(log.position() + 50);
    }
  }

  @Test
  default void appendKeepsTheMetadata() throws Exception {
    subject().assumeOffered(Capability.APPEND, Capability.METADATA);
    Metadata metadata = Metadata.of(Map.of("owner", "ada"));
    subject().write("block", bytes(1, 100), WriteOptions.DEFAULT.with(metadata));
    append("block", 100, bytes(2, 100));
    assertThat(subject().stat("block").metadata()).isEqualTo(metadata);
  }

  @Test
  default void appendIsRefusedWhereItIsNotOffered() throws Exception {
    subject().assumeNotOffered(Capability.APPEND);
    subject().write("block", bytes(1, 100));
    assertUnsupported(() -> append("block", 100, bytes(2, 100)));
    assertUnsupported(() -> append("new", 0, bytes(2, 100)));
    subject().assertHolds("block", bytes(1, 100));
    subject().assertAbsent("new");
  }

  private Receipt append(String key, long offset, byte[] bytes) throws BlockStoreException {
    return store().append(key(key), offset, Content.of(bytes));
  }
}
