package io.blocktier.blockstore.tck;

import static io.blocktier.blockstore.tck.Subject.numbered;
import static io.blocktier.blockstore.tck.TestBytes.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Listings that do not descend: keys behind the next slash become one folder. */
interface FoldedListContract extends Fixture {

  @Test
  default void keysBehindASlashBecomeOneFolder() throws Exception {
    write("a", "a!", "a/1", "a/2", "a/b/1", "a0", "b/c/d", "c");
    assertFolded("", "a", "a!", "a/", "a0", "b/", "c");
    assertFolded("a/", "a/1", "a/2", "a/b/");
    assertFolded("a/b/", "a/b/1");
    assertFolded("b/", "b/c/");
    assertFolded("b/c/", "b/c/d");
    assertFolded("c/");
  }

  @Test
  default void foldedPrefixIsNotBoundToSlashes() throws Exception {
    write("ab", "ab/c", "abc/d", "abc/e", "abd", "b/x");
    assertFolded("a", "ab", "ab/", "abc/", "abd");
    assertFolded("ab", "ab", "ab/", "abc/", "abd");
    assertFolded("abc", "abc/");
  }

  @Test
  default void folderLargerThanAPageIsListedOnce() throws Exception {
    for (int i = 0; i < 25; i++) {
      write("before", numbered("many/", i), numbered("other/", i) + "/x");
    }
    write("zebra");
    assertFolded("", "before", "many/", "other/", "zebra");
  }

  @Test
  default void oddFoldersKeepTheirNames() throws Exception {
    write("%41/x", "a b/x", "é/x", "+/x", "😀/x");
    assertFolded("", "%41/", "+/", "a b/", "é/", "😀/");
    String element = "l".repeat(300);
    write("long/" + element + "/x");
    assertFolded("long/", "long/" + element + "/");
  }

  @Test
  default void folderEndsWithItsLastBlock() throws Exception {
    write("dir/a", "dir/b", "top");
    subject().delete("dir/a");
    assertFolded("", "dir/", "top");
    subject().delete("dir/b");
    assertFolded("", "top");
  }

  private void write(String... keys) throws BlockStoreException {
    for (String key : keys) {
      subject().write(key, bytes(1, 3));
    }
  }

  /** Lists in pages of all sizes; names that end with a slash have to be folders. */
  private void assertFolded(String prefix, String... names) throws BlockStoreException {
    for (int pageSize : new int[] {1, 2, 3, 1_000}) {
      ListOptions options = ListOptions.under(KeyPrefix.of(prefix)).folded().withPageSize(pageSize);
      List<ListEntry> entries = subject().entries(options);
      List<String> listed = entries.stream().map(ListEntry::name).toList();
      assertThat(listed).as("folded under '%s'", prefix).containsExactlyInAnyOrder(names);
      if (subject().offers(Capability.ORDERED_LISTING)) {
        assertThat(listed).as("folded under '%s'", prefix).containsExactly(names);
      }
      assertThat(entries.stream().filter(ListEntry.Folder.class::isInstance).map(ListEntry::name))
          .containsExactlyInAnyOrderElementsOf(
              List.of(names).stream().filter(n -> n.endsWith("/")).toList());
    }
  }
}
