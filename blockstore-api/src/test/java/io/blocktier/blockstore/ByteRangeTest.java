package io.blocktier.blockstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteRangeTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, true, 0", "0, 0, 10, true, 0", "0, 5, 0, true, 0", "0, 5, 10, true, 5",
    "0, 20, 10, true, 10", "5, 5, 10, true, 5", "5, 6, 10, true, 5", "9, 1, 10, true, 1",
    "10, 0, 10, true, 0", "10, 1, 10, false, 0", "11, 0, 10, false, 0", "11, 5, 10, false, 0",
    "1, 0, 0, false, 0", "1, 1, 0, false, 0"
  })
  void edgesFollowTheRule(long offset, long length, long size, boolean satisfiable, long bytes) {
    ByteRange range = ByteRange.of(offset, length);
    assertThat(range.isSatisfiable(size)).isEqualTo(satisfiable);
    assertThat(range.clampedLength(size)).isEqualTo(bytes);
  }

  @Test
  void theWholeRangeReachesToAnyEnd() {
    assertThat(ByteRange.ALL.isAll()).isTrue();
    assertThat(ByteRange.ALL.clampedLength(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(ByteRange.from(0)).isEqualTo(ByteRange.ALL);
    assertThat(ByteRange.from(3).isAll()).isFalse();
    assertThat(ByteRange.from(3).clampedLength(10)).isEqualTo(7);
  }

  @Test
  void negativeNumbersAreRefusedByName() {
    assertThatThrownBy(() -> ByteRange.of(-1, 1)).hasMessageContaining("offset -1");
    assertThatThrownBy(() -> ByteRange.of(1, -2)).hasMessageContaining("length -2");
  }
}
