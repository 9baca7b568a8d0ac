package io.blocktier.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {

  private static final Path DIRECTORY = Path.of("..", "docs", "examples");

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleIsLegal(Path example) throws ConfigException {
    BlocktierConfig.load(example, Map.of());
  }

  @Test
  void theExamplesSayWhatTheirNamesPromise() throws ConfigException {
    assertThat(BlocktierConfig.load(DIRECTORY.resolve("local.yaml"), Map.of()).type())
        .isEqualTo("local");
    assertThat(BlocktierConfig.load(DIRECTORY.resolve("s3-compatible.yaml"), Map.of()).toString())
        .contains("endpoint=http://127.0.0.1:9000", "secret_access_key=****");
  }
}
