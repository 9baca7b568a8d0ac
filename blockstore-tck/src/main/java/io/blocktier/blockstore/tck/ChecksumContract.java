package io.blocktier.blockstore.tck;

import static io.blocktier.blockstore.tck.Subject.key;
import static io.blocktier.blockstore.tck.TestBytes.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.WriteOptions;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Checksums: checked on arrival, kept with the block, and never wrong where they are told. */
interface ChecksumContract extends Fixture {

  @Test
  default void checksumComesBack() throws Exception {
    subject().assumeOffered(Capability.CHECKSUM);
    for (int size : new int[] {0, 1, 4_096, 1_000_000}) {
      subject().write("block", bytes(size, size));
      assertThat(subject().stat("block").checksum()).contains(crc(bytes(size, size)));
    }
  }

  @Test
  default void rightChecksumIsAccepted() throws Exception {
    byte[] content = bytes(1, 10_000);
    Content buffers = Content.of(content).withChecksum(crc(content));
    Content source = TestSource.of(content).content().withChecksum(crc(content));
    for (Content right : new Content[] {buffers, source}) {
      assertThat(store().write(key("block"), right, WriteOptions.DEFAULT).checksum())
          .contains(crc(content));
      subject().assertHolds("block", content);
      subject().delete("block");
    }
  }

  @Test
  default void wrongChecksumIsRefusedAndNothingIsStored() throws Exception {
    subject().assumeOffered(Capability.CHECKSUM);
    subject().write("there", bytes(9, 50));
    for (int size : new int[] {0, 1, 10_000, scale().largeBytes()}) {
      byte[] content = bytes(1, size);
      Crc32c wrong = new Crc32c(crc(content).value() ^ 1);
      refuses(Content.of(content).withChecksum(wrong));
      refuses(TestSource.of(content).content().withChecksum(wrong));
    }
    subject().assertHolds("there", bytes(9, 50));
    subject().assertAbsent("new");
  }

  private void refuses(Content content) {
    for (String key : new String[] {"there", "new"}) {
      assertThatThrownBy(() -> store().write(key(key), content, WriteOptions.DEFAULT))
          .isInstanceOf(CorruptBlockException.class);
    }
  }

  @Test
  default void checksumThatIsToldIsRight() throws Exception {
    subject().write("block", bytes(1, 10_000));
    assertRightIfTold("block", bytes(1, 10_000));
    store().copy(key("block"), key("copy"), CopyOptions.DEFAULT);
    assertRightIfTold("copy", bytes(1, 10_000));
    subject().write("block", bytes(2, 20_000));
    assertRightIfTold("block", bytes(2, 20_000));
    assertRightIfTold("copy", bytes(1, 10_000));
  }

  private void assertRightIfTold(String key, byte[] content) throws BlockStoreException {
    assertThat(subject().stat(key).checksum().orElse(crc(content))).isEqualTo(crc(content));
  }

  private static Crc32c crc(byte[] content) {
    return Crc32c.of(ByteBuffer.wrap(content));
  }
}
