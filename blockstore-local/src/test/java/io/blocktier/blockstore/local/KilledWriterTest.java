package io.blocktier.blockstore.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A writer that is killed in the middle leaves whole blocks, and no trace of the rest. */
class KilledWriterTest {

  private static final int ENOUGH = 20;

  @TempDir Path root;

  private int killAfterEnough() throws Exception {
    Process child = ChildProcess.start("write", root, Integer.MAX_VALUE);
    int acknowledged = 0;
    try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        assertThat(line).isEqualTo("wrote " + acknowledged);
        acknowledged++;
        if (acknowledged == ENOUGH) {
          child.toHandle().destroyForcibly(); // the process itself would close what it said
        }
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
    return acknowledged;
  }

  @Test
  void everyVisibleBlockIsWholeAndTheNextWriterCleansUp() throws Exception {
    int acknowledged = killAfterEnough();
    List<String> left = LocalFixture.tree(root.resolve(".blocktier/tmp"));
    assertThat(left).describedAs("the killed process could not clean up").isNotEmpty();

    try (BlockStore store = LocalFixture.open(root)) {
      List<String> keys = LocalFixture.list(store, ListOptions.under(KeyPrefix.of("blocks/")));
      assertThat(keys).hasSizeBetween(acknowledged, acknowledged + 1);
      for (String key : keys) {
        requireWhole(store, key);
      }
      LocalFixture.write(store, "next", "next");
      assertThat(LocalFixture.tree(root.resolve(".blocktier/tmp")))
          .doesNotContainAnyElementsOf(left);
    }
  }

  private static void requireWhole(BlockStore store, String key) throws IOException {
    int number = Integer.parseInt(key.substring("blocks/".length()));
    assertThat(LocalFixture.read(store, key).equals(ChildProcess.text(number)))
        .describedAs(key)
        .isTrue();
  }
}
