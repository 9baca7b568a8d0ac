package io.blocktier.blockstore.local;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.ListEntry;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
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

  /** Returns the names in a directory, each once, although a block and a directory may share it. */
  List<Node> children(Node directory) throws IOException {
    Set<String> elements = new HashSet<>();
    List<Node> nodes = new ArrayList<>();
    for (String name : names(directory.directory())) {
      requireReadable(directory.directory(), name);
      switch (Names.meaning(name).orElse(null)) {
        case Names.Meaning.Element(String text) -> elements.add(text);
        case Names.Meaning.Beside(String text) -> elements.add(text);
        case Names.Meaning.Head(String text) ->
            nodes.add(
                new Node(
                    Node.Kind.DIRECTORY,
                    directory.directory().resolve(name),
                    directory.text(),
                    text));
        case null -> {}
      }
    }
    String prefix = directory.text();
    elements.forEach(
        text -> nodes.add(new Node(Node.Kind.NAME, directory.directory(), prefix, text)));
    return nodes;
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
    Disk.Status status = disk.status(path);
    return status != null && status.kind() == Disk.Kind.DIRECTORY
        ? Optional.of(new Node(Node.Kind.DIRECTORY, path, node.prefix(), node.name() + '/'))
        : Optional.empty();
  }

  /** Tells whether there is any block below a directory. */
  boolean holdsBlock(Node directory) throws IOException {
    for (Node child : children(directory)) {
      if (child.kind() == Node.Kind.DIRECTORY ? holdsBlock(child) : leadsToBlock(child)) {
        return true;
      }
    }
    return false;
  }

  private boolean leadsToBlock(Node name) throws IOException {
    if (block(name).isPresent()) {
      return true;
    }
    Optional<Node> directory = directory(name);
    return directory.isPresent() && holdsBlock(directory.get());
  }

  /**
   * A block that is moved aside has two names for a moment and may be missed under both by a reader
   * that passed the one before and the other after. If any was moved meanwhile, the names are read
   * again. After the last read there are those of all: one that has gone is passed over later.
   */
  private Collection<String> names(Path directory) throws IOException {
    Set<String> names = new HashSet<>();
    try {
      for (int read = 0; read < MAX_READS; read++) {
        long before = moves.getAsLong();
        names.addAll(disk.names(directory));
        if (moves.getAsLong() == before) {
          return names;
        }
      }
    } catch (NoSuchFileException | NotDirectoryException gone) {
      return List.of();
    }
    return names;
  }

  private boolean isLink(Path path) throws IOException {
    Disk.Status status = disk.status(path);
    return status != null && status.kind() == Disk.Kind.OTHER;
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
