package io.blocktier.blockstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPrefixTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a/", "a/b", "a/.", "a/..", ".", ".."})
  void whateverALegalKeyCanStartWithIsAPrefix(String value) {
    assertThat(KeyPrefix.of(value).value()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/a", "a//", "./", "../", "a/../", "a\n", "a\ud83d"})
  void whatNoLegalKeyStartsWithIsRefused(String value) {
    assertThatThrownBy(() -> KeyPrefix.of(value)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void coversByCharactersNotByElements() {
    KeyPrefix prefix = KeyPrefix.of("ab");
    assertThat(prefix.covers(BlockKey.of("ab"))).isTrue();
    assertThat(prefix.covers(BlockKey.of("abc"))).isTrue();
    assertThat(prefix.covers(BlockKey.of("ab/c"))).isTrue();
    assertThat(prefix.covers(BlockKey.of("a/b"))).isFalse();
  }

  @Test
  void theEmptyPrefixCoversEveryKey() {
    assertThat(KeyPrefix.of("")).isSameAs(KeyPrefix.ALL);
    assertThat(KeyPrefix.ALL.covers(BlockKey.of("x"))).isTrue();
  }
}
