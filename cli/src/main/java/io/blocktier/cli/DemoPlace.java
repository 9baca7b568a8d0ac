package io.blocktier.cli;

import io.blocktier.config.BlocktierConfig;
import io.blocktier.config.ConfigException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a demo takes place: the store of the configuration, or a machine and an S3 server of its
 * own, each in a part of a temporary directory.
 */
final class DemoPlace implements AutoCloseable {

  private final BlocktierConfig config;
  private final Path file;
  private final @Nullable Path temporary;
  private final @Nullable DemoServer server;
  private final boolean keep;

  private DemoPlace(
      BlocktierConfig config,
      Path file,
      @Nullable Path temporary,
      @Nullable DemoServer server,
      boolean keep) {
    this.config = config;
    this.file = file;
    this.temporary = temporary;
    this.server = server;
    this.keep = keep;
  }

  static DemoPlace of(Session session, boolean keep) throws ConfigException, IOException {
    Optional<Path> named = session.options().config();
    if (named.isPresent()) {
      return new DemoPlace(session.stores().load(named.get()), named.get(), null, null, keep);
    }
    Path directory = Files.createTempDirectory("blocktier-demo-").toRealPath();
    try {
      return served(directory, DemoServer.over(directory.resolve("store"), session), keep);
    } catch (ConfigException | IOException | RuntimeException e) {
      removeTree(directory);
      throw e;
    }
  }

  /** Nobody's environment says where a demo goes that nobody configured. */
  private static DemoPlace served(Path directory, DemoServer server, boolean keep)
      throws ConfigException, IOException {
    try {
      Path file = Files.writeString(directory.resolve("demo.yaml"), yaml(directory, server));
      return new DemoPlace(BlocktierConfig.load(file, Map.of()), file, directory, server, keep);
    } catch (ConfigException | IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private static String yaml(Path directory, DemoServer server) {
    Path machine = machine(directory);
    return server.blocks()
        + String.format(
            Locale.ROOT,
            """
            packed: {path: %s}
            cache: {path: %s}
            segments:
              path: %s
              size: 16MiB
            """,
            quoted(machine.resolve("packed")),
            quoted(machine.resolve("cache")),
            quoted(machine.resolve("records")))
        + server.tiers();
  }

  private static Path machine(Path directory) {
    return directory.resolve("machine");
  }

  private static String quoted(Path path) {
    return "'" + path.toString().replace("'", "''") + "'";
  }

  BlocktierConfig config() {
    return config;
  }

  /** Returns the file that another process opens the same by. */
  Path file() {
    return file;
  }

  /** Tells whether the demo has a machine of its own that may be lost, and segments. */
  boolean canBeWiped() {
    return temporary != null;
  }

  /**
   * Removes all that the machine has: the directory of the cache with its journal and index, and
   * the logs of the segments. Nobody has them open.
   */
  Wiped wipe() throws IOException, InterruptedException {
    Path machine = machine(Objects.requireNonNull(temporary));
    Wiped wiped = new Wiped();
    LocalFiles.walk(machine, wiped);
    removeTree(machine);
    return wiped;
  }

  /** What was removed. For one thread. */
  static final class Wiped implements LocalFiles.Visitor {

    private long files;
    private long bytes;

    long files() {
      return files;
    }

    long bytes() {
      return bytes;
    }

    @Override
    public void file(Path file, BasicFileAttributes attributes) {
      files++;
      bytes += attributes.size();
    }

    @Override
    public boolean enters(Path directory) {
      return true;
    }

    @Override
    public void skipped(Path file) {
      files++;
    }

    @Override
    public void failed(Path file, IOException reason) {
      files++;
    }
  }

  /** Tells whether a process that is killed leaves something behind that another one finds. */
  boolean outlivesProcess() {
    return config.hasCache() && !config.type().equals("memory");
  }

  /** Says which store this is. */
  String label() {
    String cache = config.hasCache() ? "the cache around " : "";
    return server == null
        ? String.format(Locale.ROOT, "%sthe %s store of %s", cache, config.type(), file)
        : String.format(
            Locale.ROOT, "%sS3 at %s, served from %s", cache, server.address(), temporary);
  }

  /** Ends the server that was started for the demo, if one was, and returns what it answered. */
  Optional<RequestBill> bill() throws IOException {
    return server == null ? Optional.empty() : Optional.of(server.bill());
  }

  /** Returns the directory that was made for the demo, if one was. */
  Optional<Path> temporary() {
    return Optional.ofNullable(temporary);
  }

  @Override
  public void close() throws IOException {
    if (server != null) {
      server.close();
    }
    if (temporary != null && !keep) {
      removeTree(temporary);
    }
  }

  private static void removeTree(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
