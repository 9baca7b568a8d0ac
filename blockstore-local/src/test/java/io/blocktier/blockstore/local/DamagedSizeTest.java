package io.blocktier.blockstore.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.CorruptBlockException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A block whose file has not the size that it was written with. */
class DamagedSizeTest {

  @TempDir Path root;

  @Test
  void isNotToldAsTheSizeToMakeRoomFor() throws Exception {
    try (BlockStore store = LocalFixture.open(root)) {
      LocalFixture.write(store, "k", "whole");
      assertThat(store.stat(BlockKey.of("k")).size()).isEqualTo(5);
      try (FileChannel file = FileChannel.open(root.resolve("k"), StandardOpenOption.WRITE)) {
        file.truncate(3);
      }
      assertThatExceptionOfType(CorruptBlockException.class)
          .isThrownBy(() -> store.stat(BlockKey.of("k")))
          .withMessageContaining("the file has 3 bytes; the block was written with 5");
    }
  }
}
