package io.blocktier.cache.index;

import io.blocktier.blockstore.spi.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the index of a cache, and says in the log which kind it is and why. */
public final class Indexes {

  private static final Logger LOG = LoggerFactory.getLogger(Indexes.class);

  private static final Pattern FILE_NAMES = Pattern.compile("index-.*\\.chronicle.*");

  private Indexes() {}

  /**
   * Opens an index on the heap, which is empty. What an earlier run left in a file is deleted.
   *
   * @param disk where earlier runs left files
   * @param directory of the cache; exists
   * @param maxEntries how many blocks the index holds at most
   * @return the index, which the caller closes
   * @throws IllegalArgumentException if it cannot hold so many blocks
   * @throws IOException if the directory cannot be read or changed
   */
  public static OpenedIndex heap(Disk disk, Path directory, long maxEntries) throws IOException {
    return heap(disk, directory, maxEntries, "as configured");
  }

  /**
   * Opens a Chronicle Map where there can be one, and an index on the heap where not.
   *
   * @param disk where earlier runs left files
   * @param directory of the cache; exists
   * @param maxEntries how many blocks the index holds at most
   * @param clean whether the last stop was clean, see {@link #chronicle}
   * @return the index, which the caller closes, and whether it holds what it held
   * @throws IllegalArgumentException if it cannot hold so many blocks
   * @throws IOException if the directory cannot be read or changed
   */
  public static OpenedIndex any(Disk disk, Path directory, long maxEntries, boolean clean)
      throws IOException {
    try {
      return chronicle(disk, directory, maxEntries, clean);
    } catch (IOException e) {
      return heap(disk, directory, maxEntries, "no Chronicle Map here: " + e.getMessage());
    }
  }

  /**
   * Opens a Chronicle Map. What an earlier run left in a file is believed if the last stop was
   * clean, if it was the index of that run, and if no bit of it has changed since; otherwise it is
   * deleted.
   *
   * @param disk where earlier runs left files
   * @param directory of the cache, where the map has its file; exists
   * @param maxEntries how many blocks the index holds at most
   * @param clean whether the last stop was clean, which takes that the index was closed without an
   *     error before the mark was made, and that the mark is gone, durably, before the first change
   * @return the index, which the caller closes, and whether it holds what it held
   * @throws IndexUnavailableException if it cannot work here
   * @throws IllegalArgumentException if it cannot hold so many blocks
   * @throws IOException if the directory cannot be read or changed
   */
  public static OpenedIndex chronicle(Disk disk, Path directory, long maxEntries, boolean clean)
      throws IOException {
    Optional<String> obstacle = ChronicleSupport.obstacle();
    if (obstacle.isPresent()) {
      throw new IndexUnavailableException(obstacle.get());
    }
    // the name tells the layout of the values and the size: a file fits no other
    Path file = directory.resolve("index-v2-" + maxEntries + ".chronicle");
    Optional<ChronicleIndex> restored = clean ? restored(file, maxEntries) : Optional.empty();
    deleteAllBut(restored.isPresent() ? Optional.of(file) : Optional.empty(), disk, directory);
    BlockIndex index =
        restored.isPresent() ? restored.get() : ChronicleIndex.create(file, maxEntries);
    LOG.info(
        "{}: index of up to {} blocks in a Chronicle Map ({})",
        directory,
        maxEntries,
        restored.isPresent() ? "of the last, clean stop" : "new");
    return new OpenedIndex(index, restored.isPresent());
  }

  private static OpenedIndex heap(Disk disk, Path directory, long maxEntries, String why)
      throws IOException {
    BlockIndex index = new HeapIndex(maxEntries);
    deleteAllBut(Optional.empty(), disk, directory);
    LOG.info("{}: index of up to {} blocks on the heap ({})", directory, maxEntries, why);
    return new OpenedIndex(index, false);
  }

  private static Optional<ChronicleIndex> restored(Path file, long maxEntries) {
    try {
      return ChronicleIndex.restore(file, maxEntries);
    } catch (IOException e) {
      LOG.warn("{} is intact and does not open; a new index takes its place", file, e);
      return Optional.empty();
    }
  }

  /**
   * Deletes maps and every seal, that of the map to be changed included; durably, since one that
   * came back after a power cut might be believed.
   */
  private static void deleteAllBut(Optional<Path> kept, Disk disk, Path directory)
      throws IOException {
    boolean deleted = false;
    for (String name : disk.names(directory)) {
      Path file = directory.resolve(name);
      if (FILE_NAMES.matcher(name).matches() && !kept.equals(Optional.of(file))) {
        deleted |= disk.delete(file);
      }
    }
    if (deleted) {
      disk.forceDirectory(directory);
    }
  }
}
