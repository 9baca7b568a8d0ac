package io.blocktier.blockstore.local;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Opens stores, and shortens what every test does with them. */
final class LocalFixture {

  static final Effects EFFECTS = Effects.ofSystem();
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private LocalFixture() {}

  /** Opens a store through its provider, as a user does. */
  static BlockStore open(Path root, String... settings) throws BlockStoreException {
    Map<String, String> texts = new HashMap<>(Map.of("path", root.toString()));
    for (int i = 0; i < settings.length; i += 2) {
      texts.put(settings[i], settings[i + 1]);
    }
    LocalStoreProvider provider = new LocalStoreProvider();
    return provider.open(Settings.parse(provider.settings(), texts), EFFECTS);
  }

  static RealDisk realDisk() {
    return new RealDisk(0644, 0755, EFFECTS.executor());
  }

  /** A disk that makes no calls of the kernel's own. */
  static RealDisk portableDisk() {
    return new RealDisk(0644, 0755, EFFECTS.executor(), Optional.empty());
  }

  /** Opens a store on a disk that is not this machine's. */
  static LocalBlockStore open(Disk disk, Path root) throws IOException {
    return open(disk, root, false);
  }

  /** Opens a store that goes past the page cache. */
  static LocalBlockStore openDirect(Disk disk, Path root) throws IOException {
    return open(disk, root, true);
  }

  private static LocalBlockStore open(Disk disk, Path root, boolean direct) throws IOException {
    LocalOptions options =
        new LocalOptions(root, true, 0644, 0755, direct, true, PATIENCE, 1, 64 << 10);
    LocalOptions rooted = options.withRoot(Roots.locate(options, disk));
    return new LocalBlockStore(rooted, Roots.capabilities(rooted), disk, EFFECTS);
  }

  static void write(BlockStore store, String key, String text) throws BlockStoreException {
    Blocks.write(store, BlockKey.of(key), text.getBytes(StandardCharsets.UTF_8));
  }

  static String read(BlockStore store, String key) throws BlockStoreException {
    return StandardCharsets.UTF_8.decode(Blocks.readAll(store, BlockKey.of(key))).toString();
  }

  static List<String> list(BlockStore store, ListOptions options) throws BlockStoreException {
    List<String> names = new ArrayList<>();
    try (BlockListing listing = store.list(options)) {
      for (List<ListEntry> page = listing.nextPage(); !page.isEmpty(); page = listing.nextPage()) {
        page.forEach(entry -> names.add(entry.name()));
      }
    }
    return names;
  }

  /** Returns every path below a directory, relative to it. */
  static List<String> tree(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths
          .filter(path -> !path.equals(directory))
          .map(path -> directory.relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  /** Returns the files under construction that are left in a root. */
  static List<String> temporaryFiles(Path root) throws IOException {
    return tree(root.resolve(".blocktier/tmp")).stream()
        .filter(path -> path.contains("/") && !path.endsWith("/lock"))
        .toList();
  }
}
