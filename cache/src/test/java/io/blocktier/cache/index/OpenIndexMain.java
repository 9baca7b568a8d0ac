package io.blocktier.cache.index;

import io.blocktier.blockstore.spi.Disk;
import io.blocktier.cache.IndexKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Opens an index in a JVM of its own, and prints which it is or why it is none. */
final class OpenIndexMain {

  /** More than auto keeps on the heap. */
  static final long MANY = Indexes.MAX_ON_HEAP + 1;

  private OpenIndexMain() {}

  /** Takes the kind and the directory. */
  public static void main(String[] arguments) throws IOException {
    IndexKind kind = IndexKind.valueOf(arguments[0]);
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        BlockIndex index =
            open(kind, Disk.ofSystem(executor), Path.of(arguments[1]), MANY, false).index()) {
      System.out.println(index.getClass().getSimpleName());
    } catch (IndexUnavailableException e) {
      System.out.println(e.getMessage());
    }
  }

  static OpenedIndex open(IndexKind kind, Disk disk, Path directory, long maxEntries, boolean clean)
      throws IOException {
    return switch (kind) {
      case AUTO -> Indexes.any(disk, directory, maxEntries, clean);
      case CHRONICLE -> Indexes.chronicle(disk, directory, maxEntries, clean);
      case HEAP -> Indexes.heap(disk, directory, maxEntries);
    };
  }
}
