package io.blocktier.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.StoreUnavailableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code block_store.s3}, opened through the door that users take, where no server listens. */
@Timeout(28) // less than the default of timeout_secs
class S3StoreTest {

  private static final String SECRET = "wJalrXUtnFEMIK7MDENG";

  private static final String YAML =
      """
      block_store:
        type: s3
        s3:
          bucket: photos
          endpoint: http://127.0.0.1:%s
          region: us-east-1
          access_key_id: AKIAIOSFODNN7EXAMPLE
          secret_access_key: %s
          timeout_secs: 1
          probe: %s
      """;

  @Test
  void aServerThatDoesNotAnswerIsATypedErrorWithinTheDeadline() throws Exception {
    try (Socket closed = closedPort();
        Running running = Running.of(YAML.formatted(closed.getLocalPort(), SECRET, "never"))) {
      assertThatThrownBy(() -> running.read("a/b"))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("a/b")
          .satisfies(e -> assertThat(stackTrace(e)).doesNotContain(SECRET));
      assertThat(running.store().healthCheck().healthy()).isFalse();
      assertThat(running.stack().description())
          .contains("secret_access_key=****", "durability remote")
          .doesNotContain(SECRET);
    }
  }

  @Test
  void aProbeAtStartupFailsWithinTheDeadlineToo() throws IOException {
    try (Socket closed = closedPort()) {
      String yaml = YAML.formatted(closed.getLocalPort(), SECRET, "startup");

      assertThatThrownBy(() -> Running.of(yaml)).isInstanceOf(BlockStoreException.class);
    }
  }

  @Test
  void aBaseNeedsNoBucketBecauseTheUriNamesIt(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("base.yaml");
    Files.writeString(file, "block_store: {type: s3, s3: {region: eu-central-1}}");
    BlocktierConfig base = BlocktierConfig.loadBase(file, Map.of());

    StoreUris.Resolved resolved =
        StoreUris.resolve("s3://photos/2026/", Optional.of(base), Map.of());

    assertThat(resolved.config().toString()).contains("bucket=photos, region=eu-central-1");
    assertThat(resolved.name()).isEqualTo("2026/");
    assertThatThrownBy(() -> BlocktierConfig.load(file, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            file + ":1:25: block_store.s3.bucket: is missing (bucket name, e.g. my-blocks)");
    assertThatThrownBy(() -> Running.of(base))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith("block_store.s3.bucket: is missing (bucket name, e.g. my-blocks)");
  }

  @Test
  void aUriCanNameTheServer() throws ConfigException {
    StoreUris.Resolved resolved =
        StoreUris.resolve("s3://localhost:9000/photos/a/b", Optional.empty(), Map.of());

    assertThat(resolved.config().toString())
        .contains("bucket=photos", "endpoint=http://localhost:9000");
    assertThat(resolved.name()).isEqualTo("a/b");
  }

  /** Returns a port that refuses connections, and that nobody else gets while this is open. */
  private static Socket closedPort() throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return socket;
  }

  private static String stackTrace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
