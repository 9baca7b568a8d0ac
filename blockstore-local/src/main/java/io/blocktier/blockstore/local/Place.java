package io.blocktier.blockstore.local;

import io.blocktier.blockstore.BlockKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a block is kept: as a file of its own name, or beside the directory that has that name.
 *
 * @param key the block's key
 * @param steps the directories from the root to the block
 * @param directory the last of them, or the root
 * @param name the block's name in it
 */
record Place(BlockKey key, List<Step> steps, Path directory, String name) {

  /**
   * A directory on the way to a block.
   *
   * @param path the directory
   * @param key the block that may have the same name, as text
   */
  record Step(Path path, String key) {}

  /** Finds the place of a key below a root. */
  static Place of(Path root, BlockKey key) {
    List<Step> steps = new ArrayList<>();
    Path directory = root;
    String text = key.value();
    int start = 0;
    while (true) {
      int slash = text.indexOf('/', start);
      int end = slash < 0 ? text.length() : slash;
      List<String> names = Names.of(text.substring(start, end));
      int inner = slash < 0 ? names.size() - 1 : names.size();
      for (String name : names.subList(0, inner)) {
        directory = directory.resolve(name);
        steps.add(new Step(directory, text.substring(0, end)));
      }
      if (slash < 0) {
        return new Place(key, List.copyOf(steps), directory, names.getLast());
      }
      start = end + 1;
    }
  }

  /** The file where no directory has the name. */
  Path plain() {
    return directory.resolve(name);
  }

  /** The file where a directory has the name. */
  Path beside() {
    return directory.resolve(Names.beside(name));
  }
}
