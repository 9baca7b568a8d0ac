package io.blocktier.gateway.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.KeyPrefix;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ObjectKeysTest {

  private static final long SEED = 20_261_121;
  private static final List<String> PIECES =
      List.of(
          "/",
          "//",
          ".",
          "..",
          " ",
          "  ",
          "a",
          "b!",
          "%",
          "=",
          "%=",
          "%=2f",
          "\u0001",
          "\n",
          "\u0085",
          "\u00e9",
          "\ud83d\ude00",
          "/./",
          "/../",
          "~");

  @Test
  void ordinaryKeysStayAsTheyAre() {
    for (String key : List.of("a", "a/b", "a b/c d", "100%", "a=b", "...", ".hidden", "é/ü")) {
      assertThat(ObjectKeys.toBlock(key)).isEqualTo(key);
      assertThat(ObjectKeys.toObject(key)).isEqualTo(key);
    }
  }

  @Test
  void noTwoKeysShareABlockAndEachComesBack() {
    SplittableRandom random = new SplittableRandom(SEED);
    Map<String, String> owners = new HashMap<>();
    for (int i = 0; i < 50_000; i++) {
      String key = random(random);
      String block = ObjectKeys.toBlock(key);
      assertThat(BlockKey.of(block).value()).isEqualTo(block);
      assertThat(ObjectKeys.toObject(block)).as("seed %d, key '%s'", SEED, key).isEqualTo(key);
      assertThat(owners.merge(block, key, (a, b) -> a)).isEqualTo(key);
    }
  }

  @Test
  void theBlockOfAKeyStartsAsTheBlocksOfItsPrefixesDo() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 20_000; i++) {
      String key = random(random);
      int end = random.nextInt(key.length() + 1);
      boolean splitsPair = end < key.length() && Character.isLowSurrogate(key.charAt(end));
      String prefix = key.substring(0, splitsPair ? end - 1 : end);
      String block = KeyPrefix.of(ObjectKeys.toBlockPrefix(prefix)).value();
      assertThat(ObjectKeys.toBlock(key)).as("seed %d, '%s'", SEED, prefix).startsWith(block);
    }
  }

  @Test
  void aFolderMarkerSortsBeforeWhatIsInTheFolder() {
    List<String> keys =
        List.of("a", "a!", "a/", "a/ ", "a/  ", "a/!", "a/b", "a/b/", "a/b/c", "a0", "b/", "b/x");
    List<String> blocks = keys.stream().map(ObjectKeys::toBlock).toList();
    assertThat(blocks).isSortedAccordingTo((x, y) -> BlockKey.of(x).compareTo(BlockKey.of(y)));
  }

  @Test
  void ordinaryKeysKeepTheirOrder() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 20_000; i++) {
      String a = ordinary(random);
      String b = ordinary(random);
      int blocks = BlockKey.of(ObjectKeys.toBlock(a)).compareTo(BlockKey.of(ObjectKeys.toBlock(b)));
      int keys = Arrays.compareUnsigned(utf8(a), utf8(b));
      assertThat(Integer.signum(blocks)).as("'%s', '%s'", a, b).isEqualTo(Integer.signum(keys));
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String random(SplittableRandom random) {
    StringBuilder key = new StringBuilder();
    int pieces = 1 + random.nextInt(6);
    for (int i = 0; i < pieces; i++) {
      key.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return key.toString();
  }

  /** Elements that start with a letter, with a slash at the end or without. */
  private static String ordinary(SplittableRandom random) {
    StringBuilder key = new StringBuilder();
    int elements = 1 + random.nextInt(3);
    for (int i = 0; i < elements; i++) {
      key.append(i == 0 ? "" : "/").append((char) ('a' + random.nextInt(2)));
      key.append(List.of("", ".", "!", "é", "0").get(random.nextInt(5)));
    }
    return key.append(random.nextBoolean() ? "/" : "").toString();
  }
}
