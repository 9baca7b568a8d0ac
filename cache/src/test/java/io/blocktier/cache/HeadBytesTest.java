package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HeadBytesTest {

  @Test
  void whatIsPutIsReadByTheJdk() throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    for (int run = 0; run < 1000; run++) {
      String text = text(random);
      long number = random.nextLong();
      byte[] bytes =
          new HeadBytes()
              .putByte(run)
              .putText(text)
              .putLong(number)
              .putShort(run)
              .putInt((int) number)
              .toBytes();
      try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
        assertThat(in.readUnsignedByte()).isEqualTo(run & 0xff);
        assertThat(in.readUTF()).as("run %d", run).isEqualTo(text);
        assertThat(in.readLong()).isEqualTo(number);
        assertThat(in.readUnsignedShort()).isEqualTo(run);
        assertThat(in.readInt()).isEqualTo((int) number);
        assertThat(in.read()).isNegative();
      }
    }
  }

  /** Of characters that take one, two or three bytes each, the zero among them. */
  private static String text(SplittableRandom random) {
    List<Integer> bounds = List.of(0x80, 0x800, 0xd800);
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(300); i > 0; i--) {
      text.append((char) random.nextInt(bounds.get(random.nextInt(bounds.size()))));
    }
    return text.toString();
  }

  @Test
  void aTextOfMoreThanItsLengthCanTellIsRefused() {
    HeadBytes bytes = new HeadBytes();
    bytes.putText("x".repeat(65_535));
    assertThatThrownBy(() -> bytes.putText("x".repeat(65_536)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65536");
  }
}
