package io.blocktier.blockstore.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which directories are forced so that a name in one is durable. */
class DirectorySyncsTest {

  @TempDir Path root;

  private final List<Path> forced = new ArrayList<>();
  private SharedFiles shared;
  private DirectorySyncs syncs;
  private Path directory;

  @BeforeEach
  void openSyncs() throws IOException {
    directory = Files.createDirectories(root.resolve("a/b"));
    shared = SharedFiles.open(Files.createDirectory(root.resolve(".blocktier")));
    Disk disk =
        FaultyDisk.failing(
            LocalFixture.realDisk(),
            (operation, path) -> {
              if (operation.equals("forceDirectory")) {
                forced.add(path);
              }
            });
    syncs = new DirectorySyncs(disk, root, shared, true);
  }

  @AfterEach
  void closeShared() throws IOException {
    shared.close();
  }

  private List<Path> forcedBySync() throws IOException {
    forced.clear();
    syncs.sync(directory);
    return List.copyOf(forced);
  }

  @Test
  void theWayToADirectoryIsForcedOnce() throws Exception {
    assertThat(forcedBySync()).containsExactly(directory, root.resolve("a"), root);
    assertThat(forcedBySync()).containsExactly(directory);
  }

  @Test
  void theWayIsForcedAgainOnceADirectoryWasRemoved() throws Exception {
    syncs.sync(directory);
    shared.beginRemoval();
    shared.endRemoval();
    assertThat(forcedBySync()).hasSize(3);
    assertThat(forcedBySync()).hasSize(1);
  }

  @Test
  void nothingIsRememberedWhileADirectoryIsBeingRemoved() throws Exception {
    syncs.sync(directory);
    shared.beginRemoval();
    assertThat(forcedBySync()).hasSize(3);
    assertThat(forcedBySync()).hasSize(3);
    shared.endRemoval();
    assertThat(forcedBySync()).hasSize(3);
  }
}
