package io.blocktier.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodedWordsTest {

  private static final int MAX_WORD = 75;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plain text, =?and signs_|plain text, =?and signs_",
        "r\u00e9sum\u00e9|=?UTF-8?Q?r=C3=A9sum=C3=A9?=",
        "a b=c?d_\u00e9|=?UTF-8?Q?a_b=3Dc=3Fd=5F=C3=A9?=",
        "\u00c4\u00d6\u00dca|=?UTF-8?B?w4TDlsOcYQ==?=",
        "\u65e5\u672c\u8a9e|=?UTF-8?B?5pel5pys6Kqe?=",
        "tab\there|=?UTF-8?Q?tab=09here?=",
      })
  void whatIsReadableStaysSo(String text, String expected) {
    assertThat(EncodedWords.of(text)).isEqualTo(expected);
  }

  @Test
  void textOfAnyLengthIsReadAgainFromWordsThatAreShortEnough() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      StringBuilder text = new StringBuilder("\u00e9");
      int plain = random.nextInt(100);
      random
          .ints(random.nextInt(400), 0, 100)
          .forEach(dice ->
              text.appendCodePoint(
                  dice < plain ? random.nextInt('a', 'z') : random.nextInt(0x1f600, 0x1f640)));
      String words = EncodedWords.of(text.toString());
      assertThat(words.split(" ", -1))
          .as("seed %d", seed)
          .allSatisfy(word -> assertThat(word).hasSizeLessThanOrEqualTo(MAX_WORD));
      assertThat(decoded(words)).as("seed %d", seed).isEqualTo(text.toString());
    }
  }

  private static String decoded(String words) {
    StringBuilder text = new StringBuilder();
    for (String word : words.split(" ", -1)) {
      String[] pieces = word.split("\\?", -1);
      assertThat(pieces).hasSize(5);
      byte[] bytes =
          pieces[2].equals("B") ? Base64.getDecoder().decode(pieces[3]) : unquoted(pieces[3]);
      text.append(new String(bytes, StandardCharsets.UTF_8));
    }
    return text.toString();
  }

  private static byte[] unquoted(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '=') {
        bytes.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
        i += 2;
      } else {
        bytes.write(c == '_' ? ' ' : c);
      }
    }
    return bytes.toByteArray();
  }
}
