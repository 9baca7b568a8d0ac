package io.blocktier.cache.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "seven77", "eight888", "nine99999", "é", "aé", "\uD83D\uDE00x", "€/b"})
  void textAndItsBytesAreTheSame(String key) {
    byte[] utf8 = KeyText.utf8(key);
    byte[] padded = new byte[utf8.length + 5];
    System.arraycopy(utf8, 0, padded, 3, utf8.length);
    assertThat(KeyText.hash(padded, 3, utf8.length)).isEqualTo(KeyText.hash(key));
    assertThat(KeyText.matches(key, padded, 3, utf8.length)).isTrue();
    assertThat(KeyText.matches(key + "x", padded, 3, utf8.length)).isFalse();
    assertThat(KeyText.matches(key, padded, 3, utf8.length + 1)).isFalse();
    assertThat(KeyText.matches("x" + key.substring(1), padded, 3, utf8.length)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void numberedKeysSpreadEvenlyByEveryPartOfTheHash(long seed) {
    Random random = new Random(seed);
    int first = random.nextInt(1 << 24);
    int shift = random.nextInt(56);
    Map<Integer, Integer> counts = new HashMap<>();
    int keys = 256 * 256;
    for (int i = 0; i < keys; i++) {
      long hash = KeyText.hash("share-0001/file-000042/chunk-%011d".formatted(first + i));
      counts.merge((int) (hash >>> shift) & 0xFF, 1, Integer::sum);
    }
    assertThat(counts).hasSize(256);
    assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(150, 370));
  }
}
