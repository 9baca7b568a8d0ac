package io.blocktier.segments.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordKeyTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "\0\u007f", "\u0080", "Größe", "naïve/日本", "😀"})
  void keyHasTheBytesOfItsText(String text) {
    RecordKey key = RecordKey.of(text);

    assertThat(key.toUtf8()).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    assertThat(key.toString()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\ud800", "a\udc00b"})
  void textThatIsNoKeyIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> RecordKey.of(text));
  }

  @Test
  void wordsBehindWhatKeysShareOrderThemAsTheirBytesDo() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      RecordKey one = key(random);
      RecordKey other = key(random);
      int shared = one.sharedWith(other);
      int byWords = Long.compareUnsigned(one.wordAt(shared), other.wordAt(shared));
      assertThat(byWords == 0 || byWords < 0 == one.compareTo(other) < 0)
          .as("%s and %s share %d, seed %d", one, other, shared, seed)
          .isTrue();
    }
  }

  @Test
  void wordHasZerosBehindTheEnd() {
    RecordKey key = RecordKey.of("ab");

    assertThat(key.wordAt(0)).isEqualTo(0x6162_0000_0000_0000L);
    assertThat(key.wordAt(2)).isZero();
    assertThat(RecordKey.of("abcdefghi").wordAt(1)).isEqualTo(0x6263_6465_6667_6869L);
  }

  private static RecordKey key(Random random) {
    byte[] bytes = new byte[random.nextInt(1, 20)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (random.nextInt(3) - 1);
    }
    return RecordKey.ofUtf8(bytes, 0, bytes.length);
  }
}
