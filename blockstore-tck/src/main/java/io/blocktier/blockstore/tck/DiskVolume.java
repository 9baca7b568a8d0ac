package io.blocktier.blockstore.tck;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The file system of a simulated disk. Its root is there and durable. Not thread-safe. */
final class DiskVolume {

  private final FolderNode root;
  private final DiskSpace space;
  private final NameJournal journal = new NameJournal();

  DiskVolume(DiskSpace space) {
    this(new FolderNode(), space);
  }

  private DiskVolume(FolderNode root, DiskSpace space) {
    this.root = root;
    this.space = space;
  }

  DiskSpace space() {
    return space;
  }

  /** Tells whether the directory was not there before. */
  boolean createDirectory(Path directory) throws IOException {
    return switch (find(directory)) {
      case FolderNode _ -> false;
      case FileNode _ -> throw new FileAlreadyExistsException(directory.toString());
      case null -> {
        add(directory, new FolderNode());
        yield true;
      }
    };
  }

  FileNode fileOrNew(Path file) throws IOException {
    return find(file) == null ? create(file) : file(file);
  }

  FileNode create(Path file) throws IOException {
    if (find(file) != null) {
      throw new FileAlreadyExistsException(file.toString());
    }
    FileNode created = new FileNode(space);
    add(file, created);
    return created;
  }

  private void add(Path path, DiskNode node) throws IOException {
    NameChange.Edit edit = new NameChange.Edit(folder(path.getParent()), name(path), node);
    journal.add(new NameChange(List.of(edit)));
  }

  /** Tells whether the name was another one before. */
  boolean rename(Path from, Path to) throws IOException {
    FileNode moved = file(from);
    FolderNode target = folder(to.getParent());
    DiskNode replaced = target.now().get(name(to));
    if (replaced == moved) {
      return false;
    }
    if (replaced != null) {
      file(to).unlink();
    }
    journal.add(
        new NameChange(
            List.of(
                new NameChange.Edit(folder(from.getParent()), name(from), null),
                new NameChange.Edit(target, name(to), moved))));
    return true;
  }

  boolean delete(Path file) throws IOException {
    if (find(file) == null) {
      return false;
    }
    FileNode deleted = file(file);
    NameChange.Edit edit = new NameChange.Edit(folder(file.getParent()), name(file), null);
    journal.add(new NameChange(List.of(edit)));
    deleted.unlink();
    return true;
  }

  void force(Path directory) throws IOException {
    journal.force(folder(directory));
  }

  void failToForce(Path directory) throws IOException {
    journal.failToForce(folder(directory));
  }

  FileNode file(Path path) throws IOException {
    return switch (find(path)) {
      case FileNode file -> file;
      case FolderNode _ -> throw new FileSystemException(path.toString(), null, "is a directory");
      case null -> throw new NoSuchFileException(path.toString());
    };
  }

  FolderNode folder(@Nullable Path path) throws IOException {
    return switch (find(path)) {
      case FolderNode folder -> folder;
      case FileNode _ -> throw new NotDirectoryException(String.valueOf(path));
      case null -> throw new NoSuchFileException(String.valueOf(path));
    };
  }

  /** Null as a path is the root, and as a result that nothing is there. */
  private @Nullable DiskNode find(@Nullable Path path) {
    DiskNode found = root;
    if (path != null) {
      for (Path name : path.normalize()) {
        if (found instanceof FolderNode folder) {
          found = folder.now().get(name.toString());
        } else {
          return null;
        }
      }
    }
    return found;
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  /** Returns what a power cut leaves, on a disk of the same size. This stays as it is. */
  DiskVolume left(PowerCut cut) {
    Map<FolderNode, SortedMap<String, DiskNode>> names = journal.left(cut.names(), cut.random());
    DiskSpace newSpace = space.empty();
    return new DiskVolume(left(root, names, newSpace, cut), newSpace);
  }

  private static FolderNode left(
      FolderNode folder,
      Map<FolderNode, SortedMap<String, DiskNode>> names,
      DiskSpace space,
      PowerCut cut) {
    FolderNode left = new FolderNode();
    names
        .getOrDefault(folder, folder.durable())
        .forEach((name, node) -> {
          DiskNode copy =
              switch (node) {
                case FolderNode inner -> left(inner, names, space, cut);
                case FileNode file -> file.left(cut.fileLoss(), space, cut.random());
              };
          left.now().put(name, copy);
          left.durable().put(name, copy);
        });
    return left;
  }
}
