package io.blocktier.segments.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is there is never denied, what is not there nearly always is. */
class BloomFilterTest {

  private static byte[] key(int number) {
    return RecordKey.of(SegmentFixture.key(number)).utf8();
  }

  private static BloomFilter filter(int keys) {
    BloomFilter.Builder builder = new BloomFilter.Builder();
    for (int i = 0; i < keys; i++) {
      builder.add(key(i));
    }
    byte[] bytes = builder.build();
    assertThat(bytes).hasSize(BloomFilter.bytes(keys));
    return BloomFilter.of(bytes, 0, bytes.length);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 100, 20_000})
  void keysThatAreThereAreNotDenied(int keys) {
    BloomFilter filter = filter(keys);
    for (int i = 0; i < keys; i++) {
      assertThat(filter.mayContain(key(i))).isTrue();
    }
  }

  @Test
  void oneInAHundredOfOtherKeysIsTakenForOne() {
    BloomFilter filter = filter(20_000);
    int taken = 0;
    for (int i = 20_000; i < 120_000; i++) {
      taken += filter.mayContain(key(i)) ? 1 : 0;
    }
    assertThat(taken).isBetween(600, 1100);
  }
}
