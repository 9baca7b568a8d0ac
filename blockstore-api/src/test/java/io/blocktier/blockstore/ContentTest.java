package io.blocktier.blockstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ContentTest {

  @Test
  void buffersAreReadFromTheirPositionsInOrderAndDoNotMove() throws IOException {
    ByteBuffer first = ascii("xxab").position(2);
    ByteBuffer second = ascii("cdyy").limit(2);
    Content content = Content.of(first, second);
    assertThat(content.length()).isEqualTo(4);
    assertThat(text(content)).isEqualTo("abcd");
    assertThat(text(content)).as("opened again").isEqualTo("abcd");
    assertThat(first.position()).isEqualTo(2);
    assertThat(second.remaining()).isEqualTo(2);
  }

  @Test
  void laterMovesOfTheCallersBufferChangeNothing() throws IOException {
    ByteBuffer buffer = ascii("abcd");
    Content content = Content.of(buffer);
    buffer.position(3);
    assertThat(text(content)).isEqualTo("abcd");
  }

  @Test
  void noBuffersAreNoBytes() throws IOException {
    assertThat(Content.of().length()).isZero();
    assertThat(text(Content.of())).isEmpty();
    assertThat(text(Content.of(ascii(""), ascii("")))).isEmpty();
  }

  @Test
  void slicesAreThePartsOfTheBytesWhereverTheBuffersEnd() throws IOException {
    Random random = new Random(3);
    Content.Buffers content =
        (Content.Buffers) Content.of(ascii("ab"), ascii(""), ascii("cdef"), ascii("g"));
    for (int round = 0; round < 200; round++) {
      int from = random.nextInt(8);
      int length = random.nextInt(8 - from);
      Content.Buffers slice = content.slice(ByteRange.of(from, length));
      assertThat(text(slice)).isEqualTo("abcdefg".substring(from, from + length));
      assertThat(slice.length()).isEqualTo(length);
    }
    assertThatThrownBy(() -> content.slice(ByteRange.of(5, 3)))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void slicesShareTheBytes() {
    byte[] bytes = {1, 2, 3, 4};
    Content.Buffers slice = ((Content.Buffers) Content.of(bytes)).slice(ByteRange.of(1, 2));
    bytes[2] = 9;
    assertThat(slice.views().getFirst().get(slice.views().getFirst().position() + 1))
        .isEqualTo((byte) 9);
  }

  @Test
  void duplicatesAreConsumedWithoutTouchingTheContent() throws IOException {
    Content.Buffers content = (Content.Buffers) Content.of(ascii("abc"));
    content.duplicates()[0].position(3);
    assertThat(text(content)).isEqualTo("abc");
  }

  @Test
  void aSourceIsOpenedAsOftenAsAsked() throws IOException {
    int[] opened = {0};
    Content content =
        Content.source(
            3,
            () -> {
              opened[0]++;
              return new ByteArrayInputStream(new byte[] {'a', 'b', 'c'});
            });
    assertThat(text(content)).isEqualTo("abc");
    assertThat(text(content)).isEqualTo("abc");
    assertThat(opened[0]).isEqualTo(2);
  }

  @Test
  void theChecksumIsKeptBesideTheSameBytes() throws IOException {
    Crc32c crc = Crc32c.of(ascii("abc"));
    for (Content content :
        List.of(Content.of(ascii("abc")), Content.source(3, () -> stream("abc")))) {
      assertThat(content.checksum()).isEmpty();
      assertThat(content.withChecksum(crc).checksum()).contains(crc);
      assertThat(text(content.withChecksum(crc))).isEqualTo("abc");
    }
  }

  @Test
  void aNegativeLengthIsRefused() {
    assertThatThrownBy(() -> Content.source(-1, InputStream::nullInputStream))
        .hasMessageContaining("-1");
  }

  @Test
  void theStreamOverBuffersSkipsAndReadsAcrossThem() throws IOException {
    try (InputStream stream = Content.of(ascii("ab"), ascii("cd"), ascii("ef")).open()) {
      assertThat(stream.read()).isEqualTo('a');
      assertThat(stream.skip(9)).isEqualTo(1);
      assertThat(stream.available()).isEqualTo(2);
      assertThat(new String(stream.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo("cdef");
      assertThat(stream.read()).isEqualTo(-1);
      assertThat(stream.skip(1)).isZero();
      assertThat(stream.read(new byte[0])).isZero();
    }
  }

  private static String text(Content content) throws IOException {
    try (InputStream stream = content.open()) {
      return new String(stream.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }
}
