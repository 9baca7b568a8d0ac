package io.blocktier.benchmarks.server;

import io.blocktier.benchmarks.wire.Keys;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Servers that a script of the source tree installs, starts and stops. */
public enum ScriptServer {
  /** S3Proxy over files, with the collector of this JVM and as much heap. */
  S3PROXY("s3proxy", Optional.empty()),
  /** Adobe S3Mock over files, with the collector of this JVM and as much heap. */
  S3MOCK("s3mock", Optional.empty()),
  /** The Ceph object gateway, one monitor and one OSD over BlueStore. */
  CEPH_RGW("ceph-rgw", Optional.of("radosgw"));

  private static final String ROOT = "blocktier.root";
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Keys KEYS = Keys.of("blocktier", "blocktier-secret");
  private static final String BUCKET = "blocktier-tck"; // which the scripts make

  /**
   * Kills what has a file with its number when this process is gone. It is nobody's child, so that
   * it is left when all children are killed, and remembers the numbers, as the files may go first.
   */
  private static final String GUARD =
      "(while kill -0 $1; do found=$(cut -d ' ' -f 1 \"$2\"/*.pid) && pids=$found; sleep 0.2; done;"
          + " kill -9 $pids) >/dev/null 2>&1 </dev/null & echo $!";

  private final String script;
  private final Optional<String> program;

  ScriptServer(String script, Optional<String> program) {
    this.script = script;
    this.program = program;
  }

  /** Tells why it cannot take part, if so. */
  public Optional<String> absence() {
    if (path().isEmpty()) {
      return Optional.of("its script .ci/servers/" + script + ".sh is not there");
    }
    return program
        .filter(name -> Programs.find(name).isEmpty())
        .map(name -> name + " is not installed; .ci/servers/" + script + ".sh start installs it");
  }

  /** Tells which one there is. */
  public String version() {
    if (program.isPresent()) {
      return Programs.version(program.get(), "--version")
          .replaceAll("^ceph version (\\S+).*", "$1");
    }
    try {
      Path pom = path().orElseThrow().resolveSibling(script).resolve("pom.xml");
      Matcher version = Pattern.compile("<server\\.version>(.*?)</").matcher(Files.readString(pom));
      return version.find() ? version.group(1) : "unknown";
    } catch (IOException | RuntimeException e) {
      return "unknown";
    }
  }

  private Optional<Path> path() {
    return Optional.ofNullable(System.getProperty(ROOT))
        .map(root -> Path.of(root, ".ci", "servers", script + ".sh"))
        .filter(Files::isExecutable);
  }

  /**
   * Starts it.
   *
   * @param directory for its files
   * @return the server
   * @throws IOException if it does not start
   */
  public Server start(Path directory) throws IOException {
    String file = path().orElseThrow(() -> new IOException(absence().orElse("gone"))).toString();
    int port = Ports.free();
    Map<String, String> environment = environment(directory, port);
    Path log = directory.resolve(script + ".log");
    Path run = directory.resolve("run").resolve(script);
    ProcessHandle guard = guard(run);
    run(List.of(file, "start"), environment, log);
    return new Server(
        Ports.uri(port),
        Optional.of(KEYS),
        BUCKET,
        Optional.empty(),
        Optional.empty(),
        processes(run),
        () -> {
          run(List.of(file, "stop"), environment, log);
          guard.destroyForcibly(); // the numbers may be somebody else's from now on
        });
  }

  private Map<String, String> environment(Path directory, int port) {
    Map<String, String> environment = new TreeMap<>();
    environment.put("BLOCKTIER_CI_RUN", directory.resolve("run").toString());
    String options = String.join(" ", ofThisJvm());
    switch (this) {
      case S3PROXY -> {
        environment.put("S3PROXY_PORT", Integer.toString(port));
        environment.put("S3PROXY_PROVIDER", "filesystem-nio2");
        environment.put("S3PROXY_JAVA_OPTS", options);
      }
      case S3MOCK -> {
        environment.put("S3MOCK_PORT", Integer.toString(port));
        environment.put("S3MOCK_JAVA_OPTS", options);
      }
      case CEPH_RGW -> {
        environment.put("CEPH_PORT", Integer.toString(port));
        environment.put("CEPH_MON_PORT", Integer.toString(port + 1));
        environment.put("OSD_STORE", "bluestore");
      }
    }
    return environment;
  }

  private static List<String> ofThisJvm() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("-Xmx") || option.matches("-XX:\\+Use\\w+GC"))
        .toList();
  }

  private static ProcessHandle guard(Path run) throws IOException {
    String self = Long.toString(ProcessHandle.current().pid());
    Process shell =
        new ProcessBuilder("sh", "-c", GUARD, "guard", self, run.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String number = shell.inputReader(StandardCharsets.UTF_8).readLine();
    return Optional.ofNullable(number)
        .flatMap(it -> ProcessHandle.of(Long.parseLong(it)))
        .orElseThrow(() -> new IOException("the guard of a server did not start"));
  }

  private static void run(List<String> command, Map<String, String> environment, Path log)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(command + " did not end within " + PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + command + " was awaited", e);
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          command + " ended with " + process.exitValue() + ": " + Files.readString(log));
    }
  }

  private static List<ProcessHandle> processes(Path run) throws IOException {
    List<ProcessHandle> processes = new ArrayList<>();
    try (Stream<Path> files = Files.list(run)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".pid")).toList()) {
        String number = Files.readString(file).split(" ", -1)[0].strip();
        ProcessHandle.of(Long.parseLong(number)).ifPresent(processes::add);
      }
    }
    return processes;
  }
}
