package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server over files in a process of its own, open to strangers; closing kills it with SIGKILL.
 */
final class ServedProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern ADDRESS = Pattern.compile("S3 at (http://[^;]+);");

  private final Process process;
  private final URI address;

  ServedProcess(Path data) throws IOException {
    this(data, "256m", Map.of());
  }

  ServedProcess(Path data, String heap, Map<String, String> env) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + heap,
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "serve",
            "--data",
            data.toString(),
            "--listen",
            "127.0.0.1:0",
            "--anonymous");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(env);
    process = builder.start();
    BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
    Matcher line = ADDRESS.matcher(String.valueOf(reader.readLine()));
    assertThat(line.find()).as("the start-up line").isTrue();
    address = URI.create(line.group(1));
  }

  URI uri(String path) {
    return URI.create(address + path);
  }

  void kill() {
    process.destroyForcibly().onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    kill();
  }
}
