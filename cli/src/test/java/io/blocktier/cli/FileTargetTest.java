package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTargetTest {

  @TempDir Path directory;

  @Test
  void fileIsNotThereBeforeItIsComplete() throws Exception {
    Path file = directory.resolve("x");
    try (FileTarget target = target(file, false)) {
      target.write(ByteBuffer.wrap(new byte[] {1, 2}));
      assertThat(file).doesNotExist();
      target.commit();
    }
    assertThat(file).hasBinaryContent(new byte[] {1, 2});
    assertOnly("x");
  }

  @Test
  void abandonedFileLeavesNothing() throws Exception {
    try (FileTarget target = target(directory.resolve("x"), false)) {
      target.write(ByteBuffer.wrap(new byte[9]));
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void restartBeginsAtTheFirstByte() throws Exception {
    Path file = directory.resolve("x");
    try (FileTarget target = target(file, false)) {
      target.write(ByteBuffer.wrap(new byte[9]));
      assertThat(target.restart()).isTrue();
      target.write(ByteBuffer.wrap(new byte[] {7}));
      target.commit();
    }
    assertThat(file).hasBinaryContent(new byte[] {7});
  }

  @Test
  void existingFileStaysUnlessItMayBeReplaced() throws Exception {
    Path file = Files.writeString(directory.resolve("x"), "old");
    assertThatThrownBy(() -> target(file, false)).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasContent("old");
    try (FileTarget target = target(file, true)) {
      target.write(ByteBuffer.wrap("new".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
      target.commit();
    }
    assertThat(file).hasContent("new");
    assertOnly("x");
  }

  @Test
  void fileThatAppearedMeanwhileStays() throws Exception {
    Path file = directory.resolve("x");
    try (FileTarget target = target(file, false)) {
      Files.writeString(file, "other");
      assertThatThrownBy(target::commit).isInstanceOf(FileAlreadyExistsException.class);
    }
    assertThat(file).hasContent("other");
    assertOnly("x");
  }

  @Test
  void linkIsReplacedAndNotWrittenThrough() throws Exception {
    Path victim = Files.writeString(directory.resolve("victim"), "safe");
    Path link = Files.createSymbolicLink(directory.resolve("link"), victim);
    try (FileTarget target = target(link, true)) {
      target.write(ByteBuffer.wrap(new byte[] {1}));
      target.commit();
    }
    assertThat(victim).hasContent("safe");
    assertThat(Files.isSymbolicLink(link)).isFalse();
  }

  @Test
  void directoryIsNeverReplaced() {
    assertThatThrownBy(() -> target(directory, true))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  private FileTarget target(Path file, boolean replace) throws IOException {
    return new FileTarget(file, replace, new Random(1));
  }

  private void assertOnly(String name) throws IOException {
    try (var files = Files.list(directory)) {
      assertThat(files.map(Path::getFileName).map(Path::toString)).containsExactly(name);
    }
  }
}
