package io.blocktier.benchmarks.server;

import io.blocktier.benchmarks.wire.Keys;
import io.blocktier.cli.Main;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code blocktier serve} as it is, in a JVM with the options of this one. */
public final class BlocktierServer {

  private static final Keys KEYS = Keys.of("blocktier", "blocktier-secret");
  private static final String BUCKET = "bench";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private BlocktierServer() {}

  /**
   * Serves files.
   *
   * @param directory where they are, below it
   * @param sync whether they are forced to the disk before they are acknowledged
   * @return the server, without any bucket
   * @throws IOException if it does not start
   */
  public static Server overFiles(Path directory, boolean sync) throws IOException {
    List<String> options = List.of("--data", directory.resolve("data").toString());
    return serve(
        directory, options, Map.of("BLOCKTIER_BLOCK_STORE_LOCAL_SYNC", Boolean.toString(sync)));
  }

  /**
   * Serves segments in files, into which small objects are packed, behind a cache.
   *
   * @param directory where all of it is, below it
   * @return the server, without any bucket
   * @throws IOException if it does not start
   */
  public static Server overCache(Path directory) throws IOException {
    Path file = directory.resolve("cached.yaml");
    Files.writeString(
        file,
        """
        block_store:
          type: local
          local:
            path: data
        packed:
          path: packed
        cache:
          path: cache
        """
            .replaceAll("path: (.+)", "path: " + directory + "/$1"));
    return serve(directory, List.of("--config", file.toString()), Map.of());
  }

  /**
   * Serves memory.
   *
   * @param directory for its configuration
   * @param delay how much later each operation begins, or zero
   * @return the server, without any bucket
   * @throws IOException if it does not start
   */
  public static Server overMemory(Path directory, Duration delay) throws IOException {
    String faults =
        delay.isZero()
            ? ""
            : String.format(
                Locale.ROOT,
                """
                gateway:
                  faults:
                    rules:
                      - fault: latency
                        time: %dms
                """,
                delay.toMillis());
    Path file = directory.resolve("memory.yaml");
    Files.writeString(
        file,
        """
        block_store:
          type: memory
          memory:
            max_bytes: 16GiB
        """
            + faults);
    return serve(directory, List.of("--config", file.toString()), Map.of());
  }

  private static Server serve(Path directory, List<String> options, Map<String, String> environment)
      throws IOException {
    List<String> command = new ArrayList<>(Jvm.command(Main.class));
    command.addAll(List.of("--json", "serve", "--listen", "127.0.0.1:0"));
    command.addAll(List.of("--health-listen", "127.0.0.1:0"));
    command.addAll(options);
    Map<String, String> all = new HashMap<>(environment);
    all.put("BLOCKTIER_GATEWAY_ACCESS_KEY", KEYS.id());
    all.put("BLOCKTIER_GATEWAY_SECRET_KEY", KEYS.secret());
    GuardedProcess process = GuardedProcess.start(command, all, directory.resolve("server.log"));
    String line = process.await("address of the server", () -> process.said("\\{\"address\".*"));
    JsonNode facts = JSON.readTree(line);
    return new Server(
        URI.create(facts.path("address").asString()),
        Optional.of(KEYS),
        BUCKET,
        Optional.empty(),
        Optional.of(URI.create(facts.path("health").asString() + "/metrics")),
        List.of(process.handle()),
        process::close);
  }
}
