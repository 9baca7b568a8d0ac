package io.blocktier.blockstore.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.InvalidSettingException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the settings do, and what a store leaves on the disk. */
class LocalStoreProviderTest {

  private static final ListOptions ALL = ListOptions.under(KeyPrefix.of(""));

  @TempDir Path scratch;

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void aMissingRootIsCreatedWithItsFirstBlockUnlessThatIsForbidden() throws IOException {
    Path root = scratch.resolve("deep/root");

    assertThatThrownBy(() -> LocalFixture.open(root, "create_dir", "false"))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("create_dir");
    assertThat(root).doesNotExist();
    try (BlockStore store = LocalFixture.open(root)) {
      assertThat(LocalFixture.list(store, ALL)).isEmpty();
      assertThat(root).doesNotExist();
      LocalFixture.write(store, "key", "text");
    }
    assertThat(root.resolve("key")).hasContent("text");
    LocalFixture.open(root, "create_dir", "false").close();
  }

  @Test
  void aRootThatIsAFileIsRefused() throws IOException {
    Path file = Files.createFile(scratch.resolve("file"));

    assertThatThrownBy(() -> LocalFixture.open(file)).isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void modesAreThoseOfTheSettings() throws IOException {
    try (BlockStore store =
        LocalFixture.open(scratch.resolve("root"), "dir_mode", "0700", "file_mode", "0600")) {
      LocalFixture.write(store, "d/x", "bytes");
    }
    assertThat(mode(scratch.resolve("root"))).isEqualTo("rwx------");
    assertThat(mode(scratch.resolve("root/d"))).isEqualTo("rwx------");
    assertThat(mode(scratch.resolve("root/.blocktier"))).isEqualTo("rwx------");
    assertThat(mode(scratch.resolve("root/d/x"))).isEqualTo("rw-------");
  }

  @Test
  void withoutSyncAWriteOnlyClaimsToBeInMemory() throws IOException {
    BlockKey key = BlockKey.of("x");
    Content content = Content.of(new byte[10]);
    try (BlockStore store = LocalFixture.open(scratch, "sync", "false")) {
      assertThat(store.capabilities().durability()).isEqualTo(Durability.MEMORY);
      assertThat(store.write(key, content, WriteOptions.DEFAULT).level())
          .isEqualTo(Durability.MEMORY);
    }
    try (BlockStore store = LocalFixture.open(scratch)) {
      assertThat(store.write(key, content, WriteOptions.DEFAULT).level())
          .isEqualTo(Durability.LOCAL);
    }
  }

  @Test
  void theSchemeShowsInMessages() throws IOException {
    try (BlockStore buffered = LocalFixture.open(scratch);
        BlockStore direct = LocalFixture.open(scratch, "direct", "true")) {
      assertThat(buffered).asString().contains("file:" + scratch);
      assertThat(direct).asString().contains("direct:" + scratch);
    }
  }

  @Test
  void buffersForDirectAccessAreBounded() {
    assertThatThrownBy(() -> LocalFixture.open(scratch, "direct_buffers", "0"))
        .isInstanceOf(InvalidSettingException.class);
    assertThatThrownBy(() -> LocalFixture.open(scratch, "direct_buffer_size", "1KiB"))
        .isInstanceOf(InvalidSettingException.class);
  }

  @Test
  void aWriterWaitsNoLongerForALockThanItIsTold() throws IOException {
    try (BlockStore store = LocalFixture.open(scratch, "lock_timeout", "100ms")) {
      LocalFixture.write(store, "x", "old");
      try (FileChannel locks =
              FileChannel.open(scratch.resolve(".blocktier/locks"), StandardOpenOption.WRITE);
          FileLock _ = locks.lock()) {
        assertThatThrownBy(() -> LocalFixture.write(store, "x", "new"))
            .isInstanceOf(StoreUnavailableException.class)
            .hasMessageContaining("100 ms");
      }
      LocalFixture.write(store, "x", "new");
    }
  }

  @Test
  void looksLeaveNothingBehind() throws IOException {
    Files.writeString(scratch.resolve("plain"), "foreign");
    try (BlockStore store = LocalFixture.open(scratch)) {
      LocalFixture.read(store, "plain");
      LocalFixture.list(store, ALL);
      store.healthCheck();
    }
    assertThat(LocalFixture.tree(scratch)).containsExactly("plain");
  }

  @Test
  void filesThatSomethingElseWroteAreBlocksToo() throws IOException {
    Files.createDirectory(scratch.resolve("d"));
    Files.writeString(scratch.resolve("d/plain"), "foreign");
    BlockKey key = BlockKey.of("d/plain");
    try (BlockStore store = LocalFixture.open(scratch)) {
      BlockStat before = store.stat(key);
      assertThat(LocalFixture.read(store, "d/plain")).isEqualTo("foreign");
      assertThat(LocalFixture.list(store, ALL)).containsExactly("d/plain");

      Files.writeString(scratch.resolve("d/plain"), "edited by hand");
      assertThatThrownBy(
              () -> store.write(key, Content.of(new byte[1]), WriteOptions.ifMatch(before.etag())))
          .isInstanceOf(PreconditionFailedException.class);
      store.write(key, Content.of(new byte[1]), WriteOptions.ifMatch(store.stat(key).etag()));
      assertThat(store.stat(key).checksum()).isPresent();
    }
  }

  @Test
  void directoriesGoWithTheirLastBlock() throws IOException {
    try (BlockStore store = LocalFixture.open(scratch)) {
      LocalFixture.write(store, "d/e/x", "one");
      LocalFixture.write(store, "d/y", "two");
      Blocks.delete(store, BlockKey.of("d/e/x"));
      assertThat(scratch.resolve("d")).isDirectoryContaining(path -> path.endsWith("y"));
      assertThat(scratch.resolve("d/e")).doesNotExist();
      store.deleteByPrefix(KeyPrefix.of(""));
    }
    assertThat(scratch.resolve("d")).doesNotExist();
    assertThat(LocalFixture.temporaryFiles(scratch)).isEmpty();
  }
}
