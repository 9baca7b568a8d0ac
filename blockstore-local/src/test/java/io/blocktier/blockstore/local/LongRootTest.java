package io.blocktier.blockstore.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Paths are bounded: the longer the root, the shorter the keys, by a number that is told. */
class LongRootTest {

  private static final int ROOT_BYTES = 3000;

  @TempDir Path directory;

  @Test
  void theLongestKeyFitsWhateverItsNamesGrowTo() throws Exception {
    try (BlockStore store = LocalFixture.open(longRoot())) {
      int most = store.capabilities().limits().maxKeyBytes();
      assertThat(most).isBetween(500, 600);
      for (String unit : new String[] {".blocktier/", "k", "a/", "漢", ".blocktier"}) {
        keeps(store, filled(unit, most));
        String shorter = filled(unit, most - 2);
        LocalFixture.write(store, shorter + "/k", "below it, which moves it aside");
        keeps(store, shorter);
      }
    }
  }

  private static void keeps(BlockStore store, String key) throws Exception {
    for (String content : new String[] {"content", "replaced"}) {
      LocalFixture.write(store, key, content);
      assertThat(LocalFixture.read(store, key)).as(key).isEqualTo(content);
    }
    assertThat(LocalFixture.list(store, ListOptions.under(KeyPrefix.ALL))).contains(key);
  }

  @Test
  void aLongerKeyIsRefusedBeforeTheSystemDoes() throws Exception {
    try (BlockStore store = LocalFixture.open(longRoot())) {
      String longer = "k".repeat(store.capabilities().limits().maxKeyBytes() + 1);
      assertThatThrownBy(() -> LocalFixture.write(store, longer, "content"))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("at most " + (longer.length() - 1));
    }
  }

  @Test
  void anOrdinaryRootTakesEveryLegalKey() throws Exception {
    try (BlockStore store = LocalFixture.open(directory)) {
      assertThat(store.capabilities().limits().maxKeyBytes()).isEqualTo(BlockKey.MAX_BYTES);
    }
  }

  private Path longRoot() {
    Path root = directory;
    while (bytes(root.toString()) < ROOT_BYTES) {
      root = root.resolve("r".repeat(Math.min(200, ROOT_BYTES - bytes(root.toString()))));
    }
    return root;
  }

  /** Repeats a text as often as it fits, and leaves no slash at the end. */
  private static String filled(String unit, int most) {
    String text = unit.repeat(most / bytes(unit));
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
