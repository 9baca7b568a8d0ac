package io.blocktier.blockstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Crc32cTest {

  @Test
  void agreesWithTheVectorsOfRfc3720() {
    assertThat(Crc32c.of(ByteBuffer.wrap(new byte[32]))).hasToString("8a9136aa");
    assertThat(Crc32c.of(ascii("123456789"))).hasToString("e3069283");
    assertThat(Crc32c.of()).isEqualTo(Crc32c.EMPTY);
  }

  @Test
  void doesNotMoveTheBuffers() {
    ByteBuffer buffer = ascii("xx123456789").position(2);
    assertThat(Crc32c.of(buffer)).hasToString("e3069283");
    assertThat(buffer.position()).isEqualTo(2);
  }

  @Test
  void directAndReadOnlyBuffersGiveTheSame() {
    ByteBuffer direct = ByteBuffer.allocateDirect(9).put(ascii("123456789")).flip();
    assertThat(Crc32c.of(direct)).hasToString("e3069283");
    assertThat(Crc32c.of(direct.asReadOnlyBuffer())).hasToString("e3069283");
    assertThat(Crc32c.of(ascii("123456789").asReadOnlyBuffer())).hasToString("e3069283");
  }

  @Test
  void concatenationNeedsNoBytes() {
    Random random = new Random(11);
    for (int round = 0; round < 500; round++) {
      byte[] bytes = new byte[random.nextInt(5_000)];
      random.nextBytes(bytes);
      int cut = random.nextInt(bytes.length + 1);
      Crc32c head = Crc32c.of(ByteBuffer.wrap(bytes, 0, cut));
      Crc32c tail = Crc32c.of(ByteBuffer.wrap(bytes, cut, bytes.length - cut));
      assertThat(head.concat(tail, bytes.length - cut))
          .as("%d bytes cut at %d, seed 11", bytes.length, cut)
          .isEqualTo(Crc32c.of(ByteBuffer.wrap(bytes)));
    }
  }

  @Test
  void concatenationIsAssociativeAndHasANeutralElement() {
    Crc32c a = Crc32c.of(ascii("a"));
    Crc32c b = Crc32c.of(ascii("bb"));
    Crc32c c = Crc32c.of(ascii("ccc"));
    assertThat(a.concat(b, 2).concat(c, 3)).isEqualTo(a.concat(b.concat(c, 3), 5));
    assertThat(a.concat(Crc32c.EMPTY, 0)).isEqualTo(a);
    assertThat(Crc32c.EMPTY.concat(a, 1)).isEqualTo(a);
  }

  @Test
  void concatenationReachesBeyondFourGigabytes() {
    Crc32c zero = Crc32c.of(ByteBuffer.wrap(new byte[1 << 20]));
    Crc32c doubled = zero;
    long length = 1 << 20;
    while (length < 1L << 40) {
      doubled = doubled.concat(doubled, length);
      length *= 2;
    }
    Crc32c stepped = doubled.concat(zero, 1 << 20);
    assertThat(stepped).isEqualTo(zero.concat(doubled, length));
  }

  @Test
  void base64IsTheFormOfS3() {
    Crc32c crc = Crc32c.of(ascii("123456789"));
    assertThat(crc.base64()).isEqualTo("4waSgw==");
    assertThat(Crc32c.ofBase64("4waSgw==")).isEqualTo(crc);
  }

  @Test
  void whatIsNotBase64OfFourBytesIsRefused() {
    assertThatThrownBy(() -> Crc32c.ofBase64("AAAA")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Crc32c.ofBase64("!")).isInstanceOf(IllegalArgumentException.class);
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }
}
