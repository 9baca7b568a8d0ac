package io.blocktier.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EchoTest {

  @ParameterizedTest
  @CsvSource({
    "http://me:hunter2@host/x, http://****@host/x",
    "http://me:hun/ter2@host/x, http://****@host/x",
    "'''http://me:hun ter2@host'' is wrong', '''http://****@host'' is wrong'",
    "s3://me@host/x, s3://****@host/x",
    "s3://host:9000/bucket/key@2, s3://host:9000/bucket/key@2",
    "s3://bucket/key@2, s3://bucket/key@2",
    "a@b, a@b"
  })
  void userAndPasswordOfAnAddressAreHidden(String text, String shown) {
    assertThat(Echo.oneLine(text)).isEqualTo(shown);
  }

  @Test
  void lineBreaksAndOtherControlsBecomeSpaces() {
    assertThat(Echo.oneLine("a\r\nb\u2028c\u001B[31md\u202Ee\uD800f")).isEqualTo("a b c [31md e f");
  }

  @Test
  void aLongErrorIsCut() {
    assertThat(Echo.shortLine("x".repeat(1 << 20))).hasSize(Echo.MAX_CHARS + 1).endsWith("…");
  }

  @Test
  void onlyWhatLooksLikeANameIsRepeatedAsOne() {
    assertThat(Echo.name("key_prefix")).isEqualTo("key_prefix");
    assertThat(Echo.name("x".repeat(Echo.MAX_NAME_CHARS + 1))).isEqualTo("(not a name)");
    assertThat(Echo.name("wJalr/XUtn")).isEqualTo("(not a name)");
  }
}
