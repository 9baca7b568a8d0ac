package io.blocktier.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {

  @Test
  void aTabIsNamed() {
    refused("a:\n\tb: 1\n", "test.yaml:2:1: is not YAML here: a tab cannot indent; write spaces");
  }

  @ParameterizedTest
  @ValueSource(strings = {"@abc", "`abc", "%abc"})
  void aTextThatNeedsQuotesIsToldSo(String text) {
    refused(
        "a: " + text,
        "test.yaml:1:4: is not YAML here: put a text that begins with '%c' in quotes"
            .formatted(text.charAt(0)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"&abc def", "*abc", "!abc def", "!!str def"})
  void anchorsAliasesAndTagsAreRefused(String text) {
    refused(
        "a: " + text,
        "test.yaml:1:4: anchors (&), aliases (*) and tags (!) are not used here;"
            + " put a text that begins with such a character in quotes");
  }

  @Test
  void anAliasBombIsRefusedAtItsFirstAnchor() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 60; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    assertThatThrownBy(() -> YamlReader.read(bomb.toString(), "test.yaml"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("test.yaml:1:5: anchors");
  }

  @Test
  void deepNestingIsRefused() {
    refused("[".repeat(1 << 20), "test.yaml:1:17: is nested deeper than 16 levels");
    refused("{a: ".repeat(17) + "}".repeat(17), "test.yaml:1:62: is nested deeper than 16 levels");
  }

  @Test
  void aTextBeyondTheLimitIsRefused() throws ConfigException {
    String longest = "a: " + "x".repeat(YamlReader.MAX_CHARS - 3);

    assertThat(YamlReader.read(longest, "test.yaml")).isPresent();
    refused(longest + "x", "test.yaml: is longer than 1048576 characters");
  }

  @Test
  void aSecondDocumentIsRefused() {
    refused("a: 1\n---\nb: 2\n", "test.yaml:2:1: a second document begins here; write only one");
  }

  @Test
  void aKeyThatIsWrittenTwiceIsRefusedWithBothPlaces() {
    refused("a: 1\nb: 2\na: 3\n", "test.yaml:3:1: a: is written twice, first at test.yaml:1:1");
  }

  @Test
  void aKeyThatIsNotANameIsRefused() {
    refused("? [a, b]\n: c\n", "test.yaml:1:3: a key has to be a plain name");
  }

  @Test
  void aControlCharacterIsNamedWithItsPlace() {
    refused("a: 1\nb: x\u0007y\n", "test.yaml:2:5: character U+0007 is not allowed");
  }

  @Test
  void anUnclosedQuoteIsRefused() {
    refused("a: \"b\n", "test.yaml:2:1: is not YAML here: found unexpected end of stream");
  }

  @Test
  void aPlainTextThatGoesOnInTheNextLineIsRefused() throws ConfigException {
    refused(
        "a: b\n   c\nd: e\n",
        "test.yaml:1:4: goes on in the next line: check how that is indented, or write quotes");
    assertThat(YamlReader.read("a: 'b\n   c'\nd: |\n  e\n  f\n", "test.yaml")).isPresent();
  }

  @Test
  void aByteOrderMarkIsSkipped() throws ConfigException {
    assertThat(YamlReader.read("\uFEFFa: 1", "test.yaml")).isPresent();
  }

  private static void refused(String yaml, String message) {
    assertThatThrownBy(() -> YamlReader.read(yaml, "test.yaml"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }
}
