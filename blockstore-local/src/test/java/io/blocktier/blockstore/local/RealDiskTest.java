package io.blocktier.blockstore.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockStore;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operating system and its file systems make of the store's calls. */
class RealDiskTest {

  @TempDir Path directory;

  private enum Refused implements OpenOption {
    DIRECT
  }

  @Test
  void aFileSystemThatRefusesDirectIoIsUsedThroughThePageCacheWithOneLogLine() throws Exception {
    Disk disk =
        new RealDisk(0644, 0755, LocalFixture.EFFECTS.executor(), Refused.DIRECT, Optional.empty());
    PrintStream terminal = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try (BlockStore store = LocalFixture.openDirect(disk, directory)) {
      LocalFixture.write(store, "x", "one");
      LocalFixture.write(store, "y", "two");
      assertThat(LocalFixture.read(store, "x") + LocalFixture.read(store, "y")).isEqualTo("onetwo");
    } finally {
      System.setErr(terminal);
    }
    assertThat(log.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .contains("refuses direct I/O", directory.toString());
  }

  @Test
  void aDirectoryIsForcedAlthoughItsThreadIsInterrupted() throws Exception {
    Thread.currentThread().interrupt();
    LocalFixture.realDisk().forceDirectory(directory);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aDirectoryThatCannotBeForcedIsNamed() {
    assertThatThrownBy(() -> LocalFixture.realDisk().forceDirectory(directory.resolve("gone")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("gone");
  }
}
