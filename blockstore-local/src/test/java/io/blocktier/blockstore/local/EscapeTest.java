package io.blocktier.blockstore.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.AccessRefusedException;
import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing outside the root is read, written or removed, whatever links lead there. */
class EscapeTest {

  @TempDir Path scratch;
  private Path root;
  private Path outside;
  private BlockStore store;

  @BeforeEach
  void linksLeadOutside() throws IOException {
    root = Files.createDirectory(scratch.resolve("root"));
    outside = Files.createDirectory(scratch.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "secret");
    store = LocalFixture.open(root);
    LocalFixture.write(store, "d/inside", "inside");
    Files.createSymbolicLink(root.resolve("file"), outside.resolve("secret"));
    Files.createSymbolicLink(root.resolve("d/folder"), outside);
    Files.createSymbolicLink(root.resolve("d/dangling"), outside.resolve("nothing"));
  }

  @AfterEach
  void theOutsideIsAsItWas() throws IOException {
    store.close();
    assertThat(LocalFixture.tree(outside)).containsExactly("secret");
    assertThat(outside.resolve("secret")).hasContent("secret");
  }

  private void isRefused(String key) {
    BlockKey block = BlockKey.of(key);
    assertThatThrownBy(() -> store.stat(block)).isInstanceOf(AccessRefusedException.class);
    assertThatThrownBy(() -> LocalFixture.read(store, key))
        .isInstanceOf(AccessRefusedException.class);
    assertThatThrownBy(() -> LocalFixture.write(store, key, "mine"))
        .isInstanceOf(AccessRefusedException.class)
        .hasMessageContaining("symbolic link");
  }

  @Test
  void aLinkIsNoBlock() {
    isRefused("file");
    isRefused("d/dangling");
    isRefused("d/folder");
  }

  @Test
  void aLinkIsNoDirectory() {
    isRefused("d/folder/secret");
    isRefused("d/folder/new");
    isRefused("d/folder/deep/new");
    isRefused("file/new");
    assertThatThrownBy(() -> Blocks.delete(store, BlockKey.of("d/folder/secret")))
        .isInstanceOf(AccessRefusedException.class);
  }

  @Test
  void deletingALinkDoesNotFollowIt() throws IOException {
    Blocks.delete(store, BlockKey.of("file"));
    Blocks.delete(store, BlockKey.of("d/dangling"));

    assertThat(root.resolve("file")).isSymbolicLink();
  }

  @Test
  void listingsShowNoLinksAndFollowNone() throws IOException {
    ListOptions all = ListOptions.under(KeyPrefix.of(""));

    assertThat(LocalFixture.list(store, all)).containsExactly("d/inside");
    assertThat(LocalFixture.list(store, all.folded())).containsExactly("d/");
    assertThat(LocalFixture.list(store, ListOptions.under(KeyPrefix.of("d/folder/")))).isEmpty();
  }

  @Test
  void deletingByPrefixRemovesNothingBehindLinks() throws IOException {
    assertThat(store.deleteByPrefix(KeyPrefix.of("d/")).deleted()).isEqualTo(1);
  }

  @Test
  void theStoresOwnDirectoryMayNotBeALink() throws IOException {
    Path other = Files.createDirectory(scratch.resolve("other"));
    Files.createSymbolicLink(other.resolve(".blocktier"), outside);
    try (BlockStore redirected = LocalFixture.open(other)) {
      assertThatThrownBy(() -> LocalFixture.write(redirected, "x", "mine"))
          .isInstanceOf(AccessRefusedException.class);
      assertThat(LocalFixture.list(redirected, ListOptions.under(KeyPrefix.of("")))).isEmpty();
    }
  }

  @Test
  void theRootItselfMayBeBehindALink() throws IOException {
    Path link = Files.createSymbolicLink(scratch.resolve("link"), root);
    try (BlockStore linked = LocalFixture.open(link)) {
      LocalFixture.write(linked, "d/more", "more");
    }
    assertThat(LocalFixture.read(store, "d/more")).isEqualTo("more");
  }
}
