package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SelectionTest extends MemoryStoreTest {

  @BeforeEach
  void fill() throws BlockStoreException {
    for (String key :
        List.of("share1", "share1/a", "share1/b/c", "share10/x", "share1.bak", "top", "[x]/y")) {
      write(key, new byte[0]);
    }
  }

  @Test
  void folderIsWhatStandsBeforeASlash() throws Exception {
    assertThat(keys("share1/", true)).containsExactly("share1/a -> a", "share1/b/c -> b/c");
  }

  @Test
  void nameWithoutSlashIsTheBlockAndAllBelowItButNotItsNeighbours() throws Exception {
    assertThat(keys("share1", true))
        .containsExactly("share1 -> share1", "share1/a -> a", "share1/b/c -> b/c");
  }

  @Test
  void wholeStoreIsEverything() throws Exception {
    assertThat(keys("", true)).hasSize(7);
    assertThat(((Selection.Listed) select("", true)).isEverything()).isTrue();
    assertThat(((Selection.Listed) select("**", false)).isEverything()).isTrue();
    assertThat(((Selection.Listed) select("share1/", true)).isEverything()).isFalse();
  }

  @Test
  void globStaysWithinItsElement() throws Exception {
    assertThat(keys("share1*", false))
        .containsExactly("share1 -> share1", "share1.bak -> share1.bak");
    assertThat(keys("share1/*", false)).containsExactly("share1/a -> a");
  }

  @Test
  void doubleStarIsAPrefix() throws Exception {
    assertThat(keys("share1**", false)).hasSize(5);
  }

  @Test
  void recursiveGlobTakesWhatLiesInTheFoldersItMatches() throws Exception {
    assertThat(keys("share1?", true)).containsExactly("share10/x -> share10/x");
    assertThat(keys("*/b", true)).containsExactly("share1/b/c -> share1/b/c");
  }

  @Test
  void escapedGlobIsTheNameItself() throws Exception {
    assertThat(keys("\\[x]/*", false)).containsExactly("[x]/y -> y");
  }

  @Test
  void folderAloneNamesNoBlock() {
    assertThatThrownBy(() -> select("share1/", false))
        .isInstanceOfSatisfying(
            CommandException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.USAGE));
  }

  @Test
  void keyThatIsNoKeyIsUsage() {
    for (String name :
        List.of("../x", "a//b", "/a", "a/./b", "k".repeat(BlockKey.MAX_BYTES + 1), "a\nb")) {
      assertThatThrownBy(() -> select(name, false)).isInstanceOf(CommandException.class);
    }
  }

  private List<String> keys(String name, boolean recursive) throws Exception {
    List<String> found = new ArrayList<>();
    select(name, recursive)
        .forEach(memory, block -> found.add(block.key() + " -> " + block.relative()));
    return found;
  }

  private Selection select(String name, boolean recursive) {
    return Selection.of(new Target(memory, name, "mem:" + name), recursive, false);
  }
}
