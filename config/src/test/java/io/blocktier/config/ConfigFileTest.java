package io.blocktier.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void nameAFile() {
    file = directory.resolve("blocktier.yaml");
  }

  @Test
  void aFileOfTheLargestSizeIsRead() throws Exception {
    Files.write(file, new byte[ConfigFile.MAX_BYTES]);

    assertThat(ConfigFile.read(file)).hasSize(ConfigFile.MAX_BYTES);
  }

  @Test
  void aLargerFileIsRefused() throws IOException {
    Files.write(file, new byte[ConfigFile.MAX_BYTES + 1]);

    refused("is larger than 1048576 bytes");
  }

  @Test
  void aFileThatIsNotThereIsRefused() {
    refused("there is no such file");
  }

  @Test
  void aDirectoryIsRefused() throws IOException {
    Files.createDirectory(file);

    refused("is a directory; name a file");
  }

  @Test
  void aFileThatIsNotTextIsRefused() throws IOException {
    Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xC3, (byte) 0x28});

    refused("is not UTF-8 text");
  }

  private void refused(String problem) {
    assertThatThrownBy(() -> ConfigFile.read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessage(file + ": " + problem);
  }
}
