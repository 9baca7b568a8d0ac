package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HeadBytesTest {

  @Test
  void whatIsPutIsReadByTheReaderAndByTheJdk() throws IOException {
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
      HeadReader reader = new HeadReader(bytes);
      assertThat(reader.takeByte()).isEqualTo((byte) run);
      assertThat(reader.takeText()).as("run %d", run).isEqualTo(text);
      assertThat(reader.takeLong()).isEqualTo(number);
      assertThat(reader.takeUnsignedShort()).isEqualTo(run);
      assertThat(reader.takeInt()).isEqualTo((int) number);
      assertThat(reader.left()).isZero();
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

  @Test
  void attributesThatEndEarlySaySo() {
    byte[] bytes = new HeadBytes().putText("text").toBytes();
    for (int length = 0; length < bytes.length; length++) {
      HeadReader reader = new HeadReader(Arrays.copyOf(bytes, length));
      assertThatThrownBy(reader::takeText)
          .as("%d bytes", length)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("early");
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
