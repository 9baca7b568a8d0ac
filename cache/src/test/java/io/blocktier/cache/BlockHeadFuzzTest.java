package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.PutId;
import io.blocktier.blockstore.StorageClass;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The attributes of a block, with bytes changed by chance. */
class BlockHeadFuzzTest {

  private static final int RUNS = 300_000;

  @Test
  void anyBytesAreAHeadOrNone() {
    BlockHead head =
        new BlockHead(
            70_000,
            new Crc32c(17),
            12_345,
            Etag.of("etag"),
            Optional.of(PutId.random(new SplittableRandom(1))),
            Optional.of(new StorageClass("COLD")),
            Metadata.of(new TreeMap<>(Map.of("a", "1", "bc", "two"))),
            new Units(new int[] {1, 2}));
    byte[] sound = head.encode();
    SplittableRandom random = new SplittableRandom(5);
    int read = 0;
    for (int run = 0; run < RUNS; run++) {
      read += isHead(changed(sound, random), run) ? 1 : 0;
    }
    assertThat(read).isBetween(RUNS / 100, RUNS - RUNS / 100);
  }

  private static byte[] changed(byte[] sound, SplittableRandom random) {
    byte[] bytes = sound.clone();
    for (int i = 0; i <= random.nextInt(3); i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
  }

  private static boolean isHead(byte[] bytes, int run) {
    try {
      BlockHead.decode(bytes);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    } catch (RuntimeException | Error e) {
      throw new AssertionError("run " + run, e);
    }
  }
}
