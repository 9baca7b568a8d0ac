package io.blocktier.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys of {@code block_store.local}, opened through the door that users take. */
class LocalStoreTest {

  @TempDir Path directory;
  private Path root;

  @BeforeEach
  void nameTheRoot() {
    root = directory.resolve("blocks");
  }

  @Test
  void pathIsWhereBlocksAreAndStay() throws Exception {
    try (Running running = open("")) {
      running.write("a/b", new byte[] {1, 2, 3});
      assertThat(running.stack().description()).contains("path=" + root);
    }

    assertThat(root.resolve("a/b")).hasBinaryContent(new byte[] {1, 2, 3});
    try (Running again = open("")) {
      assertThat(again.read("a/b")).containsExactly(1, 2, 3);
    }
  }

  @Test
  void createDirDecidesWhetherAMissingDirectoryIsMade() throws Exception {
    assertThatThrownBy(() -> open("create_dir: false"))
        .isInstanceOf(BlockStoreException.class)
        .hasMessageContaining(root.toString());
    assertThat(root).doesNotExist();

    try (Running running = open("create_dir: true")) {
      running.write("a", new byte[1]);
    }
    assertThat(root).isDirectory();
    open("create_dir: false").close();
  }

  @Test
  void modesBecomePermissions() throws Exception {
    try (Running running = open("dir_mode: 0700\n    file_mode: 0600")) {
      running.write("a/b", new byte[1]);
    }

    assertThat(permissions(root.resolve("a"))).isEqualTo("rwx------");
    assertThat(permissions(root.resolve("a/b"))).isEqualTo("rw-------");
  }

  @Test
  void syncDecidesWhatAnAcknowledgementPromises() throws Exception {
    try (Running running = open("sync: true")) {
      assertThat(running.store().capabilities().durability()).isEqualTo(Durability.LOCAL);
      assertThat(running.stack().description()).contains("durability local");
    }
    try (Running running = open("sync: false")) {
      running.write("a/b", new byte[1]);

      assertThat(running.store().capabilities().durability()).isEqualTo(Durability.MEMORY);
      assertThat(running.stack().description()).contains("durability memory");
    }
  }

  @Test
  void directIoMovesBlocksOfAnySizeThroughFewSmallBuffers() throws Exception {
    byte[] bytes = new byte[(1 << 20) + 4097];
    new Random(42).nextBytes(bytes);

    try (Running running =
        open("direct: true\n    direct_buffers: 1\n    direct_buffer_size: 64KiB")) {
      running.write("a/b", bytes);

      assertThat(running.read("a/b")).isEqualTo(bytes);
      assertThat(running.store().toString()).contains("direct:");
    }
    assertThat(root.resolve("a/b")).hasBinaryContent(bytes);
  }

  @Test
  void aFileUriMeansADirectory() throws Exception {
    Files.createDirectories(root);
    StoreUris.Resolved resolved =
        StoreUris.resolve("file:" + root + "/", Optional.empty(), Map.of());

    try (Running running = Running.of(resolved.config())) {
      running.write("a/b", new byte[] {7});
    }
    assertThat(root.resolve("a/b")).hasBinaryContent(new byte[] {7});
  }

  private Running open(String settings) throws ConfigException, BlockStoreException {
    return Running.of(
        """
        block_store:
          type: local
          local:
            path: %s
            %s
        """
            .formatted(root, settings));
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
