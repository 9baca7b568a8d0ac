package io.blocktier.blockstore.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How elements of keys are named on the disk, which later versions have to read. */
class NamesTest {

  private static final Names.Meaning.Element NO_ELEMENT = new Names.Meaning.Element("");

  private static int bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length;
  }

  @Test
  void anElementIsItsOwnName() {
    assertThat(Names.of("a")).containsExactly("a");
    assertThat(Names.of("übergröße.bin")).containsExactly("übergröße.bin");
    assertThat(Names.of(".hidden")).containsExactly(".hidden");
    assertThat(Names.of("x".repeat(230))).containsExactly("x".repeat(230));
  }

  @Test
  void anElementThatLooksReservedIsMarked() {
    assertThat(Names.of(".blocktier")).containsExactly(".blocktier=.blocktier");
    assertThat(Names.of(".blocktier=a")).containsExactly(".blocktier=.blocktier=a");
    assertThat(Names.of(".blocktierish")).containsExactly(".blocktier=.blocktierish");
  }

  @Test
  void aLongElementIsContinuedInside() {
    assertThat(Names.of("x".repeat(231)))
        .containsExactly(".blocktier~" + "x".repeat(200), "x".repeat(31));
    assertThat(Names.of("x".repeat(200) + ".".repeat(31)))
        .containsExactly(".blocktier~" + "x".repeat(200), ".".repeat(31));
    assertThat(Names.of("é".repeat(300)))
        .containsExactly(
            ".blocktier~" + "é".repeat(100), ".blocktier~" + "é".repeat(100), "é".repeat(100));
  }

  @Test
  void aContinuationNeverEndsWithinACharacter() {
    assertThat(Names.of("x" + "𝄞".repeat(60)))
        .containsExactly(".blocktier~x" + "𝄞".repeat(49), "𝄞".repeat(11));
  }

  @Test
  void aBlockBesideADirectoryIsMarked() {
    assertThat(Names.beside("a")).isEqualTo(".blocktier!a");
    assertThat(Names.meaning(".blocktier!a")).contains(new Names.Meaning.Beside("a"));
    assertThat(Names.meaning(".blocktier!.blocktier=.blocktier"))
        .contains(new Names.Meaning.Beside(".blocktier"));
  }

  @Test
  void theStoresOwnNamesAndUnusualSpellingsMeanNothing() {
    for (String name :
        List.of(
            ".blocktier",
            ".blocktier=",
            ".blocktier=a",
            ".blocktier~",
            ".blocktier!",
            ".blocktier!.blocktier!a",
            ".blocktier!.blocktier~a",
            ".blocktier?a",
            "x".repeat(231))) {
      assertThat(Names.meaning(name)).describedAs(name).isEmpty();
    }
  }

  @Test
  void everyElementComesBackFromItsNames() {
    long seed = 20_260_102;
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      String element = element(random);
      List<String> names = Names.of(element);
      assertThat(names).describedAs("seed %d", seed).allMatch(name -> bytes(name) <= 244);
      assertThat(bytes(Names.beside(names.getLast()))).isLessThanOrEqualTo(255);
      assertThat(read(names)).describedAs("seed %d", seed).isEqualTo(element);
    }
  }

  private static String read(List<String> names) {
    StringBuilder text = new StringBuilder();
    for (String name : names.subList(0, names.size() - 1)) {
      text.append(((Names.Meaning.Head) Names.meaning(name).orElseThrow()).text());
    }
    Optional<Names.Meaning> last = Names.meaning(names.getLast());
    return text + ((Names.Meaning.Element) last.orElse(NO_ELEMENT)).text();
  }

  private static String element(Random random) {
    List<String> pieces = List.of("a", "é", "€", "𝄞", ".blocktier", "=", "~", "!", ".", " ");
    StringBuilder text = new StringBuilder();
    int count = 1 + random.nextInt(random.nextBoolean() ? 4 : 300);
    while (count > 0 && bytes(text.toString()) < 1000) {
      text.append(pieces.get(random.nextInt(pieces.size())));
      count--;
    }
    return text.toString();
  }

  @Test
  void namesAreOrderedAsTheirBytesAre() {
    List<String> texts =
        new ArrayList<>(List.of("", "a", "a!", "a/", "a0", "é", "\uffee", "𝄞", "aa"));
    for (String one : texts) {
      for (String other : texts) {
        int expected =
            Integer.signum(
                Arrays.compareUnsigned(
                    one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8)));
        assertThat(Integer.signum(Names.compare(one, other))).isEqualTo(expected);
      }
    }
  }

  @Test
  void aPlaceHasADirectoryForEachElementAndContinuation() {
    Place place = Place.of(Path.of("/r"), BlockKey.of("d/" + "x".repeat(231)));

    assertThat(place.directory()).isEqualTo(Path.of("/r/d/.blocktier~" + "x".repeat(200)));
    assertThat(place.plain().getFileName()).hasToString("x".repeat(31));
    assertThat(place.beside().getFileName()).hasToString(".blocktier!" + "x".repeat(31));
    assertThat(place.steps()).hasSize(2);
  }
}
