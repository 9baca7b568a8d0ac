package io.blocktier.cli;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.cache.WriteBackBlockStore;
import io.blocktier.config.BlocktierConfig;
import io.blocktier.config.ConfigException;
import io.blocktier.config.StoreStack;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The store of a demo: the configured one, or a local one in a temporary directory of its own. */
final class DemoStore implements AutoCloseable {

  private final StoreStack stack;
  private final String label;
  private final @Nullable Path temporary;
  private final boolean keep;

  private DemoStore(StoreStack stack, String label, @Nullable Path temporary, boolean keep) {
    this.stack = stack;
    this.label = label;
    this.temporary = temporary;
    this.keep = keep;
  }

  static DemoStore open(Session session, boolean keep)
      throws ConfigException, BlockStoreException, IOException {
    Optional<BlocktierConfig> configured = session.stores().configured();
    return configured.isPresent()
        ? configured(configured.get(), session, keep)
        : embedded(session, keep);
  }

  BlockStore store() {
    return stack.store();
  }

  Optional<WriteBackBlockStore> cache() {
    return stack.cache();
  }

  /** Says which store this is. */
  String label() {
    return label;
  }

  /** Returns the directory that was made for the demo, if one was. */
  Optional<Path> temporary() {
    return Optional.ofNullable(temporary);
  }

  @Override
  public void close() throws IOException {
    stack.close();
    if (temporary != null && !keep) {
      removeTree(temporary);
    }
  }

  private static DemoStore configured(BlocktierConfig config, Session session, boolean keep)
      throws ConfigException, BlockStoreException {
    String file = session.options().config().map(Path::toString).orElse("");
    StoreStack stack = stack(config, session);
    String cache = stack.cache().isPresent() ? "the cache around " : "";
    String label = String.format(Locale.ROOT, "%sthe %s store of %s", cache, config.type(), file);
    return new DemoStore(stack, label, null, keep);
  }

  private static DemoStore embedded(Session session, boolean keep)
      throws ConfigException, BlockStoreException, IOException {
    Path directory = Files.createTempDirectory("blocktier-demo-").toRealPath();
    try {
      StoreStack stack = stack(session.stores().local(directory), session);
      return new DemoStore(stack, "a local store in " + directory, directory, keep);
    } catch (ConfigException | BlockStoreException | RuntimeException e) {
      removeTree(directory);
      throw e;
    }
  }

  private static StoreStack stack(BlocktierConfig config, Session session)
      throws ConfigException, BlockStoreException {
    return config.open(session.effects(), new CompositeMeterRegistry());
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
