package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "a* abc", "a* a", "*.dat x.dat", "a/*/c a/b/c", "a/** a/b/c", "a/** a/b", "a** abc/d",
        "**/c c", "**/c a/b/c", "a/**/c a/c", "a/**/c a/x/y/c", "? x", "?? ab", "[a-c]x bx",
        "[!a]x bx", "[^a]x bx", "[]]x ]x", "[a-]x -x", "[abc [abc", "a\\*b a*b", "a[*]b a*b",
        "\u00e4? \u00e4\ud83d\ude00", "[\ud83d\ude00] \ud83d\ude00", "** a/b/c", "*/b a/b",
            "a\\ a\\",
      })
  void patternMatches(String pattern, String key) {
    assertThat(Glob.compile(pattern).matches(key)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "a* b",
        "a* a/b",
        "*.dat x/y.dat",
        "a/*/c a/b/b/c",
        "a/*/c a/c",
        "**/c abc",
        "**/c a/bc",
        "? a/b",
        "? /",
        "[a-c]x dx",
        "[!a]x ax",
        "[!a]b /b",
        "a\\*b axb",
        "a[*]b axb",
        "a ab",
        "ab a",
        "a/**/c ac",
        "*/b a/c/b",
      })
  void patternDoesNotMatch(String pattern, String key) {
    assertThat(Glob.compile(pattern).matches(key)).isFalse();
  }

  @Test
  void folderOfAKeyIsMatchedOnlyAtItsSlash() {
    Glob glob = Glob.compile("tmp-*");
    assertThat(glob.matchesSelfOrFolder("tmp-1/a/b")).isTrue();
    assertThat(glob.matchesSelfOrFolder("tmp-1")).isTrue();
    assertThat(glob.matchesSelfOrFolder("x/tmp-1")).isFalse();
    assertThat(Glob.compile("tmp").matchesSelfOrFolder("tmpx/a")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "share1/a*,share1/a,share1/,true",
    "share1/*/b,share1/,share1/,false",
    "share1/**,share1/,share1/,false",
    "*,'','',true",
    "a\\*b/c?,a*b/c,a*b/,true",
    "a/b,a/b,a/,true",
  })
  void listingStartsAtTheLiteralBeginning(
      String pattern, String prefix, String base, boolean singleLevel) {
    Glob glob = Glob.compile(pattern);
    assertThat(glob.literalPrefix()).isEqualTo(prefix);
    assertThat(glob.base()).isEqualTo(base);
    assertThat(glob.singleLevel()).isEqualTo(singleLevel);
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS) // by backtracking it takes for ever
  void hostilePatternTakesNoLongerThanItsLengthTimesTheKey() {
    Glob glob = Glob.compile("*a".repeat(200) + "**/**/**b".repeat(20));
    assertThat(glob.matches("a".repeat(900))).isFalse();
  }

  @Test
  void onlyStarsMeanEverything() {
    assertThat(Glob.compile("**").isEverything()).isTrue();
    assertThat(Glob.compile("*/**").isEverything()).isTrue();
    assertThat(Glob.compile("a**").isEverything()).isFalse();
  }
}
