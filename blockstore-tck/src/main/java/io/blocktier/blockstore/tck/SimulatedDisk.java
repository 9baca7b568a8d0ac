package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.spi.Disk;
import io.blocktier.blockstore.spi.DiskFile;
import io.blocktier.blockstore.spi.Sleeper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/**
 * A disk in memory whose power can be cut, and that fails as planned.
 *
 * <p>A power cut loses of what was not forced whatever chance chooses, and nothing else:
 *
 * <ul>
 *   <li>of the bytes of a file any 512-byte sectors, page by page in any order; its size, or its
 *       bytes while the size is there, which reads as zeros: the empty file under its final name;
 *   <li>of the creations, removals and renamings in a directory any, but none whose file, or whose
 *       name, an earlier one made what it is that was lost. A file that was renamed has the one
 *       name or the other.
 * </ul>
 *
 * <p>Forcing a file forces no name, forcing a directory no bytes, and neither forces anything else.
 * The root directory is there, whatever the file system of the paths; everything else is created.
 *
 * <p>Thread-safe. Called in the same order with the same seeds, it does the same. No lock is held
 * while the hook runs or a slow call sleeps.
 */
public final class SimulatedDisk implements Disk {

  private final DiskVolume volume;
  private final DiskCalls calls;
  private final Set<FileNode> locked = new HashSet<>();
  private final Set<SimulatedFile> open = new LinkedHashSet<>();

  /**
   * Makes an empty disk.
   *
   * @param faults what goes wrong
   * @param sleeper waits in slow calls
   * @param hook sees each call first
   */
  public SimulatedDisk(DiskFaults faults, Sleeper sleeper, DiskHook hook) {
    this(
        new DiskVolume(DiskSpace.ofBytes(faults.capacityBytes())),
        new DiskCalls(new DiskDice(faults), sleeper, hook));
  }

  private SimulatedDisk(DiskVolume volume, DiskCalls calls) {
    this.volume = volume;
    this.calls = calls;
  }

  /**
   * Cuts the power: from now on every call to this disk and its files fails, except closing, and
   * its locks are gone.
   *
   * @param seed decides what is lost
   * @return the disk as it is found afterwards, with the same faults, less those whose turn is over
   */
  public SimulatedDisk crash(long seed) {
    return calls.end(() -> left(PowerCut.drawn(seed), seed));
  }

  /**
   * Tells what {@link #crash} would leave, without cutting the power: so that one run is looked at
   * after each of its calls, and each moment with many seeds.
   *
   * @param seed decides what is lost
   * @return a disk of its own
   */
  public SimulatedDisk crashCopy(long seed) {
    return calls.quietly(() -> left(PowerCut.drawn(seed), seed));
  }

  /**
   * Cuts the power in the worst way: everything is lost that was not forced.
   *
   * @return the disk as it is found afterwards
   * @see #crash
   */
  public SimulatedDisk crashLosingAll() {
    return calls.end(() -> left(PowerCut.worst(), 0));
  }

  private SimulatedDisk left(PowerCut cut, long seed) {
    return new SimulatedDisk(volume.left(cut), calls.afterCrash(seed));
  }

  /**
   * Kills the process that uses the disk: every call to this object and its files fails from now
   * on, except closing, and its locks are gone. Nothing is lost yet; what was not forced may still
   * be, in a later power cut.
   *
   * @return the disk as the next process finds it
   * @throws IllegalStateException if the power was cut, or the process killed before
   */
  public SimulatedDisk kill() {
    if (calls.isOff()) {
      throw new IllegalStateException("nobody uses this disk any more");
    }
    return calls.end(() -> {
      open.forEach(file -> file.node().close());
      return new SimulatedDisk(volume, calls.afterKill());
    });
  }

  /**
   * Changes what goes wrong from now on, and the capacity.
   *
   * @param faults what goes wrong
   */
  public void setFaults(DiskFaults faults) {
    calls.quietly(() -> {
      calls.setDice(new DiskDice(faults));
      volume.space().resize(faults.capacityBytes());
      return true;
    });
  }

  /**
   * Changes one bit on the medium, and in memory.
   *
   * @param file the file
   * @param from the first byte that may change
   * @param length how many bytes may change
   * @return the byte that was changed
   * @throws IOException if there is no such file, or no power
   * @throws IllegalArgumentException if not all these bytes are there
   */
  public long flipBit(Path file, long from, long length) throws IOException {
    return calls.locked(() -> {
      FileNode node = volume.file(file);
      if (from < 0 || length < 1 || from + length > node.size()) {
        throw new IllegalArgumentException(
            file + " has not the " + length + " bytes from " + from + " on");
      }
      long position = from + calls.random().nextLong(length);
      node.flip(position, calls.random().nextInt(Byte.SIZE));
      return position;
    });
  }

  /**
   * Tells what was opened and not closed, so that a test finds leaks.
   *
   * @return the names under which the files were opened, in that order
   */
  public List<Path> openFiles() {
    return calls.quietly(() -> open.stream().map(SimulatedFile::path).toList());
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    calls.change(
        DiskOperation.CREATE_DIRECTORY, directory, () -> volume.createDirectory(directory));
  }

  @Override
  public List<String> names(Path directory) throws IOException {
    return calls.look(
        DiskOperation.LIST, directory, () -> List.copyOf(volume.folder(directory).now().keySet()));
  }

  @Override
  public DiskFile open(Path file, Mode mode) throws IOException {
    return mode == Mode.CREATE
        ? calls.run(
            DiskOperation.OPEN,
            file,
            () -> opened(file, volume.create(file), mode),
            random -> perhapsCreate(file, random))
        : calls.look(DiskOperation.OPEN, file, () -> opened(file, volume.file(file), mode));
  }

  private void perhapsCreate(Path file, RandomGenerator random) throws IOException {
    if (random.nextBoolean()) {
      volume.create(file);
    }
  }

  private DiskFile opened(Path path, FileNode node, Mode mode) {
    SimulatedFile file = new SimulatedFile(calls, open, path, node, mode);
    node.open();
    open.add(file);
    return file;
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    calls.change(DiskOperation.RENAME, from, () -> volume.rename(from, to));
  }

  @Override
  public boolean delete(Path file) throws IOException {
    return calls.change(DiskOperation.DELETE, file, () -> volume.delete(file));
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    calls.force(
        DiskOperation.FORCE_DIRECTORY,
        directory,
        () -> volume.force(directory),
        _ -> volume.failToForce(directory));
  }

  @Override
  public long usableBytes(Path directory) throws IOException {
    return calls.look(DiskOperation.USABLE_BYTES, directory, () -> usable(directory));
  }

  private long usable(Path directory) throws IOException {
    volume.folder(directory);
    return volume.space().usableBytes();
  }

  @Override
  public Optional<Lock> tryLock(Path file) throws IOException {
    return calls.look(DiskOperation.LOCK, file, () -> lock(volume.fileOrNew(file)));
  }

  private Optional<Lock> lock(FileNode node) {
    if (!locked.add(node)) {
      return Optional.empty();
    }
    AtomicBoolean held = new AtomicBoolean(true);
    return Optional.of(() -> unlock(node, held));
  }

  private void unlock(FileNode node, AtomicBoolean held) {
    calls.quietly(() -> held.getAndSet(false) && locked.remove(node));
  }
}
