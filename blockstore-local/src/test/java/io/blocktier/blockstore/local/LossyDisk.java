package io.blocktier.blockstore.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A disk that knows what a power cut would leave. Works on a real directory; beside it remembers
 * which data and names were forced. Loses power before the operation of a given number; whatever is
 * tried after that fails too.
 */
final class LossyDisk extends ForwardingDisk {

  private static final byte[] NOTHING = {};

  private final Path base;
  private final Folder top = new Folder();
  private final int cutAt;
  private final Predicate<Sync> obeyed;
  private int operations;
  private int syncs;

  /**
   * Starts with an empty directory.
   *
   * @param base what the disk holds
   * @param cutAt the number of the operation that does not take place any more
   * @param obeyed the syncs that the disk does not merely claim to do
   */
  LossyDisk(Path base, int cutAt, Predicate<Sync> obeyed) {
    super(LocalFixture.realDisk());
    this.base = base;
    this.cutAt = cutAt;
    this.obeyed = obeyed;
  }

  /** The power is gone. */
  static final class PowerCut extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * A request to make something durable.
   *
   * @param number counts all of this disk from 1
   * @param path what is forced
   * @param directory whether it is a directory
   */
  record Sync(int number, Path path, boolean directory) {}

  /** What becomes of names that were not forced. */
  enum Names {
    /** All are as they were last forced. */
    FORCED,
    /** All are as they were last seen. */
    SEEN,
    /** What was deleted is gone, what was created is not there either. */
    DELETED,
    /** Of what was deleted in a directory only the last is gone. */
    LAST_DELETED
  }

  /** What becomes of what was written to files and not forced. */
  enum Rest {
    /** All is as it was last forced. */
    FORCED,
    /** Attributes are as they were last set. */
    ATTRIBUTES,
    /** Of bytes behind those that were forced, half are there. */
    HALF_THE_BYTES
  }

  private sealed interface Entry permits Folder, Data {}

  private static final class Folder implements Entry {
    private final Map<String, Entry> now = new TreeMap<>();
    private final Map<String, Entry> durable = new TreeMap<>();
    private final Map<String, Entry> deleted = new TreeMap<>();
    private Map<String, Entry> lastDeleted = Map.of();

    private Map<String, Entry> left(Names names) {
      Map<String, Entry> left = new TreeMap<>(names == Names.SEEN ? now : durable);
      if (names == Names.DELETED) {
        left.entrySet().removeAll(deleted.entrySet());
      } else if (names == Names.LAST_DELETED) {
        left.entrySet().removeAll(lastDeleted.entrySet());
      }
      return left;
    }

    private void delete(String name) {
      Entry entry = now.remove(name);
      if (entry != null) {
        deleted.put(name, entry);
        lastDeleted = Map.of(name, entry);
      }
    }
  }

  private static final class Data implements Entry {
    private byte[] durable = NOTHING;
    private byte @Nullable [] attribute;
  }

  /** Writes what is left to another directory. */
  void leave(Names names, Rest rest, Path target) throws IOException {
    Map<Entry, Path> present = new HashMap<>();
    locate(top, base, present);
    leave(top, names, rest, present, target);
  }

  private static void locate(Folder folder, Path directory, Map<Entry, Path> present) {
    for (Map.Entry<String, Entry> entry : folder.now.entrySet()) {
      Path path = directory.resolve(entry.getKey());
      switch (entry.getValue()) {
        case Folder inner -> locate(inner, path, present);
        case Data data -> present.put(data, path);
      }
    }
  }

  private void leave(Folder folder, Names names, Rest rest, Map<Entry, Path> present, Path target)
      throws IOException {
    for (Map.Entry<String, Entry> entry : folder.left(names).entrySet()) {
      Path path = target.resolve(entry.getKey());
      switch (entry.getValue()) {
        case Folder inner -> leave(inner, names, rest, present, Files.createDirectory(path));
        case Data data -> leave(data, rest, present.get(data), path);
      }
    }
  }

  private void leave(Data data, Rest rest, @Nullable Path now, Path target) throws IOException {
    byte[] bytes = data.durable;
    byte[] attribute = data.attribute;
    if (rest == Rest.HALF_THE_BYTES && now != null) {
      byte[] all = Files.readAllBytes(now);
      int half = Math.max(0, all.length - bytes.length) / 2;
      bytes = Arrays.copyOf(all, Math.min(all.length, bytes.length + half));
    }
    if (rest == Rest.ATTRIBUTES && now != null) {
      attribute = disk.attribute(now);
    }
    Files.write(target, bytes);
    if (attribute != null) {
      disk.setAttribute(target, attribute);
    }
  }

  private void count() {
    operations++;
    if (operations >= cutAt) {
      throw new PowerCut();
    }
  }

  private Folder folder(Path directory) {
    Folder folder = top;
    for (Path name : base.relativize(directory)) {
      if (!name.toString().isEmpty()) {
        folder = (Folder) folder.now.computeIfAbsent(name.toString(), _ -> new Folder());
      }
    }
    return folder;
  }

  private Map<String, Entry> siblings(Path path) {
    return folder(path.resolveSibling("")).now;
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  @Override
  public FileChannel create(Path file, Access access) throws IOException {
    count();
    FileChannel channel = disk.create(file, access);
    siblings(file).put(name(file), new Data());
    return channel;
  }

  @Override
  public void force(Path file, FileChannel channel) throws IOException {
    forceAttribute(file);
  }

  @Override
  public void forceAttribute(Path file) throws IOException {
    count();
    if (isObeyed(file, false) && siblings(file).get(name(file)) instanceof Data data) {
      data.durable = Files.readAllBytes(file);
      data.attribute = disk.attribute(file);
    }
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    if (!directory.startsWith(base)) {
      return; // no part of this disk
    }
    count();
    if (!Files.isDirectory(directory)) {
      throw new NoSuchFileException(directory.toString());
    }
    if (isObeyed(directory, true)) {
      Folder folder = folder(directory);
      folder.durable.clear();
      folder.durable.putAll(folder.now);
      folder.deleted.clear();
      folder.lastDeleted = Map.of();
    }
  }

  private boolean isObeyed(Path path, boolean directory) {
    syncs++;
    return obeyed.test(new Sync(syncs, base.relativize(path), directory));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    count();
    disk.rename(from, to);
    Entry moved = siblings(from).get(name(from));
    if (moved != siblings(to).get(name(to))) {
      siblings(from).remove(name(from));
      siblings(to).put(name(to), moved);
    }
  }

  @Override
  public void link(Path file, Path name) throws IOException {
    count();
    disk.link(file, name);
    siblings(name).put(name(name), siblings(file).get(name(file)));
  }

  @Override
  public boolean delete(Path file) throws IOException {
    count();
    folder(file.resolveSibling("")).delete(name(file));
    return disk.delete(file);
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    count();
    disk.createDirectory(directory);
    siblings(directory).put(name(directory), new Folder());
  }

  @Override
  public boolean deleteDirectory(Path directory) throws IOException {
    count();
    boolean deleted = disk.deleteDirectory(directory);
    if (deleted) {
      folder(directory.resolveSibling("")).delete(name(directory));
    }
    return deleted;
  }

  @Override
  public void setAttribute(Path file, byte[] value) throws IOException {
    count();
    disk.setAttribute(file, value);
  }
}
