package io.blocktier.blockstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockKeyTest {

  private static final String SMILE = "\ud83d\ude00";

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "a/b", "..a", "a..", "...", "a b", "a\\b", "\u00e9", "%2F", "a.b/.c"})
  void legalKeysAreTakenAsTheyAre(String value) {
    assertThat(BlockKey.of(value).value()).isEqualTo(value);
    assertThat(BlockKey.of(value)).hasToString(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/", "/a", "a/", "a//b", ".", "..", "a/.", "a/..", "./a", "../a", "a/../b"})
  void keysWithEmptyOrDotElementsAreRefused(String value) {
    assertThatThrownBy(() -> BlockKey.of(value)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0000", "a\n", "a\tb", "\u007f", "a\u0085b"})
  void controlCharactersAreRefusedByCodePointAndPlace(String value) {
    assertThatThrownBy(() -> BlockKey.of(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("U+00");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud83d", "a\ud83d", "\ude00a", "\ud83da", "\ude00\ud83d"})
  void unpairedSurrogatesAreRefused(String value) {
    assertThatThrownBy(() -> BlockKey.of(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("surrogate");
  }

  @Test
  void lengthIsBoundedInBytesOfUtf8() {
    assertThat(BlockKey.of("a".repeat(1100)).byteLength()).isEqualTo(1100);
    assertThat(BlockKey.of(SMILE.repeat(275)).byteLength()).isEqualTo(1100);
    assertThatThrownBy(() -> BlockKey.of("a".repeat(1101))).hasMessageContaining("1101");
    assertThatThrownBy(() -> BlockKey.of(SMILE.repeat(275) + "a")).hasMessageContaining("1101");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "é", "漢", SMILE})
  void isLongerThanABoundByItsBytes(String character) {
    for (int count = 1; count <= 20; count++) {
      BlockKey key = BlockKey.of(character.repeat(count));
      assertThat(key.isLongerThan(key.byteLength() - 1)).isTrue();
      assertThat(key.isLongerThan(key.byteLength())).isFalse();
      KeyPrefix prefix = KeyPrefix.of(key.value());
      assertThat(prefix.byteLength()).isEqualTo(key.byteLength());
      assertThat(prefix.isLongerThan(key.byteLength() - 1)).isTrue();
      assertThat(prefix.isLongerThan(key.byteLength())).isFalse();
    }
  }

  @Test
  void anElementMayBeLongerThanFileNamesAre() {
    assertThat(BlockKey.of("d/" + "e".repeat(300)).byteLength()).isEqualTo(302);
  }

  @Test
  void resolvingGoesBelowTheKeyAndIsCheckedAgain() {
    assertThat(BlockKey.of("a").resolve("b/c")).isEqualTo(BlockKey.of("a/b/c"));
    assertThatThrownBy(() -> BlockKey.of("a").resolve("..")).hasMessageContaining("..");
  }

  @Test
  void keysOrderAsTheirUtf8BytesDo() {
    List<String> values =
        List.of("a", "a!", "a/b", "a0", "aa", "~", "\u00e9", "\uff5e", "\uffff", SMILE);
    List<BlockKey> keys = new ArrayList<>(values.stream().map(BlockKey::of).toList());
    Collections.shuffle(keys, new Random(7));
    Collections.sort(keys);
    assertThat(keys).extracting(BlockKey::value).containsExactlyElementsOf(values);
  }

  @Test
  void orderAgreesWithUnsignedBytesForRandomKeys() {
    Random random = new Random(42);
    for (int i = 0; i < 20_000; i++) {
      BlockKey a = randomKey(random);
      BlockKey b = randomKey(random);
      int expected = Arrays.compareUnsigned(utf8(a), utf8(b));
      assertThat(Integer.signum(a.compareTo(b)))
          .as("%s against %s, seed 42", a, b)
          .isEqualTo(Integer.signum(expected));
    }
  }

  private static BlockKey randomKey(Random random) {
    int[] alphabet = {'a', 'b', '!', '~', 0xe9, 0xd7ff, 0xe000, 0xff5e, 0xffff, 0x10000, 0x1f600};
    StringBuilder value = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      value.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
    }
    return BlockKey.of(value.toString());
  }

  private static byte[] utf8(BlockKey key) {
    return key.value().getBytes(StandardCharsets.UTF_8);
  }
}
