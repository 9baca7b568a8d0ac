package io.blocktier.blockstore.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.PutId;
import io.blocktier.blockstore.WriteOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The layout of the attribute beside each block, which later versions have to read. */
class BlockAttributesTest {

  private static final BlockAttributes FULL =
      new BlockAttributes(
          0x0123456789abcdefL,
          5000,
          1_700_000_000_000L,
          Optional.of(new Crc32c(0xdeadbeef)),
          Optional.of(new PutId("00112233445566778899aabbccddeeff")),
          Metadata.of(Map.of("a", "1", "name", "two words", "void", "")));

  private static final String FULL_HEX =
      "01" // format
          + "03" // has checksum and put ID
          + "0123456789abcdef" // version
          + "0000000000001388" // size
          + "0000018bcfe56800" // modified
          + "deadbeef" // checksum
          + "00112233445566778899aabbccddeeff" // put ID
          + "e13100" // a=1
          + "6e616de574776f20776f72647300" // name=two words
          + "766f69e400"; // void=

  private static final String PLAIN_HEX = "0100ffffffffffffffff00000000000000000000000000000000";

  @TempDir Path root;

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  @Test
  void everyFieldHasItsPlace() {
    assertThat(HexFormat.of().formatHex(FULL.encode())).isEqualTo(FULL_HEX);
    assertThat(BlockAttributes.decode(bytes(FULL_HEX))).isEqualTo(FULL);
  }

  @Test
  void fieldsThatAreMissingTakeNoSpace() {
    BlockAttributes plain =
        new BlockAttributes(-1, 0, 0, Optional.empty(), Optional.empty(), Metadata.EMPTY);

    assertThat(HexFormat.of().formatHex(plain.encode())).isEqualTo(PLAIN_HEX);
    assertThat(BlockAttributes.decode(bytes(PLAIN_HEX))).isEqualTo(plain);
  }

  @Test
  void aFlagSaysThatBytesMayFollow() {
    String growing = FULL_HEX.replaceFirst("^0103", "0107");

    assertThat(HexFormat.of().formatHex(FULL.asGrowing().encode())).isEqualTo(growing);
    assertThat(BlockAttributes.decode(bytes(growing))).isEqualTo(FULL.asGrowing());
  }

  @Test
  void theEtagIsTheVersion() {
    assertThat(FULL.etag().toString()).contains("0123456789abcdef");
  }

  @Test
  void anotherFormatIsRefused() {
    byte[] later = bytes(FULL_HEX);
    later[0] = 2;

    assertThatThrownBy(() -> BlockAttributes.decode(later))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("format 2");
  }

  @Test
  void whatIsCutOffIsRefusedOrHasLessMetadata() {
    byte[] whole = FULL.encode();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      try {
        assertThat(BlockAttributes.decode(cut).metadata().entries().size()).isLessThan(3);
      } catch (IllegalArgumentException refused) {
        assertThat(refused.getMessage()).isNotBlank();
      }
    }
  }

  @Test
  void noMutationLeadsToAnyOtherException() {
    long seed = 20_260_101;
    Random random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      byte[] mutated = FULL.encode();
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
      }
      try {
        BlockAttributes.decode(mutated).stat(BlockKey.of("x"));
      } catch (IllegalArgumentException refused) {
        assertThat(refused.getMessage()).isNotBlank();
      } catch (RuntimeException e) {
        throw new AssertionError(
            "seed " + seed + ": " + HexFormat.of().formatHex(mutated) + " gave " + e, e);
      }
    }
  }

  @Test
  void theLargestMetadataInTheShortestPairsFitsIntoTheFileSystem() throws Exception {
    Metadata largest = shortestPairs();
    BlockAttributes attributes =
        new BlockAttributes(1, 1, 1, FULL.checksum(), FULL.putId(), largest);

    assertThat(attributes.encode()).hasSizeLessThan(3200);
    try (BlockStore store = LocalFixture.open(root)) {
      BlockKey key = BlockKey.of("x");
      WriteOptions options = WriteOptions.DEFAULT.with(largest).with(FULL.putId().orElseThrow());
      assertThatCode(() -> store.write(key, Content.of(new byte[1]), options))
          .doesNotThrowAnyException();
      assertThat(store.stat(key).metadata()).isEqualTo(largest);
    }
  }

  private static Metadata shortestPairs() {
    String letters = "abcdefghijklmnopqrstuvwxyz0123456789._-";
    Map<String, String> pairs = new TreeMap<>();
    letters.chars().forEach(one -> pairs.put(Character.toString(one), ""));
    int left = Metadata.MAX_BYTES - letters.length();
    for (int i = 0; left >= 2; i++, left -= 2) {
      int n = letters.length();
      pairs.put("" + letters.charAt(i / n) + letters.charAt(i % n), "");
    }
    return Metadata.of(pairs);
  }
}
