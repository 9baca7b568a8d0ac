package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSpoolTest {

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        1,
        ByteSpool.MEMORY_BYTES - 1,
        ByteSpool.MEMORY_BYTES,
        ByteSpool.MEMORY_BYTES + 1,
        3 * ByteSpool.MEMORY_BYTES
      })
  void whatWasReadCanBeReadAgainAndLeavesNoFile(int length) throws Exception {
    byte[] bytes = MemoryStoreTest.bytes(length, length);
    Spools spools = Spools.now();
    try (ByteSpool spool = ByteSpool.of(new ByteArrayInputStream(bytes))) {
      Content content = spool.content();
      assertThat(content.length()).isEqualTo(length);
      for (int i = 0; i < 2; i++) {
        try (InputStream in = content.open()) {
          assertThat(in.readAllBytes()).isEqualTo(bytes);
        }
      }
    }
    spools.assertNoneStays();
  }

  @Test
  void streamThatBreaksLeavesNoFile() throws Exception {
    Spools spools = Spools.now();
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("broken");
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            throw new IOException("broken");
          }
        };
    InputStream in =
        new SequenceInputStream(
            new ByteArrayInputStream(new byte[ByteSpool.MEMORY_BYTES + 9]), broken);
    assertThatThrownBy(() -> ByteSpool.of(in)).isInstanceOf(IOException.class);
    spools.assertNoneStays();
  }
}
