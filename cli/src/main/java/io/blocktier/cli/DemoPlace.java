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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a demo takes place: the store of the configuration, or a cache around a local one in a
 * temporary directory of its own.
 */
final class DemoPlace implements AutoCloseable {

  private final BlocktierConfig config;
  private final Path file;
  private final @Nullable Path temporary;
  private final boolean keep;

  private DemoPlace(BlocktierConfig config, Path file, @Nullable Path temporary, boolean keep) {
    this.config = config;
    this.file = file;
    this.temporary = temporary;
    this.keep = keep;
  }

  static DemoPlace of(Session session, boolean keep) throws ConfigException, IOException {
    Optional<Path> named = session.options().config();
    if (named.isPresent()) {
      return new DemoPlace(session.stores().load(named.get()), named.get(), null, keep);
    }
    Path directory = Files.createTempDirectory("blocktier-demo-").toRealPath();
    try {
      Path file = Files.writeString(directory.resolve("demo.yaml"), yaml(directory));
      return new DemoPlace(session.stores().load(file), file, directory, keep);
    } catch (ConfigException | IOException | RuntimeException e) {
      removeTree(directory);
      throw e;
    }
  }

  private static String yaml(Path directory) {
    return String.format(
        Locale.ROOT,
        "block_store:%n  type: local%n  local: {path: %s}%ncache: {path: %s}%n",
        quoted(directory.resolve("store")),
        quoted(directory.resolve("cache")));
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

  /** Tells whether a process that is killed leaves something behind that another one finds. */
  boolean outlivesProcess() {
    return config.hasCache() && !config.type().equals("memory");
  }

  /** Says which store this is. */
  String label() {
    String cache = config.hasCache() ? "the cache around " : "";
    return temporary == null
        ? String.format(Locale.ROOT, "%sthe %s store of %s", cache, config.type(), file)
        : String.format(Locale.ROOT, "%sa local store in %s", cache, temporary);
  }

  /** Returns the directory that was made for the demo, if one was. */
  Optional<Path> temporary() {
    return Optional.ofNullable(temporary);
  }

  @Override
  public void close() throws IOException {
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
