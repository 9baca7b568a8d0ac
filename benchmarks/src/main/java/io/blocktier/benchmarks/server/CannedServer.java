package io.blocktier.benchmarks.server;

import io.blocktier.benchmarks.canned.CannedMain;
import io.blocktier.benchmarks.wire.Keys;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server in a JVM of its own that keeps nothing and has every answer ready. */
public final class CannedServer {

  private static final Keys KEYS = Keys.of("nobody", "nothing"); // not looked at

  private CannedServer() {}

  /**
   * Starts it.
   *
   * @param directory for what it says
   * @param delay how much later than it could it answers
   * @return the server, in which every bucket is there
   * @throws IOException if it does not start
   */
  public static Server start(Path directory, Duration delay) throws IOException {
    List<String> command = new ArrayList<>(Jvm.command(CannedMain.class));
    command.add(Long.toString(delay.toMillis()));
    GuardedProcess process =
        GuardedProcess.start(command, Map.of(), directory.resolve("server.log"));
    URI uri = Ports.uri(Integer.parseInt(process.await("port", () -> process.said("\\d+"))));
    return new Server(
        uri,
        Optional.of(KEYS),
        "bench",
        Optional.empty(),
        Optional.empty(),
        List.of(process.handle()),
        process::close);
  }
}
