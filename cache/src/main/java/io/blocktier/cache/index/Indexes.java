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

  /** Its version tells the layout of blocks and values: another one reads no other's image. */
  private static final String IMAGE = "index-v3.image";

  /**
   * Up to so many blocks {@link #any} takes the heap, at most 300 MB of it: behind a crash it is
   * ready in less than half the time.
   */
  static final long MAX_ON_HEAP = 3_000_000;

  private static final Pattern FILE_NAMES = Pattern.compile("index-.*\\.(chronicle.*|image)");

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
   * Opens an index on the heap for up to {@value #MAX_ON_HEAP} blocks, and a Chronicle Map for more
   * where there can be one.
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
    if (maxEntries <= MAX_ON_HEAP) {
      return heap(disk, directory, maxEntries, "which is ready soonest");
    }
    try {
      return chronicle(disk, directory, maxEntries, clean);
    } catch (IOException e) {
      return heap(disk, directory, maxEntries, "no Chronicle Map here: " + e.getMessage());
    }
  }

  /**
   * Opens a Chronicle Map. The image that an earlier run left is believed if the last stop was
   * clean, if it is that of that run, and if no bit of it has changed since. It is deleted in any
   * case.
   *
   * @param disk where earlier runs left files, and this one leaves its image
   * @param directory of the cache; exists
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
    IndexImage image = new IndexImage(disk, directory.resolve(IMAGE));
    Optional<ChronicleIndex> restored = clean ? restored(image, maxEntries) : Optional.empty();
    try {
      deleteImages(disk, directory);
    } catch (IOException e) {
      restored.ifPresent(ChronicleIndex::discard);
      throw e;
    }
    BlockIndex index =
        restored.isPresent() ? restored.get() : ChronicleIndex.create(image, maxEntries);
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
    deleteImages(disk, directory);
    LOG.info("{}: index of up to {} blocks on the heap ({})", directory, maxEntries, why);
    return new OpenedIndex(index, false);
  }

  private static Optional<ChronicleIndex> restored(IndexImage image, long maxEntries)
      throws IndexUnavailableException {
    try {
      return ChronicleIndex.restore(image, maxEntries);
    } catch (IndexUnavailableException e) {
      throw e;
    } catch (IOException e) {
      LOG.warn("{} is not believed; the index is built anew from the journal", image, e);
      return Optional.empty();
    }
  }

  /**
   * Deletes the images of all versions, before the first change of what they show; durably, since
   * one that came back after a power cut might be believed.
   */
  private static void deleteImages(Disk disk, Path directory) throws IOException {
    boolean deleted = false;
    for (String name : disk.names(directory)) {
      if (FILE_NAMES.matcher(name).matches()) {
        deleted |= disk.delete(directory.resolve(name));
      }
    }
    if (deleted) {
      disk.forceDirectory(directory);
    }
  }
}
