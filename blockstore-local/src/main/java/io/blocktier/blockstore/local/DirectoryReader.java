package io.blocktier.blockstore.local;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Looks at the names of directories for a listing. What has gone in the meantime is passed over.
 */
final class DirectoryReader {

  /** How often a directory is read again because blocks are moved aside meanwhile. */
  static final int MAX_READS = 10;

  private final Disk disk;
  private final Tree tree;
  private final LongSupplier moves;

  DirectoryReader(Disk disk, Tree tree, LongSupplier moves) {
    this.disk = disk;
    this.tree = tree;
    this.moves = moves;
  }

  /** Returns the directory that holds all keys with a prefix; empty where there is none. */
  Optional<Node> start(KeyPrefix prefix) throws IOException {
    String folder = prefix.value().substring(0, prefix.value().lastIndexOf('/') + 1);
    Path directory = tree.root();
    if (!folder.isEmpty()) {
      Place place = Place.of(directory, BlockKey.of(folder + "x"));
      directory = place.directory();
      for (Place.Step step : place.steps()) {
        if (!isDirectory(step.path())) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(new Node(Node.Kind.DIRECTORY, directory, "", folder));
  }

  /** Returns the names in a directory, each once, although a block and a directory may share it. */
  Collection<Node> children(Node directory) throws IOException {
    Set<Node> children = new HashSet<>();
    anyChild(
        directory,
        child -> {
          children.add(child);
          return false;
        });
    return children;
  }

  /** Tells whether there is any block below a directory. */
  boolean holdsBlock(Node directory) throws IOException {
    return anyChild(
        directory,
        child -> child.kind() == Node.Kind.DIRECTORY ? holdsBlock(child) : leadsToBlock(child));
  }

  private boolean leadsToBlock(Node name) throws IOException {
    if (block(name).isPresent()) {
      return true;
    }
    Optional<Node> directory = directory(name);
    return directory.isPresent() && holdsBlock(directory.get());
  }

  /** Looks at a name in a directory. */
  @FunctionalInterface
  private interface NodeTest {
    boolean accepts(Node child) throws IOException;
  }

  /**
   * Hands over what is in a directory until it is accepted. A block that is moved aside has two
   * names for a moment and may be missed under both by a reader that passed the one before and the
   * other after. If any was moved meanwhile, the names are read again: some are handed over twice,
   * and none of a block that stays is left out. One that has gone is passed over later.
   */
  private boolean anyChild(Node directory, NodeTest test) throws IOException {
    for (int read = 0; read < MAX_READS; read++) {
      long before = moves.getAsLong();
      if (anyName(directory, test)) {
        return true;
      }
      if (moves.getAsLong() == before) {
        return false;
      }
    }
    return false;
  }

  private boolean anyName(Node directory, NodeTest test) throws IOException {
    try {
      return disk.anyName(
          directory.directory(),
          name -> {
            Optional<Node> child = child(directory, name);
            return child.isPresent() && test.accepts(child.get());
          });
    } catch (NoSuchFileException | NotDirectoryException gone) {
      return false;
    }
  }

  private Optional<Node> child(Node directory, String name) throws IOException {
    Path path = directory.directory();
    requireReadable(path, name);
    return switch (Names.meaning(name).orElse(null)) {
      case Names.Meaning.Element(String text) -> Optional.of(name(directory, text));
      case Names.Meaning.Beside(String text) -> Optional.of(name(directory, text));
      case Names.Meaning.Head(String text) when isDirectory(path.resolve(name)) ->
          Optional.of(new Node(Node.Kind.DIRECTORY, path.resolve(name), directory.text(), text));
      case Names.Meaning.Head _ -> Optional.empty();
      case null -> Optional.empty();
    };
  }

  private static Node name(Node directory, String text) {
    return new Node(Node.Kind.NAME, directory.directory(), directory.text(), text);
  }

  /** A listing that left out what it cannot read would pass for complete. */
  private static void requireReadable(Path directory, String name) throws IOException {
    if (!FileNames.canBeWritten(name)) {
      throw new IOException(
          directory + " has a name that is not ASCII; " + FileNames.REMEDY + " to read it");
    }
  }

  /** Returns the block that has a name, if one has and its key is legal. */
  Optional<ListEntry.Block> block(Node node) throws IOException {
    Optional<Place> place = place(node);
    if (place.isEmpty() || isLink(place.get().plain()) || isLink(place.get().beside())) {
      return Optional.empty();
    }
    return attributes(place.get())
        .map(attributes -> new ListEntry.Block(attributes.stat(place.get().key())));
  }

  /** One damaged file does not hide the others: it is listed like a file of somebody else. */
  private Optional<BlockAttributes> attributes(Place place) throws IOException {
    try {
      return tree.findInside(place).map(Tree.Found::attributes);
    } catch (DamagedFileException e) {
      Path file = tree.file(place);
      Disk.Status status = file == null ? null : disk.status(file);
      return Optional.ofNullable(status).map(BlockAttributes::foreign);
    }
  }

  /** Returns the directory that has a name, if one has. */
  Optional<Node> directory(Node node) throws IOException {
    Path path = node.directory().resolve(Names.of(node.name()).getLast());
    return isDirectory(path)
        ? Optional.of(new Node(Node.Kind.DIRECTORY, path, node.prefix(), node.name() + '/'))
        : Optional.empty();
  }

  private boolean isLink(Path path) throws IOException {
    Disk.Status status = disk.status(path);
    return status != null && status.kind() == Disk.Kind.OTHER;
  }

  private boolean isDirectory(Path path) throws IOException {
    Disk.Status status = disk.status(path);
    return status != null && status.kind() == Disk.Kind.DIRECTORY;
  }

  private Optional<Place> place(Node node) {
    try {
      BlockKey key = BlockKey.of(node.text());
      String name = Names.of(node.name()).getLast();
      return Optional.of(new Place(key, List.of(), node.directory(), name));
    } catch (IllegalArgumentException noKey) {
      return Optional.empty();
    }
  }
}
